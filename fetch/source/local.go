package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// copyLocal copies what is at src, or at sub inside it, into the folder dst.
func copyLocal(ctx context.Context, src, sub, dst string, l Limits) error {
	fi, err := os.Stat(src)
	if err != nil {
		return err
	}
	name := "."
	if fi.IsDir() && sub != "" {
		name = sub
	}
	if !fi.IsDir() {
		if sub != "" {
			return fmt.Errorf("%q is a file and has no folder %q", src, sub)
		}
		src, name = filepath.Dir(src), filepath.Base(src)
	}
	root, err := os.OpenRoot(src)
	if err != nil {
		return err
	}
	defer root.Close()
	return writeTree(ctx, dst, l, func(t *tree) error { return copyInto(t, root, name, dst) })
}

// copyInto copies name in root, a file or a folder. A name given by the user may
// be a link that stays inside; links found below it are left out.
func copyInto(t *tree, root *os.Root, name, dst string) error {
	fi, err := root.Stat(filepath.FromSlash(name))
	if err != nil {
		return err
	}
	if !fi.IsDir() {
		return copyFile(t, root, name, path.Base(name), fi)
	}
	if inside(dst, filepath.Join(root.Name(), filepath.FromSlash(name))) {
		return errors.New("the folder that it is copied to lies inside it: name a folder further down")
	}
	sub, err := root.OpenRoot(filepath.FromSlash(name))
	if err != nil {
		return err
	}
	defer sub.Close()
	return fs.WalkDir(sub.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && strings.EqualFold(e.Name(), ".git"):
			return fs.SkipDir
		case e.IsDir():
			return nil
		}
		fi, err := e.Info()
		if err != nil {
			return err
		}
		return copyFile(t, sub, name, name, fi)
	})
}

func copyFile(t *tree, root *os.Root, name, as string, fi fs.FileInfo) error {
	if !fi.Mode().IsRegular() {
		return t.other(as, kind(fi.Mode()))
	}
	f, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return err
	}
	return errors.Join(t.file(as, fi.Size(), f), f.Close())
}

// kind says in words what is no plain file.
func kind(m fs.FileMode) string {
	if m&fs.ModeSymlink != 0 {
		return "it is a link, and links are not followed"
	}
	return "it is a device, a pipe or a socket"
}

// inside reports whether folder a is b or lies below it, links resolved.
func inside(a, b string) bool {
	a, errA := filepath.EvalSymlinks(a)
	b, errB := filepath.EvalSymlinks(b)
	rel, err := filepath.Rel(b, a)
	return errA == nil && errB == nil && err == nil && filepath.IsLocal(rel)
}
