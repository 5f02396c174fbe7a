package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// workshop is a lab in which this test binary plays the programs.
func workshop(t *testing.T, clients string, rounds int) *lab {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	set := settings{rounds: rounds, client: regexp.MustCompile(clients), profile: t.TempDir()}
	return &lab{set: set, self: self, work: t.TempDir(), path: os.Getenv("PATH"), log: t.Output()}
}

func TestRunScenario(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name     string
		scenario scenario
		clients  string
		rounds   int
		requests map[string]int
	}{
		{"plain", scenario{}, "^(fetch-assets|go-getter)$", 2, map[string]int{ours: 3, goGetter: 6}},
		{"tls", scenario{tls: true}, "^(fetch-assets|go-getter)$", 1, map[string]int{ours: 3, goGetter: 6}},
		{"warm", scenario{kind: warm}, "^fetch-assets$", 1, map[string]int{ours: 0}},
		{"verify", scenario{kind: verify}, "^fetch-assets verify$", 1, map[string]int{oursVerify: 0}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tc.scenario.sizes = []int64{1, 70 * kib, mib}
			o, err := workshop(t, tc.clients, tc.rounds).runScenario(t.Context(), tc.scenario)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for _, r := range o.results {
				if len(r.samples) != tc.rounds || r.note != "" {
					t.Fatalf("%s: %d samples, %q", r.client.name, len(r.samples), r.note)
				}
				got[r.client.name] = r.summarise().requests
			}
			if diff := cmp.Diff(tc.requests, got); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// A client that leaves wrong bytes, or that fails, is not in the comparison.
func TestRunScenarioFailures(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, line, want string }{
		{"wrong bytes", "mkdir out && echo wrong >out/f00000.bin", "failed: out/f00000.bin has other bytes"},
		{"nothing", "true", "no such file"},
		{"exit code", "echo sorry >&2; exit 3", "failed: exit code 3: sorry"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := workshop(t, "", 1)
			s := scenario{sizes: []int64{100}}
			at, err := serve(t.Context(), s, l.work)
			if err != nil {
				t.Fatal(err)
			}
			defer at.close()
			r := result{client: client{name: "bad", path: peerPath, command: func(job) ([]string, error) { return shell(tc.line), nil }}}
			if err := (&trial{lab: l, scenario: s, site: at}).sample(t.Context(), &r); err != nil {
				t.Fatal(err)
			}
			if len(r.samples) != 0 || !strings.Contains(r.note, tc.want) {
				t.Errorf("%d samples, note %q, want %q", len(r.samples), r.note, tc.want)
			}
		})
	}
}

func TestNote(t *testing.T) {
	t.Parallel()
	refused := &failure{2, "no such flag"}
	if got := note(client{own: true}, refused); got != "not yet" {
		t.Errorf("fetch-assets refused a flag: %q", got)
	}
	if got := note(client{}, refused); got != "failed: exit code 2: no such flag" {
		t.Errorf("a peer refused a flag: %q", got)
	}
}

// Profiles are what -profile is for.
func TestProfiles(t *testing.T) {
	t.Parallel()
	l := workshop(t, "^fetch-assets$", 2)
	if _, err := l.runScenario(t.Context(), scenario{sizes: []int64{9}}); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(l.set.profile, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i] = filepath.Base(files[i])
	}
	want := []string{"001-fetch.allocs", "001-fetch.cpu", "002-fetch.allocs", "002-fetch.cpu"}
	if !slices.Equal(files, want) {
		t.Errorf("profiles %q, want %q", files, want)
	}
}
