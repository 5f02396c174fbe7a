package demo

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution/license"
	"github.com/astraweave/fetch-assets/fetch/manifest"
	"github.com/astraweave/fetch-assets/fetch/provider"
	"github.com/astraweave/fetch-assets/internal/httpx"
)

// resolve asks the demo for every asset as the tool would.
func resolve(t *testing.T, d *Demo) []asset.Asset {
	t.Helper()
	client := httpx.New(httpx.Options{UserAgent: "test", Mirrors: d.Mirrors()})
	t.Cleanup(client.Close)
	providers := provider.New(client, nil)
	var out []asset.Asset
	for _, e := range entries(t, d) {
		if found := providers.Validate(e); len(found) > 0 {
			t.Errorf("%s: %+v", e.Handle, found)
		}
		a, err := providers.Resolve(t.Context(), e)
		if err != nil {
			t.Error(err)
			continue
		}
		if len(a.Notes) > 0 {
			t.Errorf("%s: %q", a.Handle, a.Notes)
		}
		out = append(out, a)
	}
	return out
}

func TestProvidersResolveTheManifest(t *testing.T) {
	t.Parallel()
	d := start(t)
	got := map[string]int{}
	for _, a := range resolve(t, d) {
		got[a.Handle] = len(a.Files)
	}
	want := map[string]int{
		"forest_floor": 4, "bakery_light": 1, "tree_trunk": 5, "robot": 1, "pine": 1,
		"title_music": 1, "creatures": 1, "shapes": 1, "village": 1, "wind": 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files of each asset (-want +got):\n%s", diff)
	}
	if d.Origin.RequestsTo("/api.polyhaven.com/info/dead_tree_trunk") != 1 {
		t.Error("the API was not asked by way of the mirror")
	}
}

func TestPolicyAllowsTheManifest(t *testing.T) {
	t.Parallel()
	d := start(t)
	m, err := manifest.Parse("demo.toml", []byte(d.Manifest()))
	if err != nil {
		t.Fatal(err)
	}
	policy, found := license.Compile(m.Policy)
	if len(found) > 0 {
		t.Fatalf("%+v", found)
	}
	var subjects []license.Subject
	for _, a := range resolve(t, d) {
		subjects = append(subjects, license.Subject{Handle: a.Handle, Provider: a.Provider, Credit: a.Credit})
	}
	today := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if found := policy.Check(subjects, today); len(found) > 0 {
		t.Errorf("%+v", found)
	}
	if got := license.Choose("CC-BY-3.0 OR GPL-3.0-only", policy); got != "CC-BY-3.0" {
		t.Errorf("of the two licences, %q is chosen", got)
	}
}
