package manifest

import "github.com/astraweave/fetch-assets/internal/tomlscan"

// outline is where the keys of a TOML file are: the same tree as the decoded
// values, with places for values. A nil outline is nowhere.
type outline struct {
	pos   tomlscan.Position
	keys  map[string]*outline
	items []*outline
}

// newOutline reads the places of all keys and, where they are plain, the values
// too; they are nil when the decoder has to read them. The file's syntax is good
// when newOutline succeeds, but without values tables may be given twice.
func newOutline(data []byte) (*outline, map[string]any, error) {
	root, b := &outline{pos: tomlscan.Position{Line: 1, Column: 1}}, newBuilder()
	table := root
	err := tomlscan.Each(data, func(st tomlscan.Statement) error {
		b.add(st)
		switch st.Header {
		case tomlscan.TableHeader:
			table = root.descend(st.Key)
			table.pos = st.Position
		case tomlscan.ArrayHeader:
			array := root.descend(st.Key[:len(st.Key)-1]).child(st.Key[len(st.Key)-1])
			table = &outline{pos: st.Position}
			array.items = append(array.items, table)
		default:
			table.assign(st)
		}
		return nil
	})
	return root, b.values(), err
}

// assign notes the key of an assignment and what is inside of its value.
func (o *outline) assign(st tomlscan.Statement) {
	o.descend(st.Key).value(st.Value)
}

func (o *outline) value(v tomlscan.Value) {
	for _, f := range v.Fields {
		o.assign(f)
	}
	for _, v := range v.Items {
		item := &outline{pos: v.Position}
		item.value(v)
		o.items = append(o.items, item)
	}
}

// descend follows a dotted key the way headers do: through an array of tables
// to its last table.
func (o *outline) descend(keys []tomlscan.Key) *outline {
	for _, k := range keys {
		o = o.child(k)
		if n := len(o.items); n > 0 {
			o = o.items[n-1]
		}
	}
	return o
}

// child is what the key leads to, made when it is new.
func (o *outline) child(k tomlscan.Key) *outline {
	if c, ok := o.keys[k.Name]; ok {
		return c
	}
	if o.keys == nil {
		o.keys = map[string]*outline{}
	}
	c := &outline{pos: k.Position}
	o.keys[k.Name] = c
	return c
}

// at is the outline of a key, or nil.
func (o *outline) at(key string) *outline {
	if o == nil {
		return nil
	}
	return o.keys[key]
}

// item is the outline of the i-th element of an array, or nil.
func (o *outline) item(i int) *outline {
	if o == nil || i >= len(o.items) {
		return nil
	}
	return o.items[i]
}
