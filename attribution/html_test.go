package attribution

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

// TestBeside: only files in the output folder are shown.
func TestBeside(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"plain", "kenney/a/b.png", "kenney/a/b.png"},
		{"spaces and signs", "a/b #1?.png", "a/b%20%231%3F.png"},
		{"percent", "a/100%.png", "a/100%25.png"},
		{"quotes", `a/"b'.png`, "a/%22b%27.png"},
		{"empty", "", ""},
		{"above", "../a.png", ""},
		{"above within", "a/../../b.png", ""},
		{"root", "/etc/passwd.png", ""},
		{"host", "//host/a.png", ""},
		{"scheme", "javascript:x.png", ""},
		{"drive", `C:\a.png`, ""},
		{"backslashes", `..\a.png`, ""},
		{"broken UTF-8", "a\xff.png", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			// Quotes may be encoded or not: the template escapes them for its place.
			got := strings.ReplaceAll(beside(test.in), "'", "%27")
			if got != test.want {
				t.Errorf("beside(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func TestPicture(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, want string
		files      []asset.File
	}{
		{"preview of a pack", "k/Preview.png", []asset.File{{Members: []asset.Member{{Path: "k/a.png"}, {Path: "k/Sample.png"}, {Path: "k/Preview.png"}}}}},
		{"colour of a texture", "t/t_albedo.jpg", []asset.File{{Key: "normal", Path: "t/t_normal.png"}, {Key: "albedo", Path: "t/t_albedo.jpg"}}},
		{"any before a normal map", "t/x.png", []asset.File{{Path: "t/t_nor_gl.png"}, {Path: "t/x.png"}}},
		{"the first of equals", "t/1.webp", []asset.File{{Path: "t/1.webp"}, {Path: "t/2.webp"}}},
		{"a normal map alone", "t/t_normal.png", []asset.File{{Path: "t/t_normal.png"}}},
		{"too large", "", []asset.File{{Path: "t/x.png", Size: pictureBytes + 1}}},
		{"no picture", "", []asset.File{{Path: "t/x.exr"}, {Path: "t/png"}}},
		{"outside", "", []asset.File{{Path: "../preview.png"}}},
		{"none", "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := picture(test.files); got != test.want {
				t.Errorf("picture %q, want %q", got, test.want)
			}
		})
	}
}

func TestPlayers(t *testing.T) {
	t.Parallel()
	files := []asset.File{{Path: "a/x.OGG"}, {Path: "a/y.txt"}, {Path: "../z.ogg"}, {Members: make([]asset.Member, 30)}}
	for i := range files[3].Members {
		files[3].Members[i].Path = fmt.Sprintf("a/%d.wav", i)
	}
	first, more, silent := players(files)
	if first == nil || *first != (sound{"x.OGG", "a/x.OGG"}) || len(more) != pageSounds-1 || silent != 31-pageSounds {
		t.Errorf("got %v, %d more and %d silent", first, len(more), silent)
	}
	if first, more, silent := players(files[1:3]); first != nil || more != nil || silent != 0 {
		t.Errorf("no sound gives %v, %v, %d", first, more, silent)
	}
}

