package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/httpx"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// faulty is a file large enough for every fault to hit the middle of it.
var faulty = bytesOf(7, 300_000)

func TestFaultsThatHeal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		effect   origin.Effect
		times    int
		attempts int
		waits    int
	}{
		{"500", origin.Status(500, ""), 1, 2, 1},
		{"503 three times", origin.Status(503, ""), 3, 4, 3},
		{"429", origin.Status(429, ""), 2, 3, 2},
		{"408", origin.Status(408, ""), 1, 2, 1},
		{"reset before the answer", origin.Reset(origin.Before), 3, 4, 3},
		{"reset in the middle", origin.Reset(100_000), 2, 3, 2},
		{"truncated", origin.Truncate(100_000), 2, 3, 2},
		{"truncated in its head", origin.Truncate(100), 1, 2, 1},
		{"empty", origin.Empty(), 1, 2, 1},
		{"more announced than sent", origin.LieLength(10), 1, 3, 1},
		{"stall", origin.Stall(50_000), 1, 2, 1},
		{"stall before the answer", origin.Stall(origin.Before), 1, 2, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, origin.Options{})
			r.Client = r.client(t, httpx.Options{Stall: 300 * time.Millisecond})
			r.Concurrency = 1 // others would help out
			req := r.add("f.bin", faulty)
			r.origin.Inject(origin.Rule{Times: tt.times}, tt.effect)
			res := r.one(t, req)
			wantStatus(t, res, fetch.Downloaded)
			r.wantFile(t, "f.bin", faulty)
			if res.Attempts != tt.attempts || r.origin.Requests() < tt.attempts {
				t.Errorf("%d attempts with %d requests, want %d", res.Attempts, r.origin.Requests(), tt.attempts)
			}
			if len(r.waits) != tt.waits {
				t.Errorf("waited %v, want %d waits", r.waits, tt.waits)
			}
		})
	}
}

func TestFaultsThatStay(t *testing.T) {
	t.Parallel()
	pinned := asset.SumSHA256(faulty)
	tests := []struct {
		name   string
		effect origin.Effect
		edit   func(*asset.File)
		asked  int
		says   []string
	}{
		{"404", origin.Status(404, ""), nil, 1, []string{"404 Not Found", "text/plain", "look the asset up"}},
		{"410", origin.Status(410, ""), nil, 1, []string{"410 Gone"}},
		{"403", origin.Status(403, ""), nil, 1, []string{"403 Forbidden", "account"}},
		{"500", origin.Status(500, ""), nil, 4, []string{"500 Internal Server Error"}},
		{"truncated", origin.Truncate(1000), nil, 4, []string{"before its end"}},
		{"empty", origin.Empty(), nil, 4, []string{"no bytes at all", "status 200"}},
		{"web page for a zip", origin.HTML(), func(f *asset.File) { f.Format = "zip" }, 1,
			[]string{"web page instead of a zip file", "status 200, text/html, from", "<!DOCTYPE html>"}},
		{"web page for a pinned file", origin.HTML(), func(f *asset.File) { f.Digest = pinned }, 1, []string{"web page"}},
		{"web page of another length", origin.HTML(), func(f *asset.File) { f.Digest, f.Size = pinned, 300_000 }, 1, []string{"web page"}},
		{"JSON for a png", origin.Body("application/json", []byte(`{"error":"quota"}`)),
			func(f *asset.File) { f.Format = "png" }, 1, []string{"JSON instead of a png", "quota"}},
		{"LFS pointer", origin.Body("text/plain", []byte("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")),
			nil, 1, []string{"Git LFS pointer"}},
		{"png for a glb", origin.Body("image/png", []byte("\x89PNG\r\n\x1a\n and more")),
			func(f *asset.File) { f.Format = "glb" }, 1, []string{"not a glb file", "looks like a png file", ".PNG"}},
		{"gzip", origin.Gzip(), nil, 1, []string{`encoded as "gzip"`}},
		{"endless with a size", origin.Endless(), func(f *asset.File) { f.Size = 1 << 20 }, 2, []string{"more than the 1048576 bytes"}},
		{"endless without a size", origin.Endless(), nil, 2, []string{"more than the 8388608 bytes"}},
		{"longer than expected", origin.LieLength(0), func(f *asset.File) { f.Size = 299_999 }, 2, []string{"300000 bytes where 299999"}},
		{"chunked and shorter", origin.Chunked(), func(f *asset.File) { f.Size = 300_001 }, 2, []string{"ended after 300000 of 300001 bytes"}},
		{"flipped byte, sha256 known", origin.FlipByte(1234), func(f *asset.File) { f.Digest = pinned }, 2, []string{"sha256", pinned.Hex()}},
		{"redirect to another host", origin.Redirect("http://other.localhost:1/x"), nil, 1, []string{"not one of", "other.localhost"}},
		{"redirect loop", origin.RedirectLoop(), nil, 1, []string{"circle"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, origin.Options{})
			r.MaxBytes = 8 << 20
			r.Concurrency = 1
			req := r.add("f.bin", faulty)
			req.Hosts = []string{"127.0.0.1"}
			if tt.edit != nil {
				tt.edit(&req.File)
			}
			r.origin.Inject(origin.Rule{}, tt.effect)
			res := r.one(t, req)
			wantError(t, res, append(tt.says, `fetching "key" from "http://127.0.0.1:`)...)
			if r.origin.Requests() != tt.asked || res.Attempts != tt.asked {
				t.Errorf("%d requests in %d attempts, want %d: %v", r.origin.Requests(), res.Attempts, tt.asked, res.Err)
			}
			r.wantClean(t)
		})
	}
}

