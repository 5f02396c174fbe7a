package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

// patience is how long a waiter sleeps between two looks at a lock.
const patience = 20 * time.Millisecond

// lock is a file that one holder in all processes has locked. The kernel frees
// it when the holder dies.
type lock struct{ f *flock.Flock }

// acquire waits for the lock file at path, which it makes.
func acquire(ctx context.Context, path string) (*lock, error) {
	for {
		f := flock.New(path, flock.SetPermissions(0o644))
		if _, err := f.TryLockContext(ctx, patience); err != nil {
			return nil, fmt.Errorf("locking %q: %w", path, Explain(path, err))
		}
		// The previous holder may have removed the file that we waited on:
		// then somebody else may hold a lock on a new file of that name.
		if current(f) {
			return &lock{f}, nil
		}
		if err := f.Unlock(); err != nil {
			return nil, fmt.Errorf("locking %q: %w", path, err)
		}
	}
}

// tryAcquire is acquire without waiting and, unless create is set, without
// making the file. Nil means that the lock cannot be had.
func tryAcquire(path string, create bool) *lock {
	flag := os.O_RDONLY
	if create {
		flag |= os.O_CREATE
	}
	f := flock.New(path, flock.SetPermissions(0o644), flock.SetFlag(flag))
	if ok, err := f.TryLock(); !ok || err != nil {
		return nil
	}
	if current(f) {
		return &lock{f}
	}
	_ = f.Unlock() // it locks a file without a name: nobody can miss it
	return nil
}

func current(f *flock.Flock) bool {
	held, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(f.Path())
	return err == nil && os.SameFile(held, named)
}

// release frees the lock, and with remove deletes its file: while it is still
// held where that works, so that no other holder loses his file.
func (l *lock) release(remove bool) error {
	if !remove {
		return l.f.Unlock()
	}
	if runtime.GOOS == "windows" {
		// An open file cannot be removed there, which protects other holders.
		err := l.f.Unlock()
		_ = os.Remove(l.f.Path())
		return err
	}
	err := os.Remove(l.f.Path())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, l.f.Unlock())
}
