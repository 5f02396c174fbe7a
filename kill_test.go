package main

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"
)

const (
	kills      = 200
	killChains = 4 // each with an origin of its own
)

// TestKill kills the real program at random moments, again and again on the same
// folders. Whatever the moment, the next run goes on from there: no final name
// ever holds anything wrong, nothing is fetched again but what was under way,
// and a run that is let finish leaves no trace of the others.
func TestKill(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		pinned bool // the manifest says the SHA-256 of every file
	}{
		{"pinned", true},
		{"new", false},
	}
	for _, tt := range tests {
		for chain := range killChains / len(tests) {
			t.Run(tt.name+" "+string('a'+rune(chain)), func(t *testing.T) {
				t.Parallel()
				killChain(t, tt.pinned, uint64(chain))
			})
		}
	}
}

// killChain lets one run finish, then kills runs. Folders in which one comes to
// its end before it is killed have served their time.
func killChain(t *testing.T, pinned bool, seed uint64) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 9))
	f := newFiles(t, pinned)
	v := newVictim(t, f)
	v.start(t)
	v.finish(t)
	var total tally
	for total.kills+v.cost.kills < kills/killChains {
		if v.done {
			total.add(v.cost)
			v = newVictim(t, f)
		}
		v.start(t)
		v.killBefore(t, random.Float64())
	}
	if !v.done {
		v.start(t)
		v.finish(t)
	}
	total.add(v.cost)
	t.Logf("a run takes %s; %s", f.fresh.Round(time.Millisecond), total)
}

// A process that is killed while it replaces a file leaves the new one beside
// it, under a name of its own. The runs that come later take it away.
func TestKillLeftovers(t *testing.T) {
	t.Parallel()
	f := newFiles(t, false)
	v := newVictim(t, f)
	v.start(t)
	v.finish(t)
	old := time.Now().Add(-48 * time.Hour)
	for _, dir := range []string{"assets", "assets/_downloaded", ".asset_cache", ".asset_cache/partial"} {
		name := dir + "/.fetch-assets-ABCDEFGHIJKLMNOPQRSTUVWXYZ.tmp"
		v.write(t, name, "half of som")
		if err := os.Chtimes(v.path(name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(v.path("assets/_downloaded/url/f000/f000_other.bin")); err != nil { // something to do
		t.Fatal(err)
	}
	v.start(t)
	v.finish(t)
}
