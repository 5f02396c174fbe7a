package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/astraweave/fetch-assets/internal/atomicfile"
)

// openFolders is how many folders an Output keeps open, at two files each.
const openFolders = 64

// Output is a folder that receives files. Everything below it is reached through
// [os.Root], so a link that leads out of it is refused, whoever put it there and
// when. All methods may be called concurrently.
type Output struct {
	dir string // absolute

	// What the file systems of store and output were found unable to do.
	noReflink, noHardlink atomic.Bool

	mu      sync.Mutex
	root    *os.Root // nil until the folder exists
	folders map[string]*folder
	clean   map[string]bool // folders that exist and have no litter
}

// folder is one folder inside an Output, open.
type folder struct {
	*os.Root
	path string   // absolute
	file *os.File // the folder itself, for linking into it
	kept bool     // in Output.folders, which closes it
}

// OpenOutput opens the output folder dir. It need not exist: it is made when the
// first file is placed. Close has to be called in the end.
func OpenOutput(dir string) (*Output, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the output folder %q: %w", dir, err)
	}
	fi, err := os.Stat(abs)
	if err == nil && !fi.IsDir() {
		return nil, fmt.Errorf("the output folder %q is a file: remove it or choose another folder", dir)
	}
	return &Output{dir: abs, folders: map[string]*folder{}, clean: map[string]bool{}}, nil
}

// Dir is the absolute path of the folder.
func (o *Output) Dir() string { return o.dir }

// Close releases the folder. The Output can still be used, and closed again.
func (o *Output) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var errs []error
	for _, f := range o.folders {
		errs = append(errs, f.Root.Close(), f.file.Close())
	}
	clear(o.folders)
	if o.root != nil {
		errs = append(errs, o.root.Close())
		o.root = nil
	}
	return errors.Join(errs...)
}

// Remove deletes the file at rel, slash-separated, and the folders above it that
// are then empty. A missing file is no error.
func (o *Output) Remove(rel string) error {
	dir, _, err := split(rel)
	if err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	root, err := o.open(false)
	if err == nil {
		err = root.Remove(filepath.FromSlash(rel))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing %q: %w", rel, Explain(filepath.Join(o.dir, rel), err))
	}
	for root != nil && dir != "." && root.Remove(filepath.FromSlash(dir)) == nil {
		o.drop(dir)
		dir = path.Dir(dir)
	}
	return nil
}

// split checks rel and takes it apart.
func split(rel string) (dir, base string, err error) {
	if !fs.ValidPath(rel) || rel == "." || !filepath.IsLocal(filepath.FromSlash(rel)) || strings.ContainsAny(rel, "\x00\\") {
		return "", "", fmt.Errorf("%q is not a path below the output folder", rel)
	}
	return path.Dir(rel), path.Base(rel), nil
}

// open opens the output folder itself; o.mu is held.
func (o *Output) open(create bool) (*os.Root, error) {
	if o.root != nil {
		return o.root, nil
	}
	if create {
		if err := os.MkdirAll(o.dir, 0o755); err != nil {
			return nil, Explain(o.dir, err)
		}
	}
	root, err := os.OpenRoot(o.dir)
	if err != nil {
		return nil, err
	}
	o.root = root
	return root, nil
}

// folder opens a folder below o; with s, it is made if need be and rid of what
// killed processes left in it. The caller calls done when finished.
func (o *Output) folder(dir string, s *Store) (f *folder, done func(), err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	f, ok := o.folders[dir]
	if !ok {
		if f, err = o.openFolder(dir, s != nil); err != nil {
			return nil, nil, err
		}
	}
	if s != nil && !o.clean[dir] {
		s.tidy(f)
		o.clean[dir] = true
	}
	if f.kept {
		return f, func() {}, nil
	}
	return f, func() { _ = f.Root.Close(); _ = f.file.Close() }, nil
}

// lstat looks at a file through the folder above its own, which others are
// likely to share.
func (o *Output) lstat(dir, base string) (fs.FileInfo, error) {
	f, done, err := o.folder(path.Dir(dir), nil)
	if err != nil {
		return nil, err
	}
	defer done()
	return f.Lstat(filepath.Join(path.Base(dir), base))
}

func (o *Output) openFolder(dir string, create bool) (*folder, error) {
	root, err := o.open(create)
	if err != nil {
		return nil, err
	}
	name := filepath.FromSlash(dir)
	if create && !o.clean[dir] {
		if err := root.MkdirAll(name, 0o755); err != nil {
			return nil, o.refusal(dir, Explain(filepath.Join(o.dir, name), err))
		}
	}
	sub, err := root.OpenRoot(name)
	if err != nil {
		return nil, o.refusal(dir, err)
	}
	file, err := sub.Open(".")
	if err != nil {
		return nil, errors.Join(err, sub.Close())
	}
	f := &folder{Root: sub, path: filepath.Join(o.dir, name), file: file, kept: len(o.folders) < openFolders}
	if f.kept {
		o.folders[dir] = f
	}
	return f, nil
}

// refusal names the link or the file that is in the way of the folder dir.
func (o *Output) refusal(dir string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return err
	}
	elems := strings.Split(dir, "/")
	for i := range elems {
		prefix := path.Join(elems[:i+1]...)
		fi, statErr := o.root.Lstat(filepath.FromSlash(prefix))
		if statErr != nil || fi.IsDir() {
			continue
		}
		what := "a file"
		if fi.Mode()&fs.ModeSymlink != 0 {
			what = "a link that leads out of the output folder or nowhere"
		}
		return fmt.Errorf("%q in %q is %s where a folder has to be: remove it: %w", prefix, o.dir, what, err)
	}
	return err
}

// forget closes a folder that was removed behind our back.
func (o *Output) forget(dir string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.drop(dir)
	if o.root != nil {
		_ = o.root.Close()
		o.root = nil
	}
}

func (o *Output) drop(dir string) {
	delete(o.clean, dir)
	if f, ok := o.folders[dir]; ok {
		delete(o.folders, dir)
		_ = f.Root.Close() // os.Root lets calls under way finish
		_ = f.file.Close()
	}
}

// litter is how the store names temporary files in output folders.
var litter = regexp.MustCompile(`^\.fetch-assets-([0-9a-f]{16})-[0-9]+\.tmp$`)

func (s *Store) litterName() (string, error) {
	token, n, err := s.temp()
	return fmt.Sprintf(".fetch-assets-%s-%d.tmp", token, n), err
}

// tidy removes temporary files whose process is gone. Those that other parts of
// this program write are told by their age, as they live for milliseconds.
func (s *Store) tidy(f *folder) {
	entries, _ := fs.ReadDir(f.FS(), ".")
	for _, e := range entries {
		if ok, _ := path.Match(atomicfile.Temp, e.Name()); !ok {
			continue
		}
		if m := litter.FindStringSubmatch(e.Name()); m != nil {
			if s.dead(m[1]) {
				_ = f.Remove(e.Name())
			}
			continue
		}
		if fi, err := e.Info(); err == nil && s.options.Now().Sub(fi.ModTime()) > time.Hour {
			_ = f.Remove(e.Name())
		}
	}
}
