package tomlscan

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// render spells statements out, a line each: "line:column header key=value".
func render(t *testing.T, data string) []string {
	t.Helper()
	var lines []string
	err := Each([]byte(data), func(st Statement) error {
		lines = append(lines, statement(st))
		return nil
	})
	if err != nil {
		lines = append(lines, "error "+err.Error())
	}
	return lines
}

func statement(st Statement) string {
	keys := make([]string, len(st.Key))
	for i, k := range st.Key {
		keys[i] = fmt.Sprintf("%s@%d:%d", k.Name, k.Line, k.Column)
	}
	s := fmt.Sprintf("%d:%d %d %s", st.Line, st.Column, st.Header, strings.Join(keys, "."))
	if st.Header == Assignment {
		s += " = " + value(st.Value)
	}
	return s
}

func value(v Value) string {
	parts := make([]string, 0, len(v.Items)+len(v.Fields))
	for _, item := range v.Items {
		parts = append(parts, value(item))
	}
	for _, f := range v.Fields {
		parts = append(parts, statement(f))
	}
	return fmt.Sprintf("%d:%d %d%q%s", v.Line, v.Column, v.Kind, v.Text, strings.Join(parts, ", "))
}

func TestEach(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, data string
		want       []string
	}{
		{"empty", "", nil},
		{"comments", "# one\n\n  # two", nil},
		{"scalars", "a = \"x\\ty\"\nb = 1 # note\n\nc = 1.5\nd = true\ne = 2027-01-31", []string{
			`1:1 0 a@1:1 = 1:5 1"x\ty"`, `2:1 0 b@2:1 = 2:5 2"1"`, `4:1 0 c@4:1 = 4:5 3"1.5"`,
			`5:1 0 d@5:1 = 5:5 4"true"`, `6:1 0 e@6:1 = 6:5 5"2027-01-31"`,
		}},
		{"headers", "  [ a.'b c' ]\n[[a.\"d\"]]\n", []string{"1:3 1 a@1:5.b c@1:7", "2:1 2 a@2:3.d@2:5"}},
		{"mark and CRLF", "\ufeffa = 1\r\nb = 2\r\n", []string{`1:1 0 a@1:1 = 1:5 2"1"`, `2:1 0 b@2:1 = 2:5 2"2"`}},
		{"array", "a = [\n  \"x\",\n  2,\n]\nb = 1", []string{
			`1:1 0 a@1:1 = 1:1 6""2:3 1"x", 3:3 2"2"`, `5:1 0 b@5:1 = 5:5 2"1"`,
		}},
		{"inline table", "a = { b = 1,\n c.d = 'x' }", []string{
			`1:1 0 a@1:1 = 1:5 7""1:7 0 b@1:7 = 1:11 2"1", 2:2 0 c@2:2.d@2:4 = 2:8 1"x"`,
		}},
		{"long string", "a = '''\nx\n'''\nb = 1", []string{`1:1 0 a@1:1 = 1:5 1"x\n"`, `4:1 0 b@4:1 = 4:5 2"1"`}},
		{"syntax", "a = 1\nb c = 2", []string{`1:1 0 a@1:1 = 1:5 2"1"`, "error 2:3: expected '=' after key"}},
		{"end of file", "a = [\n1", []string{"error 2:1: array is incomplete"}},
		{"not UTF-8", "a = 1\nb = \"\xff\"", []string{"error 2:6: byte 0xff is not valid UTF-8; save the file as UTF-8"}},
		{"UTF-16", "\xff\xfea\x00", []string{"error 1:1: the file is in UTF-16; save it as UTF-8"}},
		{"too many parts", "a = 1\n" + strings.Repeat("a.", 16) + "a = 1", []string{
			`1:1 0 a@1:1 = 1:5 2"1"`, "error 2:32: a key has more than 16 parts",
		}},
		{"too deep", "a = " + strings.Repeat("[", 33) + strings.Repeat("]", 33), []string{
			"error 1:2: arrays and tables are more than 32 levels deep",
		}},
		{"far too deep", "a = " + strings.Repeat("[", 1<<20), []string{
			"error 1:10005: arrays and inline tables are nested more than the maximum of 10000 levels deep",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, render(t, tt.data)); diff != "" {
				t.Errorf("Each() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEachStopsWhenToldTo(t *testing.T) {
	t.Parallel()
	stop, calls := errors.New("stop"), 0
	err := Each([]byte("a = 1\nb = 2"), func(Statement) error { calls++; return stop })
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("Each() = %v after %d calls, want the error of the first", err, calls)
	}
}

func TestErrorKnowsWhatWasGood(t *testing.T) {
	t.Parallel()
	data := "\ufeffa = 1\nb = ?"
	var bad *Error
	if err := Each([]byte(data), func(Statement) error { return nil }); !errors.As(err, &bad) {
		t.Fatalf("Each() = %v, want an *Error", err)
	}
	if got := data[bad.Offset:]; got != "?" {
		t.Errorf("the fault is at %q, want %q", got, "?")
	}
	if got := data[:bad.Start]; got != "\ufeffa = 1" {
		t.Errorf("good is %q, want %q", got, "\ufeffa = 1")
	}
}

func FuzzEach(f *testing.F) {
	f.Add([]byte("\ufeffa.b = [1, { c = 'x' }]\r\n[[d]]\n[e.\"f\"]\n"))
	f.Add([]byte("a = \"\"\"\n\\u00e9\n\"\"\"\nb"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines := bytes.Count(data, []byte("\n")) + 1
		check := func(what string, p Position) {
			if p.Line < 1 || p.Line > lines || p.Column < 1 || p.Column > len(data)+1 {
				t.Errorf("%s at %d:%d, outside of %d lines", what, p.Line, p.Column, lines)
			}
		}
		err := Each(data, func(st Statement) error {
			check("statement", st.Position)
			check("key", st.Key[len(st.Key)-1].Position)
			if st.Header == Assignment {
				check("value", st.Value.Position)
			}
			return nil
		})
		var bad *Error
		if errors.As(err, &bad) {
			check("error", bad.Position)
			if bad.Start < 0 || bad.Start > bad.Offset || bad.Offset > len(data) {
				t.Errorf("fault at byte %d after %d of %d", bad.Offset, bad.Start, len(data))
			}
		} else if err != nil {
			t.Errorf("Each() = %v, want an *Error", err)
		}
	})
}
