package provider_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/provider"
	"github.com/astraweave/fetch-assets/fetch/provider/providertest"
)

// gitOnly takes source addresses that start with "git::", and pins them all to
// one commit.
type gitOnly struct{}

func (gitOnly) Is(raw string) bool { return strings.HasPrefix(raw, "git::") }

func (gitOnly) Check(raw string) error {
	if !strings.HasPrefix(raw, "git::https://") {
		return errors.New("only https is taken")
	}
	return nil
}

func (gitOnly) Pin(ctx context.Context, raw string) (url, revision string, err error) {
	return raw + "?ref=0123abc", "0123abc", ctx.Err()
}

func suites() []providertest.Suite {
	sum := asset.SumSHA256([]byte("x"))
	const oga, kit = "https://opengameart.org/sites/default/files/", "https://kenney.nl/media/pages/assets/nature-kit/37ac38a37b-1677698939/kenney_nature-kit.zip"
	const pizza = "https://static.poly.pizza/85a95cc6-99dc-4522-a79f-fcf04c308f1e.glb"
	return []providertest.Suite{
		{
			Name: "polyhaven",
			Good: []asset.Entry{
				{Kind: asset.Texture, ID: "forest_floor", Resolution: "1k", Format: "jpg"},
				{Kind: asset.Texture, ID: "forest_floor", Maps: []string{"normal", "Rough"}},
				{Kind: asset.HDRI, ID: "abandoned_bakery"},
				{Kind: asset.Model, ID: "dead_tree_trunk", Format: "glb", Resolution: "1k", License: "CC-BY-4.0"},
				{Kind: asset.Model, ID: "dutch_ship_medium"},
			},
			Required: []string{"id"},
			Bad: []providertest.Bad{
				{Key: "id", Entry: asset.Entry{Kind: asset.HDRI, ID: "../types"}},
				{Key: "type", Entry: asset.Entry{Kind: asset.Audio, ID: "a"}},
				{Key: "resolution", Entry: asset.Entry{Kind: asset.HDRI, ID: "a", Resolution: "5k"}},
				{Key: "format", Entry: asset.Entry{Kind: asset.HDRI, ID: "a", Format: "png"}},
				{Key: "maps", Entry: asset.Entry{Kind: asset.Texture, ID: "a", Maps: []string{"../a"}}},
				{Key: "sha256", Entry: asset.Entry{Kind: asset.HDRI, ID: "a", SHA256: sum}},
			},
			Unknown: &asset.Entry{Kind: asset.HDRI, ID: "no_such_thing"},
		},
		{
			Name:     "polypizza",
			Good:     []asset.Entry{{Kind: asset.Model, URL: pizza, License: "CC-BY-3.0", Title: "Robot", Authors: []string{"Poly by Google"}}},
			Required: []string{"url"},
			Bad:      []providertest.Bad{{Key: "url", Entry: asset.Entry{Kind: asset.Model, URL: "https://evil.example/?x=poly.pizza"}}},
		},
		{
			Name: "opengameart",
			Good: []asset.Entry{
				{Kind: asset.Sprite, URL: oga + "sheet_9.png", License: "CC0-1.0"},
				{Kind: asset.Audio, URL: oga + "Alexander%20Ehlers%20-%20Free%20Music%20Pack.zip", Unpack: true, Strip: 1, Include: []string{"*.ogg"}, SHA256: sum},
			},
			Required: []string{"url"},
			Bad: []providertest.Bad{
				{Key: "url", Entry: asset.Entry{Kind: asset.Audio, URL: "https://opengameart.org.evil.example/a.ogg"}},
				{Key: "mirrors", Entry: asset.Entry{Kind: asset.Audio, URL: oga + "a.ogg", Mirrors: []string{"http://opengameart.org/a.ogg"}}},
			},
		},
		{
			Name: "itchio",
			Good: []asset.Entry{{Kind: asset.Sprite, URL: "https://dl.itch.zone/upload2/game/1/2", License: "CC0-1.0", SHA256: sum, Mirrors: []string{"https://someone.itch.io/a"}}},
			Bad: []providertest.Bad{
				{Key: "url", Entry: asset.Entry{Kind: asset.Sprite, URL: "https://img.itch.zone/a.png"}},
				{Key: "url", Entry: asset.Entry{Kind: asset.Sprite, URL: "https://eviltich.io/a.png"}},
			},
			Required: []string{"url"},
		},
		{
			Name: "kenney",
			Good: []asset.Entry{
				{Kind: asset.Model, URL: kit},
				{Kind: asset.Tileset, URL: kit, Format: "zip", License: "CC-BY-4.0", SourceURL: "https://kenney.nl/assets/nature-kit"},
			},
			Required: []string{"url"},
			Bad: []providertest.Bad{
				{Key: "source_url", Entry: asset.Entry{Kind: asset.Model, URL: kit, SourceURL: "https://example.com/"}},
				{Key: "url", Entry: asset.Entry{Kind: asset.Model, URL: "https://kenney.nl.evil.example/a.zip"}},
			},
		},
		{
			Name: "url",
			Good: []asset.Entry{
				{Kind: asset.Model, URL: "https://drive.google.com/uc?export=download&id=1", Format: "zip", License: "CC0-1.0"},
				{Kind: asset.Other, URL: "http://example.com/a.tar.gz", SHA256: sum, Unpack: true},
				{Kind: asset.Model, URL: "git::https://example.com/kit.git//models", Include: []string{"*.glb"}},
			},
			Required: []string{"url"},
			Bad: []providertest.Bad{
				{Key: "url", Entry: asset.Entry{Kind: asset.Model, URL: "http://example.com/a.zip"}},
				{Key: "url", Entry: asset.Entry{Kind: asset.Model, URL: "git::ext::sh"}},
				{Key: "format", Entry: asset.Entry{Kind: asset.Model, URL: "https://example.com/a", Format: "a/b"}},
				{Key: "sha256", Entry: asset.Entry{Kind: asset.Model, URL: "https://example.com/a", SHA256: "sha1:00"}},
				{Key: "unpack", Entry: asset.Entry{Kind: asset.Model, URL: "git::https://example.com/a", Unpack: true}},
			},
		},
	}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	set := provider.New(providertest.NewUpstream(t), gitOnly{})
	var names []string
	for _, s := range suites() {
		names = append(names, s.Name)
		s.Provider, s.Hosts = set, provider.Hosts(s.Name)
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			providertest.Run(t, s)
		})
	}
	slices.Sort(names)
	if diff := cmp.Diff(provider.Names(), names); diff != "" {
		t.Errorf("providers that the suite runs on (-all +run):\n%s", diff)
	}
}
