package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/astraweave/fetch-assets/asset"
)

// Check reports whether the file at rel, slash-separated, below o is d. It trusts
// size, modification time and inode as [Store.Lookup] does, unless full is set. A
// size above zero must be the file's as well. What is missing, different, a
// folder or a link is not d; errors are failures to find out.
func (s *Store) Check(o *Output, rel string, d asset.Digest, size int64, full bool) (ok bool, err error) {
	dir, base, err := split(rel)
	if err != nil {
		return false, err
	}
	ok, _, err = s.check(o, dir, base, d, size, full)
	if err != nil {
		return false, fmt.Errorf("checking %q: %w", rel, err)
	}
	return ok, nil
}

func (s *Store) check(o *Output, dir, base string, d asset.Digest, size int64, full bool) (bool, stamp, error) {
	if !full {
		// Where nothing has changed, the folder itself need not be opened.
		fi, err := o.lstat(dir, base)
		if err == nil && fi.Mode().IsRegular() && (size <= 0 || size == fi.Size()) && s.index.knows(o.key(dir, base), d.Hex(), stampOf(fi)) {
			return true, stampOf(fi), nil
		}
	}
	f, done, err := o.folder(dir, nil)
	if errors.Is(err, fs.ErrNotExist) {
		return false, stamp{}, nil
	}
	if err != nil {
		return false, stamp{}, err
	}
	defer done()
	fi, err := f.Lstat(base)
	if errors.Is(err, fs.ErrNotExist) {
		return false, stamp{}, nil
	}
	if err != nil {
		return false, stamp{}, err
	}
	st := stampOf(fi)
	if !fi.Mode().IsRegular() || size > 0 && size != st.size {
		return false, st, nil
	}
	if !full && s.index.knows(o.key(dir, base), d.Hex(), st) {
		return true, st, nil
	}
	return s.checkContent(o.key(dir, base), f, base, d)
}

func (s *Store) checkContent(key string, f *folder, base string, d asset.Digest) (bool, stamp, error) {
	file, err := f.Open(base)
	if errors.Is(err, fs.ErrNotExist) {
		return false, stamp{}, nil
	}
	if err != nil {
		return false, stamp{}, err
	}
	got, st, err := hashFile(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return false, stamp{}, err
	}
	s.index.learn(key, got.Hex(), st, s.options.Now())
	return got == d, st, nil
}

// Adopt takes the file at rel below o, which has to be d, into the store, so that
// the store need not fetch what the output has. The file stays where it is.
func (s *Store) Adopt(o *Output, rel string, d asset.Digest) error {
	dir, base, err := split(rel)
	if err != nil {
		return err
	}
	if _, _, err := s.lookup(d, false); err == nil || !errors.Is(err, ErrMiss) {
		return err
	}
	ok, st, err := s.check(o, dir, base, d, 0, false)
	if err == nil && !ok {
		err = fmt.Errorf("it is not %s", d.Short())
	}
	if err == nil {
		err = s.adopt(o, dir, base, source{stamp: st, digest: d})
	}
	if err != nil {
		return fmt.Errorf("keeping %q in the cache: %w", rel, err)
	}
	return nil
}

func (s *Store) adopt(o *Output, dir, base string, src source) error {
	f, done, err := o.folder(dir, nil)
	if err != nil {
		return err
	}
	defer done()
	temp, err := s.scratch()
	if err != nil {
		return err
	}
	if err := s.bring(f, base, temp, src); err != nil {
		return errors.Join(Explain(temp, err), removeIfThere(osFolder{}, temp))
	}
	if err := s.install(temp, src.digest); err != nil {
		return errors.Join(err, removeIfThere(osFolder{}, temp))
	}
	return nil
}

// bring makes temp, in the store, equal to base in f, by the best method. What
// was checked may have changed since, so a method that does not read the bytes is
// believed only where the stamp would show that.
func (s *Store) bring(f *folder, base, temp string, src source) error {
	if !s.options.Copy && src.stamp.settled(s.options.Now()) && linkFrom(f, base, temp) == nil {
		fi, err := os.Lstat(temp)
		if err == nil && stampOf(fi) == src.stamp {
			return nil
		}
		if err := errors.Join(err, os.Remove(temp)); err != nil {
			return err
		}
	}
	in, err := f.Open(base)
	if err != nil {
		return err
	}
	defer in.Close()
	return writeCopy(osFolder{}, temp, in, src.digest)
}
