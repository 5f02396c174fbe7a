package manifest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/astraweave/fetch-assets/asset"
)

// The forms that game repositories have committed all load as they are.
func TestLoadForms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		file, output, cache string
		legacy              bool
		want                []string // handle, provider, kind, id or url, resolution, format, maps
	}{
		{"unified.toml", DefaultOutputDir, DefaultCacheDir, false, []string{
			"cliff polyhaven texture aerial_rocks_02 2k png",
			"hull polyhaven texture metal_plate 2k png",
			"house_wall polyhaven texture plastered_wall_02 2k png",
			"deck polyhaven texture wood_floor_deck 2k png",
			"road polyhaven texture old_stone_path 2k png",
			"noon polyhaven hdri sunflowers_puresky 2k exr",
			"midnight polyhaven hdri night_street 2k exr",
			"indoors polyhaven hdri studio_small_08 2k exr",
		}},
		{"legacy.toml", "assets/_downloaded", ".asset_cache", true, []string{
			"cliff polyhaven texture aerial_rocks_02 2k albedo,normal,roughness,ao,height",
			"hull polyhaven texture metal_plate 2k albedo,normal,roughness,metallic,ao",
			"deck polyhaven texture wood_floor_deck 2k albedo,normal,roughness,ao",
			"noon polyhaven hdri kloppenheim_06_puresky 2k",
			"dawn polyhaven hdri spruit_sunrise 2k",
			"dusk polyhaven hdri venice_sunset 2k",
			"trunk polyhaven model dead_tree_trunk 1k gltf",
			"ship polyhaven model dutch_ship_medium 1k",
		}},
		{"kenney.toml", "assets/_downloaded/kenney", ".asset_cache", false, []string{
			"nature_kit kenney model https://kenney.nl/content/3-3d-assets/nature-kit.zip zip",
			"castle_kit kenney model https://kenney.nl/content/3-3d-assets/castle-kit.zip zip",
			"racing_kit kenney model https://kenney.nl/content/3-3d-assets/racing-kit.zip zip",
		}},
		// [metadata] is free-form: the output_dir in it means nothing.
		{"polypizza.toml", DefaultOutputDir, DefaultCacheDir, false, []string{
			"pine polypizza model https://cdn.poly.pizza/models/pine-01.glb glb",
			"well polypizza model https://cdn.poly.pizza/models/well-01.glb glb",
			"goat polypizza model https://cdn.poly.pizza/models/goat-01.glb glb",
		}},
		{"generic.toml", DefaultOutputDir, DefaultCacheDir, false, []string{
			"nature_pack url model https://drive.google.com/uc?export=download&id=1-aBcDeFgHiJkLmNoPqRsTuVwXyZ zip",
			"animals_pack url model https://drive.google.com/uc?export=download&id=1-ZyXwVuTsRqPoNmLkJiHgFeDcBa zip",
		}},
		{"five_providers.toml", "assets/_downloaded", "assets/_cache", false, []string{
			"bricks polyhaven texture brick_wall_001 1k",
			"knight polypizza model https://poly.pizza/files/Knight-0a1b2c3d.glb glb",
			"tavern opengameart audio https://opengameart.org/sites/default/files/tavern.ogg ogg",
			"hero opengameart sprite https://opengameart.org/sites/default/files/hero.png png",
			"platformer kenney sprite https://kenney.nl/content/2-2d-assets/platformer.zip zip",
			"adventure itchio sprite https://img.itch.zone/aW1hZ2UvMS5wbmc= png",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			m, err := Load(filepath.Join("testdata", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, brief(m.Entries)); diff != "" {
				t.Errorf("entries mismatch (-want +got):\n%s", diff)
			}
			if m.OutputDir != tt.output || m.CacheDir != tt.cache || m.Legacy != tt.legacy {
				t.Errorf("output %q, cache %q, legacy %v; want %q, %q, %v",
					m.OutputDir, m.CacheDir, m.Legacy, tt.output, tt.cache, tt.legacy)
			}
		})
	}
}

func brief(entries []asset.Entry) []string {
	var lines []string
	for _, e := range entries {
		fields := []string{e.Handle, e.Provider, string(e.Kind), e.ID, e.URL, e.Resolution, e.Format, strings.Join(e.Maps, ",")}
		lines = append(lines, strings.Join(strings.Fields(strings.Join(fields, " ")), " "))
	}
	return lines
}

