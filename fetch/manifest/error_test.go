package manifest

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

// good is an entry without faults, in four lines.
const good = "[[assets]]\nhandle = \"x\"\nprovider = \"url\"\ntype = \"audio\"\n"

func TestParseFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, data string
		want       []string // whole lines, or their start up to "..."
	}{
		{"misspelt key", good + "licence = \"MIT\"", []string{
			`m.toml:5:1: asset "x": unknown key "licence"; did you mean "license"?`,
		}},
		{"key in other case", good + "License = \"MIT\"", []string{
			`m.toml:5:1: asset "x": unknown key "License"; did you mean "license"?`,
		}},
		{"key unlike any", good + "  colour_space = \"srgb\"", []string{
			`m.toml:5:3: asset "x": unknown key "colour_space"; valid are: handle, provider, type, id, url, ...`,
		}},
		{"key of another tool", good + "asset_type = \"x\"\nres = \"2k\"", []string{
			`m.toml:5:1: asset "x": unknown key "asset_type"; did you mean "type"?`,
			`m.toml:6:1: asset "x": unknown key "res"; did you mean "resolution"?`,
		}},
		{"key below the wrong header", good + "output_dir = \"x\"", []string{
			`m.toml:5:1: asset "x": unknown key "output_dir"; it belongs to the whole manifest: write it above the first table`,
		}},
		{"key above any header", "handle = \"x\"", []string{
			`m.toml:1:1: unknown key "handle"; it belongs to an asset: write it below a line [[assets]]`,
		}},
		{"table in an entry", good + "[assets.files]\na = 1", []string{
			`m.toml:5:1: asset "x": unknown key "files"; ...`,
		}},
		{"tables in two entries", good + "[assets.a]\n" + strings.ReplaceAll(good, `"x"`, `"y"`) + "[assets.b]\n", []string{
			`m.toml:5:1: asset "x": unknown key "a"; ...`,
			`m.toml:10:1: asset "y": unknown key "b"; ...`,
		}},
		{"unknown keys everywhere", "outdir = \"x\"\n[policy]\nalow = []\n[[policy.exceptions]]\nasset = \"a\"\nlicense = \"b\"\nreason = \"c\"\nuntil = 2027-01-01\n" +
			"[hosts.\"a.b\"]\nconnections = 3\n[textures.\"t\"]\nid = \"t\"\nkind = \"texture\"\nres = \"1k\"\nmaps = [\"ao\"]\nformat = \"png\"\n", []string{
			`m.toml:1:1: unknown key "outdir"; valid are: output_dir, ...`,
			`m.toml:3:1: policy: unknown key "alow"; did you mean "allow"?`,
			`m.toml:8:1: policy.exceptions: unknown key "until"; valid are: asset, license, sha256, reason, expires`,
			`m.toml:10:1: hosts."a.b": unknown key "connections"; valid are: max_connections, header, secret`,
			`m.toml:16:1: textures "t": unknown key "format"; valid are: id, kind, res, maps, tags`,
		}},
		{"misspelt table", "[[asset]]\nhandle = \"x\"", []string{`m.toml:1:3: unknown key "asset"; did you mean "assets"?`}},
		{"long key", good + strings.Repeat("k", 200) + " = 1", []string{
			`m.toml:5:1: asset "x": unknown key "` + strings.Repeat("k", 80) + `"...; valid are: ...`,
		}},

		{"wrong types", strings.ReplaceAll(good, `"url"`, "1") + "maps = \"ao\"\ntags = [\"a\", 2]\nunpack = \"yes\"\nstrip = 1.5\ntitle = 2027-01-31\nlicense = true\nid = []\nformat = {}", []string{
			`m.toml:3:1: asset "x": provider is an integer, want a string`,
			`m.toml:5:1: asset "x": maps is a string, want an array of strings`,
			`m.toml:6:14: asset "x": tags contains an integer, want only strings`,
			`m.toml:7:1: asset "x": unpack is a string, want true or false`,
			`m.toml:8:1: asset "x": strip is a float, want an integer`,
			`m.toml:8:1: asset "x": strip means nothing without unpack; add unpack = true, or remove it`,
			`m.toml:9:1: asset "x": title is a date, want a string`,
			`m.toml:10:1: asset "x": license is a boolean, want a string`,
			`m.toml:11:1: asset "x": id is an array, want a string`,
			`m.toml:12:1: asset "x": format is a table, want a string`,
		}},
		{"wrong tables", "output_dir = 1\nassets = 1\npolicy = []\nhosts = \"x\"", []string{
			`m.toml:1:1: output_dir is an integer, want a string`,
			`m.toml:2:1: assets is an integer, want an array of tables; write [[assets]] before each`,
			`m.toml:3:1: policy is an array, want a table`,
			`m.toml:4:1: hosts is a string, want a table`,
		}},
		{"assets by handle", "[assets.\"rock\"]\nid = \"x\"", []string{
			`m.toml:1:2: assets is a table, want an array of tables; write [[assets]] before each`,
		}},
		{"exceptions as a table", "[policy.exceptions]\nasset = \"x\"", []string{
			`m.toml:1:1: policy: exceptions is a table, want an array of tables; write [[policy.exceptions]] before each`,
		}},
		{"wrong value under a handle", "[hdris]\nsky = \"x\"\n[hosts]\n\"a.b\" = 2", []string{
			`m.toml:2:1: hdris: sky is a string, want a table`,
			`m.toml:4:1: hosts: a.b is an integer, want a table`,
		}},

		{"missing fields", "[[assets]]\n\n[[assets]]\nhandle = \"a\"\n", []string{
			`m.toml:1:1: asset without a handle: handle is missing; add handle = "<a name of your own>"`,
			`m.toml:1:1: asset without a handle: provider is missing; ...`,
			`m.toml:1:1: asset without a handle: type is missing; ...`,
			`m.toml:3:1: asset "a": provider is missing; add provider = "<where it comes from>"`,
			`m.toml:3:1: asset "a": type is missing; add type = "<what it is>", one of texture, hdri, model, audio, sprite, tileset, font, other`,
		}},
		{"missing legacy fields", "[textures.a]\n[hdris.b]\nid = \"b\"\n", []string{
			`m.toml:1:1: textures "a": id is missing; ...`,
			`m.toml:1:1: textures "a": kind is missing; add kind = "texture"`,
			`m.toml:1:1: textures "a": res is missing; add res = "2k"`,
			`m.toml:1:1: textures "a": maps is missing; ...`,
			`m.toml:2:1: hdris "b": kind is missing; add kind = "hdri"`,
			`m.toml:2:1: hdris "b": res is missing; add res = "2k"`,
		}},
		{"missing exception fields", "[[policy.exceptions]]", []string{
			`m.toml:1:1: policy.exceptions: asset is missing; ...`,
			`m.toml:1:1: policy.exceptions: license is missing; ...`,
			`m.toml:1:1: policy.exceptions: reason is missing; add reason = "<why>"`,
		}},
		{"empty values", "cache_dir = \"\"\n" + good + "id = \"\"\nauthor = \" \"\ntags = [\"\"]", []string{
			`m.toml:1:1: cache_dir is empty; give it a value, or remove the key`,
			`m.toml:6:1: asset "x": id is empty; give it a value, or remove the key`,
			`m.toml:7:1: asset "x": author is empty; give it a value, or remove the key`,
			`m.toml:8:1: asset "x": tags is empty; give it a value, or remove the key`,
		}},
		{"bad words", strings.ReplaceAll(good, "audio", "Audio") + "[policy]\nunknown = \"warning\"\nmismatch = \"ignore\"", []string{
			`m.toml:4:1: asset "x": type is "Audio", which is none of its values; did you mean "audio"?`,
			`m.toml:6:1: policy: unknown is "warning", which is none of its values; valid are: error, warn, notice, off, allow`,
			`m.toml:7:1: policy: mismatch is "ignore", which is none of its values; valid are: error, warn, notice, off, allow`,
		}},

		{"handle twice", good + good, []string{
			`m.toml:6:1: handle "x" is taken by the asset in line 1; rename one of them`,
		}},
		{"handle twice by case and form", "[hdris.\"X\"]\nid = \"i\"\nkind = \"hdri\"\nres = \"2k\"\n" + good, []string{
			`m.toml:6:1: handle "x" is taken by the asset in line 1, whose handle "X" differs only by case; rename one of them`,
		}},
		{"unsafe handles", strings.ReplaceAll(good, `"x"`, `"../x"`) + strings.ReplaceAll(good, `"x"`, `"nul.txt"`) + "[models.\"a\\nb\"]\nid = \"i\"\nkind = \"model\"\nres = \"2k\"\n", []string{
			`m.toml:2:1: asset "../x": handle cannot name files: it contains a path separator; use letters, digits, _ and -`,
			`m.toml:6:1: asset "nul.txt": handle cannot name files: "nul" is the name of a device on Windows; ...`,
			`m.toml:9:1: models "a\nb": the handle cannot name files: it contains a control character; ...`,
		}},
		{"control characters", good + "title = \"a\\nb\"\nchanges = \"a\\nb\"\nnotice = \"a\\u001bb\"", []string{
			`m.toml:5:1: asset "x": title contains a control character: "a\nb"; remove it`,
			`m.toml:7:1: asset "x": notice contains a control character: "a\x1bb"; remove it`,
		}},
		{"author and authors", good + "author = \"a\"\nauthors = [\"b\"]", []string{
			`m.toml:5:1: asset "x": author and authors are both given; list everybody in authors`,
		}},
		{"unpack", good + "strip = -1\ninclude = [\"[a\"]\nunpack = true", []string{
			`m.toml:5:1: asset "x": strip is -1, want at least 0 and at most 1073741824`,
			`m.toml:6:1: asset "x": include has a bad pattern "[a"; ...`,
		}},
		{"no unpack", good + "strip = 0\ninclude = [\"*\"]\nunpack = false", []string{
			`m.toml:5:1: asset "x": strip means nothing without unpack; add unpack = true, or remove it`,
			`m.toml:6:1: asset "x": include means nothing without unpack; ...`,
		}},
		{"digest", good + "sha256 = \"abc\"", []string{
			`m.toml:5:1: asset "x": sha256 is "abc", want 64 hexadecimal digits; copy the output of sha256sum`,
		}},
		{"map twice", good + "maps = [\"ao\", \"ao\"]", []string{`m.toml:5:1: asset "x": maps names "ao" twice; remove one`}},
		{"secrets in addresses", good + "url = \"https://user:hunter2@a.example/x\"\nmirrors = [\"git::https://hunter2@b.example/x\"]\nsource_url = \"ssh://git:hunter2@c.example/x\"", []string{
			`m.toml:5:1: asset "x": url has a user name or password in it, which everybody could read; remove it; [hosts."a.example"] with header and secret sends a token`,
			`m.toml:6:1: asset "x": mirrors has a user name or password in it, ...`,
			`m.toml:7:1: asset "x": source_url has a user name or password in it, ...`,
		}},

		{"folders", "output_dir = \"a/../b\"\ncache_dir = \"./B/\"", []string{
			`m.toml:1:1: output_dir makes the output folder the cache folder as well; give each a folder of its own`,
		}},
		{"cache where the output is by default", "cache_dir = \"assets/_downloaded/\"", []string{
			`m.toml:1:1: cache_dir makes the output folder the cache folder as well; ...`,
		}},
		{"folder of Windows", `output_dir = 'assets\x'`, []string{
			`m.toml:1:1: output_dir contains a backslash: "assets\\x"; write forward slashes, which Windows takes as well`,
		}},
		{"hosts", "[hosts.\"https://a.b/\"]\n[hosts.\"c.d\"]\nmax_connections = 0\nheader = \"a b\"\n[hosts.\"C.D\"]\nsecret = \"hunter2-is-it\"\nheader = \"x\"", []string{
			`m.toml:1:1: hosts."https://a.b/": this is not the name of a host; write it as [hosts."dl.example.org"], without https:// and path`,
			`m.toml:2:1: hosts."c.d": header and secret belong together; give both or none of them`,
			`m.toml:3:1: hosts."c.d": max_connections is 0, want at least 1 and at most 1073741824`,
			`m.toml:4:1: hosts."c.d": header is "a b", which is not the name of a header; ...`,
			`m.toml:5:1: hosts: "c.d" is given twice, in other case; merge the two tables`,
			`m.toml:6:1: hosts."C.D": secret is not the name of an environment variable; never write the secret itself here: write a name such as "POLYPIZZA_API_KEY"`,
		}},
		{"dates", "[[policy.exceptions]]\nasset = \"a\"\nlicense = \"b\"\nreason = \"c\"\nexpires = 2027-01-31T00:00:00Z\n[[policy.exceptions]]\nasset = \"a\"\nlicense = \"b\"\nreason = \"c\"\nexpires = \"31.1.2027\"", []string{
			`m.toml:5:1: policy.exceptions: expires is not a day; write it as 2027-01-31`,
			`m.toml:10:1: policy.exceptions: expires is not a day; write it as 2027-01-31`,
		}},
		{"sprites by handle", "[sprites.\"a\"]\nx = 1\n[audio.\"b\"]\n[sprites.\"c\"]", []string{
			`m.toml:1:2: unknown key "sprites"; write each as [[assets]] with handle, provider and type = "sprite"`,
			`m.toml:3:2: unknown key "audio"; write each as [[assets]] with handle, provider and type = "audio"`,
		}},

		{"syntax", "[[assets]]\nhandle = rock\n", []string{`m.toml:2:10: not valid TOML: expected value but found "rock" instead; strings need quotes, and a key or table may be given only once`}},
		{"open string", "[[assets]]\nhandle = \"rock\n", []string{`m.toml:2:15: not valid TOML: strings cannot contain newlines; ...`}},
		{"table twice", "[policy]\n[policy]\n", []string{`m.toml:2:2: not valid TOML: key 'policy' has already been defined; ...`}},
		{"hostile key twice", "\"a\\u001b\\n::x\" = 1\n\"a\\u001b\\n::x\" = 1\n", []string{`m.toml:2:2: not valid TOML: key '"a\u001b\n::x"' has already been defined; ...`}},
		{"not UTF-8", "# a\nx = \"\xff\"", []string{`m.toml:2:6: not valid TOML: byte 0xff is not valid UTF-8; save the file as UTF-8; ...`}},
		{"deep", "a = " + strings.Repeat("[", 1<<20), []string{`m.toml:1:10005: not valid TOML: arrays and inline tables are nested more than ...`}},
		{"dotted", strings.Repeat("a.", 1<<16) + "a = 1", []string{`m.toml:1:32: not valid TOML: a key has more than 16 parts; ...`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse("m.toml", []byte(tt.data))
			var bad *Error
			if !errors.As(err, &bad) {
				t.Fatalf("Parse() = %v, want an *Error", err)
			}
			got := strings.Split(err.Error(), "\n")
			if diff := cmp.Diff(tt.want, shorten(got, tt.want)); diff != "" {
				t.Errorf("Parse() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// shorten cuts those lines of got that the wanted ones leave open.
func shorten(got, want []string) []string {
	for i := range min(len(got), len(want)) {
		if start, open := strings.CutSuffix(want[i], "..."); open && strings.HasPrefix(got[i], start) {
			got[i] = want[i]
		}
	}
	return got
}

// A finding knows what it is about, for annotations.
func TestFindingNamesItsAsset(t *testing.T) {
	t.Parallel()
	_, err := Parse(`dir/m.toml`, []byte(good+"licence = \"MIT\""))
	var bad *Error
	if !errors.As(err, &bad) {
		t.Fatalf("Parse() = %v, want an *Error", err)
	}
	want := asset.Finding{
		Rule: Rule, Severity: asset.Error, Handle: "x",
		Pos:    asset.Position{File: "dir/m.toml", Line: 5, Column: 1},
		Text:   `asset "x": unknown key "licence"`,
		Remedy: `did you mean "license"?`,
	}
	if diff := cmp.Diff([]asset.Finding{want}, bad.Findings); diff != "" {
		t.Errorf("findings mismatch (-want +got):\n%s", diff)
	}
}

// The list of a download script of old fails once, not once for each key in it.
func TestLoadWishlist(t *testing.T) {
	t.Parallel()
	_, err := Load("testdata/wishlist.toml")
	want := `testdata/wishlist.toml:2:3: hdris is an array of tables, a form without handles that cannot be read; ` +
		`write [[assets]] with handle, provider = "polyhaven", type = "hdri" and id
testdata/wishlist.toml:6:3: textures is an array of tables, a form without handles that cannot be read; ` +
		`write [[assets]] with handle, provider = "polyhaven", type = "texture" and id`
	if err == nil || err.Error() != want {
		t.Errorf("Load() = %v\nwant %s", err, want)
	}
}
