// Package owner gives files to whom the workspace belongs to. A container
// action runs as root in a workspace of another user, whose later steps have to
// be able to change and delete what it made.
package owner

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Give makes the named files, everything below the named folders and the
// folders above them belong to the owner of dir. Names are relative to dir or
// absolute; what does not exist or lies outside of dir is passed over, and links
// are not followed out of it. Nothing happens unless the process is root, the
// owner is somebody else, and the system has owners.
func Give(dir string, names ...string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	info, err := root.Stat(".")
	if err != nil {
		return err
	}
	to, ok := idsOf(info)
	if !ok || to.user == 0 || os.Geteuid() != 0 {
		return nil
	}
	g := giver{root: root, to: to}
	var errs []error
	for _, name := range names {
		if name, ok := inside(dir, name); ok {
			errs = append(errs, g.above(name), g.below(name))
		}
	}
	return errors.Join(errs...)
}

// ids are the numbers of a user and a group.
type ids struct{ user, group int }

// inside is the name relative to dir, with slashes, if that is where it is.
func inside(dir, name string) (string, bool) {
	if filepath.IsAbs(name) {
		abs, err := filepath.Abs(dir)
		if err != nil {
			return "", false
		}
		if name, err = filepath.Rel(abs, name); err != nil {
			return "", false
		}
	}
	return filepath.ToSlash(filepath.Clean(name)), name != "" && filepath.IsLocal(name)
}

type giver struct {
	root *os.Root
	to   ids
}

func (g giver) above(name string) error {
	var errs []error
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		info, err := g.root.Lstat(dir)
		if err == nil {
			err = g.give(dir, info)
		}
		errs = append(errs, unlessGone(err))
	}
	return errors.Join(errs...)
}

func (g giver) below(name string) error {
	return fs.WalkDir(g.root.FS(), name, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return unlessGone(err)
		}
		info, err := d.Info()
		if err != nil {
			return unlessGone(err)
		}
		return unlessGone(g.give(name, info))
	})
}

// give spares the call for what is right already, which is most of a warm run.
func (g giver) give(name string, info fs.FileInfo) error {
	if have, ok := idsOf(info); ok && have == g.to {
		return nil
	}
	if err := g.root.Lchown(name, g.to.user, g.to.group); err != nil {
		return fmt.Errorf("giving %s to the owner of the workspace: %w", name, err)
	}
	return nil
}

// unlessGone is err, unless it says that a file is not there any more: another
// process may tidy up at the same time.
func unlessGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
