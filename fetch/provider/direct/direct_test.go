package direct

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

// pinner stands for the package that knows source addresses: it pins the
// reference "main" and fails for "gone".
type pinner struct{}

func (pinner) Is(raw string) bool {
	return strings.HasPrefix(raw, "git::") || strings.Contains(raw, "github.com/")
}

func (pinner) Check(raw string) error {
	if strings.Contains(raw, "ref=-") {
		return errors.New("the reference starts with a dash")
	}
	return nil
}

func (pinner) Pin(_ context.Context, raw string) (url, revision string, err error) {
	if strings.Contains(raw, "ref=gone") {
		return "", "", errors.New("no such reference")
	}
	return strings.Replace(raw, "ref=main", "ref=0123abc", 1), "0123abc", nil
}

func resolve(t *testing.T, e asset.Entry) (asset.Asset, error) {
	t.Helper()
	return New(e.Provider, pinner{}).Resolve(t.Context(), e)
}

func TestResolveFile(t *testing.T) {
	t.Parallel()
	const oga = "https://opengameart.org/sites/default/files/"
	tests := []struct {
		name   string
		entry  asset.Entry
		path   string
		format string
	}{
		{"extension of the address", asset.Entry{Provider: "opengameart", Kind: asset.Audio, URL: oga + "a.OGG?x=1"}, "opengameart/h/h_audio.ogg", "ogg"},
		{"format given", asset.Entry{Provider: "url", Kind: asset.Model, URL: "https://drive.google.com/uc?id=1", Format: "zip"}, "url/h/h_model.zip", "zip"},
		{"format given as people write it", asset.Entry{Provider: "url", Kind: asset.Model, URL: "https://x.example/a", Format: ".GLB"}, "url/h/h_model.glb", "glb"},
		{"format beats the address", asset.Entry{Provider: "url", Kind: asset.Model, URL: "https://x.example/a.bin", Format: "glb"}, "url/h/h_model.glb", "glb"},
		{"plain address that could be a source", asset.Entry{Provider: "url", Kind: asset.Model, URL: "HTTPS://github.com/a/b.glb"}, "url/h/h_model.glb", "glb"},
		{"double extension", asset.Entry{Provider: "url", Kind: asset.Other, URL: "https://x.example/a.tar.gz"}, "url/h/h_other.tar.gz", "tar.gz"},
		{"address without extension", asset.Entry{Provider: "itchio", Kind: asset.Sprite, URL: "https://a.itch.io/x/y"}, "itchio/h/h_sprite.png", ""},
		{"address of a program", asset.Entry{Provider: "url", Kind: asset.Other, URL: "https://x.example/get.php?file=a.zip"}, "url/h/h_other.bin", ""},
		{"font", asset.Entry{Provider: "url", Kind: asset.Font, URL: "https://x.example/"}, "url/h/h_font.ttf", ""},
		{"archive that stays one", asset.Entry{Provider: "kenney", Kind: asset.Model, URL: "https://kenney.nl/a.zip"}, "kenney/h/h_model.zip", "zip"},
		{"kenney's sprites", asset.Entry{Provider: "kenney", Kind: asset.Sprite, URL: "https://kenney.nl/a.zip"}, "kenney/h/h_sprites.zip", "zip"},
		{"kenney's tiles", asset.Entry{Provider: "kenney", Kind: asset.Tileset, URL: "https://kenney.nl/a.zip"}, "kenney/h/h_sprites.zip", "zip"},
		{"pizza", asset.Entry{Provider: "polypizza", Kind: asset.Model, URL: "https://static.poly.pizza/a.glb"}, "polypizza/h/h_model.glb", "glb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.entry.Handle = "h"
			a, err := resolve(t, tt.entry)
			if err != nil {
				t.Fatal(err)
			}
			key, _, _ := strings.Cut(strings.TrimPrefix(tt.path, tt.entry.Provider+"/h/h_"), ".")
			want := []asset.File{{Key: key, URL: tt.entry.URL, Path: tt.path, Format: tt.format}}
			if diff := cmp.Diff(want, a.Files); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResolveWhole(t *testing.T) {
	t.Parallel()
	e := asset.Entry{
		Handle: "forest", Provider: "opengameart", Kind: asset.Audio,
		URL:     "https://opengameart.org/sites/default/files/forest.ogg",
		Mirrors: []string{"https://static.opengameart.org/forest.ogg"},
		SHA256:  asset.SumSHA256([]byte("forest")),
		License: "CC-BY-3.0", Title: "Forest", Authors: []string{"A", "B"},
		SourceURL: "https://opengameart.org/content/forest", Changes: "cut", Notice: "by A and B",
		Pos: asset.Position{File: "m.toml", Line: 3},
	}
	got, err := resolve(t, e)
	if err != nil {
		t.Fatal(err)
	}
	want := asset.Asset{
		Handle: "forest", Provider: "opengameart", Kind: asset.Audio,
		Fingerprint: e.Fingerprint(), Pos: e.Pos,
		Credit: asset.Credit{
			Title: "Forest", Authors: []asset.Author{{Name: "A"}, {Name: "B"}}, License: "CC-BY-3.0",
			SourceURL: e.SourceURL, Changes: "cut", Notice: "by A and B",
		},
		Files: []asset.File{{
			Key: "audio", URL: e.URL, Mirrors: e.Mirrors, Digest: e.SHA256,
			Path: "opengameart/forest/forest_audio.ogg", Format: "ogg",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("asset (-want +got):\n%s", diff)
	}
}

func TestResolveUnpack(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, url, format, want string }{
		{"zip", "https://x.example/a.zip", "", "zip"},
		{"short name", "https://x.example/a.tgz", "", "tar.gz"},
		{"format given", "https://x.example/a", "TXZ", "tar.xz"},
		{"nobody said", "https://x.example/a?b", "", ""},
		{"the address misleads", "https://x.example/a.glb", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := resolve(t, asset.Entry{
				Handle: "kit", Provider: "url", Kind: asset.Model, URL: tt.url, Format: tt.format,
				Unpack: true, Strip: 1, Include: []string{"*.glb"},
			})
			if err != nil {
				t.Fatal(err)
			}
			want := []asset.File{{
				Key: "model", URL: tt.url, Format: tt.want,
				Unpack: &asset.Unpack{Dir: "url/kit", Strip: 1, Include: []string{"*.glb"}},
			}}
			if diff := cmp.Diff(want, a.Files); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResolveSource(t *testing.T) {
	t.Parallel()
	a, err := resolve(t, asset.Entry{
		Handle: "kit", Provider: "url", Kind: asset.Model,
		URL: "git::https://example.com/kit.git//models?ref=main", Include: []string{"*.glb"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []asset.File{{
		Key: "model", URL: "git::https://example.com/kit.git//models?ref=0123abc",
		Unpack: &asset.Unpack{Dir: "url/kit", Include: []string{"*.glb"}},
	}}
	if diff := cmp.Diff(want, a.Files); diff != "" || a.Revision != "0123abc" {
		t.Errorf("revision %q, files (-want +got):\n%s", a.Revision, diff)
	}
	_, err = resolve(t, asset.Entry{Handle: "kit", Provider: "url", Kind: asset.Model, URL: "github.com/a/b?ref=gone"})
	if err == nil || !strings.Contains(err.Error(), "no such reference") {
		t.Errorf("error = %v, want why pinning failed", err)
	}
}

func TestKenneyCredit(t *testing.T) {
	t.Parallel()
	const file = "https://kenney.nl/media/pages/assets/nature-kit/37ac38a37b-1677698939/kenney_nature-kit.zip"
	tests := []struct {
		name  string
		entry asset.Entry
		want  asset.Credit
	}{
		{
			"nothing given", asset.Entry{URL: file},
			asset.Credit{License: "CC0-1.0", Authors: []asset.Author{{Name: "Kenney", URL: "https://kenney.nl/"}}, SourceURL: "https://kenney.nl/assets/nature-kit"},
		},
		{
			"all given",
			asset.Entry{URL: file, License: "cc0-1.0", Title: "Nature Kit", Authors: []string{"Kenney Vleugels"}, SourceURL: "https://www.kenney.nl/assets/nature-kit"},
			asset.Credit{Title: "Nature Kit", License: "cc0-1.0", Authors: []asset.Author{{Name: "Kenney Vleugels"}}, SourceURL: "https://www.kenney.nl/assets/nature-kit"},
		},
		{
			"another licence", asset.Entry{URL: file, License: "CC-BY-4.0"},
			asset.Credit{License: "CC-BY-4.0", Authors: []asset.Author{{Name: "Kenney", URL: "https://kenney.nl/"}}, SourceURL: "https://kenney.nl/assets/nature-kit"},
		},
		{
			"page not in the address", asset.Entry{URL: "https://kenney.nl/media/pages/assets/../x/y.zip"},
			asset.Credit{License: "CC0-1.0", Authors: []asset.Author{{Name: "Kenney", URL: "https://kenney.nl/"}}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.entry.Handle, tt.entry.Provider, tt.entry.Kind = "kit", "kenney", asset.Model
			a, err := resolve(t, tt.entry)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, a.Credit); diff != "" {
				t.Errorf("credit (-want +got):\n%s", diff)
			}
		})
	}
}

// finding is the part of a finding that tests compare: where, how bad, and a
// piece of what it says.
type finding struct {
	key      string
	severity asset.Severity
	says     string
}

func TestValidate(t *testing.T) {
	t.Parallel()
	const pizza, web = "https://static.poly.pizza/a.glb", "https://x.example/a.zip"
	const source = "git::https://example.com/a.git"
	tests := []struct {
		name  string
		entry asset.Entry
		want  []finding
	}{
		{"good", asset.Entry{Provider: "polypizza", URL: pizza}, nil},
		{"no licence is for the policy to judge", asset.Entry{Provider: "itchio", URL: "https://a.itch.io/b"}, nil},
		{"no address", asset.Entry{Provider: "polypizza"}, []finding{{"url", asset.Error, "static.poly.pizza"}}},
		{"host of another", asset.Entry{Provider: "opengameart", URL: pizza}, []finding{{"url", asset.Error, "opengameart.org"}}},
		{"host in the query", asset.Entry{Provider: "polypizza", URL: "https://evil.example/?x=poly.pizza"}, []finding{{"url", asset.Error, `"evil.example"`}}},
		{"http", asset.Entry{Provider: "polypizza", URL: "http://static.poly.pizza/a.glb", SHA256: asset.SumSHA256(nil)}, []finding{{"url", asset.Error, "plain http"}}},
		{"cover image", asset.Entry{Provider: "itchio", URL: "https://img.itch.zone/a.png"}, []finding{{"url", asset.Error, "covers and screenshots"}}},
		{"signed storage", asset.Entry{Provider: "itchio", URL: "https://m.1.r2.cloudflarestorage.com/a"}, []finding{{"url", asset.Error, "expires"}}},
		{"invented host", asset.Entry{Provider: "polypizza", URL: "https://cdn.poly.pizza/models/a.glb"}, []finding{{"url", asset.Error, "no host cdn.poly.pizza"}}},
		{"invented folder", asset.Entry{Provider: "polypizza", URL: "https://poly.pizza/files/a.glb"}, []finding{{"url", asset.Warning, "/files/"}}},
		{"folder that is gone", asset.Entry{Provider: "kenney", URL: "https://kenney.nl/content/a.zip"}, []finding{{"url", asset.Warning, "/content/"}}},
		{"http without a digest", asset.Entry{Provider: "url", URL: "http://x.example/a.zip"}, []finding{{"url", asset.Error, "sha256"}}},
		{"http with a digest", asset.Entry{Provider: "url", URL: "http://x.example/a.zip", SHA256: asset.SumSHA256(nil)}, nil},
		{"http on this machine", asset.Entry{Provider: "url", URL: "http://127.0.0.1:1/a.zip"}, nil},
		{"not an address", asset.Entry{Provider: "url", URL: "rock.zip"}, []finding{{"url", asset.Error, "https"}}},
		{"mirror on another host", asset.Entry{Provider: "polypizza", URL: pizza, Mirrors: []string{pizza, web}}, []finding{{"mirrors", asset.Error, `"x.example"`}}},
		{"mirror that is a source", asset.Entry{Provider: "url", URL: web, Mirrors: []string{source}}, []finding{{"mirrors", asset.Error, "not an https address"}}},
		{"another digest", asset.Entry{Provider: "url", URL: web, SHA256: "md5:d41d8cd98f00b204e9800998ecf8427e"}, []finding{{"sha256", asset.Error, "SHA-256"}}},
		{"bad format", asset.Entry{Provider: "url", URL: web, Format: "../x"}, []finding{{"format", asset.Error, "not a format"}}},
		{"format that is no archive", asset.Entry{Provider: "url", URL: web, Format: "glb", Unpack: true}, []finding{{"format", asset.Error, "tar.gz"}}},
		{"members of no archive", asset.Entry{Provider: "url", URL: web, Strip: 1, Include: []string{"*"}}, []finding{{"strip", asset.Error, "unpack"}, {"include", asset.Error, "unpack"}}},
		{"bad members", asset.Entry{Provider: "url", URL: web, Unpack: true, Strip: -1, Include: []string{"["}}, []finding{{"strip", asset.Error, "negative"}, {"include", asset.Error, "cannot be read"}}},
		{"keys without effect", asset.Entry{Provider: "url", URL: web, ID: "a", Resolution: "2k", Maps: []string{"b"}}, []finding{{"id", asset.Warning, "no effect"}, {"resolution", asset.Warning, "no effect"}, {"maps", asset.Warning, "no effect"}}},
		{"other page at kenney", asset.Entry{Provider: "kenney", URL: "https://kenney.nl/a.zip", SourceURL: "https://kenney.nl.evil.example/"}, []finding{{"source_url", asset.Error, "evil"}}},
		{"page on http", asset.Entry{Provider: "url", URL: web, SourceURL: "http://x.example/"}, nil},
		{"page that is a script", asset.Entry{Provider: "url", URL: web, SourceURL: "javascript:alert(1)"}, []finding{{"source_url", asset.Error, "https"}}},
		{"source", asset.Entry{Provider: "url", URL: source, Strip: 1, Include: []string{"*"}}, nil},
		{"source of another provider", asset.Entry{Provider: "kenney", URL: source}, []finding{{"url", asset.Error, "not an https address"}}},
		{"bad source", asset.Entry{Provider: "url", URL: source + "?ref=-x"}, []finding{{"url", asset.Error, "starts with a dash"}}},
		{"source with a token", asset.Entry{Provider: "url", URL: "git::https://token@example.com/a.git"}, []finding{{"url", asset.Error, "user name"}}},
		{
			"source with keys of files",
			asset.Entry{Provider: "url", URL: source, SHA256: asset.SumSHA256(nil), Mirrors: []string{web}, Format: "zip", Unpack: true},
			[]finding{{"sha256", asset.Error, "source"}, {"mirrors", asset.Error, "source"}, {"format", asset.Error, "source"}, {"unpack", asset.Error, "source"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.entry.Handle, tt.entry.Kind = "h", asset.Model
			compare(t, place(&tt.entry), New(tt.entry.Provider, pinner{}).Validate(tt.entry), tt.want)
		})
	}
}

// place gives each key of the entry a line of its own, and names them.
func place(e *asset.Entry) map[int]string {
	e.Keys = map[string]asset.Position{}
	names := map[int]string{}
	for i, key := range []string{"url", "mirrors", "sha256", "format", "unpack", "strip", "include", "id", "resolution", "maps", "license", "source_url"} {
		e.Keys[key] = asset.Position{File: "m.toml", Line: i + 10}
		names[i+10] = key
	}
	return names
}

func compare(t *testing.T, names map[int]string, got []asset.Finding, want []finding) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d findings, want %d: %+v", len(got), len(want), got)
	}
	for i, f := range got {
		if names[f.Pos.Line] != want[i].key || f.Severity != want[i].severity || f.Rule != "manifest" || f.Handle != "h" {
			t.Errorf("finding %d is %+v, on %q, want %+v", i, f, names[f.Pos.Line], want[i])
		}
		if text := fmt.Sprintf("%s; %s", f.Text, f.Remedy); !strings.Contains(text, want[i].says) {
			t.Errorf("finding %d says %q, want %q in it", i, text, want[i].says)
		}
	}
}

func TestSourcesAreOptional(t *testing.T) {
	t.Parallel()
	e := asset.Entry{Handle: "h", Provider: "url", Kind: asset.Other, URL: "git::https://example.com/a.git"}
	if _, err := New("url", nil).Resolve(t.Context(), e); err == nil {
		t.Error("a source address was resolved without anything that knows them")
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	if got := Hosts("url"); got != nil {
		t.Errorf("Hosts(url) = %q, want nil: any host", got)
	}
	if got := strings.Join(Hosts("itchio"), " "); !strings.Contains(got, "*.r2.cloudflarestorage.com") {
		t.Errorf("Hosts(itchio) = %q, want the storage that downloads are sent on to", got)
	}
}
