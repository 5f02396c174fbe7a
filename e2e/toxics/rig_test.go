package toxics

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/fetch/store"
	"github.com/astraweave/fetch-assets/internal/httpx"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// rig fetches small and large files through a proxy, some with a known digest.
type rig struct {
	*fetch.Fetcher
	*proxy
	dir    string
	reqs   []fetch.Request
	bodies map[string][]byte
	total  int64
}

const stallTime = 700 * time.Millisecond

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{Fetcher: &fetch.Fetcher{}, proxy: startProxy(t), dir: t.TempDir(), bodies: map[string][]byte{}}
	r.Client = httpx.New(httpx.Options{Stall: stallTime, Sleep: func(ctx context.Context, _ time.Duration) error {
		return context.Cause(ctx)
	}})
	t.Cleanup(r.Client.Close)
	var err error
	if r.Store, err = store.Open(filepath.Join(r.dir, "cache"), store.Options{}); err != nil {
		t.Fatal(err)
	}
	if r.Output, err = store.OpenOutput(filepath.Join(r.dir, "out")); err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		r.add(i)
	}
	return r
}

func (r *rig) add(i int) {
	n := 2_000 + i
	if i%4 == 0 {
		n = 800_000 + i
	}
	body := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{byte(i)}).Read(body) // never fails
	name := fmt.Sprintf("%02d.bin", i)
	r.origin.Add("/"+name, origin.File{Body: body})
	file := asset.File{Key: name, URL: r.url("/" + name), Path: name}
	if i%2 == 0 {
		file.Digest = asset.SumSHA256(body)
	}
	r.reqs = append(r.reqs, fetch.Request{Handle: "toxic", File: file})
	r.bodies[name] = body
	r.total += int64(n)
}

// healAtFirstRetry makes the connections good once something has gone wrong.
func (r *rig) healAtFirstRetry() {
	var once sync.Once
	r.Observe = func(e fetch.Event) {
		if e.Kind == fetch.Waiting || e.Kind == fetch.Retrying {
			once.Do(r.heal)
		}
	}
}

// bounded fails the test for more requests than four a file and what is split,
// or for more bytes than those of the files and what was on its way.
func (r *rig) bounded(t *testing.T, results []fetch.Result) {
	t.Helper()
	var received int64
	failures := 0
	for i := range results {
		received += results[i].Received
		if results[i].Err != nil {
			failures++
		}
	}
	t.Logf("%d of %d files failed; %d requests, %d bytes received for %d", failures, len(results), r.origin.Requests(), received, r.total)
	if limit := len(results) * (1 + fetch.DefaultRetries) * 2; r.origin.Requests() > limit {
		t.Errorf("%d requests, want %d at most", r.origin.Requests(), limit)
	}
	if received > r.total*3/2 {
		t.Errorf("%d bytes received for files of %d", received, r.total)
	}
}

// audit fails the test unless the output holds the files that are reported as
// right, and nothing else, and neither folder holds litter.
func (r *rig) audit(t *testing.T, results []fetch.Result) {
	t.Helper()
	if err := r.Output.Close(); err != nil {
		t.Error(err)
	}
	if err := r.Store.Close(); err != nil {
		t.Error(err)
	}
	right := map[string]bool{}
	for _, res := range results {
		right[res.File.Path] = res.Err == nil
		got, err := os.ReadFile(filepath.Join(r.dir, "out", res.File.Path))
		if res.Err == nil && (err != nil || !bytes.Equal(got, r.bodies[res.File.Path])) {
			t.Errorf("%s has %d wrong bytes under its final name (%v)", res.File.Path, len(got), err)
		}
	}
	err := filepath.WalkDir(r.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		base, dir := filepath.Base(name), filepath.Base(filepath.Dir(name))
		if strings.HasPrefix(base, ".fetch-assets-") || dir == "tmp" || dir == "corrupt" || dir == "out" && !right[base] {
			t.Errorf("%s is left", name)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
