package fetch_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/fetch/store"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// smallDisk mounts a file system of a megabyte.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("cannot mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestFullDiskStopsTheRun(t *testing.T) {
	t.Parallel()
	for _, full := range []string{"cache", "out"} {
		t.Run(full, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, origin.Options{})
			r.close(t)
			dirs := map[string]string{"cache": filepath.Join(r.dir, "cache"), "out": filepath.Join(r.dir, "out")}
			dirs[full] = filepath.Join(smallDisk(t), "sub")
			r.openAt(t, dirs["cache"], dirs["out"])
			r.Concurrency = 2
			var reqs []fetch.Request
			for i := range 50 {
				reqs = append(reqs, r.add(fmt.Sprint(i), bytesOf(byte(i), 150_000)))
			}
			placed := 0
			for i, res := range r.Fetch(t.Context(), reqs) {
				if res.Status == fetch.Downloaded {
					placed++
					continue
				}
				wantError(t, res, "no room left to write", "free some space")
				if !errors.Is(res.Err, syscall.ENOSPC) {
					t.Errorf("file %d: %v is not ENOSPC", i, res.Err)
				}
			}
			if placed > 7 || r.origin.Requests() > 12 {
				t.Errorf("%d files placed and %d requests made with room for 6", placed, r.origin.Requests())
			}
			walk(t, dirs["out"], func(name string) {
				if strings.Contains(name, "tmp") {
					t.Errorf("%s is left", name)
				}
				if fi, err := os.Stat(filepath.Join(dirs["out"], name)); err != nil || fi.Size() != 150_000 {
					t.Errorf("%s is half-written", name)
				}
			})
		})
	}
}

func TestFullDiskIsFinishedLater(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	disk := smallDisk(t)
	ballast := filepath.Join(disk, "ballast")
	write(t, ballast, make([]byte, 800_000))
	r.close(t)
	r.openAt(t, filepath.Join(disk, "cache"), filepath.Join(r.dir, "out"))
	body := bytesOf(1, 600_000)
	req := r.add("f.bin", body)
	wantError(t, r.one(t, req), "no room left")
	remove(t, ballast)
	wantStatus(t, r.one(t, req), fetch.Downloaded)
	r.wantFile(t, "f.bin", body)
}

// readOnlyFolder is a folder in which this user, whoever it is, can make nothing.
func readOnlyFolder(t *testing.T) string {
	t.Helper()
	if os.Getuid() == 0 {
		return "/sys" // permissions do not bind root, but the kernel does
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestReadOnlyOutputStopsTheRun(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	r.close(t)
	r.openAt(t, filepath.Join(r.dir, "cache"), filepath.Join(readOnlyFolder(t), "fetch-assets-test"))
	r.Concurrency = 1
	reqs := []fetch.Request{r.add("a", []byte("one")), r.add("b", []byte("two")), r.add("c", []byte("three"))}
	for _, res := range r.Fetch(t.Context(), reqs) {
		wantError(t, res, "fetch-assets-test", "choose")
	}
	// The second is under way while the first is being placed.
	if got := r.origin.Requests(); got > 2 {
		t.Errorf("%d requests, want 2 at most", got)
	}
}

func TestReadOnlyStoreStopsTheRun(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	r.close(t)
	var err error
	if r.Store, err = store.Open(filepath.Join(r.dir, "cache"), store.Options{ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	for _, res := range r.Fetch(t.Context(), []fetch.Request{r.add("a", []byte("one")), r.add("b", []byte("two"))}) {
		wantError(t, res, "reading only")
	}
	if got := r.origin.Requests(); got != 0 {
		t.Errorf("%d requests, want none", got)
	}
}
