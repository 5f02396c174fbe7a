package fetch_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/fetch/store"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// disks are where the two folders lie, each of them on a disk of its own.
type disks struct {
	*rig
	reqs   []fetch.Request
	bodies map[string][]byte
}

// newDisks has the folder called small lie on a small disk, and asks for more
// than fits there, with small and with large files.
func newDisks(t *testing.T, small string) (d *disks, disk string) {
	t.Helper()
	d = &disks{rig: newRig(t, origin.Options{Shape: origin.Shape{Rate: 32 << 20}}), bodies: map[string][]byte{}}
	d.close(t)
	disk = filepath.Join(d.dir, small)
	mountDisk(t, disk, "size=4m")
	d.openAt(t, filepath.Join(d.dir, "cache"), filepath.Join(d.dir, "out"))
	for i := range 30 {
		n := 20_000
		if i%5 == 0 {
			n = 1_500_000
		}
		name := fmt.Sprintf("%02d.bin", i)
		body := bytesOf(byte(i), n+i)
		req := d.add(name, body)
		if i%2 == 0 {
			req.File.Digest = asset.SumSHA256(body)
		}
		d.reqs, d.bodies[name] = append(d.reqs, req), body
	}
	return d, disk
}

// Whichever disk is full, what fits arrives, the rest says why not, and once
// there is room the next run finishes the job.
func TestMatrixDiskFull(t *testing.T) {
	t.Parallel()
	for _, small := range []string{"cache", "out"} {
		t.Run(small, func(t *testing.T) {
			t.Parallel()
			d, disk := newDisks(t, small)
			results := d.Fetch(t.Context(), d.reqs)
			failures := 0
			for _, res := range results {
				if res.Err != nil {
					failures++
					wantError(t, res, "no room left to write")
				}
			}
			if failures == 0 {
				t.Error("everything fitted on a disk that is too small")
			}
			t.Logf("%d of %d files failed, after %d requests", failures, len(results), d.origin.Requests())
			d.audit(t, results, d.bodies)
			enlarge(t, disk)
			d.wantAll(t)
		})
	}
}

// A disk that turns read-only stops the run with a reason, and a run on a disk
// that can be written to again finishes the job.
func TestMatrixDiskReadOnly(t *testing.T) {
	t.Parallel()
	for _, small := range []string{"cache", "out"} {
		t.Run(small, func(t *testing.T) {
			t.Parallel()
			d, disk := newDisks(t, small)
			first := d.one(t, d.reqs[1])
			wantStatus(t, first, fetch.Downloaded)
			d.close(t) // a file system with files open for writing stays as it is
			setReadOnly(t, disk)
			if err := d.tryOpen(t); err != nil {
				if !errors.Is(err, syscall.EROFS) {
					t.Errorf("%v, want one that is EROFS", err)
				}
				enlarge(t, disk)
				d.wantAll(t)
				return
			}
			d.origin.Reset()
			// Slow enough for the first failure to be known before many more are asked for.
			d.origin.Inject(origin.Rule{}, origin.Slow(origin.Shape{Latency: 200 * time.Millisecond}))
			for _, res := range d.Fetch(t.Context(), d.reqs[2:]) {
				if !errors.Is(res.Err, syscall.EROFS) {
					t.Errorf("%s: %v, want one that is EROFS", res.File.Path, res.Err)
				}
			}
			if got := d.origin.Requests(); got > 3*fetch.DefaultConcurrency {
				t.Errorf("%d requests although nothing can be written", got)
			}
			d.origin.Heal()
			d.close(t)
			enlarge(t, disk)
			d.wantAll(t)
		})
	}
}

// tryOpen opens the folders again, which on a read-only disk may fail.
func (d *disks) tryOpen(t *testing.T) error {
	t.Helper()
	probe, err := store.Open(filepath.Join(d.dir, "cache"), store.Options{})
	if err == nil {
		err = probe.Close()
	}
	if err == nil {
		d.openAt(t, filepath.Join(d.dir, "cache"), filepath.Join(d.dir, "out"))
	}
	return err
}

// wantAll fails the test unless another run brings every file.
func (d *disks) wantAll(t *testing.T) {
	t.Helper()
	d.openAt(t, filepath.Join(d.dir, "cache"), filepath.Join(d.dir, "out"))
	results := d.Fetch(t.Context(), d.reqs)
	for _, res := range results {
		if res.Err != nil {
			t.Errorf("%s: %v", res.File.Path, res.Err)
		}
	}
	d.audit(t, results, d.bodies)
}
