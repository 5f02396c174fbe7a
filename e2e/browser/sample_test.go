package browser

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

// hostileTitle would run, if it were taken for HTML.
const hostileTitle = `</h3></li><script>window.hit=1</script><img src=x onerror="window.hit=2"><svg onload=window.hit=3>`

// sample is a small project with everything that the page knows to show.
func sample() []asset.Asset {
	return append(plainSample(), hostile())
}

func plainSample() []asset.Asset {
	named := func(names ...string) (all []asset.Author) {
		for _, n := range names {
			all = append(all, asset.Author{Name: n, URL: "https://example.com/" + n})
		}
		return all
	}
	files := func(paths ...string) (all []asset.File) {
		for i, p := range paths {
			all = append(all, asset.File{Key: fmt.Sprint("k", i), Path: p, URL: "https://example.com/" + p, Digest: asset.SumSHA256([]byte(p))})
		}
		return all
	}
	pack := asset.File{Key: "archive", URL: "https://example.com/pack.zip", Digest: asset.SumSHA256([]byte("pack")), Unpack: &asset.Unpack{Dir: "kenney/ui_sounds"}}
	for i := range 40 {
		name := fmt.Sprintf("click_%02d.wav", i)
		pack.Members = append(pack.Members, asset.Member{Name: name, Path: "kenney/ui_sounds/" + name, Size: 1, Digest: asset.SumSHA256([]byte(name))})
	}
	return []asset.Asset{
		{Handle: "aerial_rocks", Provider: "polyhaven", Kind: asset.Texture, Resolution: "2k", Credit: asset.Credit{Title: "Aerial Rocks 02", License: "CC0-1.0", SourceURL: "https://polyhaven.com/a/aerial_rocks_02",
			Authors: []asset.Author{{Name: "Rob Tuytel", Role: "Photography", URL: "https://example.com/rob"}, {Name: "Dario Barresi", Role: "Processing"}}},
			Files: files("polyhaven/aerial_rocks/aerial_rocks_normal.png", "polyhaven/aerial_rocks/aerial_rocks_albedo.png")},
		{Handle: "sunset_sky", Provider: "polyhaven", Kind: asset.HDRI, Credit: asset.Credit{Title: "Kloppenheim Sunset", License: "CC0-1.0", Authors: named("Greg Zaal"), SourceURL: "https://polyhaven.com/a/kloppenheim_06"},
			Files: files("polyhaven/sunset_sky/sunset_sky.hdr")},
		{Handle: "ui_sounds", Provider: "kenney", Kind: asset.Audio, Credit: asset.Credit{Title: "Interface Sounds", License: "CC0-1.0", Authors: named("Kenney"), SourceURL: "https://kenney.nl/assets/interface-sounds"}, Files: []asset.File{pack}},
		{Handle: "forest_music", Provider: "opengameart", Kind: asset.Audio, Credit: asset.Credit{Title: "Forest Ambience", License: "CC-BY-3.0", Authors: named("José Ñandú"), SourceURL: "https://opengameart.org/content/forest", Changes: "cut to 30 seconds"},
			Files: files("opengameart/forest_music/forest.wav")},
		{Handle: "hero", Provider: "opengameart", Kind: asset.Sprite, Credit: asset.Credit{Title: "Tiny Hero Walk Cycle", License: "GPL-3.0-only OR LicenseRef-OGA-BY-3.0", Chosen: "LicenseRef-OGA-BY-3.0", Authors: named("Ann", "Bob", "Cleo"),
			SourceURL: "https://opengameart.org/content/hero", Notice: "Sprites by the Tiny Hero team, see opengameart.org"}, Files: files("opengameart/hero/hero sheet #1.png")},
		{Handle: "dungeon", Provider: "itchio", Kind: asset.Tileset, Credit: asset.Credit{Title: "Dungeon Tiles", License: "CC-BY-NC-ND-4.0", Authors: named("0x72"), SourceURL: "https://0x72.itch.io/dungeon"}, Files: files("itchio/dungeon/tiles.png")},
		{Handle: "robot", Provider: "polypizza", Kind: asset.Model, Credit: asset.Credit{Title: "Animated Robot", License: "CC-BY-SA-4.0", Authors: named("Quaternius"), SourceURL: "https://poly.pizza/m/1"}, Files: files("polypizza/robot/robot.glb")},
		{Handle: "body_font", Provider: "url", Kind: asset.Font, Credit: asset.Credit{Title: "Atkinson Hyperlegible", License: "OFL-1.1", Notice: "Copyright 2020 Braille Institute of America, Inc.", SourceURL: "https://example.com/font"}, Files: files("url/body_font/body.ttf")},
		{Handle: "shader_lut", Provider: "url", Kind: asset.Other, Credit: asset.Credit{Title: "Filmic LUT", License: "MIT", Authors: named("Studio")}, Files: files("url/shader_lut/lut.cube")},
		{Handle: "map", Provider: "url", Kind: asset.Texture, Credit: asset.Credit{Title: "Nova et Aucta Orbis Terrae Descriptio", License: "CC-PDM-1.0", Authors: named("Mercator")}, Files: files("url/map/map.png")},
		{Handle: "street", Provider: "url", Kind: asset.Other, Credit: asset.Credit{Title: "Found on the street"}},
		{Handle: "a_very_long_handle_without_any_place_to_break_it_into_lines_at_all_as_generated_by_some_tool", Provider: "url", Kind: asset.Model,
			Credit: asset.Credit{License: "CC-BY-4.0 AND GPL-2.0-or-later WITH Font-exception-2.0", Authors: named("Somebody")}, Files: files("url/long/model.glb")},
	}
}