func TestBadges(t *testing.T) {
	t.Parallel()
	tests := []struct{ license, want string }{
		{"CC0-1.0", "free/zero/ CC0"},
		{"CC-PDM-1.0", "free/pd/ Public domain"},
		{"Unlicense", "free/pd/ Unlicense"},
		{"CC-BY-4.0", "by/by/ CC BY 4.0"},
		{"CC-BY-3.0-DE", "by/by/ CC BY 3.0-DE"},
		{"LicenseRef-OGA-BY-3.0", "by/by/ OGA-BY 3.0"},
		{"CC-BY-SA-3.0+", "sa/by+sa/ CC BY-SA 3.0+"},
		{"CC-BY-NC-SA-4.0", "limits/by+nc+sa/ CC BY-NC-SA 4.0"},
		{"CC-BY-NC-ND-4.0", "limits/by+nc+nd/ CC BY-NC-ND 4.0"},
		{"OFL-1.1", "font/font/ OFL 1.1"},
		{"MIT", "code/code/ MIT"},
		{"GPL-3.0-only WITH Font-exception-2.0", "code/code/ GPL 3.0-only WITH Font-exception-2.0"},
		{"LicenseRef-Mine", "unknown/unknown/ Mine"},
		{"my terms", "unknown/unknown/ Unknown licence"},
		{"", "unknown/unknown/ Unknown licence"},
	}
	for _, test := range tests {
		t.Run(test.license, func(t *testing.T) {
			t.Parallel()
			all := badges(one(asset.Asset{Handle: "h", Credit: asset.Credit{License: test.license}}))
			got := all[0].Tone + "/" + strings.Join(all[0].Signs, "+") + "/ " + all[0].Label
			if got != test.want || len(all) != 1 {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestPieces(t *testing.T) {
	t.Parallel()
	w := one(asset.Asset{Handle: "h", Credit: asset.Credit{
		Authors: []asset.Author{{Name: "Ann", URL: "https://a.example"}, {Name: "Bob\x00\x01", Role: "Mix"}}, License: "MIT OR CC0-1.0", Chosen: "CC0-1.0",
	}})
	if diff := cmp.Diff([]piece{{"Ann", "https://a.example"}, {" and Bob [Mix]", ""}}, pieces(w.authors(linked))); diff != "" {
		t.Errorf("authors -want +got:\n%s", diff)
	}
	want := []piece{{"Creative Commons Zero v1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"}, {", chosen from MIT OR CC0-1.0", ""}}
	if diff := cmp.Diff(want, pieces(capital(w.terms(linked)))); diff != "" {
		t.Errorf("terms -want +got:\n%s", diff)
	}
}

// TestIcons: every drawing that a card may name is on the page.
func TestIcons(t *testing.T) {
	t.Parallel()
	have := map[string]bool{}
	for _, i := range icons {
		have[i.ID] = true
	}
	for _, k := range append(asset.Kinds(), "no kind") {
		if !have["kind-"+kindIcon(k)] {
			t.Errorf("kind %q has no icon", k)
		}
	}
	for _, w := range works(sample()) {
		for _, b := range badges(w) {
			for _, s := range b.Signs {
				if !have[s] {
					t.Errorf("%s: there is no icon %q", w.Handle, s)
				}
			}
		}
	}
}

func FuzzHTML(f *testing.F) {
	f.Add("Title", "Author", "https://example.com", "a/b.png")
	f.Add("</style><script>x", "\" onclick=x", "javascript:x", "a/\"><b>.ogg")
	f.Add("", "", "", "..hidden.png")
	var plain bytes.Buffer
	credit := func(title, author, source, path string) []asset.Asset {
		return []asset.Asset{{Handle: title, Provider: "url", Kind: asset.Kind(author), Credit: asset.Credit{
			Title: title, Authors: by(author), SourceURL: source, License: "CC-BY-4.0", Notice: title, Changes: author,
		}, Files: plainFile(path)}}
	}
	if err := renderHTML(&plain, credit("t", "a", "s", "p")); err != nil {
		f.Fatal(err)
	}
	scripts := strings.Count(plain.String(), "<script")
	f.Fuzz(func(t *testing.T, title, author, source, path string) {
		var b strings.Builder
		if err := renderHTML(&b, credit(title, author, source, path)); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(b.String(), "<script"); got != scripts {
			t.Fatalf("%d scripts, want %d", got, scripts)
		}
		for _, bad := range []string{`href="javascript`, `src="javascript`, `src="/`, `src="../`, "\" onclick="} {
			if strings.Contains(b.String(), bad) {
				t.Fatalf("%q came through", bad)
			}
		}
	})
}

func BenchmarkHTML(b *testing.B) {
	kinds := sample()
	assets := make([]asset.Asset, 2000)
	for i := range assets {
		assets[i] = kinds[i%len(kinds)]
		assets[i].Handle = fmt.Sprintf("asset_%d", i)
	}
	for b.Loop() {
		if err := renderHTML(io.Discard, assets); err != nil {
			b.Fatal(err)
		}
	}
}
