package fetch_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/httpx"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// slow is a shape in which a file of a few megabytes is worth several connections.
var slow = origin.Options{Shape: origin.Shape{Latency: 5 * time.Millisecond, Rate: 4 << 20}}

// ranged counts the requests for a part.
func (r *rig) ranged() (n int) {
	for _, rec := range r.origin.Log() {
		if rec.Range != "" {
			n++
		}
	}
	return n
}

func TestOneFileOverSeveralConnections(t *testing.T) {
	t.Parallel()
	for _, pinned := range []bool{false, true} {
		r := newRig(t, slow)
		body := bytesOf(9, 2<<20)
		req := r.add("f.bin", body)
		if pinned {
			req.File.Digest = asset.SumSHA256(body)
		}
		res := r.one(t, req)
		wantStatus(t, res, fetch.Downloaded)
		r.wantFile(t, "f.bin", body)
		if res.File.Digest != asset.SumSHA256(body) {
			t.Errorf("digest = %s", res.File.Digest)
		}
		if r.ranged() == 0 || r.origin.PeakActive() < 3 {
			t.Errorf("%d ranges over %d connections at most", r.ranged(), r.origin.PeakActive())
		}
		if left := r.partials(t); len(left) > 0 {
			t.Errorf("partial files are left: %q", left)
		}
	}
}

// isRanged picks the requests of the connections that come to help.
func isRanged(req *http.Request) bool { return req.Header.Get("Range") != "" }

// A server that does not play along costs nothing but the attempts: what has
// arrived stays, and one connection brings the rest.
func TestHelpThatGoesWrong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		times  int
		effect origin.Effect
	}{
		{"200 instead of 206", 0, origin.NoRange()},
		{"another ETag, in full", 0, origin.ChangeETag()},
		{"wrong range", 0, origin.WrongRange(-7)},
		{"416", 0, origin.Status(http.StatusRequestedRangeNotSatisfiable, "")},
		{"gzip", 0, origin.Gzip()},
		{"reset", 3, origin.Reset(1000)},
		{"truncated", 3, origin.Truncate(1000)},
		{"503", 3, origin.Status(503, "")},
		{"403", 1, origin.Status(403, "")},
		{"stall", 2, origin.Stall(1000)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, slow)
			r.Client = r.client(t, httpx.Options{Stall: time.Second})
			r.Retries = 10
			body := bytesOf(9, 2<<20)
			req := r.add("f.bin", body)
			r.origin.Inject(origin.Rule{When: isRanged, Times: tt.times}, tt.effect)
			res := r.one(t, req)
			if tt.name == "403" && res.Status == fetch.Failed {
				return // it may be the last connection that is refused
			}
			wantStatus(t, res, fetch.Downloaded)
			r.wantFile(t, "f.bin", body)
			if limit := int64(2 * len(body)); res.Received > limit {
				t.Errorf("received %d bytes for %d", res.Received, len(body))
			}
		})
	}
}

// What several connections have brought is gone on from by the next process.
func TestResumeOfSeveralParts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		after func(t *testing.T, r *rig)
		most  int64 // bytes that the next process may receive
	}{
		{"untouched", nil, 2 << 20},
		{"damaged state", func(t *testing.T, r *rig) { write(t, r.partial(t)+".json", []byte("{}")) }, 5 << 20},
		{"damaged pieces", func(t *testing.T, r *rig) { scramble(t, r.partial(t), 64<<10) }, 5 << 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, slow)
			body := bytesOf(9, 4<<20)
			req := r.add("f.bin", body)
			r.cancelAt(t, req, 2<<20)
			r.reopen(t)
			if tt.after != nil {
				tt.after(t, r)
			}
			res := r.one(t, req)
			wantStatus(t, res, fetch.Downloaded)
			r.wantFile(t, "f.bin", body)
			if res.Received > tt.most+512<<10 {
				t.Errorf("received %d bytes, want at most %d", res.Received, tt.most)
			}
		})
	}
}

func TestRangesAreAskedForOfTheSameContentOnly(t *testing.T) {
	t.Parallel()
	r := newRig(t, slow)
	r.add("f.bin", bytesOf(9, 2<<20))
	wantStatus(t, r.one(t, r.request("f.bin")), fetch.Downloaded)
	for _, rec := range r.origin.Log() {
		if rec.Range != "" && !strings.HasPrefix(rec.Header.Get("If-Range"), `"`) {
			t.Errorf("asked for %q with If-Range %q", rec.Range, rec.Header.Get("If-Range"))
		}
	}
}
