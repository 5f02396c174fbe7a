package fetch_test

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/origin"
)

func TestFetchPlacesFilesInOrder(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	var reqs []fetch.Request
	for i := range 40 {
		reqs = append(reqs, r.add(fmt.Sprintf("d%d/f%d", i%3, i), bytesOf(byte(i), 1000*i+1)))
	}
	for i, res := range r.Fetch(t.Context(), reqs) {
		want := bytesOf(byte(i), 1000*i+1)
		wantStatus(t, res, fetch.Downloaded)
		r.wantFile(t, reqs[i].File.Path, want)
		if res.File.URL != reqs[i].File.URL || res.File.Digest != asset.SumSHA256(want) || res.File.Size != int64(len(want)) {
			t.Errorf("result %d is %+v", i, res.File)
		}
		if res.Received != int64(len(want)) || res.Attempts != 1 || res.Method == "" || res.Start.IsZero() || res.End.Before(res.Start) {
			t.Errorf("result %d has received %d, attempts %d, method %q, from %s to %s",
				i, res.Received, res.Attempts, res.Method, res.Start, res.End)
		}
	}
	if got := r.origin.PeakActive(); got > fetch.DefaultConcurrency {
		t.Errorf("%d requests at once, want at most %d", got, fetch.DefaultConcurrency)
	}
	if left := r.partials(t); len(left) > 0 {
		t.Errorf("partial files are left: %q", left)
	}
}

func TestWarmRunAsksNobody(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	body := bytesOf(1, 5000)
	req := r.add("a/b.bin", body)
	req.File = r.one(t, req).File
	r.origin.Reset()

	r.reopen(t)
	wantStatus(t, r.one(t, req), fetch.Current)

	if err := os.Remove(r.out("a/b.bin")); err != nil {
		t.Fatal(err)
	}
	res := r.one(t, req)
	wantStatus(t, res, fetch.Cached)
	r.wantFile(t, "a/b.bin", body)
	if res.Repaired || res.Received != 0 || res.Attempts != 0 {
		t.Errorf("a missing file was replaced with %+v", res)
	}
	if got := r.origin.Requests(); got != 0 {
		t.Errorf("%d requests in warm runs, want none", got)
	}
}

func TestChangedFilesAreRepaired(t *testing.T) {
	t.Parallel()
	body := bytesOf(1, 5000)
	tests := []struct {
		name   string
		damage func(t *testing.T, r *rig, blob string)
		want   fetch.Status
		asked  int
	}{
		{"output replaced", func(t *testing.T, r *rig, _ string) {
			remove(t, r.out("f.bin"))
			write(t, r.out("f.bin"), []byte("other"))
		}, fetch.Cached, 0},
		{"output and store changed", func(t *testing.T, r *rig, blob string) {
			remove(t, r.out("f.bin"))
			write(t, r.out("f.bin"), []byte("other"))
			remove(t, blob)
			write(t, blob, bytesOf(9, 5000))
		}, fetch.Downloaded, 1},
		{"output gone, store changed", func(t *testing.T, r *rig, blob string) {
			remove(t, r.out("f.bin"))
			remove(t, blob)
			write(t, blob, bytesOf(9, 4000))
		}, fetch.Downloaded, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, origin.Options{})
			req := r.add("f.bin", body)
			req.File = r.one(t, req).File
			blob, _, err := r.Store.Lookup(req.File.Digest, 0, false)
			if err != nil {
				t.Fatal(err)
			}
			r.reopen(t)
			r.origin.Reset()
			tt.damage(t, r, blob)
			res := r.one(t, req)
			wantStatus(t, res, tt.want)
			r.wantFile(t, "f.bin", body)
			if !res.Repaired || r.origin.Requests() != tt.asked {
				t.Errorf("repaired = %v with %d requests, want true with %d", res.Repaired, r.origin.Requests(), tt.asked)
			}
		})
	}
}

// Without a digest nobody can say that an older file was wrong.
func TestReplacingIsNoRepair(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	r.one(t, r.add("f.bin", []byte("old")))
	res := r.one(t, r.add("f.bin", []byte("new")))
	wantStatus(t, res, fetch.Downloaded)
	r.wantFile(t, "f.bin", []byte("new"))
	if res.Repaired {
		t.Error("it counts as repaired")
	}
}

func remove(tb testing.TB, name string) {
	tb.Helper()
	if err := os.Remove(name); err != nil {
		tb.Fatal(err)
	}
}

func write(tb testing.TB, name string, b []byte) {
	tb.Helper()
	if err := os.WriteFile(name, b, 0o644); err != nil {
		tb.Fatal(err)
	}
}

