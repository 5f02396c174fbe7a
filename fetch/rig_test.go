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

func newRig(tb testing.TB, o origin.Options) *rig {
	tb.Helper()
	r := &rig{origin: startOrigin(tb, o), dir: tb.TempDir()}
	r.Fetcher = &fetch.Fetcher{Observe: r.note}
	r.Client = r.client(tb, httpx.Options{})
	r.reopen(tb)
	return r
}

func startOrigin(tb testing.TB, o origin.Options) *origin.Origin {
	tb.Helper()
	server, err := origin.Start(o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { server.Close() })
	return server
}

// client makes a client that notes its waits instead of waiting.
func (r *rig) client(tb testing.TB, o httpx.Options) *httpx.Client {
	o.Sleep = func(ctx context.Context, d time.Duration) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.waits = append(r.waits, d)
		return context.Cause(ctx)
	}
	o.RootCAs = r.origin.Pool()
	c := httpx.New(o)
	tb.Cleanup(c.Close)
	return c
}

func (r *rig) note(e fetch.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
}

// reopen does what a new process would: the folders stay, all else is fresh.
func (r *rig) reopen(tb testing.TB) {
	tb.Helper()
	if r.Store != nil {
		r.close(tb)
	}
	r.openAt(tb, filepath.Join(r.dir, "cache"), filepath.Join(r.dir, "out"))
}

func (r *rig) openAt(tb testing.TB, cache, output string) {
	tb.Helper()
	var err error
	if r.Store, err = store.Open(cache, store.Options{}); err != nil {
		tb.Fatal(err)
	}
	if r.Output, err = store.OpenOutput(output); err != nil {
		tb.Fatal(err)
	}
	st, out := r.Store, r.Output
	tb.Cleanup(func() { out.Close(); st.Close() })
}

func (r *rig) close(tb testing.TB) {
	tb.Helper()
	if err := r.Output.Close(); err != nil {
		tb.Error(err)
	}
	if err := r.Store.Close(); err != nil {
		tb.Error(err)
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

func (r *rig) one(tb testing.TB, req fetch.Request) fetch.Result {
	tb.Helper()
	return r.Fetch(tb.Context(), []fetch.Request{req})[0]
}

func (r *rig) out(rel string) string { return filepath.Join(r.dir, "out", filepath.FromSlash(rel)) }

// wantFile fails the test unless the output has exactly that content.
func (r *rig) wantFile(tb testing.TB, rel string, want []byte) {
	tb.Helper()
	got, err := os.ReadFile(r.out(rel))
	if err != nil {
		tb.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		tb.Errorf("%s has %d bytes that differ from the %d wanted", rel, len(got), len(want))
	}
}

// wantClean fails the test unless the output holds exactly the files named, and
// nothing half-written anywhere.
func (r *rig) wantClean(tb testing.TB, names ...string) {
	tb.Helper()
	var got []string
	walk(tb, r.out(""), func(name string) { got = append(got, name) })
	if strings.Join(got, " ") != strings.Join(names, " ") {
		tb.Errorf("the output holds %q, want %q", got, names)
	}
}

func walk(tb testing.TB, dir string, f func(name string)) {
	tb.Helper()
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
		tb.Fatal(err)
	}
}

// partials are the names of the unfinished downloads in the store.
func (r *rig) partials(tb testing.TB) []string {
	tb.Helper()
	var out []string
	walk(tb, filepath.Join(r.dir, "cache", "partial"), func(name string) {
		if filepath.Ext(name) == "" {
			out = append(out, name)
		}
	})
	return out
}

func wantStatus(tb testing.TB, res fetch.Result, want fetch.Status) {
	tb.Helper()
	if res.Status != want {
		tb.Fatalf("status = %q (%v), want %q", res.Status, res.Err, want)
	}
}

// wantError fails the test unless the request failed for a reason with all texts.
func wantError(tb testing.TB, res fetch.Result, texts ...string) {
	tb.Helper()
	wantStatus(tb, res, fetch.Failed)
	for _, text := range texts {
		if !strings.Contains(res.Err.Error(), text) {
			tb.Errorf("error = %q, want it to say %q", res.Err, text)
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

// cancelAt fetches until so many bytes are there.
func (r *rig) cancelAt(tb testing.TB, req fetch.Request, there int64) {
	tb.Helper()
	ctx, cancel := context.WithCancel(tb.Context())
	defer cancel()
	r.Observe = func(e fetch.Event) {
		if e.Kind == fetch.Progress && e.Bytes >= there {
			cancel()
		}
	}
	if res := r.Fetch(ctx, []fetch.Request{req})[0]; res.Status != fetch.Failed {
		tb.Fatalf("it was %s before it could be cancelled", res.Status)
	}
	r.Observe = r.note
}

// scramble writes over every second stretch of a file.
func scramble(tb testing.TB, path string, stretch int64) {
	tb.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil {
		tb.Fatal(err)
	}
	for at := stretch; at < fi.Size(); at += 2 * stretch {
		if _, err := f.WriteAt([]byte("scrambled"), at); err != nil {
			tb.Fatal(err)
		}
	}
}
