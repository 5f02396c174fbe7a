// Package tomlscan reads the statements of a TOML file one by one, each key
// and value with its place. It is quick, and bounded however hostile the file,
// but it checks syntax only: whether a key or a table is given twice is for
// the caller to find out.
package tomlscan

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Bounds of what is read. No file that a person wrote comes near them, while
// decoders without bounds overflow the stack or take quadratic time beyond.
const (
	maxDepth = 32 // of arrays and inline tables in each other
	maxParts = 16 // of a dotted key
)

// Kind is the type of a [Value]. The zero Kind is that of no value.
type Kind int

// The kinds of values. Date stands for everything with a date or time in it.
const (
	String Kind = iota + 1
	Integer
	Float
	Bool
	Date
	Array
	Table
)

// Header says what a [Statement] is.
type Header int

// The statements of TOML: "key = value", "[key]" and "[[key]]".
const (
	Assignment Header = iota
	TableHeader
	ArrayHeader
)

// Position counts lines and columns from one, columns in bytes. The zero
// Position is unknown.
type Position struct{ Line, Column int }

// Key is one part of a dotted key.
type Key struct {
	Name string
	Position
}

// Value is what a key is given.
type Value struct {
	Kind   Kind
	Text   string      // of a string its content, of other scalars what is written
	Items  []Value     // of an array
	Fields []Statement // of an inline table
	Position
}

// Statement is one header or one assignment. Its position is where its line
// starts, less the indent, or for a field of an inline table that of its key.
type Statement struct {
	Header Header
	Key    []Key // at least one
	Value  Value // of an assignment
	Position
}

// Error is a fault in the syntax of a file.
type Error struct {
	Position
	Text   string // lower case, no full stop
	Offset int    // of the fault, in bytes
	Start  int    // the end of the last good statement, in bytes
}

// Error gives the text and, as compilers do, the place.
func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Text) }

// Each calls do with every statement of data in order, until do fails or the
// syntax does; faults of the syntax are of type [*Error]. A byte order mark
// and line ends of Windows are fine. What do receives is its to keep.
func Each(data []byte, do func(Statement) error) error {
	s := scanner{skip: len(data) - len(bytes.TrimPrefix(data, []byte("\ufeff")))}
	s.locator.data = data[s.skip:]
	if err := s.encoding(data); err != nil {
		return err
	}
	s.parser.Reset(s.locator.data)
	for s.parser.NextExpression() {
		st, err := s.statement(s.parser.Expression())
		if err == nil {
			err = do(st)
		}
		if err != nil {
			return err
		}
	}
	return s.fault(s.parser.Error())
}

// scanner hides the parser, whose interface may change with any version.
type scanner struct {
	parser  unstable.Parser
	locator locator
	skip    int // length of the byte order mark
	done    int // end of the last node that was read
}

func (s *scanner) encoding(data []byte) error {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return s.errorAt(0, "the file is in UTF-16; save it as UTF-8")
	}
	if utf8.Valid(s.locator.data) {
		return nil
	}
	rest := s.locator.data
	for {
		r, n := utf8.DecodeRune(rest)
		if r == utf8.RuneError && n <= 1 {
			return s.errorAt(len(s.locator.data)-len(rest), "byte 0x%02x is not valid UTF-8; save the file as UTF-8", rest[0])
		}
		rest = rest[n:]
	}
}

// fault gives the parser's error its place.
func (s *scanner) fault(err error) error {
	var bad *unstable.ParserError
	if err == nil || !errors.As(err, &bad) {
		return err
	}
	offset := cap(s.locator.data) - cap(bad.Highlight)
	if offset < 0 || offset > len(s.locator.data) {
		offset = s.done
	}
	return s.errorAt(offset, "%s", bad.Message)
}

func (s *scanner) errorAt(offset int, format string, args ...any) error {
	return &Error{
		Position: s.locator.find(offset),
		Text:     fmt.Sprintf(format, args...),
		Offset:   s.skip + offset,
		Start:    s.skip + s.done,
	}
}
