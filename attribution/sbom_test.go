package attribution

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

// bill has one asset for each shape that a bill of materials can have.
func bill() []asset.Asset {
	sum := func(s string) asset.Digest { return asset.SumSHA256([]byte(s)) }
	return []asset.Asset{
		{Handle: "single", Provider: "opengameart", Kind: asset.Audio, Credit: asset.Credit{
			Title: "Single", Authors: by("Ann"), License: "CC-BY-4.0", SourceURL: "https://opengameart.org/content/single", Changes: "cut",
		}, Files: []asset.File{{Key: "audio", Path: "opengameart/single/single_audio.ogg", URL: "https://opengameart.org/single.ogg", Digest: sum("single")}}},
		{Handle: "several", Provider: "polyhaven", Kind: asset.Texture, Credit: asset.Credit{
			Title: "Several", Authors: by("Rob", "Dario"), License: "CC0-1.0", SourceURL: "https://polyhaven.com/a/several",
		}, Files: []asset.File{
			{Key: "albedo", Path: "polyhaven/several/albedo.png", URL: "https://dl.polyhaven.org/albedo.png", Digest: sum("albedo")},
			{Key: "normal", Path: "polyhaven/several/normal.png", URL: "https://dl.polyhaven.org/normal.png", Digest: sum("normal"), Hint: "md5:00112233445566778899aabbccddeeff"},
		}},
		{Handle: "pack_1", Provider: "kenney", Kind: asset.Model, Credit: asset.Credit{
			Title: "Pack", Authors: by("Kenney"), License: "CC0-1.0", SourceURL: "https://kenney.nl/assets/pack",
		}, Files: []asset.File{{Key: "archive", URL: "https://kenney.nl/pack.zip", Digest: sum("pack"), Unpack: &asset.Unpack{Dir: "kenney/pack_1"}, Members: []asset.Member{
			{Name: "a.glb", Path: "kenney/pack_1/a.glb", Digest: sum("a")}, {Name: "b.glb", Path: "kenney/pack_1/b.glb", Digest: sum("b")},
		}}}},
		{Handle: "pack.1", Provider: "url", Kind: asset.Tileset, Revision: "0123456789abcdef0123456789abcdef01234567", Credit: asset.Credit{
			Title: "From Git", License: "GPL-3.0-only OR LicenseRef-OGA-BY-3.0", Chosen: "LicenseRef-OGA-BY-3.0", Notice: "Copyright 2020 Ann", Authors: by("Ann"),
		}, Files: []asset.File{{Key: "source", URL: "git::https://example.com/art.git//tiles?ref=0123456789abcdef0123456789abcdef01234567&depth=1",
			Unpack: &asset.Unpack{Dir: "url/pack.1"}, Members: []asset.Member{{Name: "t.png", Path: "url/pack.1/t.png", Digest: sum("t")}}}}},
		{Handle: "unknown", Provider: "url", Kind: asset.Other, Files: []asset.File{{Key: "x", Path: "url/unknown/x", URL: "file:///home/me/x", Digest: sum("x")}}},
		{Handle: "unreadable", Provider: "url", Kind: asset.Other, Credit: asset.Credit{License: "my terms"}},
		{Handle: "elsewhere", Provider: "url", Kind: asset.Font, Credit: asset.Credit{License: "DocumentRef-shop:LicenseRef-Mine OR LicenseRef-Own"}},
		hostile(),
	}
}

var bills = []string{"spdx", "cyclonedx"}

func TestBills(t *testing.T) {
	t.Parallel()
	for _, format := range bills {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			golden(t, "bill-"+format, render(t, format, bill()))
		})
	}
}

// TestBillsStandForContent: what is in a bill decides its number, and nothing
// else does.
func TestBillsStandForContent(t *testing.T) {
	t.Parallel()
	number := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`)
	for _, format := range bills {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			changed := bill()
			changed[0].Files = []asset.File{changed[0].Files[0]}
			changed[0].Files[0].Digest = asset.SumSHA256([]byte("other bytes"))
			find := func(assets []asset.Asset) string { return string(number.Find(render(t, format, assets))) }
			first, again, other := find(bill()), find(bill()), find(changed)
			if first == "" || first != again || first == other {
				t.Errorf("numbers %s, %s and, of other content, %s", first, again, other)
			}
		})
	}
}

// TestBillsAreComplete: all digests, and all downloads that are not the
// project's own, are in a bill, and every name in it is used once.
func TestBillsAreComplete(t *testing.T) {
	t.Parallel()
	for _, format := range bills {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			text := string(render(t, format, bill()))
			for _, w := range works(bill()) {
				for _, p := range parts(w.files) {
					for _, d := range append([]part{p}, p.Parts...) {
						if !strings.Contains(text, d.sha256()) || !strings.Contains(text, d.URL) {
							t.Errorf("%s: %+v is not in it", w.Handle, d)
						}
					}
				}
			}
			for _, bad := range []string{"file:///", "secret", "00112233"} {
				if strings.Contains(text, bad) {
					t.Errorf("%q came through", bad)
				}
			}
			unique(t, []byte(text))
		})
	}
}

// unique checks that no two things in a document have one id.
func unique(t *testing.T, text []byte) {
	t.Helper()
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for key, e := range v {
				id, _ := e.(string)
				if key == "bom-ref" || key == "SPDXID" {
					if seen[id] {
						t.Errorf("id %q is there twice", id)
					}
					seen[id] = true
				}
				walk(e)
			}
		}
	}
	walk(document)
	if len(seen) < len(bill()) {
		t.Errorf("only %d ids", len(seen))
	}
}

func TestDownload(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"link", "https://example.com/a.png?v=1", "https://example.com/a.png?v=1"},
		{"git", "git::https://example.com/r.git?ref=0123", "git+https://example.com/r.git@0123"},
		{"folder in git", "git::https://example.com/r.git//a/b?ref=0123&depth=1", "git+https://example.com/r.git@0123#a/b"},
		{"git without ref", "git::https://example.com/r.git", "git+https://example.com/r.git"},
		{"git with a password", "git::https://me:secret@example.com/r.git", ""},
		{"git by ssh", "git::ssh://git@example.com/r.git", ""},
		{"file", "file:///home/me/a.png", ""},
		{"relative", "./a.png", ""},
		{"empty", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := download(test.in); got != test.want {
				t.Errorf("download(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}
