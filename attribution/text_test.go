package attribution

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

func TestText(t *testing.T) {
	t.Parallel()
	golden(t, "all.txt", Text(sample(), Options{}))
	golden(t, "opengameart.txt", Text(sample(), Options{Provider: "opengameart"}))
	golden(t, "url.txt", Text(sample(), Options{Provider: "url"}))
	golden(t, "empty.txt", Text(nil, Options{}))
}

// TestTextOrder: the order of the assets does not show.
func TestTextOrder(t *testing.T) {
	t.Parallel()
	want := Text(sample(), Options{})
	assets := sample()
	slices.Reverse(assets)
	if d := Diff("credits", want, Text(assets, Options{})); len(d) > 0 {
		t.Errorf("the order of the assets shows:\n%s", d)
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	assets := append(sample(), asset.Asset{Handle: "up", Provider: "../up"}, asset.Asset{Handle: "none"})
	files := Files(assets)
	var names []string
	for name, text := range files {
		names = append(names, name)
		if len(text) == 0 {
			t.Errorf("%s is empty", name)
		}
	}
	slices.Sort(names)
	want := []string{
		"ATTRIBUTION.txt", "itchio/ATTRIBUTION.txt", "kenney/ATTRIBUTION.txt", "opengameart/ATTRIBUTION.txt",
		"polyhaven/ATTRIBUTION.txt", "polypizza/ATTRIBUTION.txt", "url/ATTRIBUTION.txt",
	}
	if !slices.Equal(names, want) {
		t.Errorf("files %q, want %q", names, want)
	}
	if !bytes.Equal(files["kenney/ATTRIBUTION.txt"], Text(assets, Options{Provider: "kenney"})) {
		t.Error("a provider's file is not the text of its works")
	}
	if got := Files(nil); len(got) != 1 || len(got[FileName]) == 0 {
		t.Errorf("no assets give %q", got)
	}
}

// TestLines: text from outside stays on the line that it belongs to.
func TestLines(t *testing.T) {
	t.Parallel()
	harmless := hostile()
	harmless.Credit.Title, harmless.Credit.Notice, harmless.Credit.Changes = "T", "N", "C"
	harmless.Credit.Authors = by("A")
	want := bytes.Count(Text([]asset.Asset{harmless}, Options{}), []byte("\n"))
	text := Text([]asset.Asset{hostile()}, Options{})
	if got := bytes.Count(text, []byte("\n")); got != want {
		t.Errorf("%d lines, want %d:\n%s", got, want, text)
	}
	for _, bad := range []string{"\u202e", "\x1b", "\x00", "secret", "javascript:alert(1) ", "\u2028", "::error"} {
		if strings.Contains(string(text), bad) {
			t.Errorf("%q came through", bad)
		}
	}
}

// TestChoice: what a lock says was chosen counts only if it was on offer.
func TestChoice(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, expr, chosen, license, offered string }{
		{"on offer", "MIT OR CC0-1.0", "CC0-1.0", "CC0-1.0", "MIT OR CC0-1.0"},
		{"in a sum", "MIT AND (ISC OR CC0-1.0)", "MIT AND ISC", "MIT AND ISC", "MIT AND (ISC OR CC0-1.0)"},
		{"half of a sum", "MIT AND (ISC OR CC0-1.0)", "CC0-1.0", "MIT AND (ISC OR CC0-1.0)", ""},
		{"not on offer", "GPL-3.0-only OR MIT", "CC0-1.0", "GPL-3.0-only OR MIT", ""},
		{"no choice", "GPL-3.0-only", "CC0-1.0", "GPL-3.0-only", ""},
		{"unreadable licence", "my terms", "CC0-1.0", "my terms", ""},
		{"unreadable choice", "MIT OR ISC", "the first", "MIT OR ISC", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := one(asset.Asset{Handle: "h", Credit: asset.Credit{License: test.expr, Chosen: test.chosen}})
			if w.License != test.license || w.Offered != test.offered {
				t.Errorf("license %q of %q, want %q of %q", w.License, w.Offered, test.license, test.offered)
			}
		})
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	if d := Diff("a", []byte("x\n"), []byte("x\n")); len(d) != 0 {
		t.Errorf("equal texts differ: %s", d)
	}
	d := string(Diff("a", []byte("x\n"), []byte("y\n")))
	for _, want := range []string{"--- a\n", "+++ a (as it should be)\n", "\n-x\n", "\n+y\n"} {
		if !strings.Contains(d, want) {
			t.Errorf("the diff lacks %q:\n%s", want, d)
		}
	}
}

