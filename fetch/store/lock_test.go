package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// Between opening a lock file and locking it, its holder may have removed it or
// given it another name: such a lock protects nothing.
func TestLockOfAFileThatLostItsName(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	l, err := acquire(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if !current(l.f) {
		t.Error("a good lock is not believed")
	}
	if tryAcquire(path, true) != nil {
		t.Error("a held lock was had")
	}
	if err := os.Rename(path, filepath.Join(dir, "b")); err != nil {
		t.Skip(err)
	}
	if current(l.f) {
		t.Error("without a file of that name, the lock is believed")
	}
	other := tryAcquire(path, true)
	if other == nil {
		t.Fatal("the name is free and its lock was not had")
	}
	if current(l.f) {
		t.Error("with another file of that name, the lock is believed")
	}
	if err := errors.Join(other.release(true), l.release(false)); err != nil {
		t.Error(err)
	}
	if tryAcquire(path, false) != nil {
		t.Error("a lock was had on no file")
	}
}
