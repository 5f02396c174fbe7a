package store

import (
	"errors"
	"fmt"
)

// Sync returns when the disk has the files at rels, slash-separated, below o,
// so that not even a power failure loses them.
func (s *Store) Sync(o *Output, rels []string) error {
	if err := s.syncAll(o, rels); err != nil {
		return fmt.Errorf("waiting for the disk to have %q: %w", o.dir, Explain(o.dir, err))
	}
	return nil
}

// syncEach asks for every file, and for the folder that names it.
func (s *Store) syncEach(o *Output, rels []string) error {
	dirs := map[string]bool{}
	for _, rel := range rels {
		dir, base, err := split(rel)
		if err != nil {
			return err
		}
		if err := o.sync(dir, base); err != nil {
			return err
		}
		dirs[dir] = true
	}
	for dir := range dirs {
		if err := o.sync(dir, "."); err != nil {
			return err
		}
	}
	return nil
}

func (o *Output) sync(dir, base string) error {
	f, done, err := o.folder(dir, nil)
	if err != nil {
		return err
	}
	defer done()
	file, err := f.Open(base)
	if err != nil {
		return err
	}
	err = file.Sync()
	if base == "." {
		err = nil // some systems cannot sync a folder, and need not
	}
	return errors.Join(err, file.Close())
}
