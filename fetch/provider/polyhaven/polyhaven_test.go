package polyhaven

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/provider/rule"
)

// answers serves the API's answers by path.
type answers map[string]string

func (a answers) GetBytes(ctx context.Context, rawURL string, hosts []string, _ int64) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path, ok := strings.CutPrefix(rawURL, "https://api.polyhaven.com/")
	if !ok || len(hosts) != 1 || hosts[0] != "api.polyhaven.com" {
		return nil, fmt.Errorf("asked %q of %q", rawURL, hosts)
	}
	body, ok := a[path]
	if !ok {
		return nil, fmt.Errorf("404 Not Found: %w", fs.ErrNotExist)
	}
	return []byte(body), nil
}

// node writes a tree of /files: "Diffuse/2k/png" stands for a file there.
func node(paths ...string) tree {
	root := map[string]any{}
	for _, path := range paths {
		at := root
		parts := strings.Split(path, "/")
		for _, part := range parts {
			if at[part] == nil {
				at[part] = map[string]any{}
			}
			at = at[part].(map[string]any)
		}
		at["url"] = "https://dl.polyhaven.org/file/ph-assets/" + strings.Join(parts, "_") + "." + parts[len(parts)-1]
	}
	return root
}

// picks shows the chosen files as "key=name of the address".
func picks(c *choice) string {
	var all []string
	for _, f := range c.files {
		all = append(all, f.Key+"="+f.URL[strings.LastIndexByte(f.URL, '/')+1:])
	}
	return strings.Join(all, " ")
}

