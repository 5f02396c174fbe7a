package manifest

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/portable"
	"github.com/astraweave/fetch-assets/internal/suggest"
)

// table is one table of the file. Its accessors report what is wrong with a
// value and then answer with the zero value, so that reading goes on.
type table struct {
	doc    *document
	name   string // how messages call it; empty for the whole manifest
	handle string // of the asset that it describes, if any
	values map[string]any
	keys   *outline
	pos    asset.Position
}

// at is the place of a key, or of the table when it lacks the key.
func (t table) at(key string) asset.Position {
	if o := t.keys.at(key); o != nil {
		return t.doc.position(o.pos)
	}
	return t.pos
}

// atItem is the place of an element of an array.
func (t table) atItem(key string, i int) asset.Position {
	if o := t.keys.at(key).item(i); o != nil {
		return t.doc.position(o.pos)
	}
	return t.at(key)
}

// fail reports a problem with a key. The text goes on where the key stops.
func (t table) fail(key, text, remedy string) {
	t.report(t.at(key), key+" "+text, remedy)
}

func (t table) report(pos asset.Position, text, remedy string) {
	if t.name != "" {
		text = t.name + ": " + text
	}
	t.doc.add(asset.Finding{Handle: t.handle, Pos: pos, Text: text, Remedy: remedy})
}

func (t table) wrongType(key string, got any, want string) {
	t.fail(key, "is "+typeName(got)+", want "+want, "")
}

// only reports every key that is not among the valid ones. A hint, where there
// is one for a key, replaces the guess.
func (t table) only(valid []string, hint func(key string) string) {
	var unknown []string
	for key := range t.values {
		if !slices.Contains(valid, key) {
			unknown = append(unknown, key)
		}
	}
	slices.Sort(unknown)
	for _, key := range unknown {
		remedy := hint(key)
		if remedy == "" {
			remedy = guess(key, valid)
		}
		t.report(t.at(key), "unknown key "+quote(key), remedy)
	}
}

// guess names the valid word that is nearest to key, or all of them.
func guess(key string, valid []string) string {
	const longest = 40 // longer ones are no typing errors, and cost time to compare
	if len(key) <= longest {
		if near := suggest.Nearest(key, valid); near != "" {
			return fmt.Sprintf("did you mean %q?", near)
		}
	}
	return "valid are: " + strings.Join(valid, ", ")
}

func noHint(string) string { return "" }

// has reports whether the key is there, of whatever type.
func (t table) has(key string) bool {
	_, ok := t.values[key]
	return ok
}

// require reports a key that is missing; example shows how to write it.
func (t table) require(key, example string) {
	if !t.has(key) {
		t.report(t.pos, key+" is missing", "add "+key+" = "+example)
	}
}

// text is a string without control characters; "" means not given.
func (t table) text(key string) string { return t.prose(key, "") }

// prose is text that may have some control characters, such as new lines.
func (t table) prose(key, controls string) string {
	v, ok := t.values[key]
	if !ok {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		t.wrongType(key, v, "a string")
		return ""
	}
	if !t.sound(key, s, controls) {
		return ""
	}
	return s
}

func (t table) sound(key, s, controls string) bool {
	switch {
	case strings.TrimSpace(s) == "":
		t.fail(key, "is empty", "give it a value, or remove the key")
	case portable.Control(s, controls):
		t.fail(key, "contains a control character: "+quote(s), "remove it")
	default:
		return true
	}
	return false
}

// texts is an array of strings; nil means not given.
func (t table) texts(key string) []string {
	v, ok := t.values[key]
	if !ok {
		return nil
	}
	items, ok := v.([]any)
	if !ok {
		t.wrongType(key, v, "an array of strings")
		return nil
	}
	list := make([]string, 0, len(items))
	for i, item := range items {
		s, ok := item.(string)
		if !ok {
			t.report(t.atItem(key, i), key+" contains "+typeName(item)+", want only strings", "")
		} else if t.sound(key, s, "") {
			list = append(list, s)
		}
	}
	return list
}

// count is an integer of at least least; 0 means not given.
func (t table) count(key string, least int64) int {
	v, ok := t.values[key]
	if !ok {
		return 0
	}
	n, ok := v.(int64)
	const most = 1 << 30
	switch {
	case !ok:
		t.wrongType(key, v, "an integer")
	case n < least || n > most:
		t.fail(key, fmt.Sprintf("is %d, want at least %d and at most %d", n, least, most), "")
	default:
		return int(n)
	}
	return 0
}

// flag is a boolean; false means not given.
func (t table) flag(key string) bool {
	v, ok := t.values[key]
	b, isBool := v.(bool)
	if ok && !isBool {
		t.wrongType(key, v, "true or false")
	}
	return b
}

// word is one of the valid strings; "" means not given.
func (t table) word(key string, valid []string) string {
	s := t.text(key)
	if s != "" && !slices.Contains(valid, s) {
		t.fail(key, "is "+quote(s)+", which is none of its values", guess(s, valid))
		return ""
	}
	return s
}

// child is the table under a key, or false when there is none.
func (t table) child(key, name string) (table, bool) {
	v, ok := t.values[key]
	if !ok {
		return table{}, false
	}
	values, ok := v.(map[string]any)
	if !ok {
		t.wrongType(key, v, "a table")
		return table{}, false
	}
	return table{doc: t.doc, name: name, values: values, keys: t.keys.at(key), pos: t.at(key)}, true
}

// children are the tables of an array of tables.
func (t table) children(key, name string) []table {
	v, ok := t.values[key]
	if !ok {
		return nil
	}
	list, ok := tables(v)
	if !ok {
		t.fail(key, "is "+typeName(v)+", want an array of tables", "write [["+t.path(key)+"]] before each")
		return nil
	}
	all := make([]table, len(list))
	for i, values := range list {
		all[i] = table{doc: t.doc, name: name, values: values, keys: t.keys.at(key).item(i), pos: t.atItem(key, i)}
	}
	return all
}

// path is how a header names the key.
func (t table) path(key string) string {
	if t.name == "" {
		return key
	}
	return t.name + "." + key
}

// tables are those of [[headers]], or of an array that has nothing else in it.
func tables(v any) ([]map[string]any, bool) {
	if list, ok := v.([]map[string]any); ok {
		return list, true
	}
	items, ok := v.([]any)
	list := make([]map[string]any, len(items))
	for i := range items {
		values, isTable := items[i].(map[string]any)
		list[i], ok = values, ok && isTable
	}
	return list, ok
}

func typeName(v any) string {
	switch v.(type) {
	case string:
		return "a string"
	case int64:
		return "an integer"
	case float64:
		return "a float"
	case bool:
		return "a boolean"
	case time.Time:
		return "a date"
	case map[string]any:
		return "a table"
	case []map[string]any:
		return "an array of tables"
	}
	return "an array"
}

// quote shows untrusted text, cut to a length that a line of a log bears.
func quote(s string) string {
	const longest = 80
	if len(s) <= longest {
		return fmt.Sprintf("%q", s)
	}
	end := longest
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return fmt.Sprintf("%q...", s[:end])
}
