package fetch_test

import (
	"bytes"
	"context"
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

// rig is a fetcher with folders of its own and an origin to fetch from. It does
// not really wait before retries.
type rig struct {
	*fetch.Fetcher
	origin *origin.Origin
	dir    string // holds the folders out and cache

	mu     sync.Mutex
	waits  []time.Duration
	events []fetch.Event
}

func newRig(t testing.TB, o origin.Options) *rig {
	t.Helper()
	r := &rig{origin: startOrigin(t, o), dir: t.TempDir()}
	r.Fetcher = &fetch.Fetcher{Observe: r.note}
	r.Client = r.client(t, httpx.Options{})
	r.reopen(t)
	return r
}

func startOrigin(t testing.TB, o origin.Options) *origin.Origin {
	t.Helper()
	server, err := origin.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

// client makes a client that notes its waits instead of waiting.
func (r *rig) client(t testing.TB, o httpx.Options) *httpx.Client {
	o.Sleep = func(ctx context.Context, d time.Duration) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.waits = append(r.waits, d)
		return context.Cause(ctx)
	}
	o.RootCAs = r.origin.Pool()
	c := httpx.New(o)
	t.Cleanup(c.Close)
	return c
}

func (r *rig) note(e fetch.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
}

// reopen does what a new process would: the folders stay, all else is fresh.
func (r *rig) reopen(t testing.TB) {
	t.Helper()
	if r.Store != nil {
		r.close(t)
	}
	var err error
	if r.Store, err = store.Open(filepath.Join(r.dir, "cache"), store.Options{}); err != nil {
		t.Fatal(err)
	}
	if r.Output, err = store.OpenOutput(filepath.Join(r.dir, "out")); err != nil {
		t.Fatal(err)
	}
	st, out := r.Store, r.Output
	t.Cleanup(func() { out.Close(); st.Close() })
}

func (r *rig) close(t testing.TB) {
	t.Helper()
	if err := r.Output.Close(); err != nil {
		t.Error(err)
	}
	if err := r.Store.Close(); err != nil {
		t.Error(err)
	}
}

// add serves a body and returns a request for it.
func (r *rig) add(path string, body []byte) fetch.Request {
	r.origin.Add("/"+path, origin.File{Body: body})
	return r.request(path)
}

func (r *rig) request(path string) fetch.Request {
	return fetch.Request{Handle: "asset", File: asset.File{Key: "key", URL: r.origin.URL("/" + path), Path: path}}
}

func (r *rig) one(t testing.TB, req fetch.Request) fetch.Result {
	t.Helper()
	return r.Fetch(t.Context(), []fetch.Request{req})[0]
}

func (r *rig) out(rel string) string { return filepath.Join(r.dir, "out", filepath.FromSlash(rel)) }

// wantFile fails the test unless the output has exactly that content.
func (r *rig) wantFile(t testing.TB, rel string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(r.out(rel))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has %d bytes that differ from the %d wanted", rel, len(got), len(want))
	}
}

// wantClean fails the test unless the output holds exactly the files named, and
// nothing half-written anywhere.
func (r *rig) wantClean(t testing.TB, names ...string) {
	t.Helper()
	var got []string
	walk(t, r.out(""), func(name string) { got = append(got, name) })
	if strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("the output holds %q, want %q", got, names)
	}
}

func walk(t testing.TB, dir string, f func(name string)) {
	t.Helper()
	if _, err := os.Stat(dir); os.IsNotExist(err) {
		return
	}
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, p)
			f(filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// partials are the names of the unfinished downloads in the store.
func (r *rig) partials(t testing.TB) []string {
	t.Helper()
	var out []string
	walk(t, filepath.Join(r.dir, "cache", "partial"), func(name string) {
		if filepath.Ext(name) == "" {
			out = append(out, name)
		}
	})
	return out
}

func wantStatus(t testing.TB, res fetch.Result, want fetch.Status) {
	t.Helper()
	if res.Status != want {
		t.Fatalf("status = %q (%v), want %q", res.Status, res.Err, want)
	}
}

// wantError fails the test unless the request failed for a reason with all texts.
func wantError(t testing.TB, res fetch.Result, texts ...string) {
	t.Helper()
	wantStatus(t, res, fetch.Failed)
	for _, text := range texts {
		if !strings.Contains(res.Err.Error(), text) {
			t.Errorf("error = %q, want it to say %q", res.Err, text)
		}
	}
}

// bytesOf makes content that is different for each seed.
func bytesOf(seed byte, n int) []byte {
	b := make([]byte, n)
	x := uint32(seed) + 1
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = byte(x >> 24)
	}
	return b
}
