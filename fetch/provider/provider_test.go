package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

func TestNames(t *testing.T) {
	t.Parallel()
	want := []string{"itchio", "kenney", "opengameart", "polyhaven", "polypizza", "url"}
	if got := Names(); !slices.Equal(got, want) {
		t.Errorf("Names() = %q, want %q", got, want)
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	for _, name := range Names() {
		if got := Hosts(name); (got == nil) != (name == "url") {
			t.Errorf("Hosts(%s) = %q; only url goes anywhere", name, got)
		}
	}
}

func TestUnknownProvider(t *testing.T) {
	t.Parallel()
	pos := asset.Position{File: "m.toml", Line: 4, Column: 12}
	const valid = "valid names are itchio, kenney, opengameart, polyhaven, polypizza, url"
	for name, want := range map[string]string{
		"polyhavn":  `unknown provider "polyhavn"; did you mean "polyhaven"? ` + valid,
		"sketchfab": `unknown provider "sketchfab"; ` + valid,
		"":          `provider is missing; ` + valid,
	} {
		e := asset.Entry{Handle: "rock", Provider: name, Kind: asset.Model, Keys: map[string]asset.Position{"provider": pos}}
		fs := New(nil, nil).Validate(e)
		if len(fs) != 1 || fs[0].Text+"; "+fs[0].Remedy != want || fs[0].Pos != pos || fs[0].Severity != asset.Error {
			t.Errorf("Validate found %+v, want %q at %v", fs, want, pos)
		}
		_, err := New(nil, nil).Resolve(t.Context(), e)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), `"rock"`) {
			t.Errorf("Resolve = %v, want the same and the handle", err)
		}
	}
}

func TestHostileHandle(t *testing.T) {
	t.Parallel()
	for _, handle := range []string{"../x", "a/b", `a\b`, "nul", "", ".", "a\nb", "C:x"} {
		e := asset.Entry{Handle: handle, Provider: "url", Kind: asset.Model, URL: "https://example.com/a.glb"}
		if a, err := New(nil, nil).Resolve(t.Context(), e); err == nil {
			t.Errorf("Resolve(%q) = %+v, want an error", handle, a.Files)
		}
	}
}
