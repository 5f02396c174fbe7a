package fetch_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// interrupted has fetched half of a file in a process that is gone.
func interrupted(t *testing.T, edit func(*rig)) (*rig, fetch.Request, []byte) {
	t.Helper()
	r := newRig(t, origin.Options{})
	body := bytesOf(3, 600_000)
	req := r.add("f.bin", body)
	r.Retries, r.Concurrency = -1, 1 // nobody comes to its help
	r.origin.Inject(origin.Rule{Times: 1}, origin.Truncate(300_000))
	if edit != nil {
		edit(r)
	}
	wantStatus(t, r.one(t, req), fetch.Failed)
	r.reopen(t)
	r.Retries = 0
	r.origin.Heal()
	r.origin.Reset()
	return r, req, body
}

func (r *rig) partial(t *testing.T) string {
	t.Helper()
	names := r.partials(t)
	if len(names) != 1 {
		t.Fatalf("partial files are %q, want one", names)
	}
	return filepath.Join(r.dir, "cache", "partial", names[0])
}

func TestResumeAcrossProcesses(t *testing.T) {
	t.Parallel()
	r, req, body := interrupted(t, nil)
	res := r.one(t, req)
	wantStatus(t, res, fetch.Downloaded)
	r.wantFile(t, "f.bin", body)
	if res.Received != 300_000 || res.Attempts != 1 {
		t.Errorf("received %d bytes in %d attempts, want the other half in one", res.Received, res.Attempts)
	}
	if log := r.origin.Log(); log[0].Status != http.StatusPartialContent || log[0].Range != "bytes=300000-" {
		t.Errorf("asked for %q and got %d", log[0].Range, log[0].Status)
	}
	if left := r.partials(t); len(left) > 0 {
		t.Errorf("partial files are left: %q", left)
	}
}

// Whatever is wrong with what is there, the file that results is right.
func TestResumeStartsOver(t *testing.T) {
	t.Parallel()
	other := bytesOf(4, 600_000)
	tests := []struct {
		name   string
		before func(*rig)
		after  func(t *testing.T, r *rig)
		want   []byte // nil means the body first served
		asked  int    // 0 means once
	}{
		{name: "the file has changed", after: func(_ *testing.T, r *rig) { r.add("f.bin", other) }, want: other},
		{name: "the file is shorter now", after: func(_ *testing.T, r *rig) { r.add("f.bin", other[:1000]) }, want: other[:1000]},
		{name: "If-Range is ignored and the length differs", after: func(_ *testing.T, r *rig) {
			r.add("f.bin", other[:1000])
			r.origin.Inject(origin.Rule{}, origin.IgnoreIfRange())
		}, want: other[:1000], asked: 2},
		{name: "no validator", before: func(r *rig) { r.origin.Inject(origin.Rule{}, origin.Header("ETag", "")) }},
		{name: "weak validator", before: func(r *rig) { r.origin.Inject(origin.Rule{}, origin.Header("ETag", `W/"x"`)) }},
		{name: "no ranges", after: func(_ *testing.T, r *rig) { r.origin.Inject(origin.Rule{}, origin.NoRange()) }},
		{name: "wrong range", after: func(_ *testing.T, r *rig) { r.origin.Inject(origin.Rule{Times: 1}, origin.WrongRange(-7)) }, asked: 2},
		{name: "416", after: func(_ *testing.T, r *rig) {
			r.origin.Inject(origin.Rule{Times: 1}, origin.Status(http.StatusRequestedRangeNotSatisfiable, ""))
		}, asked: 2},
		{name: "damaged prefix", after: func(t *testing.T, r *rig) {
			f, err := os.OpenFile(r.partial(t), os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := f.WriteAt([]byte{1, 2, 3}, 1000); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "shorter than its state", after: func(t *testing.T, r *rig) {
			if err := os.Truncate(r.partial(t), 1000); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "longer than its state", after: func(t *testing.T, r *rig) {
			f, err := os.OpenFile(r.partial(t), os.O_WRONLY|os.O_APPEND, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			f.Write(bytes.Repeat([]byte("x"), 500_000))
		}},
		{name: "damaged state", after: func(t *testing.T, r *rig) { write(t, r.partial(t)+".json", []byte(`{"offset":`)) }},
		{name: "no state", after: func(t *testing.T, r *rig) { remove(t, r.partial(t)+".json") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, req, body := interrupted(t, tt.before)
			if tt.after != nil {
				tt.after(t, r)
			}
			if tt.want != nil {
				body = tt.want
			}
			res := r.one(t, req)
			wantStatus(t, res, fetch.Downloaded)
			r.wantFile(t, "f.bin", body)
			if want := max(1, tt.asked); res.Attempts != want {
				t.Errorf("%d attempts, want %d", res.Attempts, want)
			}
		})
	}
}

// A prefix that is whole, yet of another version that the server takes for the
// same, is found out by the digest.
func TestResumedWronglyIsFetchedAfresh(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	old, body := bytesOf(3, 600_000), bytesOf(4, 600_000)
	r.origin.Add("/f.bin", origin.File{Body: old, ETag: `"same"`})
	req := r.request("f.bin")
	req.File.Digest = asset.SumSHA256(body)
	r.Retries, r.Concurrency = -1, 1
	r.origin.Inject(origin.Rule{Times: 1}, origin.Truncate(300_000))
	wantStatus(t, r.one(t, req), fetch.Failed)
	r.origin.Add("/f.bin", origin.File{Body: body, ETag: `"same"`})
	res := r.one(t, req)
	wantStatus(t, res, fetch.Downloaded)
	r.wantFile(t, "f.bin", body)
	if res.Attempts != 2 || res.Received != 900_000 {
		t.Errorf("%d attempts for %d bytes, want 2 for 900000", res.Attempts, res.Received)
	}
}