func hostile() asset.Asset {
	return asset.Asset{Handle: `"><script>window.hit=4</script>`, Provider: `url`, Kind: `"onclick=window.hit=5`, Credit: asset.Credit{
		Title: hostileTitle, License: `x"><script>window.hit=6</script>`, SourceURL: "javascript:window.hit=7", Notice: "{{.}}${window.hit=8}<!--", Changes: "</style><style>*{display:none}</style>",
		Authors: []asset.Author{{Name: "<b onmouseover=window.hit=9>x</b>", URL: "javascript:window.hit=10", Role: "\u202e</p>"}},
	}, Files: []asset.File{
		{Path: "javascript:window.hit=11.png"}, {Path: "../../outside.png"}, {Path: "/etc/passwd.png"}, {Path: "//evil.example/x.png"},
		{Path: `url/x" onerror="window.hit=12.png`}, {Path: `url/x" onerror="window.hit=13.wav`},
	}}
}

// gallery is a project with n assets, each with a picture or a sound.
func gallery(n int) []asset.Asset {
	licenses := []string{"CC0-1.0", "CC-BY-4.0", "CC-BY-3.0", "CC-BY-SA-4.0", "OFL-1.1", "MIT"}
	providers := []string{"polyhaven", "kenney", "opengameart", "polypizza", "itchio", "url"}
	all := make([]asset.Asset, n)
	for i := range all {
		a := asset.Asset{Handle: fmt.Sprintf("asset_%04d", i), Provider: providers[i%len(providers)], Kind: asset.Texture, Credit: asset.Credit{
			Title: fmt.Sprintf("Work Number %d", i), License: licenses[i/7%len(licenses)], SourceURL: fmt.Sprintf("https://example.com/works/%d", i),
			Authors: []asset.Author{{Name: fmt.Sprintf("Author %d", i%150), URL: fmt.Sprintf("https://example.com/authors/%d", i%150)}},
		}}
		a.Files = []asset.File{{Key: "albedo", Path: fmt.Sprintf("%s/%s/albedo.png", a.Provider, a.Handle)}}
		if i%4 == 3 {
			a.Kind, a.Files = asset.Audio, []asset.File{{Key: "audio", Path: fmt.Sprintf("%s/%s/audio.wav", a.Provider, a.Handle)}}
		}
		all[i] = a
	}
	return all
}

// write makes an output folder: the page, and a small file at every place that
// the assets name.
func write(t *testing.T, assets []asset.Asset) string {
	t.Helper()
	dir := t.TempDir()
	save(t, filepath.Join(dir, "ATTRIBUTION.html"), render(t, "html", assets))
	for i, a := range assets {
		for _, f := range a.Files {
			for _, name := range append([]string{f.Path}, members(f)...) {
				if filepath.IsLocal(name) {
					save(t, filepath.Join(dir, name), content(name, i))
				}
			}
		}
	}
	return dir
}

func members(f asset.File) []string {
	var all []string
	for _, m := range f.Members {
		all = append(all, m.Path)
	}
	return all
}

func save(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func content(name string, seed int) []byte {
	switch filepath.Ext(name) {
	case ".png":
		return picture(seed)
	case ".wav":
		return tone(seed)
	}
	return []byte(name)
}

// picture is a PNG of hills in the colours of its seed.
func picture(seed int) []byte {
	const w, h = 192, 120
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			layer := 0
			for n := range 4 {
				hill := 30 + 22*float64(n) + 12*math.Sin(float64(x)/(17-2*float64(n))+float64(seed*(n+3)))
				if float64(y) > hill {
					layer = n + 1
				}
			}
			shade := 235 - 38*layer
			m.Set(x, y, color.RGBA{uint8(shade - seed*29%90), uint8(shade - seed*53%70), uint8(shade - seed*17%80), 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// tone is a WAV of a tenth of a second.
func tone(seed int) []byte {
	const rate, n = 8000, 800
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(128 + 90*math.Sin(float64(i)*float64(300+seed%7*40)*2*math.Pi/rate))
	}
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), 36+n)
	head = append(head, "WAVEfmt "...)
	for _, v := range []uint32{16, 1 | 1<<16, rate, rate, 1 | 8<<16} {
		head = binary.LittleEndian.AppendUint32(head, v)
	}
	return append(binary.LittleEndian.AppendUint32(append(head, "data"...), n), data...)
}
