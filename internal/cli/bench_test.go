package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/manifest"
)

// noon is when tests take place.
func noon() time.Time { return time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC) }

// BenchmarkCheck5000 is the command check on a manifest with 5,000 assets and a
// current lock: what a pull request of the largest project waits for.
func BenchmarkCheck5000(b *testing.B) {
	path := writeProject(b, 5000)
	b.ReportAllocs()
	for b.Loop() {
		var errs bytes.Buffer
		env := Env{Args: []string{"check", "--manifest", path}, Stdout: io.Discard, Stderr: &errs, Now: noon}
		if code := Run(b.Context(), env); code != exitGood {
			b.Fatalf("exit code %d: %.500s", code, errs.String())
		}
	}
}

// writeProject writes a manifest with n assets, and its lock.
func writeProject(tb testing.TB, n int) (path string) {
	tb.Helper()
	var text bytes.Buffer
	licenses := []string{"CC0-1.0", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-3.0", "GPL-3.0-only OR CC-BY-3.0"}
	for i := range n {
		fmt.Fprintf(&text, `
[[assets]]
handle = "asset_%d"
provider = "url"
type = "audio"
url = "https://files.example/%d/sound.ogg"
license = %q
title = "Sound %d"
author = "Author %d"
source_url = "https://files.example/%d"
tags = ["biome:forest"]
`, i, i, licenses[i%len(licenses)], i, i%97, i)
	}
	path = filepath.Join(tb.TempDir(), "assets.toml")
	if err := os.WriteFile(path, text.Bytes(), 0o644); err != nil {
		tb.Fatal(err)
	}
	m, err := manifest.Parse(path, text.Bytes())
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := lockfile.Write(lockfile.PathFor(path), lockOf(m.Entries)); err != nil {
		tb.Fatal(err)
	}
	return path
}

// lockOf is the lock that fetching the entries would have written.
func lockOf(entries []asset.Entry) *lockfile.Lock {
	lock := &lockfile.Lock{}
	for _, e := range entries {
		lock.Assets = append(lock.Assets, asset.Asset{
			Handle: e.Handle, Provider: e.Provider, Kind: e.Kind, Fingerprint: e.Fingerprint(),
			Credit: asset.Credit{
				Title: e.Title, License: e.License, SourceURL: e.SourceURL,
				Authors: []asset.Author{{Name: e.Authors[0]}},
			},
			Files: []asset.File{{
				Key: "audio", URL: e.URL, Path: "url/" + e.Handle + "/" + e.Handle + "_audio.ogg",
				Size: 4096, Digest: asset.SumSHA256([]byte(e.Handle)),
			}},
		})
	}
	return lock
}
