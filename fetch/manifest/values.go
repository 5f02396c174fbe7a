package manifest

import (
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/astraweave/fetch-assets/internal/portable"
	"github.com/astraweave/fetch-assets/internal/tomlscan"
)

// builder makes the values of a file out of its statements as they are read, and
// so saves decoding it a second time. It knows the plain forms that manifests
// are written in. At the first sign of anything else, or of a key given twice,
// it gives up, and the decoder has the say.
type builder struct {
	root, table map[string]any
	failed      bool
}

func newBuilder() *builder {
	root := map[string]any{}
	return &builder{root: root, table: root}
}

// values are those of the file, or nil when the decoder has to be asked.
func (b *builder) values() map[string]any {
	if b.failed {
		return nil
	}
	return b.root
}

// add takes the next statement of the file.
func (b *builder) add(st tomlscan.Statement) {
	if b.failed {
		return
	}
	if st.Header == tomlscan.Assignment {
		b.failed = len(st.Key) != 1 || !b.assign(st.Key[0].Name, st.Value)
		return
	}
	b.failed = !b.header(st)
}

func (b *builder) assign(key string, v tomlscan.Value) bool {
	if _, twice := b.table[key]; twice {
		return false
	}
	value, ok := plain(v)
	b.table[key] = value
	return ok
}

// header opens the table that a header names, which has to be a new one.
func (b *builder) header(st tomlscan.Statement) bool {
	parent, ok := b.descend(st.Key[:len(st.Key)-1])
	if !ok {
		return false
	}
	const usual = 12 // keys of an entry
	b.table = make(map[string]any, usual)
	name := st.Key[len(st.Key)-1].Name
	was, taken := parent[name]
	if st.Header == tomlscan.TableHeader {
		parent[name] = b.table
		return !taken
	}
	list, isList := was.([]map[string]any)
	parent[name] = append(list, b.table)
	return !taken || isList
}

// descend follows a header to the table that its last part is in. Nothing but
// headers has made the tables that it meets.
func (b *builder) descend(keys []tomlscan.Key) (map[string]any, bool) {
	table := b.root
	for _, k := range keys {
		switch next := table[k.Name].(type) {
		case nil:
			made := map[string]any{}
			table[k.Name], table = made, made
		case map[string]any:
			table = next
		case []map[string]any:
			table = next[len(next)-1]
		default:
			return nil, false
		}
	}
	return table, true
}

// plain is a value in the type that the decoder gives it, if it is of a plain form.
func plain(v tomlscan.Value) (any, bool) {
	switch v.Kind {
	case tomlscan.String:
		return v.Text, !portable.Control(v.Text, "\n\t")
	case tomlscan.Integer:
		n, err := strconv.ParseInt(v.Text, 10, 64)
		return n, err == nil && strconv.FormatInt(n, 10) == v.Text
	case tomlscan.Bool:
		return v.Text == "true", true
	case tomlscan.Date:
		return day(v.Text)
	case tomlscan.Array:
		return plainItems(v.Items)
	}
	return nil, false
}

func plainItems(items []tomlscan.Value) (any, bool) {
	list := make([]any, 0, len(items))
	for _, item := range items {
		value, ok := plain(item)
		if !ok {
			return nil, false
		}
		list = append(list, value)
	}
	return list, true
}

// day has the decoder read a date alone: it marks dates in a way of its own.
func day(text string) (any, bool) {
	if len(text) != len("2006-01-02") || strings.ContainsAny(text, ": ") {
		return nil, false
	}
	var one struct{ Day any }
	_, err := toml.Decode("day = "+text, &one)
	return one.Day, err == nil
}