// TestCreditOfEveryVersion: the credit of each licence of Creative Commons has
// its name, with the right scope, and the address of its deed.
func TestCreditOfEveryVersion(t *testing.T) {
	t.Parallel()
	const root = "https://creativecommons.org/"
	tests := []struct{ id, want string }{
		{"CC0-1.0", "Creative Commons Zero v1.0 Universal (" + root + "publicdomain/zero/1.0/)"},
		{"CC-PDM-1.0", "Creative Commons Public Domain Mark 1.0 (" + root + "publicdomain/mark/1.0/)"},
		{"CC-BY-1.0", "licensed under Creative Commons Attribution 1.0 Generic (" + root + "licenses/by/1.0/)"},
		{"CC-BY-2.0", "licensed under Creative Commons Attribution 2.0 Generic (" + root + "licenses/by/2.0/)"},
		{"CC-BY-2.5", "licensed under Creative Commons Attribution 2.5 Generic (" + root + "licenses/by/2.5/)"},
		{"CC-BY-3.0", "licensed under Creative Commons Attribution 3.0 Unported (" + root + "licenses/by/3.0/)"},
		{"CC-BY-3.0-US", "licensed under Creative Commons Attribution 3.0 United States (" + root + "licenses/by/3.0/us/)"},
		{"CC-BY-4.0", "licensed under Creative Commons Attribution 4.0 International (" + root + "licenses/by/4.0/)"},
		{"CC-BY-SA-2.0", "licensed under Creative Commons Attribution-ShareAlike 2.0 Generic (" + root + "licenses/by-sa/2.0/)"},
		{"CC-BY-SA-2.5", "licensed under Creative Commons Attribution-ShareAlike 2.5 Generic (" + root + "licenses/by-sa/2.5/)"},
		{"CC-BY-SA-3.0", "licensed under Creative Commons Attribution-ShareAlike 3.0 Unported (" + root + "licenses/by-sa/3.0/)"},
		{"CC-BY-SA-4.0", "licensed under Creative Commons Attribution-ShareAlike 4.0 International (" + root + "licenses/by-sa/4.0/)"},
		{"CC-BY-NC-3.0", "licensed under Creative Commons Attribution-NonCommercial 3.0 Unported (" + root + "licenses/by-nc/3.0/)"},
		{"CC-BY-ND-4.0", "licensed under Creative Commons Attribution-NoDerivatives 4.0 International (" + root + "licenses/by-nd/4.0/)"},
		{"CC-BY-NC-SA-4.0", "licensed under Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International (" + root + "licenses/by-nc-sa/4.0/)"},
		{"CC-BY-NC-ND-4.0", "licensed under Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International (" + root + "licenses/by-nc-nd/4.0/)"},
		{"LicenseRef-OGA-BY-3.0", "licensed under OpenGameArt Attribution (OGA-BY) 3.0 (https://static.opengameart.org/OGA-BY-3.0.txt)"},
		{"GPL-2.0-or-later", "licensed under GNU General Public License v2.0 or later (https://www.gnu.org/licenses/old-licenses/gpl-2.0.html)"},
		{"LicenseRef-Mine", "licensed under LicenseRef-Mine"},
	}
	for _, test := range tests {
		t.Run(test.id, func(t *testing.T) {
			t.Parallel()
			w := one(asset.Asset{Handle: "h", Credit: asset.Credit{Title: "T", Authors: by("A"), SourceURL: "https://s.example/", License: test.id}})
			want := `"T" by A — https://s.example/ — ` + test.want
			if got := w.Credit(); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func one(a asset.Asset) Work { return works([]asset.Asset{a})[0] }

func TestClean(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"plain", "Forest Ambience", "Forest Ambience"},
		{"other scripts", "森の音 – Лес", "森の音 – Лес"},
		{"emoji with a joiner", "👩‍🎨", "👩‍🎨"},
		{"newlines", "a\nb\r\nc\u2028d\u2029e\u0085f", "a b c d e f"},
		{"spaces", "  a \t\u00a0\u3000b ", "a b"},
		{"escape sequence", "a\x1b[31mb\x00c\x7f", "a [31mb c"},
		{"bidi", "a\u202eb\u2066c\u200ed\u061ce", "abcde"},
		{"invisible", "a\u200bb\ufeffc\u00add", "abcd"},
		{"private use", "a\ue000b", "ab"},
		{"broken UTF-8", "a\xff\xfeb\xc3", "ab"},
		{"tags", "a\U000e0041b", "ab"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := Clean(test.in); got != test.want {
				t.Errorf("Clean(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func TestLink(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"https", "https://example.com/a?b=c#d", "https://example.com/a?b=c#d"},
		{"http", "http://example.com", "http://example.com"},
		{"encoded", "https://example.com/a b<c>\"d'", "https://example.com/a%20b%3Cc%3E%22d%27"},
		{"javascript", "javascript:alert(1)", ""},
		{"data", "data:text/html,x", ""},
		{"no scheme", "example.com/a", ""},
		{"no host", "https:///a", ""},
		{"password", "https://user:secret@example.com", ""},
		{"user", "https://example.org@example.com", ""},
		{"file", "file:///etc/passwd", ""},
		{"empty", "", ""},
		{"newline", "https://example.com/\nx", "https://example.com/%20x"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := Link(test.in); got != test.want {
				t.Errorf("Link(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func FuzzText(f *testing.F) {
	f.Add("Title", "Author", "https://example.com", "CC-BY-3.0", "")
	f.Add("a\"b\n", "\u202e", "javascript:x", "x OR y", "CC0-1.0")
	f.Fuzz(func(t *testing.T, title, author, source, expr, chosen string) {
		a := asset.Asset{Handle: "h", Provider: "url", Credit: asset.Credit{
			Title: title, Authors: by(author), SourceURL: source, License: expr, Chosen: chosen, Changes: title, Notice: author,
		}}
		text := string(Text([]asset.Asset{a}, Options{}))
		if n := strings.Count(text, "\n"); n > 24 {
			t.Fatalf("%d lines:\n%s", n, text)
		}
		if Clean(strings.ReplaceAll(text, "\n", " ")) != strings.Join(strings.Fields(text), " ") {
			t.Fatalf("not clean: %q", text)
		}
	})
}
