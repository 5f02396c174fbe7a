package lockfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/astraweave/fetch-assets/internal/atomicfile"
)

// Read reads the lock at path. Without a file it answers with an empty lock
// whose Missing is set. A lock that cannot be read is an error, never an empty
// lock: what it pinned would be lost.
func Read(path string) (*Lock, error) {
	data, err := readAll(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &Lock{Missing: true}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the lock: %w", err)
	}
	return Parse(path, data)
}

func readAll(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// One byte more than Parse takes, so that it can tell that there is more.
	var b bytes.Buffer
	if fi, err := f.Stat(); err == nil {
		b.Grow(int(min(fi.Size(), MaxBytes)) + bytes.MinRead) // so that it need not grow
	}
	_, err = b.ReadFrom(io.LimitReader(f, MaxBytes+1))
	return b.Bytes(), err
}

// Write makes the file at path hold l, and reports whether it had to. The file
// is replaced in one step, and left alone when it has the right bytes already.
// A lock that could not be read back is not written.
//
// Write does not look at what another process may have added since the lock
// was read: [Update] does.
func Write(path string, l *Lock) (changed bool, err error) {
	data := l.Bytes()
	have, err := readAll(path)
	if err == nil && bytes.Equal(have, data) {
		return false, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("writing the lock: %w", err)
	}
	var bad *Error
	if _, err := Parse(path, data); errors.As(err, &bad) {
		return false, fmt.Errorf("writing the lock: line %d would be refused when it is read: %s", bad.Pos.Line, bad.Text)
	}
	if err := atomicfile.Write(path, data, 0o644); err != nil {
		return false, fmt.Errorf("writing the lock: %w", err)
	}
	return true, nil
}

// retryDelay is how often [Update] asks for a guard that another process has.
const retryDelay = 50 * time.Millisecond

// Update reads the lock at path, has merge make a new one of it, and writes
// that, while no other process that updates with the same guard is between its
// reading and its writing. It waits for others until ctx ends. When merge
// answers with nil nothing is written.
//
// guard is a file that is made for the purpose and stays. It belongs into the
// cache folder, where it does not litter the repository; its folder is made
// too. Locking the lock file itself would not do, as it is replaced.
func Update(ctx context.Context, path, guard string, merge func(old *Lock) *Lock) (changed bool, err error) {
	if err := os.MkdirAll(filepath.Dir(guard), 0o755); err != nil {
		return false, fmt.Errorf("guarding the lock: %w", err)
	}
	g := flock.New(guard, flock.SetPermissions(0o666))
	if _, err := g.TryLockContext(ctx, retryDelay); err != nil {
		return false, fmt.Errorf("waiting for another process to write the lock: %w", err)
	}
	defer func() { err = errors.Join(err, g.Unlock()) }()
	old, err := Read(path)
	if err != nil {
		return false, err
	}
	merged := merge(old)
	if merged == nil {
		return false, nil
	}
	return Write(path, merged)
}
