package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/portable"
	"github.com/astraweave/fetch-assets/internal/tomlscan"
)

// document is one manifest being read: where its problems are collected.
type document struct {
	file     string
	rule     string // of its findings
	findings []asset.Finding
}

func newDocument(file string) *document { return &document{file: file, rule: Rule} }

func (d *document) position(p tomlscan.Position) asset.Position {
	return asset.Position{File: d.file, Line: p.Line, Column: p.Column}
}

func (d *document) add(f asset.Finding) {
	f.Rule, f.Severity = d.rule, asset.Error
	d.findings = append(d.findings, f)
}

// decode is the root table, or false when the file is not TOML.
func (d *document) decode(data []byte) (table, bool) {
	if len(data) > MaxBytes {
		d.add(asset.Finding{
			Pos:    d.position(tomlscan.Position{Line: 1, Column: 1}),
			Text:   fmt.Sprintf("the file is larger than %d MiB", MaxBytes>>20),
			Remedy: "split it into several manifests",
		})
		return table{}, false
	}
	root, values, err := newOutline(data)
	if err != nil {
		d.fault(data, err)
		return table{}, false
	}
	if values == nil {
		if values, err = decodeAll(data); err != nil {
			d.decoder(data, err)
			return table{}, false
		}
	}
	return table{doc: d, values: values, keys: root, pos: d.position(root.pos)}, true
}

// decodeAll decodes a file whose outline is read, and which therefore has nothing
// in it that is too deep for the decoder.
func decodeAll(data []byte) (map[string]any, error) {
	var values any // into an empty interface it decodes without a second copy
	_, err := toml.Decode(string(data), &values)
	top, _ := values.(map[string]any)
	return top, err
}

// guessable is how much of a faulty statement the decoder may look at: each of
// these many brackets and dots costs it a level.
const guessable = 200

// fault reports a fault of the syntax, in the decoder's words when it agrees,
// because they are kinder.
func (d *document) fault(data []byte, err error) {
	var bad *tomlscan.Error
	if !errors.As(err, &bad) {
		d.syntax(tomlscan.Position{Line: 1, Column: 1}, err.Error())
		return
	}
	if err := secondOpinion(data, bad); err != nil {
		d.decoder(data, err)
		return
	}
	d.syntax(bad.Position, bad.Text)
}

// secondOpinion is what the decoder says of a fault; nil when it must not be
// asked, or sees none.
func secondOpinion(data []byte, bad *tomlscan.Error) error {
	end := len(data)
	if i := bytes.IndexByte(data[bad.Offset:], '\n'); i >= 0 {
		end = bad.Offset + i + 1
	}
	structure := 0
	for _, c := range []string{"[", "{", "."} {
		structure += bytes.Count(data[bad.Start:end], []byte(c))
	}
	if structure > guessable || !utf8.Valid(data) {
		return nil
	}
	_, err := toml.Decode(string(data[:end]), &map[string]any{})
	return err
}

// decoder reports what the decoder found wrong.
func (d *document) decoder(data []byte, err error) {
	var bad toml.ParseError
	if !errors.As(err, &bad) {
		d.syntax(tomlscan.Position{Line: 1, Column: 1}, err.Error())
		return
	}
	lines := bytes.Count(data, []byte("\n")) + 1
	d.syntax(tomlscan.Position{
		Line:   min(max(bad.Position.Line, 1), lines),
		Column: max(bad.Position.Col, 1),
	}, bad.Message)
}

func (d *document) syntax(p tomlscan.Position, text string) {
	d.add(asset.Finding{
		Pos:    d.position(p),
		Text:   "not valid TOML: " + sentence(text),
		Remedy: "strings need quotes, and a key or table may be given only once",
	})
}

// sentence makes another package's message fit ours: lower case, no full stop,
// no control characters of the file in it.
func sentence(s string) string {
	s = strings.TrimSuffix(s, ".")
	if portable.Control(s, "") {
		s = strings.Trim(fmt.Sprintf("%q", s), `"`)
	}
	first := []rune(s)
	if len(first) > 1 && unicode.IsUpper(first[0]) && unicode.IsLower(first[1]) {
		first[0] = unicode.ToLower(first[0])
	}
	return string(first)
}
