package lockfile

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

func TestImportUpstream(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/polyhaven.lock")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]asset.Digest{
		"https://dl.polyhaven.org/file/ph-assets/Textures/png/1k/stone_wall_04/stone_wall_04_nor_gl_1k.png":  "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
		"https://dl.polyhaven.org/file/ph-assets/Textures/png/1k/stone_wall_04/stone_wall_04_diffuse_1k.png": "sha256:fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
		"https://dl.polyhaven.org/file/ph-assets/HDRIs/exr/2k/sunflowers_puresky_2k.exr":                     "sha256:baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096",
	}
	for name, data := range map[string][]byte{"as on Linux": data, "as on Windows": bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))} {
		got, err := ImportUpstream(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: ImportUpstream() mismatch (-want +got):\n%s", name, diff)
		}
	}
}

func TestImportUpstreamFaults(t *testing.T) {
	t.Parallel()
	one := func(url, hash string) string {
		return "version = 1\n[assets.a.urls]\nalbedo = \"" + url + "\"\n[assets.a.hashes]\nalbedo = \"" + hash + "\"\n"
	}
	const url = "https://a.example"
	tests := []struct{ name, data, want string }{
		{"not TOML", "garbage", "not a lock of astraweave-assets: 1:7: expected '=' after key"},
		{"hostile TOML", "a = " + strings.Repeat("[", 1<<20), "not a lock of astraweave-assets: 1:10005: "},
		{"empty", "", "not a lock of astraweave-assets that can be read: version is 0, want 1"},
		{"newer", "version = 2", "version is 2, want 1"},
		{"one of ours", string(full().Bytes()), "not a lock of astraweave-assets: line 5 has an array of tables"},
		{"short hash", one(url, "abc"), `"albedo" of asset "a": the hash is not a SHA-256 in hexadecimal: "abc"`},
		{"no hexadecimal", one(url, strings.Repeat("x", 64)), "the hash is not a SHA-256"},
		{"hash of nothing", "version = 1\n[assets.a.hashes]\nalbedo = \"" + digits + "\"", `"albedo" of asset "a": the hash is of no web address: ""`},
		{"hash of a file", one("file:///etc/passwd", digits), "the hash is of no web address"},
		{"control character", one(url+`\n`, digits), "it contains a control character"},
		{"contradiction", one(url, digits) + strings.ReplaceAll(strings.TrimPrefix(one(url, strings.Repeat("0", 64)), "version = 1\n"), "assets.a", "assets.b"), `"https://a.example" has two different hashes`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ImportUpstream([]byte(tt.data))
			if got != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("ImportUpstream() = %v, %v, want an error with %s", got, err, tt.want)
			}
		})
	}
}

func FuzzImportUpstream(f *testing.F) {
	data, err := os.ReadFile("testdata/polyhaven.lock")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		digests, err := ImportUpstream(data)
		if err != nil {
			return
		}
		for url, d := range digests {
			if _, err := asset.ParseDigest(string(d)); err != nil || d.Algorithm() != asset.SHA256 || url == "" {
				t.Errorf("accepted %q of %q", d, url)
			}
		}
	})
}
