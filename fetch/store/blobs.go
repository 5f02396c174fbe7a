package store

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

// Blob is one file of a store.
type Blob struct {
	Digest   asset.Digest
	Size     int64
	Modified time.Time // when it was added
}

// Blobs lists the blobs in the order of their digests. A folder that cannot be
// read yields an error and is passed over. Blobs that come or go meanwhile may
// be listed or not.
func (s *Store) Blobs() iter.Seq2[Blob, error] {
	return func(yield func(Blob, error) bool) {
		top := filepath.Join(s.dir, "sha256")
		dirs, err := os.ReadDir(top)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			yield(Blob{}, fmt.Errorf("listing the cache: %w", err))
		}
		for _, dir := range dirs {
			if !yieldFolder(filepath.Join(top, dir.Name()), yield) {
				return
			}
		}
	}
}

func yieldFolder(dir string, yield func(Blob, error) bool) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return yield(Blob{}, fmt.Errorf("listing the cache: %w", err))
	}
	for _, e := range entries {
		if b, ok := blobOf(e); ok && !yield(b, nil) {
			return false
		}
	}
	return true
}

func blobOf(e fs.DirEntry) (Blob, bool) {
	d, err := asset.NewDigest(asset.SHA256, e.Name())
	if err != nil || d.Hex() != e.Name() {
		return Blob{}, false
	}
	fi, err := e.Info()
	if err != nil {
		return Blob{}, false
	}
	return Blob{Digest: d, Size: fi.Size(), Modified: fi.ModTime()}, true
}

// Remove drops the blob d. That there is none is no error. Files placed from it
// stay as they are.
func (s *Store) Remove(d asset.Digest) error {
	path, err := s.blobPath(d)
	if err != nil {
		return err
	}
	if s.options.ReadOnly {
		return fmt.Errorf("removing %s: the cache was opened for reading only: %w", d.Short(), fs.ErrPermission)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing %s from the cache: %w", d.Short(), Explain(path, err))
	}
	s.index.drop(d.Hex())
	return nil
}
