package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

var someRules = []Rule{
	{ID: "license-denied", Severity: asset.Error, Short: "the policy does not allow the licence", Full: "nobody may ship it.", Help: "Choose another asset, or allow `it`."},
	{ID: "exception-unused", Severity: asset.Warning, Short: "an exception of the policy lets nothing through"},
}

// sarif is what SARIF writes, and the same as far as a test looks at it.
func sarif(t *testing.T, r *Run, o SARIFOptions) (string, sarifRun) {
	t.Helper()
	var b bytes.Buffer
	if err := SARIF(&b, r, o); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	return b.String(), log.Runs[0]
}

func TestSARIF(t *testing.T) {
	t.Parallel()
	r := failRun()
	r.Findings = slices.Concat(warnRun().Findings, licenseRun().Findings)
	got, _ := sarif(t, r, SARIFOptions{Rules: someRules})
	golden(t, "report.sarif", got)
	again, _ := sarif(t, r, SARIFOptions{Rules: someRules})
	if got != again {
		t.Error("the same run gives other bytes")
	}
	empty, _ := sarif(t, &Run{}, SARIFOptions{})
	golden(t, "report-empty.sarif", empty)
}

func TestSARIFRulesAreWhereResultsSay(t *testing.T) {
	t.Parallel()
	r := failRun()
	r.Findings = warnRun().Findings
	_, run := sarif(t, r, SARIFOptions{Rules: someRules})
	if len(run.Results) != 4 {
		t.Errorf("%d results, want 4", len(run.Results))
	}
	for _, res := range run.Results {
		if rule := run.Tool.Driver.Rules[res.RuleIndex]; rule.ID != res.RuleID {
			t.Errorf("result of %s points to rule %s", res.RuleID, rule.ID)
		}
	}
}

func TestFingerprintsStayWhenLinesMove(t *testing.T) {
	t.Parallel()
	prints := func(shift int, change func(*asset.Finding)) []string {
		r := plainRun()
		for i, handle := range []string{"a", "b", "b", "", ""} {
			f := asset.Finding{Rule: "x", Severity: asset.Error, Handle: handle, License: "MIT", Text: fmt.Sprint("wrong ", i), Pos: asset.Position{File: manifest, Line: 10*i + shift}}
			change(&f)
			r.Findings = append(r.Findings, f)
		}
		_, run := sarif(t, r, SARIFOptions{})
		var all []string
		for _, res := range run.Results {
			all = append(all, res.Fingerprints[fingerprint])
		}
		return all
	}
	same := func(*asset.Finding) {}
	before := prints(1, same)
	if diff := cmp.Diff(before, prints(8, same)); diff != "" {
		t.Errorf("fingerprints moved with the lines: %s", diff)
	}
	seen := map[string]bool{}
	for _, p := range before {
		if p == "" || seen[p] {
			t.Errorf("fingerprint %q is not one result's own in %q", p, before)
		}
		seen[p] = true
	}
	for name, change := range map[string]func(*asset.Finding){
		"rule":    func(f *asset.Finding) { f.Rule = "y" },
		"licence": func(f *asset.Finding) { f.License = "X11" },
		"handle":  func(f *asset.Finding) { f.Handle += "2" },
	} {
		for i, p := range prints(1, change) {
			if p == before[i] {
				t.Errorf("another %s leaves fingerprint %d as it was", name, i)
			}
		}
	}
}

func TestSARIFLocations(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, uri, base string }{
		{"plain", "assets/a.toml", "assets/a.toml", "%SRCROOT%"},
		{"spaces and signs", "my assets/50% #1.toml", "my%20assets/50%25%20%231.toml", "%SRCROOT%"},
		{"colon", "a:b.toml", "./a:b.toml", "%SRCROOT%"},
		{"outside", "../other/a.toml", "../other/a.toml", ""},
		{"absolute", "/srv/my a.toml", "file:///srv/my%20a.toml", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := &Run{Findings: []asset.Finding{{Rule: "x", Severity: asset.Error, Pos: asset.Position{File: "in"}}}}
			_, run := sarif(t, r, SARIFOptions{Locate: func(string) string { return filepath.FromSlash(tt.file) }})
			got := run.Results[0].Locations[0].Physical
			if want := (sarifArtifact{tt.uri, tt.base}); got.Artifact != want || got.Region != nil {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestSARIFOfHostileText(t *testing.T) {
	t.Parallel()
	got, run := sarif(t, evilReview(len(hostile)), SARIFOptions{})
	if len(run.Results) != len(hostile) {
		t.Errorf("%d results for %d findings", len(run.Results), len(hostile))
	}
	for _, bad := range []string{"##", "\x1b", "\u202e", "\n::"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q came through", bad)
		}
	}
}