func TestMissingFilesAreToldApart(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	res := r.one(t, r.request("nowhere"))
	var status *httpx.StatusError
	if !errors.Is(res.Err, fs.ErrNotExist) || !errors.As(res.Err, &status) {
		t.Errorf("error = %v, want one that is fs.ErrNotExist and a StatusError", res.Err)
	}
}

func TestMirrorsInTurn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name          string
		effect        origin.Effect
		first, second int // requests
		edit          func(*asset.File)
	}{
		{"gone", origin.Status(404, ""), 1, 1, nil},
		{"down", origin.Status(503, ""), 1, 1, nil},
		{"web page", origin.HTML(), 1, 1, func(f *asset.File) { f.Format = "html5"; f.Digest = asset.SumSHA256(faulty) }},
		{"flipped", origin.FlipByte(9), 1, 1, func(f *asset.File) { f.Digest = asset.SumSHA256(faulty) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, origin.Options{})
			r.Concurrency = 1
			req := r.add("f.bin", faulty)
			r.add("mirror/f.bin", faulty)
			req.File.Mirrors = []string{r.origin.URL("/mirror/f.bin")}
			if tt.edit != nil {
				tt.edit(&req.File)
			}
			r.origin.Inject(origin.Rule{Path: "/f.bin"}, tt.effect)
			wantStatus(t, r.one(t, req), fetch.Downloaded)
			r.wantFile(t, "f.bin", faulty)
			if a, b := r.origin.RequestsTo("/f.bin"), r.origin.RequestsTo("/mirror/f.bin"); a != tt.first || b != tt.second {
				t.Errorf("%d and %d requests, want %d and %d", a, b, tt.first, tt.second)
			}
			if len(r.waits) > 0 {
				t.Errorf("waited %v although there was a mirror to ask", r.waits)
			}
		})
	}
}

func TestAllMirrorsFail(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	req := r.request("a")
	req.File.Mirrors = []string{r.origin.URL("/b"), r.origin.URL("/c")}
	r.origin.Inject(origin.Rule{Path: "/b"}, origin.Status(500, ""))
	res := r.one(t, req)
	wantError(t, res, "/a\": 404", "/b\": 500", "/c\": 404")
	if got := r.origin.Requests(); got != 6 {
		t.Errorf("%d requests, want 6: one for each that is gone, four for the other", got)
	}
}

func TestOneFailureLeavesTheOthers(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	var reqs []fetch.Request
	for i := range 20 {
		reqs = append(reqs, r.add(fmt.Sprint(i), bytesOf(byte(i), 100)))
	}
	r.origin.Inject(origin.Rule{Path: "/7"}, origin.Status(404, ""))
	for i, res := range r.Fetch(t.Context(), reqs) {
		want := fetch.Downloaded
		if i == 7 {
			want = fetch.Failed
		}
		if res.Status != want {
			t.Errorf("status of %d = %q, want %q", i, res.Status, want)
		}
	}
}

func TestFailFast(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	r.FailFast, r.Concurrency = true, 1
	reqs := []fetch.Request{r.request("gone")}
	for i := range 20 {
		reqs = append(reqs, r.add(fmt.Sprint(i), bytesOf(byte(i), 100)))
	}
	results := r.Fetch(t.Context(), reqs)
	wantError(t, results[0], "404")
	for _, res := range results[1:] {
		wantError(t, res, "stopped", `"key" of "asset" failed`)
	}
	if got := r.origin.Requests(); got > 2 { // the second may be under way while the first is judged
		t.Errorf("%d requests, want 2 at most", got)
	}
}

func TestRetryAfterIsHonouredWithoutHoldingAConnection(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	r.Concurrency = 1
	limited, other := r.add("limited", []byte("limited")), r.add("other", []byte("other"))
	r.origin.Inject(origin.Rule{Path: "/limited", Times: 1}, origin.Status(429, "7"))
	otherDone := make(chan struct{})
	r.Client = httpx.New(httpx.Options{Sleep: func(ctx context.Context, d time.Duration) error {
		if d != 7*time.Second {
			t.Errorf("waited %s, want 7 s", d)
		}
		<-otherDone // comes only if the one worker is free
		return context.Cause(ctx)
	}})
	defer r.Client.Close()
	r.Observe = func(e fetch.Event) {
		if e.Kind == fetch.Finished && e.Index == 1 {
			close(otherDone)
		}
	}
	for _, res := range r.Fetch(t.Context(), []fetch.Request{limited, other}) {
		wantStatus(t, res, fetch.Downloaded)
	}
}

