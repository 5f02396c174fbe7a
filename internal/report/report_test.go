package report

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with testdata/name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run: go test ./internal/report -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); if that is meant, run: go test ./internal/report -update\n%s", file, diff)
	}
}

var start = time.Date(2026, 3, 14, 15, 9, 26, 0, time.UTC)

const manifest = "assets/asset_manifest.toml"

// plainRun is a run of which nothing is known but its files.
func plainRun() *Run {
	return &Run{
		Version: "1.2.3", Command: "fetch",
		Manifest: manifest, OutputDir: "assets/_downloaded", LockFile: "assets/asset_manifest.lock",
		AttributionFile: "assets/_downloaded/ATTRIBUTION.txt", ReportFile: "fetch-assets-report.json",
		Concurrency: 8, Started: start, Ended: start.Add(4200 * time.Millisecond), Resolved: 2,
	}
}

// one is an asset of one file.
func one(handle, provider, license string, line int, res fetch.Result) Asset {
	f := asset.File{Key: "model", Path: provider + "/" + handle + "/" + handle + "_model.glb", Size: res.File.Size}
	res.File = f
	return Asset{
		Asset: asset.Asset{
			Handle: handle, Provider: provider, Kind: asset.Model, ID: handle + "-id",
			Pos:    asset.Position{File: manifest, Line: line, Column: 1},
			Credit: asset.Credit{Title: "The " + handle, License: license, Authors: []asset.Author{{Name: "Ann Author"}}, SourceURL: "https://example.org/" + handle},
			Files:  []asset.File{f},
		},
		Results: []fetch.Result{res},
	}
}

// came is the result of a download that began and ended so many milliseconds
// after the start of the run.
func came(size int64, from, to int) fetch.Result {
	return fetch.Result{
		File: asset.File{Size: size}, Status: fetch.Downloaded, Received: size, Attempts: 1,
		Start: start.Add(time.Duration(from) * time.Millisecond), End: start.Add(time.Duration(to) * time.Millisecond),
	}
}

func was(status fetch.Status, size int64) fetch.Result {
	return fetch.Result{File: asset.File{Size: size}, Status: status}
}

func broke(err error, from, to int) fetch.Result {
	r := came(0, from, to)
	r.Status, r.Err, r.Attempts = fetch.Failed, err, 1
	return r
}

func passRun() *Run {
	r := plainRun()
	r.LockChanged, r.CreditsChanged = true, true
	r.Assets = []Asset{
		one("robot", "polypizza", "CC-BY-3.0", 4, came(4<<20, 100, 2100)),
		one("door_slam", "opengameart", "CC0-1.0", 12, came(200<<10, 110, 700)),
		one("ship", "polyhaven", "CC0-1.0", 20, was(fetch.Cached, 12345678)),
		one("tiles", "kenney", "CC0-1.0", 28, was(fetch.Current, 999)),
	}
	r.Waits = []Wait{{Handle: "robot", Key: "model", Host: "static.poly.pizza", Reason: "429 Too Many Requests", Duration: 1500 * time.Millisecond}}
	return r
}

func warmRun() *Run {
	r := plainRun()
	r.Resolved = 0
	r.Assets = []Asset{one("ship", "polyhaven", "CC0-1.0", 20, was(fetch.Current, 12345678))}
	return r
}

func warnRun() *Run {
	r := passRun()
	r.Findings = []asset.Finding{{
		Rule: "exception-unused", Severity: asset.Warning, Pos: asset.Position{File: manifest, Line: 7},
		Text: `exception for "old_*" lets nothing through`, Remedy: "remove it",
	}, {Rule: "provider-fallback", Severity: asset.Notice, Handle: "ship", Pos: asset.Position{File: manifest, Line: 22}, Text: `"8k" is not on offer, "4k" was taken`}}
	return r
}

func failRun() *Run {
	r := passRun()
	r.Assets = append(r.Assets,
		one("ghost", "url", "MIT", 36, broke(errors.New("model: GET https://example.org/ghost.glb: 404 Not Found"), 50, 300)),
		one("changed", "url", "MIT", 44, broke(fmt.Errorf("model: %w", &fetch.MismatchError{WantSize: 2, GotSize: 3}), 50, 900)),
	)
	return r
}

func licenseRun() *Run {
	r := plainRun()
	r.Ended = start.Add(300 * time.Millisecond)
	a := one("bad_song", "opengameart", "GPL-2.0-only", 4, fetch.Result{})
	a.Results = nil
	r.Assets = []Asset{a}
	r.Findings = []asset.Finding{{
		Rule: "license-denied", Severity: asset.Error, Handle: "bad_song", License: "GPL-2.0-only",
		Pos:  asset.Position{File: manifest, Line: 9, Column: 11},
		Text: `licence "GPL-2.0-only" is not allowed`, Remedy: "choose another asset, or allow the group copyleft-code",
	}}
	return r
}

func interruptedRun() *Run {
	r := passRun()
	r.Interrupted, r.Err = true, context.Canceled
	r.Assets = append(r.Assets, one("late", "url", "MIT", 36, broke(fmt.Errorf("model: %w", context.Canceled), 50, 300)))
	return r
}

// hostile are texts that try to be something else.
var hostile = []string{
	"::set-output name=verdict::pass",
	"\n::error file=x::forged\n",
	"##[error]forged", "##vso[task.complete]", "####[",
	"\x1b[2J\x1b[31mred\x1b[0m", "\x1b]8;;https://evil.example\x07link\x1b]8;;\x07", "\x9b31m",
	"| a | b |\n| --- |", "`code` ``` ~~~", "</details></table><script>alert(1)</script>",
	"![x](https://evil.example/x.png)", "[x](javascript:alert(1))", "https://evil.example www.evil.example a@evil.example",
	"@maintainer please #1 <!-- hidden", "\u202egnp.exe\u2066", "a\u0000b\rc\u2028d\u2029e",
	"x\nverdict<<_GitHubActionsFileCommandDelimeter_\npass\n_GitHubActionsFileCommandDelimeter_",
	"```\n```mermaid\npie", `a" : 5`, "section evil :a, 1, 2", "%%{init: {}}%%", "a;b#35;c", "$x$ $$y$$",
	"z\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "\ufeff\u200b\u3164\u115f", "\xff\xfe bytes",
	strings.Repeat("long ", 250_000),
}
