package fetch_test

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// audit fails the test unless the output holds exactly the files whose results
// say so, each with its own content, and neither folder holds litter.
func (r *rig) audit(t *testing.T, results []fetch.Result, bodies map[string][]byte) {
	t.Helper()
	r.close(t) // what is left by then stays
	t.Cleanup(func() { r.Output, r.Store = nil, nil })
	var placed, want []string
	walk(t, r.out(""), func(name string) {
		placed = append(placed, name)
		if got := readFile(t, r.out(name)); !bytes.Equal(got, bodies[name]) {
			t.Errorf("%s has %d wrong bytes under its final name", name, len(got))
		}
	})
	for _, res := range results {
		if res.Err == nil && res.File.Digest != asset.SumSHA256(bodies[res.File.Path]) {
			t.Errorf("%s is reported as %s", res.File.Path, res.File.Digest)
		}
		if res.Err == nil {
			want = append(want, res.File.Path)
		}
	}
	slices.Sort(want)
	if !slices.Equal(placed, want) {
		t.Errorf("the output holds %q, want %q", placed, want)
	}
	auditCache(t, filepath.Join(r.dir, "cache"))
}

// auditCache fails the test unless every blob is what it is named for, and what
// is unfinished has all that is needed to go on with it.
func auditCache(t *testing.T, cache string) {
	t.Helper()
	walk(t, cache, func(name string) {
		dir, base := path.Split(name)
		switch {
		case strings.HasPrefix(base, ".fetch-assets-"), strings.HasPrefix(dir, "tmp/"), strings.HasPrefix(dir, "corrupt/"):
			t.Errorf("%s is left in the cache", name)
		case strings.HasPrefix(dir, "sha256/"):
			if got := asset.SumSHA256(readFile(t, filepath.Join(cache, name))).Hex(); got != base {
				t.Errorf("the blob %s holds %s", base, got)
			}
		case dir == "partial/" && path.Ext(base) == "":
			if _, err := os.Stat(filepath.Join(cache, name+".json")); err != nil {
				t.Errorf("the partial %s has no state: %v", base, err)
			}
		}
	})
}

func readFile(tb testing.TB, name string) []byte {
	tb.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}
