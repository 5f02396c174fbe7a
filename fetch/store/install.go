package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

// install moves the file at src, on the store's file system and known to be d,
// to its final name. When d is there already, src is removed.
func (s *Store) install(src string, d asset.Digest) error {
	if _, _, err := s.lookup(d, false); err == nil {
		return os.Remove(src)
	} else if !errors.Is(err, ErrMiss) {
		return err
	}
	path, err := s.blobPath(d)
	if err != nil {
		return err
	}
	s.settle(src)
	if err := s.moveTo(src, d); err != nil {
		return fmt.Errorf("adding %s to the cache: %w", d.Short(), Explain(path, err))
	}
	fi, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("adding %s to the cache: %w", d.Short(), err)
	}
	s.index.learn(d.Hex(), d.Hex(), stampOf(fi), s.options.Now())
	return nil
}

func (s *Store) moveTo(src string, d asset.Digest) error {
	for retried := false; ; retried = true {
		dir, err := s.folder("sha256", d.Hex()[:2])
		if err != nil {
			return err
		}
		err = os.Rename(src, filepath.Join(dir, d.Hex()))
		if !errors.Is(err, fs.ErrNotExist) || retried {
			return err
		}
		s.forget(dir) // somebody may have emptied the cache under us
	}
}

// settle sets a fresh modification time back so far that any later write shows.
// Where that is impossible the file is hashed once more when it is next needed.
func (s *Store) settle(path string) {
	fi, err := os.Lstat(path)
	now := s.options.Now()
	if err == nil && !stampOf(fi).settled(now) {
		// One more millisecond, as some file systems round upwards.
		t := now.Add(-settling - time.Millisecond)
		_ = os.Chtimes(path, t, t)
	}
}

// AddFile moves the regular file at path into the store and returns its digest
// and size. The file is gone from path afterwards; on failure it is still there.
func (s *Store) AddFile(path string) (asset.Digest, int64, error) {
	d, n, err := s.addFile(path)
	if err != nil {
		return "", 0, fmt.Errorf("adding %q to the cache: %w", path, err)
	}
	return d, n, nil
}

func (s *Store) addFile(path string) (asset.Digest, int64, error) {
	fi, err := os.Lstat(path)
	if err != nil {
		return "", 0, err
	}
	if !fi.Mode().IsRegular() {
		return "", 0, errors.New("it is not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	d, st, err := hashFile(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", 0, err
	}
	// Readable for its owner, executable for nobody, writable for no one else.
	if mode := fi.Mode().Perm()&^0o133 | 0o600; mode != fi.Mode().Perm() {
		if err := os.Chmod(path, mode); err != nil {
			return "", 0, Explain(path, err)
		}
	}
	if err := s.install(path, d); err != nil {
		return d, st.size, s.addCopy(path, d, err)
	}
	return d, st.size, nil
}

// addCopy adds a file that cannot be moved because it is on another file system.
func (s *Store) addCopy(path string, d asset.Digest, moveErr error) error {
	if _, ok := errors.AsType[*os.LinkError](moveErr); !ok {
		return moveErr
	}
	src, err := os.Open(path)
	if err != nil {
		return err
	}
	defer src.Close()
	temp, err := s.scratch()
	if err != nil {
		return err
	}
	if err := writeCopy(osFolder{}, temp, src, d); err != nil {
		return errors.Join(Explain(temp, err), removeIfThere(osFolder{}, temp))
	}
	if err := s.install(temp, d); err != nil {
		return errors.Join(err, removeIfThere(osFolder{}, temp))
	}
	return os.Remove(path)
}
