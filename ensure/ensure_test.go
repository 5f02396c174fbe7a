package ensure_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/ensure"
	"github.com/astraweave/fetch-assets/internal/demo"
	"github.com/astraweave/fetch-assets/internal/origin"
)

func Example() {
	ctx := context.Background()
	paths, err := ensure.Asset(ctx, "assets/asset_manifest.toml", "forest_floor")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	for _, path := range paths {
		fmt.Println(path)
	}
}

const manifest = `[textures."floor"]
id = "forest_floor"
kind = "texture"
res = "1k"
maps = ["albedo", "normal"]

[hdris."light"]
id = "abandoned_bakery"
kind = "hdri"
res = "1k"
`

// project starts providers, and makes a working directory with a manifest.
func project(t *testing.T) *demo.Demo {
	t.Helper()
	d, err := demo.Start(origin.Shape{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	var mirrors []string
	for _, m := range d.Mirrors() {
		mirrors = append(mirrors, m.From+"="+m.To)
	}
	t.Setenv("FETCH_ASSETS_MIRROR", strings.Join(mirrors, " "))
	t.Chdir(t.TempDir())
	if err := os.WriteFile("m.toml", []byte(manifest), 0o644); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAsset(t *testing.T) {
	d := project(t)
	if ok, err := ensure.Available("m.toml", "floor"); ok || err != nil {
		t.Errorf("Available() before = %v, %v, want false, nil", ok, err)
	}
	paths, err := ensure.Asset(t.Context(), "m.toml", "floor")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"floor_albedo", "floor_normal"}
	if len(paths) != len(want) {
		t.Fatalf("Asset() = %q, want files %q", paths, want)
	}
	for i, path := range paths {
		if name := filepath.Base(path); !strings.HasPrefix(name, want[i]) {
			t.Errorf("path %d is %q, want a file %s", i, path, want[i])
		}
		if fi, err := os.Stat(path); err != nil || fi.Size() == 0 {
			t.Errorf("%s: %v, want a file with content", path, err)
		}
	}
	if n := d.Origin.RequestsTo("/api.polyhaven.com/info/abandoned_bakery"); n != 0 {
		t.Errorf("%d requests for an asset that nobody asked for", n)
	}

	before := d.Origin.Requests()
	again, err := ensure.Asset(t.Context(), "m.toml", "floor")
	if err != nil || strings.Join(again, " ") != strings.Join(paths, " ") {
		t.Errorf("Asset() again = %q, %v, want %q", again, err, paths)
	}
	if n := d.Origin.Requests() - before; n != 0 {
		t.Errorf("%d requests by the second call, want none", n)
	}
	if ok, err := ensure.Available("m.toml", "floor"); !ok || err != nil {
		t.Errorf("Available() after = %v, %v, want true, nil", ok, err)
	}
	if err := os.Remove(paths[0]); err != nil {
		t.Fatal(err)
	}
	if ok, err := ensure.Available("m.toml", "floor"); ok || err != nil {
		t.Errorf("Available() with a file gone = %v, %v, want false, nil", ok, err)
	}
}

// One asset after the other ends up in one lock.
func TestAssetKeepsTheOthersLocked(t *testing.T) {
	project(t)
	for _, handle := range []string{"floor", "light"} {
		if _, err := ensure.Asset(t.Context(), "m.toml", handle); err != nil {
			t.Fatal(err)
		}
	}
	for _, handle := range []string{"floor", "light"} {
		if ok, err := ensure.Available("m.toml", handle); !ok || err != nil {
			t.Errorf("Available(%s) = %v, %v, want true, nil", handle, ok, err)
		}
	}
}

func TestErrors(t *testing.T) {
	project(t)
	if err := os.WriteFile("bad.toml", []byte("[[assets]]\nhandle = \"x\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ manifest, handle, want string }{
		{"m.toml", "nobody", `asset "nobody" not found in manifest m.toml`},
		{"none.toml", "x", "there is no manifest none.toml"},
		{"bad.toml", "x", "bad.toml:1"},
	}
	for _, tt := range tests {
		if _, err := ensure.Asset(t.Context(), tt.manifest, tt.handle); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Asset(%s, %s) = %v, want an error with %q", tt.manifest, tt.handle, err, tt.want)
		}
		if _, err := ensure.Available(tt.manifest, tt.handle); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Available(%s, %s) = %v, want an error with %q", tt.manifest, tt.handle, err, tt.want)
		}
	}
}