func TestStoreAdoptsWhatIsInPlace(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	req := r.add("f.bin", bytesOf(1, 5000))
	req.File = r.one(t, req).File
	if err := r.Store.Remove(req.File.Digest); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, r.one(t, req), fetch.Current)
	if _, _, err := r.Store.Lookup(req.File.Digest, 0, true); err != nil {
		t.Errorf("the store still lacks the file: %v", err)
	}
}

func TestFullNoticesWhatStampsHide(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	body := bytesOf(1, 5000)
	req := r.add("f.bin", body)
	req.File = r.one(t, req).File
	fi, err := os.Stat(r.out("f.bin"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(r.out("f.bin"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("!"), 77); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if err := os.Chtimes(r.out("f.bin"), fi.ModTime(), fi.ModTime()); err != nil {
		t.Fatal(err)
	}
	r.Full = true
	res := r.one(t, req)
	if res.Status == fetch.Current || !res.Repaired {
		t.Errorf("status = %q, repaired = %v", res.Status, res.Repaired)
	}
	r.wantFile(t, "f.bin", body)
}

func TestSameContentIsDownloadedOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	body := bytesOf(3, 3000)
	sameURL := r.add("one", body)
	again := sameURL
	again.File.Path = "two"
	r.add("other", body)
	pinned := r.request("other")
	pinned.File.Path, pinned.File.Digest = "three", asset.SumSHA256(body)
	pinnedToo := r.request("gone")
	pinnedToo.File.Path, pinnedToo.File.Digest = "four", asset.SumSHA256(body)
	results := r.Fetch(t.Context(), []fetch.Request{sameURL, again})
	results = append(results, r.Fetch(t.Context(), []fetch.Request{pinned, pinnedToo})...)
	for i, want := range []fetch.Status{fetch.Downloaded, fetch.Cached, fetch.Cached, fetch.Cached} {
		wantStatus(t, results[i], want)
	}
	for _, name := range []string{"one", "two", "three", "four"} {
		r.wantFile(t, name, body)
	}
	if got := r.origin.Requests(); got != 1 {
		t.Errorf("%d requests, want 1", got)
	}
	if results[1].Received != 0 || results[1].Attempts != 0 {
		t.Errorf("the copy cost %d bytes in %d attempts", results[1].Received, results[1].Attempts)
	}
}

func TestDigestsDecide(t *testing.T) {
	t.Parallel()
	body := bytesOf(1, 5000)
	sum := md5.Sum(body)
	good := asset.Digest("md5:" + hex.EncodeToString(sum[:]))
	bad := asset.Digest("md5:" + strings.Repeat("0", 32))
	tests := []struct {
		name string
		file asset.File
		ok   bool
	}{
		{"right sha256", asset.File{Digest: asset.SumSHA256(body)}, true},
		{"wrong sha256", asset.File{Digest: asset.SumSHA256(nil)}, false},
		{"right md5", asset.File{Hint: good}, true},
		{"wrong md5", asset.File{Hint: bad}, false},
		{"a pinned file's hint no longer counts", asset.File{Digest: asset.SumSHA256(body), Hint: bad}, true},
		{"right size", asset.File{Size: 5000}, true},
		{"wrong size", asset.File{Size: 5001}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, origin.Options{})
			req := r.add("f", body)
			req.File.Digest, req.File.Hint, req.File.Size = tt.file.Digest, tt.file.Hint, tt.file.Size
			res := r.one(t, req)
			if tt.ok {
				wantStatus(t, res, fetch.Downloaded)
				return
			}
			wantStatus(t, res, fetch.Failed)
			var mismatch *fetch.MismatchError
			if !errors.As(res.Err, &mismatch) {
				t.Errorf("error = %v, want a MismatchError", res.Err)
			}
			if got := r.origin.Requests(); got != 2 {
				t.Errorf("%d requests, want 2: once again from zero", got)
			}
			r.wantClean(t)
			if left := r.partials(t); len(left) > 0 {
				t.Errorf("wrong bytes are kept: %q", left)
			}
		})
	}
}

func TestRequestsThatClash(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	a, b := r.add("a", []byte("one file")), r.add("b", []byte("another file"))
	b.File.Path = "a"
	results := r.Fetch(t.Context(), []fetch.Request{a, b})
	wantStatus(t, results[0], fetch.Downloaded)
	wantError(t, results[1], `place "a" is taken`)
	r.wantFile(t, "a", []byte("one file"))
}

func TestNoRequests(t *testing.T) {
	t.Parallel()
	if got := newRig(t, origin.Options{}).Fetch(t.Context(), nil); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
