package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/astraweave/fetch-assets/asset"
)

// Lookup finds the blob d. A blob that has the size, modification time and inode
// with which it was hashed last is trusted, unless full is set; any other is
// hashed. A size above zero must be the blob's as well. The errors are [ErrMiss],
// [ErrCorrupt], or failures to read.
func (s *Store) Lookup(d asset.Digest, size int64, full bool) (path string, n int64, err error) {
	path, st, err := s.lookup(d, full)
	if err != nil {
		return "", 0, err
	}
	if size > 0 && size != st.size {
		return "", 0, fmt.Errorf("%s with %d bytes instead of %d: %w", d.Short(), size, st.size, ErrMiss)
	}
	return path, st.size, nil
}

func (s *Store) lookup(d asset.Digest, full bool) (string, stamp, error) {
	path, err := s.blobPath(d)
	if err != nil {
		return "", stamp{}, err
	}
	fi, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", stamp{}, fmt.Errorf("%s is %w", d.Short(), ErrMiss)
	}
	if err != nil {
		return "", stamp{}, fmt.Errorf("looking %s up in the cache: %w", d.Short(), err)
	}
	if st := stampOf(fi); !full && fi.Mode().IsRegular() && s.index.knows(d.Hex(), d.Hex(), st) {
		return path, st, nil
	}
	return s.inspect(path, fi, d)
}

// inspect hashes a blob and moves it away when it is not d.
func (s *Store) inspect(path string, fi fs.FileInfo, d asset.Digest) (string, stamp, error) {
	if !fi.Mode().IsRegular() {
		return "", stamp{}, s.quarantine(path, fi, d)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", stamp{}, fmt.Errorf("reading %s from the cache: %w", d.Short(), err)
	}
	got, st, err := hashFile(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", stamp{}, fmt.Errorf("reading %s from the cache: %w", d.Short(), err)
	}
	if got != d {
		return "", stamp{}, s.quarantine(path, fi, d)
	}
	s.index.learn(d.Hex(), d.Hex(), st, s.options.Now())
	return path, st, nil
}

// quarantine moves a blob that is not d out of the way. It may hold somebody's
// work, done on a hard link to it, so it is kept for a while. It always returns
// an error: ErrCorrupt, or why the blob could not be moved.
func (s *Store) quarantine(path string, seen fs.FileInfo, d asset.Digest) error {
	err := fmt.Errorf("%s is %w", d.Short(), ErrCorrupt)
	if s.options.ReadOnly {
		return err
	}
	s.index.drop(d.Hex())
	now, statErr := os.Lstat(path)
	if statErr != nil || !os.SameFile(seen, now) {
		return err // another process has healed it meanwhile
	}
	dir, moveErr := s.folder("corrupt")
	if moveErr == nil {
		moveErr = os.Rename(path, filepath.Join(dir, d.Hex()))
	}
	if moveErr != nil {
		return fmt.Errorf("moving the damaged %s out of the cache: %w", d.Short(), Explain(path, moveErr))
	}
	t := s.options.Now()
	_ = os.Chtimes(filepath.Join(dir, d.Hex()), t, t) // from here on its week counts
	return err
}

var buffers = sync.Pool{New: func() any { return new([256 << 10]byte) }}

// hashFile reads f to the end. The stamp is that of the bytes read: a file that
// changed meanwhile gets one that is not settled, ever.
func hashFile(f *os.File) (asset.Digest, stamp, error) {
	before, err := f.Stat()
	if err != nil {
		return "", stamp{}, err
	}
	h := sha256.New()
	n, err := copyBytes(h, f)
	if err != nil {
		return "", stamp{}, err
	}
	after, err := f.Stat()
	if err != nil {
		return "", stamp{}, err
	}
	st := stampOf(after)
	if st != stampOf(before) || n != st.size {
		st.mtime = 1<<63 - 1
	}
	return asset.Digest(asset.SHA256 + ":" + hex.EncodeToString(h.Sum(nil))), st, nil
}

func copyBytes(w io.Writer, r io.Reader) (int64, error) {
	buf := buffers.Get().(*[256 << 10]byte)
	defer buffers.Put(buf)
	// The wrappers hide ReadFrom and WriteTo, which would not use the buffer.
	return io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{r}, buf[:])
}
