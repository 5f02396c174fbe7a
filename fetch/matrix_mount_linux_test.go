package fetch_test

import (
	"os"
	"syscall"
	"testing"
)

// mountDisk makes a folder a file system of its own, of so many bytes, as
// "size=2m" says. Where that is not permitted the test is skipped, except in the
// gate, where it has to run.
func mountDisk(t *testing.T, dir, size string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, size); err != nil {
		if os.Getenv("FETCH_ASSETS_CI") != "" {
			t.Fatalf("the gate needs to mount a file system: %v", err)
		}
		t.Skipf("a file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
}

// enlarge gives a mounted file system room, and lets it be written to.
func enlarge(t *testing.T, dir string) {
	t.Helper()
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT, "size=128m"); err != nil {
		t.Fatal(err)
	}
}

// setReadOnly makes a mounted file system read-only, which binds root as well.
func setReadOnly(t *testing.T, dir string) {
	t.Helper()
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
}
