package report

import (
	"errors"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

func TestVerdictAndReason(t *testing.T) {
	t.Parallel()
	finding := func(rule string, s asset.Severity) *Run {
		r := passRun()
		r.Findings = []asset.Finding{{Rule: rule, Severity: s}}
		return r
	}
	network := passRun()
	network.Assets[0].Err = errors.New("500")
	cause := passRun()
	cause.Cause = Lock
	tests := []struct {
		name    string
		run     *Run
		verdict Verdict
		reason  Reason
	}{
		{"nothing", &Run{}, Pass, ""},
		{"pass", passRun(), Pass, ""},
		{"notice", finding("license-x", asset.Notice), Pass, ""},
		{"warning", finding("license-x", asset.Warning), Warn, ""},
		{"licence", finding("license-denied", asset.Error), Fail, License},
		{"policy itself", finding("policy", asset.Error), Fail, Manifest},
		{"manifest", finding("manifest", asset.Error), Fail, Manifest},
		{"lock", finding("lock-stale", asset.Error), Fail, Lock},
		{"network", network, Fail, Network},
		{"mismatch", failRun(), Fail, Integrity},
		{"interrupted", interruptedRun(), Fail, ""},
		{"given", cause, Fail, Lock},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.run.Verdict(); got != tt.verdict {
				t.Errorf("verdict %q, want %q", got, tt.verdict)
			}
			if got := tt.run.Reason(); got != tt.reason {
				t.Errorf("reason %q, want %q", got, tt.reason)
			}
		})
	}
}

func TestTotals(t *testing.T) {
	t.Parallel()
	r := failRun()
	archive := one("pack", "kenney", "CC0-1.0", 50, came(100, 0, 10))
	archive.Results[0].File.Members = []asset.Member{{Name: "a", Size: 60}, {Name: "b", Size: 70}}
	r.Assets = append(r.Assets, archive)
	want := Totals{
		Total: 7, Downloaded: 3, Cached: 2, Failed: 2, Files: 8,
		Received: 4<<20 + 200<<10 + 100, OnDisk: 4<<20 + 200<<10 + 12345678 + 999 + 130,
	}
	if got := r.Totals(); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestSpeedUp(t *testing.T) {
	t.Parallel()
	r := &Run{Assets: []Asset{
		one("a", "url", "MIT", 1, came(1, 0, 1000)), one("b", "url", "MIT", 1, came(1, 500, 1500)),
		one("c", "url", "MIT", 1, was(fetch.Cached, 5)),
	}}
	if got := r.OneAtATime(); got != 2*time.Second {
		t.Errorf("one at a time %v, want 2s", got)
	}
	if got := r.SpeedUp(); got < 1.33 || got > 1.34 {
		t.Errorf("speed-up %v, want 4/3", got)
	}
	r.Assets = r.Assets[1:]
	if got := r.SpeedUp(); got != 0 {
		t.Errorf("speed-up of one download is %v, want 0", got)
	}
}
