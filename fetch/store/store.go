package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/atomicfile"
)

// ErrMiss says that the store lacks a blob: it has to be fetched.
var ErrMiss = errors.New("not in the cache")

// ErrCorrupt says that a blob no longer held what it is named for. It was moved
// away, so every ErrCorrupt is an [ErrMiss] as well: fetching again heals it.
var ErrCorrupt = fmt.Errorf("damaged in the cache: %w", ErrMiss)

// Options adjust a [Store]. The zero value is right for nearly everyone.
type Options struct {
	Now      func() time.Time // nil means time.Now
	ReadOnly bool             // write nothing below the cache folder, which need not even exist
	Copy     bool             // place by copying only, never by reflink or hard link
}

// Store is a cache folder. All methods may be called concurrently; none may be
// called after Close.
type Store struct {
	dir     string // absolute
	options Options
	index   *index
	run     run
	journal *journal

	mu   sync.Mutex
	made map[string]bool // folders of the store that exist
}

// Open opens the cache folder dir, makes it if it has to, and removes what
// processes that were killed left in it: scratch files at once, partial
// downloads and damaged blobs that nobody asked for in a week. Close has to be
// called in the end.
func Open(dir string, o Options) (*Store, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the cache folder %q: %w", dir, err)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Store{dir: abs, options: o, made: map[string]bool{}, journal: newJournal(abs), index: newIndex(filepath.Join(abs, "index"))}
	if o.ReadOnly {
		return s, nil
	}
	if err := s.prepare(); err != nil {
		return nil, fmt.Errorf("opening the cache folder %q: %w", dir, err)
	}
	s.sweep()
	return s, nil
}

// Close saves the index, merged with what other processes saved meanwhile, and
// removes the scratch folders. An index that cannot be saved costs the next run
// time and nothing else, yet it is reported.
func (s *Store) Close() error {
	err := errors.Join(s.run.end(), s.journal.close())
	if !s.options.ReadOnly {
		err = errors.Join(err, s.index.save())
	}
	if err != nil {
		return fmt.Errorf("closing the cache folder: %w", Explain(s.dir, err))
	}
	return nil
}

// labels keep a cache folder that lies in a working copy out of commits, and
// out of backups (see https://bford.info/cachedir/).
var labels = map[string]string{
	".gitignore": "*\n",
	"CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n" +
		"# Downloads of fetch-assets. Everything here can be fetched again.\n",
}

func (s *Store) prepare() error {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return Explain(s.dir, err)
	}
	for name, text := range labels {
		path := filepath.Join(s.dir, name)
		if _, err := os.Lstat(path); err == nil {
			continue
		}
		if err := atomicfile.WriteUnsynced(path, []byte(text), 0o644); err != nil {
			return Explain(path, err)
		}
	}
	return nil
}

// folder makes the folder of the store that elem names, once.
func (s *Store) folder(elem ...string) (string, error) {
	path := filepath.Join(append([]string{s.dir}, elem...)...)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.made[path] {
		return path, nil
	}
	if s.options.ReadOnly {
		return "", fmt.Errorf("the cache %q was opened for reading only: %w", s.dir, fs.ErrPermission)
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		return "", Explain(path, err)
	}
	s.made[path] = true
	return path, nil
}

// forget makes folder look again, after somebody removed one.
func (s *Store) forget(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.made, path)
}

func (s *Store) blobPath(d asset.Digest) (string, error) {
	good, err := asset.ParseDigest(string(d))
	if err != nil || good != d || d.Algorithm() != asset.SHA256 {
		return "", fmt.Errorf("%q is not a SHA-256 digest, by which the cache names its files", string(d))
	}
	return filepath.Join(s.dir, "sha256", d.Hex()[:2], d.Hex()), nil
}
