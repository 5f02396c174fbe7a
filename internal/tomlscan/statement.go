package tomlscan

import (
	"bytes"

	"github.com/pelletier/go-toml/v2/unstable"
)

var headers = map[unstable.Kind]Header{
	unstable.KeyValue:   Assignment,
	unstable.Table:      TableHeader,
	unstable.ArrayTable: ArrayHeader,
}

var kinds = map[unstable.Kind]Kind{
	unstable.String:        String,
	unstable.Integer:       Integer,
	unstable.Float:         Float,
	unstable.Bool:          Bool,
	unstable.LocalDate:     Date,
	unstable.LocalTime:     Date,
	unstable.LocalDateTime: Date,
	unstable.DateTime:      Date,
	unstable.Array:         Array,
	unstable.InlineTable:   Table,
}

func (s *scanner) statement(n *unstable.Node) (Statement, error) {
	st, err := s.assignment(n, 0)
	if err == nil && st.Header != Assignment {
		// The brackets come before the key, and nothing but blanks before them.
		st.Position = s.locator.indent()
	}
	return st, err
}

// assignment also reads headers, which are assignments without a value.
func (s *scanner) assignment(n *unstable.Node, depth int) (Statement, error) {
	st := Statement{Header: headers[n.Kind]}
	for it := n.Key(); it.Next(); {
		if len(st.Key) == maxParts {
			return st, s.errorAt(s.done, "a key has more than %d parts", maxParts)
		}
		st.Key = append(st.Key, Key{Name: string(it.Node().Data), Position: s.place(it.Node())})
	}
	st.Position = st.Key[0].Position
	if n.Kind != unstable.KeyValue {
		return st, nil
	}
	var err error
	st.Value, err = s.value(n.Value(), st.Position, depth)
	return st, err
}

// value reads n; near is its place if the parser does not tell one.
func (s *scanner) value(n *unstable.Node, near Position, depth int) (Value, error) {
	if depth == maxDepth {
		return Value{}, s.errorAt(s.done, "arrays and tables are more than %d levels deep", maxDepth)
	}
	v := Value{Kind: kinds[n.Kind], Position: near}
	if n.Raw.Length > 0 {
		v.Position = s.place(n)
	}
	var err error
	switch v.Kind {
	case Array:
		v.Items, err = s.items(n, v.Position, depth+1)
	case Table:
		v.Fields, err = s.fields(n, depth+1)
	default:
		v.Text = string(n.Data)
	}
	return v, err
}

func (s *scanner) items(n *unstable.Node, near Position, depth int) ([]Value, error) {
	var items []Value
	for it := n.Children(); it.Next(); {
		v, err := s.value(it.Node(), near, depth)
		if err != nil {
			return nil, err
		}
		items = append(items, v)
	}
	return items, nil
}

func (s *scanner) fields(n *unstable.Node, depth int) ([]Statement, error) {
	var fields []Statement
	for it := n.Children(); it.Next(); {
		f, err := s.assignment(it.Node(), depth)
		if err != nil {
			return nil, err
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// place is where a node starts, and notes where it ends.
func (s *scanner) place(n *unstable.Node) Position {
	s.done = max(s.done, int(n.Raw.Offset+n.Raw.Length))
	return s.locator.find(int(n.Raw.Offset))
}

// locator turns offsets into positions. Offsets that only grow cost one pass
// over the data in all.
type locator struct {
	data  []byte
	at    int // the offset that was found last
	line  int // lines before it
	start int // where its line starts
}

func (l *locator) find(offset int) Position {
	if offset < l.at {
		*l = locator{data: l.data}
	}
	between := l.data[l.at:offset]
	if n := bytes.Count(between, []byte("\n")); n > 0 {
		l.line += n
		l.start = l.at + bytes.LastIndexByte(between, '\n') + 1
	}
	l.at = offset
	return Position{Line: l.line + 1, Column: offset - l.start + 1}
}

// indent is where the text of the current line starts.
func (l *locator) indent() Position {
	line := l.data[l.start:]
	return Position{Line: l.line + 1, Column: len(line) - len(bytes.TrimLeft(line, " \t")) + 1}
}
