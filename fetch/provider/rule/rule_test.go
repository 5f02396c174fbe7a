package rule

import (
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

func TestAddressCheck(t *testing.T) {
	t.Parallel()
	pizza := []string{"poly.pizza", "static.poly.pizza"}
	itch := []string{"itch.io", "*.itch.io"}
	tests := []struct {
		name    string
		address Address
		raw     string
		want    string // part of the problem; empty means none
	}{
		{"exact host", Address{Hosts: pizza}, "https://static.poly.pizza/a.glb", ""},
		{"host in capitals", Address{Hosts: pizza}, "https://STATIC.Poly.Pizza/a.glb", ""},
		{"host below a suffix", Address{Hosts: itch}, "https://someone.itch.io/a", ""},
		{"the suffix itself is no match of the pattern", Address{Hosts: []string{"*.itch.io"}}, "https://itch.io/a", "not one of"},
		{"nothing before the suffix", Address{Hosts: itch}, "https://.itch.io/a", "not one of"},
		{"suffix without the dot", Address{Hosts: itch}, "https://evilitch.io/a", "not one of"},
		{"domain in the query", Address{Hosts: pizza}, "https://evil.example/?x=poly.pizza", "not one of"},
		{"domain as a prefix", Address{Hosts: pizza}, "https://poly.pizza.evil.example/a", "not one of"},
		{"domain in the user name", Address{Hosts: pizza}, "https://poly.pizza@evil.example/a", "user name"},
		{"backslash before the domain", Address{Hosts: pizza}, `https://evil.example\.poly.pizza/a`, "cannot be read"},
		{"host with a final dot", Address{Hosts: pizza}, "https://poly.pizza./a", "not one of"},
		{"http on a provider's host", Address{Hosts: pizza}, "http://poly.pizza/a", "write https"},
		{"default port", Address{Hosts: pizza}, "https://poly.pizza:443/a", ""},
		{"other port", Address{Hosts: pizza}, "https://poly.pizza:8443/a", "port 8443"},
		{"any host", Address{}, "https://example.com:8443/a", ""},
		{"http on any host", Address{}, "http://example.com/a", "add the file's sha256"},
		{"http with a digest", Address{Plain: true}, "http://example.com/a", ""},
		{"http on loopback", Address{}, "http://127.0.0.1:9/a", ""},
		{"http on loopback, version 6", Address{}, "http://[::1]:9/a", ""},
		{"http on localhost", Address{}, "http://localhost:9/a", ""},
		{"http on what only starts like loopback", Address{}, "http://127.0.0.1.evil.example/a", "sha256"},
		{"no host", Address{}, "https:///a", "names no host"},
		{"no scheme", Address{}, "example.com/a", "not an https address"},
		{"other scheme", Address{}, "ftp://example.com/a", "not an https address"},
		{"javascript", Address{}, "javascript:alert(1)", "not an https address"},
		{"line break", Address{}, "https://example.com/\na", "cannot be read"},
		{"space", Address{}, "https://example.com/a b", "cannot be read"},
		{"direction override", Address{}, "https://example.com/\u202egnp", "cannot be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := tt.address.Check(tt.raw)
			if (p == nil) != (tt.want == "") {
				t.Fatalf("Check(%q) = %v, want a problem with %q", tt.raw, p, tt.want)
			}
			if p != nil && !strings.Contains(p.Error(), tt.want) {
				t.Errorf("Check(%q) = %q, want it to say %q", tt.raw, p.Error(), tt.want)
			}
		})
	}
}

func TestMessagesHoldNoSecret(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		"https://user:hunter2@example.com/a",
		"https://hunter2@example.com/a",
		"ftp://user:hunter2@example.com/a?token=hunter2#hunter2",
		"http://example.com/a?token=hunter2",
		"https://user:hunter2@exa mple.com/a",
		"git::https://user:hunter2@example.com/a?ref=hunter2",
		"https://example.com/%zz?hunter2",
	} {
		p := Address{}.Check(raw)
		if p == nil {
			t.Errorf("Check(%q) found nothing", raw)
			continue
		}
		if text := p.Error() + Show(raw); strings.Contains(text, "hunter2") {
			t.Errorf("Check(%q) leaks: %s", raw, text)
		}
	}
}

func TestSecret(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]bool{
		"git::https://token@github.com/a/b":      true,
		"git::https://u:p@github.com/a/b":        true,
		"https://u:p@example.com/a":              true,
		"git::ssh://git@github.com/a/b":          false,
		"git::ssh://git:p@github.com/a/b":        true,
		"git@github.com:a/b.git":                 false,
		"github.com/a/b//c?ref=v1":               false,
		"./local/file.png":                       false,
		"https://example.com/a::https://u:p@b/c": false, // all path, nobody's password
	} {
		if got := Secret(raw); got != want {
			t.Errorf("Secret(%q) = %v, want %v", raw, got, want)
		}
	}
}

