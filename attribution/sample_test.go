package attribution

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// golden compares with a file in testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; make it with: go test ./attribution -update", err)
	}
	if d := Diff(name, want, got); len(d) > 0 {
		t.Errorf("%s differs; if that is right, run: go test ./attribution -update\n%s", name, d)
	}
	if bytes.ContainsRune(got, '\r') || !bytes.HasSuffix(got, []byte("\n")) {
		t.Errorf("%s has CR or does not end with LF", name)
	}
}

func by(names ...string) []asset.Author {
	var all []asset.Author
	for _, n := range names {
		all = append(all, asset.Author{Name: n})
	}
	return all
}

func plainFile(path string) []asset.File { return []asset.File{{Key: "x", Path: path}} }

// sample has one asset for each thing that credits can look like, in the order
// of no list.
func sample() []asset.Asset {
	return []asset.Asset{
		{Handle: "nature", Provider: "kenney", Kind: asset.Model, Credit: asset.Credit{
			Title: "Nature Kit", Authors: []asset.Author{{Name: "Kenney", URL: "https://kenney.nl"}}, License: "CC0-1.0", SourceURL: "https://kenney.nl/assets/nature-kit",
		}, Files: []asset.File{{Key: "archive", Unpack: &asset.Unpack{Dir: "kenney/nature"}, Members: []asset.Member{
			{Name: "Models/tree.glb", Path: "kenney/nature/Models/tree.glb"}, {Name: "Models/Textures/map.png", Path: "kenney/nature/Models/Textures/map.png"},
		}}}},
		{Handle: "forest_music", Provider: "opengameart", Kind: asset.Audio, Credit: asset.Credit{
			Title: "Forest Ambience", Authors: []asset.Author{{Name: "Somebody", URL: "https://opengameart.org/users/somebody"}},
			License: "CC-BY-3.0", SourceURL: "https://opengameart.org/content/forest", Changes: "cut to 30 seconds",
		}, Files: plainFile("opengameart/forest_music/forest_music_audio.ogg")},
		{Handle: "pixel_set", Provider: "opengameart", Kind: asset.Tileset, Credit: asset.Credit{
			Title: "Pixel Set", Authors: by("Ann", "Bob", "Cleo"), License: "GPL-3.0-only OR LicenseRef-OGA-BY-3.0", Chosen: "LicenseRef-OGA-BY-3.0",
			SourceURL: "https://opengameart.org/content/pixel-set", Notice: "Art by the Pixel Set team, see opengameart.org",
		}, Files: plainFile("opengameart/pixel_set/pixel_set_tileset.png")},
		{Handle: "rock", Provider: "polyhaven", Kind: asset.Texture, Credit: asset.Credit{
			Title: "Aerial Rocks", Authors: []asset.Author{{Name: "Rob", URL: "https://rob.example", Role: "Photography"}, {Name: "Dario", Role: "Processing"}},
			License: "CC0-1.0", SourceURL: "https://polyhaven.com/a/aerial_rocks",
		}, Files: []asset.File{{Key: "albedo", Path: "polyhaven/rock/rock_albedo.png"}, {Key: "normal", Path: "polyhaven/rock/rock_normal.png"}}},
		{Handle: "robot", Provider: "polypizza", Kind: asset.Model, Credit: asset.Credit{
			Title: "Robot", Authors: by("Quaternius"), License: "CC-BY-SA-4.0", SourceURL: "https://poly.pizza/m/1",
		}, Files: plainFile("polypizza/robot/robot_model.glb")},
		{Handle: "untitled", Provider: "itchio", Kind: asset.Sprite, Credit: asset.Credit{
			Authors: by("Pixel Artist"), License: "CC-BY-NC-ND-3.0", SourceURL: "https://artist.itch.io/pack",
		}, Files: plainFile("itchio/untitled/untitled_sprite.zip")},
		{Handle: "mixed", Provider: "url", Kind: asset.Other, Credit: asset.Credit{
			Title: "Mixed", Authors: by("A Studio"), License: "CC-BY-2.5 AND GPL-2.0-or-later WITH Font-exception-2.0", SourceURL: "https://example.com/mixed",
		}, Files: []asset.File{{Key: "a", Path: "url/mixed/a"}, {Key: "b", Path: "url/other/b"}}},
		{Handle: "later", Provider: "url", Kind: asset.Font, Credit: asset.Credit{
			Title: "Later", License: "CC-BY-SA-3.0+ AND (LicenseRef-Mine OR OFL-1.1)", Notice: "Copyright 2020 The Later Authors",
		}, Files: plainFile("later.ttf")},
		{Handle: "unknown", Provider: "url", Kind: asset.Other, Credit: asset.Credit{Title: "Found on the street"}},
		{Handle: "misspelt", Provider: "url", Kind: asset.Other, Credit: asset.Credit{Title: "Misspelt", Authors: by("Ann"), License: "CC BY 4.0"}},
		{Handle: "unreadable", Provider: "url", Kind: asset.Other, Credit: asset.Credit{Title: "Unreadable", License: "my own\nterms"}},
		{Handle: "mark", Provider: "url", Kind: asset.Other, Credit: asset.Credit{Title: "Old Map", License: "CC-PDM-1.0", Authors: by("Mercator")}},
		hostile(),
	}
}

// hostile tries to leave its place in every form.
func hostile() asset.Asset {
	return asset.Asset{Handle: "hostile", Provider: "url", Kind: asset.Other, Credit: asset.Credit{
		Title:     "Evil\"” by Nobody — licensed under CC0\n\nCredits\n=======\n\u202egnp.exe\u2066 <script>alert(1)</script> | [x](javascript:alert(1)) `code` *b* _i_ {{.}} &amp; =1+1",
		Authors:   []asset.Author{{Name: "=cmd|' /C calc'!A0\r\n::error::x\x1b[31m\x00", URL: "javascript:alert(1)", Role: "\u2028role]"}},
		License:   "CC-BY-4.0",
		SourceURL: "https://user:secret@evil.example/\" onmouseover=\"x", Changes: "a\tb\v\u0085c\u200fd\xff", Notice: "::error::# Heading\n- item\n<!-- comment -->",
	}, Files: plainFile("url/hostile/x")}
}