func TestHostsHaveLimits(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{Shape: origin.Shape{Latency: 5 * time.Millisecond}})
	host, _ := strings.CutPrefix(r.origin.URL(""), "http://")
	r.Client = r.client(t, httpx.Options{HostConns: map[string]int{host: 2}})
	var reqs []fetch.Request
	for i := range 20 {
		reqs = append(reqs, r.add(fmt.Sprint(i), []byte{byte(i)}))
	}
	for _, res := range r.Fetch(t.Context(), reqs) {
		wantStatus(t, res, fetch.Downloaded)
	}
	if got := r.origin.PeakActive(); got != 2 {
		t.Errorf("%d requests at once, want 2", got)
	}
}

func TestCancelStopsAndResumes(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	body := bytesOf(5, 4<<20)
	req := r.add("big.bin", body)
	req.File.Digest = asset.SumSHA256(body)
	r.origin.Inject(origin.Rule{Times: 1}, origin.Stall(3<<20))
	r.Concurrency = 1
	cause := errors.New("enough for today")
	ctx, cancel := context.WithCancelCause(t.Context())
	r.Observe = func(e fetch.Event) {
		if e.Kind == fetch.Progress && e.Bytes > 2<<20 {
			cancel(cause)
		}
	}
	results := r.Fetch(ctx, []fetch.Request{req, r.add("never", []byte("never"))})
	for _, res := range results[:1] {
		wantStatus(t, res, fetch.Failed)
		if !errors.Is(res.Err, cause) {
			t.Errorf("error = %v, want the cause of the end", res.Err)
		}
	}
	r.wantNothingOf(t, "big.bin")

	r.reopen(t)
	r.origin.Reset()
	res := r.one(t, req)
	wantStatus(t, res, fetch.Downloaded)
	r.wantFile(t, "big.bin", body)
	if res.Received > 2<<20 {
		t.Errorf("received %d bytes again, want at most half", res.Received)
	}
	if log := r.origin.Log(); len(log) != 1 || log[0].Status != http.StatusPartialContent || log[0].Header.Get("If-Range") == "" {
		t.Errorf("the request was not one for a range: %+v", log)
	}
}

func (r *rig) wantNothingOf(tb testing.TB, rel string) {
	tb.Helper()
	walk(tb, r.out(""), func(name string) {
		if strings.Contains(name, rel) {
			tb.Errorf("there is something half-written: %q", name)
		}
	})
}

func TestTwoProcessesShareTheFolders(t *testing.T) {
	t.Parallel()
	one := newRig(t, origin.Options{Shape: origin.Shape{Rate: 4 << 20}})
	two := &rig{Fetcher: &fetch.Fetcher{}, origin: one.origin, dir: one.dir}
	two.Client = two.client(t, httpx.Options{})
	two.reopen(t)
	var reqs []fetch.Request
	for i := range 12 {
		body := bytesOf(byte(i), 200_000)
		req := one.add(fmt.Sprint(i), body)
		if i%3 > 0 {
			req.File.Digest = asset.SumSHA256(body)
		}
		reqs = append(reqs, req)
	}
	var wg sync.WaitGroup
	for _, r := range []*rig{one, two} {
		wg.Go(func() {
			for i, res := range r.Fetch(t.Context(), reqs) {
				if res.Err != nil {
					t.Errorf("file %d: %v", i, res.Err)
				}
			}
		})
	}
	wg.Wait()
	for i := range reqs {
		one.wantFile(t, fmt.Sprint(i), bytesOf(byte(i), 200_000))
		if got := one.askedInFull(fmt.Sprintf("/%d", i)); got != 1 {
			t.Errorf("file %d was asked for %d times, want once", i, got)
		}
	}
}

// askedInFull counts the requests that are not for a part of a file.
func (r *rig) askedInFull(path string) (n int) {
	for _, rec := range r.origin.Log() {
		if rec.Path == path && rec.Range == "" {
			n++
		}
	}
	return n
}

// An address that brought half of a file is gone on from, but not for ever.
func TestMirrorTakesOverFromAnAddressThatDied(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	req := r.add("f.bin", faulty)
	r.add("mirror/f.bin", faulty)
	req.File.Mirrors = []string{r.origin.URL("/mirror/f.bin")}
	r.origin.Inject(origin.Rule{Path: "/f.bin", Times: 1}, origin.Truncate(100_000))
	r.origin.Inject(origin.Rule{Path: "/f.bin", Skip: 1}, origin.Status(503, ""))
	res := r.one(t, req)
	wantStatus(t, res, fetch.Downloaded)
	r.wantFile(t, "f.bin", faulty)
	if a, b := r.origin.RequestsTo("/f.bin"), r.origin.RequestsTo("/mirror/f.bin"); a != 2 || b != 1 {
		t.Errorf("%d and %d requests, want 2 and 1", a, b)
	}
}
