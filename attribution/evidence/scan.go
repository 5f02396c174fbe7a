package evidence

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sync/errgroup"
)

// ScanOptions adjust [Scan]. The zero value is good.
type ScanOptions struct {
	Workers int    // files looked into at once; 2 by default
	Limits  Limits // for each file
}

// Result is what one file of a folder says.
type Result struct {
	Path  string // below the folder, forward slashes
	Size  int64
	Found []Found // their Where begins with Path; empty for most files
	Err   error   // why the file was not looked through in full; nil for most
}

// Scan inspects every file of a folder, except for what is below a ".git"
// folder, symbolic links, and what is no regular file. Results are sorted by
// path. It fails when root cannot be read or ctx ends; a single file that cannot
// be read has its error in its result.
func Scan(ctx context.Context, root string, o ScanOptions) ([]Result, error) {
	dir, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	results, err := list(ctx, root)
	if err != nil {
		return nil, err
	}
	if o.Workers <= 0 {
		o.Workers = 2
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(o.Workers)
	// Each worker takes every n-th file: no channel, and no order to restore.
	for w := range min(o.Workers, len(results)) {
		g.Go(func() error {
			for i := w; i < len(results); i += o.Workers {
				if err := context.Cause(ctx); err != nil {
					return err
				}
				results[i] = scanFile(ctx, dir, results[i], o.Limits)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return results, nil
}

// list finds the files of a folder, sorted by path.
func list(ctx context.Context, root string) ([]Result, error) {
	var all []Result
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return unreadable(&all, root, name, err)
		}
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if d.Name() == ".git" && name != root {
			return skip(d)
		}
		if d.Type().IsRegular() {
			all = append(all, Result{Path: below(root, name)})
		}
		return nil
	})
	slices.SortFunc(all, func(a, b Result) int { return cmp.Compare(a.Path, b.Path) })
	return all, err
}

// skip leaves out a ".git": a folder, or the file that a work tree has instead.
func skip(d fs.DirEntry) error {
	if d.IsDir() {
		return filepath.SkipDir
	}
	return nil
}

// unreadable notes a folder that cannot be listed, unless it is root itself.
func unreadable(all *[]Result, root, name string, err error) error {
	if name == root {
		return err
	}
	*all = append(*all, Result{Path: below(root, name), Err: err})
	return nil
}

func below(root, name string) string {
	rel, err := filepath.Rel(root, name)
	if err != nil {
		return filepath.ToSlash(name)
	}
	return filepath.ToSlash(rel)
}

func scanFile(ctx context.Context, dir *os.Root, r Result, l Limits) Result {
	if r.Err != nil {
		return r
	}
	f, err := dir.Open(filepath.FromSlash(r.Path))
	if err != nil {
		r.Err = err
		return r
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil || !fi.Mode().IsRegular() {
		r.Err = err
		return r
	}
	r.Size = fi.Size()
	r.Found, r.Err = Inspect(ctx, r.Path, f, r.Size, l)
	return r
}