func TestLoadEverything(t *testing.T) {
	t.Parallel()
	path := filepath.Join("testdata", "everything.toml")
	got, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	want := &Manifest{
		Path:      path,
		OutputDir: "../shared/assets",
		CacheDir:  "/var/cache/assets",
		Policy: asset.Policy{
			Allow: []string{"public-domain", "CC-BY-4.0"}, Unknown: "warn", Mismatch: "error",
			Exceptions: []asset.Exception{
				{Asset: "door_*", License: "CC-BY-NC-4.0", Reason: "prototype only", Expires: "2027-01-31", Pos: at(8, 1)},
				{Asset: "creak", License: "CC-BY-ND-4.0", Reason: "until it is replaced", Expires: "2027-02-28", Pos: at(13, 1)},
			},
			Pos: at(4, 1),
			Keys: map[string]asset.Position{
				"allow": at(5, 1), "unknown": at(6, 1), "mismatch": at(7, 1), "exceptions": at(8, 10),
			},
		},
		Hosts: []Host{
			{Name: "static.poly.pizza", MaxConnections: 4, Pos: at(19, 1)},
			{Name: "api.poly.pizza", Header: "x-auth-token", Secret: "POLYPIZZA_API_KEY", Pos: at(21, 1)},
		},
		Entries: []asset.Entry{
			{
				Handle: "forest_music", Provider: "url", Kind: asset.Audio,
				URL:     "https://opengameart.org/sites/default/files/forest.ogg",
				Mirrors: []string{"https://mirror.example/forest.ogg"},
				SHA256:  "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
				License: "CC-BY-3.0", Title: "Forest Ambience", Authors: []string{"Somebody", "Somebody Else"},
				SourceURL: "https://opengameart.org/content/forest", Changes: "cut to 30 seconds,\nmade quieter",
				Notice: "Music by Somebody", Tags: []string{"biome:forest"}, Pos: at(25, 1),
			},
			{
				Handle: "floor", Provider: "polyhaven", Kind: asset.Texture, ID: "forest_floor",
				Resolution: "2k", Maps: []string{"albedo", "normal"}, Pos: at(42, 1),
			},
			{
				Handle: "tools", Provider: "url", Kind: asset.Other, Format: "zip",
				URL:    "git::https://github.com/org/repo.git//tools?ref=v1",
				Unpack: true, Strip: 1, Include: []string{"*.png", "sounds/[a-z]*.ogg"}, Pos: at(48, 1),
			},
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(asset.Entry{}, "Keys")); diff != "" {
		t.Errorf("Load() mismatch (-want +got):\n%s", diff)
	}
	places := map[string]asset.Position{
		"handle": at(26, 1), "changes": at(36, 1), "tags": at(40, 1), "resolution": at(25, 1),
	}
	for key, want := range places {
		if pos := got.Entries[0].At(key); pos != want {
			t.Errorf("%s is at %v, want %v", key, pos, want)
		}
	}
	if pos := got.Entries[1].At("resolution"); pos != at(45, 1) {
		t.Errorf("the legacy resolution is at %v, want %v", pos, at(45, 1))
	}
}

func at(line, column int) asset.Position {
	return asset.Position{File: "testdata/everything.toml", Line: line, Column: column}
}

func TestParseWithoutAssets(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"", "# nothing yet\n", "assets = []", "[metadata]\nname = 1\n", "[textures]\n"} {
		m, err := Parse("m.toml", []byte(data))
		if err != nil || len(m.Entries) != 0 || m.Legacy {
			t.Errorf("Parse(%q) = %+v, %v, want a manifest without entries", data, m, err)
		}
	}
}

func TestParseOneFormEverySpelling(t *testing.T) {
	t.Parallel()
	lines := "[[assets]]\nhandle = \"x\"\nprovider = \"kenney\"\ntype = \"model\"\n"
	forms := map[string]string{
		"plain":         lines,
		"Windows":       "\ufeff" + strings.ReplaceAll(lines, "\n", "\r\n"),
		"inline tables": `assets = [{ handle = "x", provider = "kenney", type = "model" }]`,
		"quoted keys":   strings.ReplaceAll(lines, "handle", `"handle"`),
		"other case":    strings.ReplaceAll(lines, `"kenney"`, `"KENNEY.NL"`),
	}
	for name, data := range forms {
		m, err := Parse("m.toml", []byte(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff([]string{"x kenney model"}, brief(m.Entries)); diff != "" {
			t.Errorf("%s: entries mismatch (-want +got):\n%s", name, diff)
		}
	}
}

func TestPolicyMayAllowNothing(t *testing.T) {
	t.Parallel()
	m, err := Parse("m.toml", []byte("[policy]\nallow = []\n"))
	if err != nil {
		t.Fatal(err)
	}
	if m.Policy.Allow == nil || len(m.Policy.Allow) != 0 {
		t.Errorf("allow = []: %#v, want an empty list, which is not the default", m.Policy.Allow)
	}
}

func TestLoadMissing(t *testing.T) {
	t.Parallel()
	_, err := Load(filepath.Join(t.TempDir(), "none.toml"))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Load() = %v, want fs.ErrNotExist", err)
	}
}

func TestLoadTooLarge(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "large.toml")
	if err := os.WriteFile(path, []byte("#"+strings.Repeat(" ", MaxBytes)), 0o644); err != nil {
		t.Fatal(err)
	}
	var bad *Error
	if _, err := Load(path); !errors.As(err, &bad) || !strings.Contains(err.Error(), "larger than 8 MiB") {
		t.Errorf("Load() = %v, want an *Error that says what the limit is", err)
	}
}