func TestCheckPath(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"a", "a/b.png", "textures/Größe 2.png", "a/.hidden", "console/com10.txt", "a..b"} {
		if err := CheckPath(good); err != nil {
			t.Errorf("CheckPath(%q) = %v, want nil", good, err)
		}
	}
	for _, bad := range []string{
		"", ".", "..", "../a", "a/../b", "a/..", "/a", "a//b", "a/", `a\b`, `..\a`, "C:/a", "C:a", "a\x00b", "a\nb",
		"con", "CON.png", "a/Nul.tar.gz", "com1", "lpt9.txt", "COM¹", "a.", "a ", " a", "a/b /c", "a\u202eb", "\xff", "a:b",
		"what?", strings.Repeat("x", 256),
	} {
		if err := CheckPath(bad); err == nil {
			t.Errorf("CheckPath(%q) = nil, want an error", bad)
		}
	}
}

func TestCheckAsset(t *testing.T) {
	t.Parallel()
	file := func(path string) asset.File { return asset.File{Key: "k" + path, URL: "https://x/y", Path: path} }
	tests := []struct {
		name   string
		handle string
		files  []asset.File
		want   string
	}{
		{"two files", "h", []asset.File{file("p/h/a"), file("p/h/b/c")}, ""},
		{"container", "h", []asset.File{{Key: "k", URL: "u", Unpack: &asset.Unpack{Dir: "p/h"}}}, ""},
		{"no files", "h", nil, "named no file"},
		{"same path", "h", []asset.File{file("p/h/a"), {Key: "k", URL: "u", Path: "p/h/a"}}, "have the path"},
		{"same key", "h", []asset.File{{Key: "k", URL: "u", Path: "p/h/a"}, {Key: "k", URL: "u", Path: "p/h/b"}}, "called"},
		{"same path by case", "h", []asset.File{file("p/h/a"), file("p/h/A")}, "have the path"},
		{"file as folder", "h", []asset.File{file("p/h/A/b"), file("p/h/a")}, "through another file"},
		{"outside", "h", []asset.File{file("p/other/a")}, "not below"},
		{"climbing", "h", []asset.File{file("p/h/../a")}, "not safe"},
		{"climbing handle", "../h", []asset.File{file("p/../h/a")}, "not a plain name"},
		{"handle with a folder", "a/h", []asset.File{file("p/a/h/a")}, "not a plain name"},
		{"no key", "h", []asset.File{{URL: "u", Path: "p/h/a"}}, "no key"},
		{"container with a path", "h", []asset.File{{Key: "k", URL: "u", Path: "p/h/a", Unpack: &asset.Unpack{Dir: "p/h"}}}, "must go to"},
		{"container elsewhere", "h", []asset.File{{Key: "k", URL: "u", Unpack: &asset.Unpack{Dir: "p"}}}, "must go to"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := CheckAsset(asset.Asset{Handle: tt.handle, Provider: "p", Files: tt.files})
			if (err == nil) != (tt.want == "") {
				t.Fatalf("CheckAsset = %v, want an error with %q", err, tt.want)
			}
			if err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("CheckAsset = %q, want it to say %q", err, tt.want)
			}
		})
	}
}

func TestExtension(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"https://x/a.PNG":                       "png",
		"https://x/a.png?b=c.zip":               "png",
		"https://x/a.tar.gz":                    "tar.gz",
		"https://x/.tar.gz":                     "gz",
		"https://x/kenney_fantasy-town_2.0.zip": "zip",
		"https://x/pack_2.0":                    "",
		"https://itch.io/x/y":                   "",
		"https://itch.io":                       "",
		"https://x.y/":                          "",
		"https://x/a.b/":                        "",
		"https://x/.hidden":                     "",
		"https://x/a.":                          "",
		"https://x/a.p%2Fng":                    "", // an escaped slash is a slash in a name
		"https://x/a.averylongextension":        "",
		"https://x/a.7z":                        "7z",
		"https://x/a.%70ng":                     "png",
		"https://x/%zz.png":                     "",
	} {
		if got := Extension(raw); got != want {
			t.Errorf("Extension(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestErr(t *testing.T) {
	t.Parallel()
	e := asset.Entry{Handle: "h", Pos: asset.Position{Line: 1}, Keys: map[string]asset.Position{"url": {Line: 3}}}
	bad, odd := Error(e, "url", "is bad", "mend it"), Warning(e, "id", "is odd", "drop it")
	if bad.Pos.Line != 3 || odd.Pos.Line != 1 || bad.Rule != Manifest || bad.Handle != "h" {
		t.Errorf("findings are %+v and %+v", bad, odd)
	}
	if err := Err([]asset.Finding{odd}); err != nil {
		t.Errorf("Err of a warning = %v, want nil", err)
	}
	if err := Err([]asset.Finding{odd, bad}); err == nil || err.Error() != "is bad; mend it" {
		t.Errorf("Err = %v, want only the error", err)
	}
}
