package report

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		limit    int
		want     string
	}{
		{name: "plain", in: "Forest Ambience (loop)", want: "Forest Ambience (loop)"},
		{name: "other scripts", in: "森の音 — Éte\u0301", want: "森の音 — Éte\u0301"},
		{name: "line breaks", in: " a\r\nb\tc\u2028d \n", want: "a b c d"},
		{name: "colour", in: "\x1b[1;31mred\x1b[0m", want: "red"},
		{name: "hyperlink", in: "\x1b]8;;https://evil.example\x07text\x1b]8;;\x1b\\!", want: "text!"},
		{name: "escape without end", in: "a\x1b[31", want: "a"},
		{name: "lone escape", in: "a\x1b", want: "a"},
		{name: "direction", in: "cod\u202egnp.exe\u2069", want: "codgnp.exe"},
		{name: "invisible", in: "a\u200b\ufeff\u00ad\u3164b", want: "ab"},
		{name: "heaps of marks", in: "a" + strings.Repeat("\u0301", 20), want: "a\u0301\u0301\u0301"},
		{name: "invalid bytes", in: "a\xffb", want: "a\ufffdb"},
		{name: "command", in: "::error::no", want: ": :error::no"},
		{name: "source address", in: "git::https://example.org", want: "git::https://example.org"},
		{name: "old command", in: "x ##[error]no", want: "x # #[error]no"},
		{name: "command behind escape", in: ":\x1b[0m:error::no", want: ": :error::no"},
		{name: "cut", in: "abcdef", limit: 4, want: "abc…"},
		{name: "not cut", in: "abcd", limit: 4, want: "abcd"},
		{name: "cut by runes", in: "ääää", limit: 3, want: "ää…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Clean(tt.in, tt.limit); got != tt.want {
				t.Errorf("Clean(%q, %d) = %q, want %q", tt.in, tt.limit, got, tt.want)
			}
		})
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range hostile {
		f.Add(s[:min(len(s), 200)], 20)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		got := Clean(s, limit)
		switch {
		case !utf8.ValidString(got):
			t.Errorf("%q is not UTF-8", got)
		case strings.HasPrefix(got, "::") || strings.Contains(got, "##"):
			t.Errorf("%q holds a command", got)
		case strings.ContainsFunc(got, func(r rune) bool { return r != ' ' && (unicode.IsSpace(r) || !unicode.IsGraphic(r)) }):
			t.Errorf("%q holds what does not show", got)
		case limit > 0 && utf8.RuneCountInString(got) > limit:
			t.Errorf("%q is longer than %d", got, limit)
		case Clean(got, limit) != got:
			t.Errorf("cleaning %q again gives %q", got, Clean(got, limit))
		}
	})
}