func TestChoose(t *testing.T) {
	t.Parallel()
	rock := node("Diffuse/1k/png", "Diffuse/2k/png", "Diffuse/2k/jpg", "Diffuse/4k/jpg", "nor_gl/2k/png", "nor_dx/2k/png",
		"Rough/1k/png", "AO/2k/png", "Displacement/2k/png", "Bump/2k/png", "arm/2k/png", "gltf/2k/gltf", "tonemapped")
	fabric := node("col_03/2k/png", "col_10/2k/png", "col_1/2k/png", "col_2/2k/png", "nor_dx/2k/png", "Rough/2k/exr")
	sky := node("hdri/1k/hdr", "hdri/1k/exr", "hdri/4k/hdr", "tonemapped")
	tests := []struct {
		name       string
		entry      asset.Entry
		offer      tree
		picks      string
		resolution string
		notes      []string
	}{
		{
			"default maps", asset.Entry{Kind: asset.Texture}, rock,
			"albedo=Diffuse_2k_png.png normal=nor_gl_2k_png.png roughness=Rough_1k_png.png ao=AO_2k_png.png", "2k",
			[]string{"roughness: not published in 2k, took 1k"},
		},
		{
			"named maps", asset.Entry{Kind: asset.Texture, Maps: []string{"height", "nor_dx", "arm", "displacement", "bump"}}, rock,
			"height=Displacement_2k_png.png nor_dx=nor_dx_2k_png.png arm=arm_2k_png.png displacement=Displacement_2k_png.png bump=Bump_2k_png.png", "2k", nil,
		},
		{
			"named format decides over resolution", asset.Entry{Kind: asset.Texture, Maps: []string{"albedo"}, Resolution: "4k", Format: "PNG"}, rock,
			"albedo=Diffuse_2k_png.png", "2k", []string{"albedo: not published in 4k as png, took 2k"},
		},
		{
			"resolution decides over preferred format", asset.Entry{Kind: asset.Texture, Maps: []string{"albedo"}, Resolution: "4K"}, rock,
			"albedo=Diffuse_4k_jpg.jpg", "4k", []string{"albedo: not published as png, took jpg"},
		},
		{
			"both fall back", asset.Entry{Kind: asset.Texture, Maps: []string{"roughness"}, Resolution: "1k"}, fabric,
			"roughness=Rough_2k_exr.exr", "2k", []string{"roughness: not published in 1k or as png, took 2k exr"},
		},
		{
			"substitutes", asset.Entry{Kind: asset.Texture, Format: "png", Maps: []string{"albedo", "normal"}}, fabric,
			"albedo=col_1_2k_png.png normal=nor_dx_2k_png.png", "2k",
			[]string{
				"albedo: took the first of the colour variants col_1, col_2, col_03, col_10; name one in maps to choose",
				"normal: only nor_dx is published, the DirectX form: its green channel is the other way up",
			},
		},
		{
			"a variant by name", asset.Entry{Kind: asset.Texture, Maps: []string{"col_03"}}, fabric, "col_03=col_03_2k_png.png", "2k", nil,
		},
		{
			"height out of bump", asset.Entry{Kind: asset.Texture, Maps: []string{"height"}}, node("Bump/2k/png"),
			"height=Bump_2k_png.png", "2k", []string{"height: no displacement is published, took Bump"},
		},
		{
			"missing default maps", asset.Entry{Kind: asset.Texture}, node("Diffuse/2k/jpg", "nor_gl/2k/jpg"),
			"albedo=Diffuse_2k_jpg.jpg normal=nor_gl_2k_jpg.jpg", "2k",
			[]string{"albedo, normal: not published as png, took jpg", "roughness, ao: is not published"},
		},
		{
			"material as a scene", asset.Entry{Kind: asset.Texture, Format: "gltf"}, rock, "texture=gltf_2k_gltf.gltf", "2k", nil,
		},
		{
			"sky", asset.Entry{Kind: asset.HDRI, Resolution: "1k"}, sky, "hdri=hdri_1k_exr.exr", "1k", nil,
		},
		{
			"sky as asked", asset.Entry{Kind: asset.HDRI, Resolution: "1k", Format: "hdr"}, sky, "hdri=hdri_1k_hdr.hdr", "1k", nil,
		},
		{
			"sky below 16k", asset.Entry{Kind: asset.HDRI, Resolution: "16k"}, sky, "hdri=hdri_4k_hdr.hdr", "4k",
			[]string{"hdri: not published in 16k or as exr, took 4k hdr"},
		},
		{
			"model", asset.Entry{Kind: asset.Model}, node("gltf/2k/gltf", "blend/2k/blend"), "model=gltf_2k_gltf.gltf", "2k", nil,
		},
		{
			"model as fbx", asset.Entry{Kind: asset.Model, Format: "fbx"}, node("gltf/2k/gltf", "fbx/1k/fbx"), "model=fbx_1k_fbx.fbx", "1k",
			[]string{"model: not published in 2k as fbx, took 1k"},
		},
		{
			"model as glb", asset.Entry{Kind: asset.Model, Format: "glb"}, node("gltf/2k/gltf"), "model=gltf_2k_gltf.gltf", "2k",
			[]string{"model: Poly Haven publishes no glb, took gltf and the files that it names"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.entry.Handle, tt.entry.Provider, tt.entry.ID = "h", Name, "x"
			c, err := choose(tt.entry, tt.offer)
			if err != nil {
				t.Fatal(err)
			}
			if got := picks(c); got != tt.picks || c.resolution() != tt.resolution {
				t.Errorf("chose %s in %s, want %s in %s", got, c.resolution(), tt.picks, tt.resolution)
			}
			if diff := cmp.Diff(tt.notes, c.notes.lines()); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestChooseFails(t *testing.T) {
	t.Parallel()
	file := func(members string) tree {
		offer, err := parseTree([]byte(`{"hdri":{"2k":{"exr":{` + members + `}}},"gltf":{"2k":{"gltf":{` + members + `}}}}`))
		if err != nil {
			t.Fatal(err)
		}
		return offer
	}
	const good = `"url":"https://dl.polyhaven.org/a.gltf"`
	with := func(name string) tree { return file(good + `,"include":{"` + name + `":{` + good + `}}`) }
	tests := []struct {
		name  string
		entry asset.Entry
		offer tree
		want  []string
	}{
		{"named map missing", asset.Entry{Kind: asset.Texture, Maps: []string{"albedo", "metallic"}}, node("Diffuse/2k/png", "AO/1k/png"), []string{"metallic", "AO, Diffuse"}},
		{"no default map", asset.Entry{Kind: asset.Texture}, node("hull_diff/2k/png", "blend/2k/blend"), []string{"albedo", "some of hull_diff"}},
		{"container as a map", asset.Entry{Kind: asset.Texture, Maps: []string{"gltf"}}, node("Diffuse/2k/png", "gltf/2k/gltf"), []string{"no map gltf"}},
		{"file as a map", asset.Entry{Kind: asset.Texture, Maps: []string{"tonemapped"}}, node("Diffuse/2k/png", "tonemapped"), []string{"no map tonemapped", "some of Diffuse in"}},
		{"file as a scene", asset.Entry{Kind: asset.Model}, node("gltf", "fbx/2k/fbx"), []string{"not published as gltf; write format as one of: fbx"}},
		{"named format missing", asset.Entry{Kind: asset.Texture, Format: "exr"}, node("Diffuse/2k/png", "Diffuse/4k/jpg"), []string{"albedo", "as exr", "4k jpg, 2k png"}},
		{"sky's format missing", asset.Entry{Kind: asset.HDRI, Format: "exr"}, node("hdri/2k/hdr"), []string{"as exr", "2k hdr"}},
		{"no sky", asset.Entry{Kind: asset.HDRI}, node("tonemapped"), []string{"none"}},
		{"sky that is a file", asset.Entry{Kind: asset.HDRI}, node("hdri"), []string{"none"}},
		{"no such scene", asset.Entry{Kind: asset.Model, Format: "usd"}, node("gltf/2k/gltf", "Diffuse/2k/png"), []string{"usd", "one of: gltf"}},
		{"no gltf", asset.Entry{Kind: asset.Model}, node("blend/2k/blend"), []string{"not published as gltf", "blend"}},
		{"no address", asset.Entry{Kind: asset.HDRI}, file(`"size":1`), []string{"no address"}},
		{"address that is no text", asset.Entry{Kind: asset.HDRI}, file(`"url":1`), []string{"no address"}},
		{"other host", asset.Entry{Kind: asset.HDRI}, file(`"url":"https://dl.polyhaven.org.evil.example/a"`), []string{"evil.example"}},
		{"http", asset.Entry{Kind: asset.HDRI}, file(`"url":"http://dl.polyhaven.org/a"`), []string{"plain http"}},
		{"negative size", asset.Entry{Kind: asset.HDRI}, file(good + `,"size":-1`), []string{"size"}},
		{"broken size", asset.Entry{Kind: asset.HDRI}, file(good + `,"size":1.5`), []string{"size"}},
		{"broken md5", asset.Entry{Kind: asset.HDRI}, file(good + `,"md5":"xyz"`), []string{"md5"}},
		{"include that climbs", asset.Entry{Kind: asset.Model}, with("../../evil.bin"), []string{"not safe", "evil.bin"}},
		{"include from the root", asset.Entry{Kind: asset.Model}, with("/etc/passwd"), []string{"not safe"}},
		{"include with backslashes", asset.Entry{Kind: asset.Model}, with(`..\\evil.bin`), []string{"not safe"}},
		{"include on a drive", asset.Entry{Kind: asset.Model}, with("C:evil.bin"), []string{"not safe"}},
		{"include as a device", asset.Entry{Kind: asset.Model}, with("textures/nul.png"), []string{"not safe"}},
		{"include without address", asset.Entry{Kind: asset.Model}, file(good + `,"include":{"a.bin":{"size":1}}`), []string{"a.bin", "no address"}},
		{"include that is no node", asset.Entry{Kind: asset.Model}, file(good + `,"include":{"a.bin":7}`), []string{"a.bin", "no address"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.entry.Handle, tt.entry.Provider, tt.entry.ID = "h", Name, "x"
			_, err := choose(tt.entry, tt.offer)
			if err == nil {
				t.Fatal("chose all the same")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error = %q, want %q in it", err, want)
				}
			}
		})
	}
}

func TestByNearness(t *testing.T) {
	t.Parallel()
	published := []string{"16k", "1k", "24k", "2k", "4k", "8k", "blend", "0k", "k", "02k"}
	for asked, want := range map[string]string{
		"1k":  "1k 2k 4k 8k 16k 24k",
		"2k":  "2k 1k 4k 8k 16k 24k",
		"4k":  "4k 2k 1k 8k 16k 24k",
		"8k":  "8k 4k 2k 1k 16k 24k",
		"16k": "16k 8k 4k 2k 1k 24k",
		"20k": "16k 8k 4k 2k 1k 24k",
		"24k": "24k 16k 8k 4k 2k 1k",
	} {
		if got := strings.Join(byNearness(asked, published), " "); got != want {
			t.Errorf("byNearness(%s) = %s, want %s", asked, got, want)
		}
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	p := &Provider{HTTP: answers{
		"info/trunk": `{"type":2,"name":"Dead\n\u202eTrunk ","authors":{"Rob Tuytel":"Processing","Andreas & Co":"All","eye-candy.xyz":7},"extra":[1]}`,
		"files/trunk": `{"gltf":{"1k":{"gltf":{"size":2812,"md5":"7BBF9FC9FDF61B50ED0495A29C03ECAB",
			"url":"https://dl.polyhaven.org/file/ph-assets/trunk%2B_1k.gltf","include":{
				"textures/trunk.jpg":{"url":"https://dl.polyhaven.com/t.jpg","size":5},
				"trunk.bin":{"url":"https://dl.polyhaven.org/t.bin"}}}}}}`,
	}}
	e := asset.Entry{
		Handle: "log", Provider: Name, Kind: asset.Model, ID: "trunk", Resolution: "1k", License: "CC0-1.0",
		Changes: "smaller", Pos: asset.Position{Line: 7},
	}
	got, err := p.Resolve(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	want := asset.Asset{
		Handle: "log", Provider: Name, Kind: asset.Model, ID: "trunk", Resolution: "1k",
		Fingerprint: e.Fingerprint(), Pos: e.Pos,
		Credit: asset.Credit{
			Title: "Dead Trunk", License: "CC0-1.0", SourceURL: "https://polyhaven.com/a/trunk", Changes: "smaller",
			Authors: []asset.Author{
				{Name: "Andreas & Co", URL: "https://polyhaven.com/all?a=Andreas%20%26%20Co"},
				{Name: "Rob Tuytel", URL: "https://polyhaven.com/all?a=Rob%20Tuytel", Role: "Processing"},
				{Name: "eye-candy.xyz", URL: "https://polyhaven.com/all?a=eye-candy.xyz"},
			},
		},
		Files: []asset.File{
			{
				Key: "model", URL: "https://dl.polyhaven.org/file/ph-assets/trunk%2B_1k.gltf", Size: 2812, Format: "gltf",
				Hint: "md5:7bbf9fc9fdf61b50ed0495a29c03ecab", Path: "polyhaven/log/log_model.gltf",
			},
			{Key: "textures/trunk.jpg", URL: "https://dl.polyhaven.com/t.jpg", Size: 5, Format: "jpg", Path: "polyhaven/log/textures/trunk.jpg"},
			{Key: "trunk.bin", URL: "https://dl.polyhaven.org/t.bin", Format: "bin", Path: "polyhaven/log/trunk.bin"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("asset (-want +got):\n%s", diff)
	}
	e.Title, e.Authors = "My log", []string{"Me"}
	if got, err := p.Resolve(t.Context(), e); err != nil || got.Credit.Title != "My log" || len(got.Credit.Authors) != 1 || got.Credit.Authors[0].Name != "Me" {
		t.Errorf("credit = %+v, %v, want the entry's own words", got.Credit, err)
	}
}

func TestUSD(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{"a.usdc": "usdc", "a.usd": "usd", "a.exe": "usd", "a": "usd"} {
		if got := extension("usd", "https://dl.polyhaven.org/"+address); got != want {
			t.Errorf("extension(usd, %s) = %s, want %s", address, got, want)
		}
	}
}

func TestResolveFails(t *testing.T) {
	t.Parallel()
	offer := `{"hdri":{"2k":{"exr":{"url":"https://dl.polyhaven.org/a.exr"}}}}`
	tests := []struct {
		name    string
		answers answers
		want    string
	}{
		{"unknown", answers{}, `nothing at Poly Haven has the id "sky"`},
		{"no files", answers{"info/sky": `{"type":0}`}, `nothing at Poly Haven has the id "sky"`},
		{"of another type", answers{"info/sky": `{"type":2}`, "files/sky": offer}, `write type = "model"`},
		{"page in place of an answer", answers{"info/sky": "<!doctype html>"}, "reading Poly Haven's answer"},
		{"no object", answers{"info/sky": "{}", "files/sky": "null"}, "null"},
		{"more than an object", answers{"info/sky": "{}", "files/sky": "{}{}"}, "something follows"},
		{"list", answers{"info/sky": "[]"}, "reading Poly Haven's answer"},
		{"deep nesting", answers{"info/sky": strings.Repeat(`{"a":`, 20000)}, "reading Poly Haven's answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := &Provider{HTTP: tt.answers}
			_, err := p.Resolve(t.Context(), asset.Entry{Handle: "h", Provider: Name, Kind: asset.HDRI, ID: "sky"})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want %q in it", err, tt.want)
			}
		})
	}
	_, err := (&Provider{HTTP: answers{}}).Resolve(t.Context(), asset.Entry{Handle: "h", Provider: Name, Kind: asset.HDRI, ID: "sky"})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error = %v, want one that is fs.ErrNotExist", err)
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		entry asset.Entry
		want  string // "key severity" of each finding
	}{
		{"good texture", asset.Entry{ID: "a_b-1", Kind: asset.Texture, Resolution: "16K", Format: "JPEG", Maps: []string{"albedo", "nor_dx"}}, ""},
		{"good model", asset.Entry{ID: "a", Kind: asset.Model, Resolution: "20k", Format: "glb", License: "cc0-1.0", SourceURL: "https://polyhaven.com/a/a"}, ""},
		{"no id", asset.Entry{Kind: asset.HDRI}, "id error"},
		{"id that climbs", asset.Entry{ID: "../assets", Kind: asset.HDRI}, "id error"},
		{"id with a query", asset.Entry{ID: "a?b", Kind: asset.HDRI}, "id error"},
		{"id with a line break", asset.Entry{ID: "a\n", Kind: asset.HDRI}, "id error"},
		{"long id", asset.Entry{ID: strings.Repeat("a", 51), Kind: asset.HDRI}, "id error"},
		{"type", asset.Entry{ID: "a", Kind: asset.Audio, Format: "ogg"}, "type error"},
		{"resolution", asset.Entry{ID: "a", Kind: asset.HDRI, Resolution: "3k"}, "resolution error"},
		{"resolution in pixels", asset.Entry{ID: "a", Kind: asset.HDRI, Resolution: "2048"}, "resolution error"},
		{"texture format", asset.Entry{ID: "a", Kind: asset.Texture, Format: "hdr"}, "format error"},
		{"sky format", asset.Entry{ID: "a", Kind: asset.HDRI, Format: "gltf"}, "format error"},
		{"model format", asset.Entry{ID: "a", Kind: asset.Model, Format: "obj"}, "format error"},
		{"texture as glb", asset.Entry{ID: "a", Kind: asset.Texture, Format: "glb"}, "format error"},
		{"maps of a sky", asset.Entry{ID: "a", Kind: asset.HDRI, Maps: []string{"albedo"}}, "maps error"},
		{"maps of a scene", asset.Entry{ID: "a", Kind: asset.Texture, Format: "blend", Maps: []string{"albedo"}}, "maps error"},
		{"map that climbs", asset.Entry{ID: "a", Kind: asset.Texture, Maps: []string{"../a", "ao", "AO"}}, "maps error, maps error"},
		{"licence that the policy has to judge", asset.Entry{ID: "a", Kind: asset.Texture, License: "CC-BY-4.0"}, ""},
		{"page", asset.Entry{ID: "a", Kind: asset.Texture, SourceURL: "https://example.com"}, "source_url warning"},
		{
			"keys of others",
			asset.Entry{ID: "a", Kind: asset.Texture, URL: "u", Mirrors: []string{"m"}, SHA256: "s", Unpack: true, Strip: 1, Include: []string{"i"}},
			"url error, mirrors error, sha256 error, unpack error, strip error, include error",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.entry.Keys = map[string]asset.Position{}
			for _, key := range []string{"id", "type", "resolution", "format", "maps", "license", "source_url", "url", "mirrors", "sha256", "unpack", "strip", "include"} {
				tt.entry.Keys[key] = asset.Position{File: key}
			}
			var got []string
			for _, f := range (&Provider{}).Validate(tt.entry) {
				got = append(got, f.Pos.File+" "+string(f.Severity))
			}
			if got := strings.Join(got, ", "); got != tt.want {
				t.Errorf("findings are %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzFiles(f *testing.F) {
	f.Add([]byte(`{"Diffuse":{"2k":{"png":{"url":"https://dl.polyhaven.org/a.png","size":1,"md5":"7bbf9fc9fdf61b50ed0495a29c03ecab"}}},"tonemapped":{"url":"x"}}`), "texture", "")
	f.Add([]byte(`{"hdri":{"1k":{"exr":{"url":"https://dl.polyhaven.org/a.exr"},"hdr":null},"k":7}}`), "hdri", "exr")
	f.Add([]byte(`{"gltf":{"2k":{"gltf":{"url":"https://dl.polyhaven.org/a.gltf","include":{"t/a.png":{"url":"https://dl.polyhaven.org/b.png"},"../a":{}}}}}}`), "model", "glb")
	f.Add([]byte(`{"col_1":{"2k":{"jpg":{"url":"https://dl.polyhaven.org/a"}}},"col_02":[],"nor_dx":{"1k":{"png":{"url":"https://dl.polyhaven.org/%2e%2e"}}}}`), "texture", "jpg")
	f.Fuzz(func(t *testing.T, data []byte, kind, format string) {
		e := asset.Entry{Handle: "h", Provider: Name, Kind: asset.Kind(kind), ID: "x", Format: format}
		if rule.Err((&Provider{}).Validate(e)) != nil {
			t.Skip()
		}
		offer, err := parseTree(data)
		if err != nil {
			return
		}
		c, err := choose(e, offer)
		if err != nil {
			return
		}
		for _, file := range c.files {
			if p := (rule.Address{Hosts: Hosts()}).Check(file.URL); p != nil {
				t.Errorf("address %q: %v", file.URL, p)
			}
			if err := rule.CheckPath(file.Path); err != nil || !strings.HasPrefix(file.Path, "polyhaven/h/") || file.Size < 0 {
				t.Errorf("file %+v: %v", file, err)
			}
		}
	})
}

func FuzzInfo(f *testing.F) {
	f.Add([]byte(`{"type":1,"name":"Forest Floor","authors":{"eye-candy.xyz":"All","A":"Scans"}}`))
	f.Add([]byte(`{"type":"1","name":["x"],"authors":[]}`))
	f.Add([]byte("{\"name\":\"a\\u0000\\u202e\\nb\",\"authors\":{\"\\n\":\"\\r\"}}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		about, err := parseInfo(data)
		if err != nil {
			return
		}
		for _, text := range append([]string{about.name}, texts(about.authors)...) {
			if clean(text) != text || strings.ContainsAny(text, "\n\r\x00\u202e") {
				t.Errorf("text %q came through", text)
			}
		}
	})
}

func texts(authors []asset.Author) []string {
	var all []string
	for _, a := range authors {
		all = append(all, a.Name, a.Role)
	}
	return all
}
