package source

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// Members lists what u picks out of the folder dst that [Getter.Get] or [Unpack]
// made, sorted by path, without digests. Picking something that was left out is
// an error that says why it was; so are two paths that are the same but for
// case, a path that not every system can have, and picking nothing.
func Members(dst string, u asset.Unpack) ([]asset.Member, error) {
	root, err := os.OpenRoot(dst)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	left, err := readNote(root)
	if err != nil {
		return nil, fmt.Errorf("reading what was left out: %w", err)
	}
	all, err := list(root)
	if err != nil {
		return nil, err
	}
	return pick(all, left, u)
}

func list(root *os.Root) ([]asset.Member, error) {
	var all []asset.Member
	err := fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || name == noteName {
			return err
		}
		fi, err := e.Info()
		if err != nil {
			return err
		}
		if !fi.Mode().IsRegular() {
			return fmt.Errorf("%q: %s", name, kind(fi.Mode()))
		}
		all = append(all, asset.Member{Name: name, Size: fi.Size()})
		return nil
	})
	return all, err
}

func pick(all []asset.Member, left []leftOut, u asset.Unpack) ([]asset.Member, error) {
	for _, pattern := range u.Include {
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, fmt.Errorf("include pattern %q is not well-formed", pattern)
		}
	}
	for _, l := range left {
		if _, ok := picked(l.Name, u); ok {
			return nil, fmt.Errorf("%q cannot be used: %s; or leave it out with include", l.Name, l.Reason)
		}
	}
	var out []asset.Member
	for _, m := range all {
		if name, ok := picked(m.Name, u); ok {
			m.Path = path.Join(u.Dir, name)
			out = append(out, m)
		}
	}
	if len(out) == 0 {
		return nil, nothing(all, u)
	}
	slices.SortFunc(out, func(a, b asset.Member) int { return cmp.Compare(a.Path, b.Path) })
	return out, checkPaths(out)
}

// picked is the name without the elements to strip, if the patterns want it.
func picked(name string, u asset.Unpack) (string, bool) {
	for range u.Strip {
		_, rest, ok := strings.Cut(name, "/")
		if !ok {
			return "", false
		}
		name = rest
	}
	for _, pattern := range u.Include {
		whole, _ := path.Match(pattern, name)
		base, _ := path.Match(pattern, path.Base(name))
		if whole || base {
			return name, true
		}
	}
	return name, len(u.Include) == 0
}

// nothing names some of what there would have been.
func nothing(all []asset.Member, u asset.Unpack) error {
	if len(all) == 0 {
		return errors.New("there are no files in it")
	}
	var names []string
	for _, m := range all[:min(5, len(all))] {
		names = append(names, m.Name)
	}
	return fmt.Errorf("strip = %d and include = %q pick none of its %d files, such as %q", u.Strip, u.Include, len(all), names)
}

// checkPaths holds paths together that one system keeps apart and another does
// not.
func checkPaths(ms []asset.Member) error {
	files := map[string]string{}
	for _, m := range ms {
		if err := portable(m.Path); err != nil {
			return fmt.Errorf("%q cannot be used as %q: %w", m.Name, m.Path, err)
		}
		key := strings.ToLower(m.Path)
		if other, ok := files[key]; ok {
			return fmt.Errorf("%q and %q would become one file where case does not count: leave one out with include", other, m.Name)
		}
		files[key] = m.Name
	}
	for _, m := range ms {
		for dir := path.Dir(strings.ToLower(m.Path)); dir != "."; dir = path.Dir(dir) {
			if other, ok := files[dir]; ok {
				return fmt.Errorf("%q is a file, and a folder for %q: leave one out with include", other, m.Name)
			}
		}
	}
	return nil
}
