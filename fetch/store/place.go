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
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

// Method says how a file came from the store into an output folder.
type Method string

// The methods, in the order in which they are tried. Reflink and Copy make files
// of their own. Through a Hardlink an edit of the placed file in place changes the
// blob as well, which the next [Store.Lookup] notices and heals.
const (
	Reflink  Method = "reflink"
	Hardlink Method = "hardlink"
	Copy     Method = "copy"
)

// Place puts the blob d at rel, slash-separated, below o. It replaces a file or
// link that is there in one step, and makes missing folders. On failure what was
// there stays. The errors are those of [Store.Lookup], and failures to write.
func (s *Store) Place(o *Output, rel string, d asset.Digest) (Method, error) {
	dir, base, err := split(rel)
	if err != nil {
		return "", err
	}
	var m Method
	for range 3 {
		m, err = s.placeIn(o, dir, base, d)
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrClosed) {
			break
		}
		// Somebody removed the folder or the blob, or took our temporary file
		// for litter.
		o.forget(dir)
	}
	if err != nil {
		return "", fmt.Errorf("placing %q: %w", rel, Explain(filepath.Join(o.dir, rel), err))
	}
	return m, nil
}

// source is a blob about to be placed.
type source struct {
	path   string
	stamp  stamp
	digest asset.Digest
}

func (s *Store) placeIn(o *Output, dir, base string, d asset.Digest) (Method, error) {
	blob, st, err := s.lookup(d, false)
	if err != nil {
		return "", err
	}
	f, done, err := o.folder(dir, s)
	if err != nil {
		return "", err
	}
	defer done()
	if s.linkNew(o, f, base, blob) {
		s.index.learn(o.key(dir, base), d.Hex(), st, s.options.Now())
		return Hardlink, nil
	}
	temp, err := s.litterName()
	if err != nil {
		return "", err
	}
	m, st, err := s.materialise(o, f, temp, source{blob, st, d})
	if err == nil {
		err = rename(f, temp, base)
	}
	// Renaming one hard link over another of the same file does nothing at all.
	if err != nil || m == Hardlink {
		err = errors.Join(err, removeIfThere(f, temp))
	}
	if err != nil {
		return "", err
	}
	s.index.learn(o.key(dir, base), d.Hex(), st, s.options.Now())
	return m, nil
}

// linkNew gives a blob its final name at once, where nothing has that name and
// hard links are what the file system can do.
func (s *Store) linkNew(o *Output, f *folder, base, blob string) bool {
	return !s.options.Copy && o.noReflink.Load() && !o.noHardlink.Load() && linkInto(f, base, blob) == nil
}

// key files a placed file in the index.
func (o *Output) key(dir, base string) string {
	return filepath.Join(o.dir, filepath.FromSlash(dir), base)
}

func rename(f *folder, temp, base string) error {
	err := f.Rename(temp, base)
	if err == nil {
		return nil
	}
	if fi, statErr := f.Lstat(base); statErr == nil && fi.IsDir() {
		return fmt.Errorf("it is a folder where a file has to go: remove it: %w", err)
	}
	return err
}

// materialise makes temp in f equal to src by the best method that works.
func (s *Store) materialise(o *Output, f *folder, temp string, src source) (Method, stamp, error) {
	if !s.options.Copy && !o.noReflink.Load() {
		st, err := s.reflink(f, temp, src)
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			return Reflink, st, err
		}
		o.noReflink.Store(true)
	}
	if !s.options.Copy && !o.noHardlink.Load() {
		err := linkInto(f, temp, src.path)
		if err == nil {
			return Hardlink, src.stamp, nil
		}
		if errors.Is(err, fs.ErrNotExist) {
			return "", stamp{}, err
		}
		// One blob may have all the links it can have; the next has not.
		o.noHardlink.Store(!tooManyLinks(err))
	}
	st, err := s.copyInto(f, temp, src)
	return Copy, st, err
}

func (s *Store) reflink(f *folder, temp string, src source) (stamp, error) {
	in, err := os.Open(src.path)
	if err != nil {
		return stamp{}, err
	}
	defer in.Close()
	if err := writeClone(f, temp, in); err != nil {
		return stamp{}, errors.Join(err, removeIfThere(f, temp))
	}
	return dated(f, temp, src.stamp)
}

func (s *Store) copyInto(f *folder, temp string, src source) (stamp, error) {
	in, err := os.Open(src.path)
	if err != nil {
		return stamp{}, err
	}
	defer in.Close()
	seen, err := in.Stat()
	if err != nil {
		return stamp{}, err
	}
	err = writeCopy(f, temp, in, src.digest)
	if errors.Is(err, ErrCorrupt) {
		return stamp{}, s.quarantine(src.path, seen, src.digest)
	}
	if err != nil {
		return stamp{}, err
	}
	return dated(f, temp, src.stamp)
}

// dated gives temp the time of the blob, which is long enough ago for a stamp.
func dated(f *folder, temp string, blob stamp) (stamp, error) {
	t := time.Unix(0, blob.mtime)
	_ = f.Chtimes(temp, t, t) // at worst the file is hashed once more
	fi, err := f.Lstat(temp)
	if err != nil {
		return stamp{}, err
	}
	return stampOf(fi), nil
}

// creator is where temporary files are made: an *os.Root, or osFolder.
type creator interface {
	OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error)
	Remove(name string) error
}

// osFolder is the file system itself, for paths in the store's own folder.
type osFolder struct{}

func (osFolder) OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	return os.OpenFile(name, flag, perm)
}

func (osFolder) Remove(name string) error { return os.Remove(name) }

func removeIfThere(c creator, name string) error {
	if err := c.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// writeCopy makes a new file of in, which has to be d: if not, the error is
// ErrCorrupt.
func writeCopy(c creator, name string, in *os.File, d asset.Digest) error {
	out, err := c.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	h := sha256.New()
	_, err = copyBytes(io.MultiWriter(out, h), in)
	if err := errors.Join(err, out.Close()); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != d.Hex() {
		return ErrCorrupt
	}
	return nil
}

// writeClone makes a new file that shares its disk blocks with in.
func writeClone(c creator, name string, in *os.File) error {
	out, err := c.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(clone(out, in), out.Close())
}
