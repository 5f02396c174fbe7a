package httpx

import (
	"strings"
	"testing"
	"unicode"
)

func TestRedact(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"https://a.example/x.png", "https://a.example/x.png"},
		{"https://user:pass@a.example/x", "https://***@a.example/x"},
		{"https://user:pa/ss@a.example/x", "https://***@a.example/x"},
		{"https://u:p@a.example/x@2x.png", "https://***@a.example/x@2x.png"},
		{"https://a.example/x@2x.png", "https://a.example/x@2x.png"},
		{"https://a.example/x?sig=abc&flag&n=", "https://a.example/x?sig=***&***&n=***"},
		{"https://a.example/x#token", "https://a.example/x"},
		{"git::https://user:pass@a.example/x.git//dir?ref=v1", "git::https://***@a.example/x.git//dir?ref=***"},
		{"user:pass@a.example", "***@a.example"},
		{"https://a.example/\x1b[31m\nx", "https://a.example/ [31m x"},
		{"https://a.example/%zz?k=v", "https://a.example/%zz?k=***"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := Redact(tt.in); got != tt.want {
			t.Errorf("Redact(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
	if got := Redact("https://a.example/" + strings.Repeat("x", 5000)); len(got) > 310 {
		t.Errorf("a long address is still %d bytes long", len(got))
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("https", "user:", "a.example/x", "k")
	f.Add("git::ssh", "", "a.example//d", "ref")
	f.Add("", "@", "?", "&")
	const secret = "S3CR3T"
	f.Fuzz(func(t *testing.T, scheme, user, rest, key string) {
		for _, addr := range []string{
			strings.NewReplacer("@", "", "/", "", "?", "", "#", "").Replace(scheme) + "://" +
				strings.NewReplacer("/", "", "?", "", "#", "").Replace(user) + secret + "@" + strings.ReplaceAll(rest, secret, ""),
			"https://a.example/x?" + strings.NewReplacer("&", "", "#", "", secret, "").Replace(key) + "=" + secret,
		} {
			got := Redact(addr)
			if strings.Contains(got, secret) {
				t.Errorf("Redact(%q) = %q", addr, got)
			}
			if strings.ContainsFunc(got, func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Errorf("Redact(%q) = %q, which is not fit for a log", addr, got)
			}
		}
	})
}
