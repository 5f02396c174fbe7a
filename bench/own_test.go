package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	fetchmanifest "github.com/astraweave/fetch-assets/fetch/manifest"
)

func TestManifest(t *testing.T) {
	t.Parallel()
	urls := []string{"http://127.0.0.1:4711/f00000.bin", "http://127.0.0.1:4711/f00001.bin"}
	got, err := fetchmanifest.Parse("m.toml", manifest(urls, "127.0.0.1:4711", 32))
	if err != nil {
		t.Fatal(err)
	}
	var addresses []string
	for _, e := range got.Entries {
		addresses = append(addresses, e.URL)
	}
	if diff := cmp.Diff(urls, addresses); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	if len(got.Hosts) != 1 || got.Hosts[0].Name != "127.0.0.1:4711" || got.Hosts[0].MaxConnections != 32 {
		t.Errorf("hosts = %+v", got.Hosts)
	}
	if got.OutputDir != output || got.CacheDir != "cache" {
		t.Errorf("folders %q and %q", got.OutputDir, got.CacheDir)
	}
}

func TestManifestWithoutCeiling(t *testing.T) {
	t.Parallel()
	got, err := fetchmanifest.Parse("m.toml", manifest([]string{"http://127.0.0.1:1/f00000.bin"}, "127.0.0.1:1", 0))
	if err != nil || len(got.Hosts) != 0 {
		t.Errorf("hosts = %+v, error %v", got.Hosts, err)
	}
}
