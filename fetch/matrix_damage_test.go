package fetch_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// damaged is a project with some files in place and some half-fetched.
type damaged struct {
	*rig
	reqs   []fetch.Request
	bodies map[string][]byte
}

func newDamaged(t *testing.T) *damaged {
	t.Helper()
	d := &damaged{rig: newRig(t, origin.Options{}), bodies: map[string][]byte{}}
	d.Retries = -1
	for i := range 24 {
		name := fmt.Sprintf("%02d.bin", i)
		body := bytesOf(byte(i), 5_000+1_000*i)
		req := d.add(name, body)
		req.File.Digest = asset.SumSHA256(body)
		d.reqs, d.bodies[name] = append(d.reqs, req), body
		if i%4 == 0 {
			d.origin.Inject(origin.Rule{Path: "/" + name}, origin.Truncate(2_000))
		}
	}
	d.Fetch(t.Context(), d.reqs)
	d.close(t)
	d.origin.Heal()
	d.origin.Reset()
	return d
}

// Bytes that turn over in the cache are found out when they matter: the file is
// fetched again, and nothing wrong is placed or kept.
func TestMatrixStoreDamaged(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			d := newDamaged(t)
			flips := d.flip(t, rand.New(rand.NewPCG(seed, 1)))
			if err := os.RemoveAll(d.out("")); err != nil { // so that the cache is needed
				t.Fatal(err)
			}
			d.openAt(t, filepath.Join(d.dir, "cache"), filepath.Join(d.dir, "out"))
			results := d.Fetch(t.Context(), d.reqs)
			for _, res := range results {
				wantStatusOf(t, res)
			}
			t.Logf("%d files of the cache were damaged: %d requests", flips, d.origin.Requests())
			d.auditDamaged(t, results)
		})
	}
}

// flip turns bits over in half of the cache's files: blobs, unfinished
// downloads, their states and the index.
func (d *damaged) flip(t *testing.T, random *rand.Rand) int {
	t.Helper()
	flips := 0
	cache := filepath.Join(d.dir, "cache")
	walk(t, cache, func(name string) {
		path := filepath.Join(cache, name)
		body := readFile(t, path)
		if len(body) == 0 || random.IntN(2) == 0 {
			return
		}
		flips++
		for range 1 + random.IntN(3) {
			body[random.IntN(len(body))] ^= 1 << random.IntN(8)
		}
		write(t, path, body)
		old := time.Now().Add(-time.Hour) // long enough ago for its looks to be trusted
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	})
	return flips
}

// auditDamaged is audit for a cache whose damaged blobs are kept aside.
func (d *damaged) auditDamaged(t *testing.T, results []fetch.Result) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(d.dir, "cache", "corrupt")); err != nil {
		t.Fatal(err)
	}
	d.audit(t, results, d.bodies)
}

func wantStatusOf(t *testing.T, res fetch.Result) {
	t.Helper()
	if res.Err != nil {
		t.Errorf("%s: %v", res.File.Path, res.Err)
	}
}

// A cache that somebody takes away while a run uses it costs the files that are
// under way, on a connection or waiting for one, and where it goes bit by bit,
// some of those that begin meanwhile. They say so, and the next run brings them.
func TestMatrixCacheDeletedMeanwhile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		after int // events
		take  func(cache string) error
		most  int // failures
	}{
		{"moved at once", 1, moveAway, 2 * fetch.DefaultConcurrency},
		{"moved soon", 20, moveAway, 2 * fetch.DefaultConcurrency},
		{"moved later", 60, moveAway, 2 * fetch.DefaultConcurrency},
		{"deleted soon", 5, os.RemoveAll, 3 * fetch.DefaultConcurrency},
		{"deleted later", 90, os.RemoveAll, 3 * fetch.DefaultConcurrency},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, origin.Options{Shape: origin.Shape{Latency: 2 * time.Millisecond, Rate: 8 << 20}})
			bodies := map[string][]byte{}
			var reqs []fetch.Request
			for i := range 100 {
				name := fmt.Sprintf("%02d.bin", i)
				bodies[name] = bytesOf(byte(i), 1_000+i*300+(i%10/9)*600_000)
				reqs = append(reqs, r.add(name, bodies[name]))
			}
			progress := 0
			r.Observe = func(fetch.Event) {
				r.mu.Lock()
				defer r.mu.Unlock()
				if progress++; progress == tt.after {
					_ = tt.take(filepath.Join(r.dir, "cache")) // what is being made meanwhile may stay
				}
			}
			results := r.Fetch(t.Context(), reqs)
			failures := 0
			for _, res := range results {
				if res.Err != nil {
					failures++
					t.Log(res.Err)
				}
			}
			if failures > tt.most {
				t.Errorf("%d of %d files failed, want only what was under way", failures, len(results))
			}
			r.audit(t, results, bodies)
			r.reopenClosed(t)
			results = r.Fetch(t.Context(), reqs)
			for _, res := range results {
				wantStatusOf(t, res)
			}
			r.audit(t, results, bodies)
		})
	}
}

func moveAway(cache string) error { return os.Rename(cache, cache+".gone") }

func (r *rig) reopenClosed(t *testing.T) {
	t.Helper()
	r.openAt(t, filepath.Join(r.dir, "cache"), filepath.Join(r.dir, "out"))
}
