package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/astraweave/fetch-assets/internal/atomicfile"
)

// stale is how long a partial download or a damaged blob is kept unasked.
const stale = 7 * 24 * time.Hour

// run is what others can see of this process: a token, part of the name of each
// of its temporary files, and a lock on tmp/<token>.lock. When the lock can be
// had, the process is dead and its temporary files are litter, whatever
// machine, container or user it ran in. It comes into being when needed.
type run struct {
	mu    sync.Mutex
	token string
	lock  *lock
	n     int
	dirs  []string
}

// temp makes up a name, unique for all processes, for a temporary file.
func (s *Store) temp() (token string, n int, err error) {
	s.run.mu.Lock()
	defer s.run.mu.Unlock()
	s.run.n++
	if s.run.token != "" {
		return s.run.token, s.run.n, nil
	}
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	token = hex.EncodeToString(b[:])
	if !s.options.ReadOnly {
		if s.run.lock, err = s.announce(token); err != nil {
			return "", 0, err
		}
	}
	s.run.token = token
	return token, s.run.n, nil
}

// announce shows others that the process with that token is alive. The folder
// for it is made once more when somebody has emptied the cache under us.
func (s *Store) announce(token string) (*lock, error) {
	for again := false; ; again = true {
		dir, err := s.folder("tmp")
		if err != nil {
			return nil, err
		}
		l, err := acquire(context.Background(), filepath.Join(dir, token+".lock"))
		if err == nil || again || !errors.Is(err, fs.ErrNotExist) {
			return l, err
		}
		s.forget(dir)
	}
}

// scratch is the path of a new temporary file in the store's own folder.
func (s *Store) scratch() (string, error) {
	dir, err := s.folder("tmp")
	if err != nil {
		return "", err
	}
	token, n, err := s.temp()
	return filepath.Join(dir, fmt.Sprintf("%s.%d", token, n)), err
}

// TempDir makes an empty folder on the file system of the store, from which
// [Store.AddFile] can move files. Close removes it with what is in it; if this
// process is killed first, the next Open does.
func (s *Store) TempDir() (string, error) {
	path, err := s.scratch()
	if err != nil {
		return "", err
	}
	if err := os.Mkdir(path, 0o755); err != nil {
		return "", Explain(path, err)
	}
	s.run.mu.Lock()
	defer s.run.mu.Unlock()
	s.run.dirs = append(s.run.dirs, path)
	return path, nil
}

func (r *run) end() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var errs []error
	for _, dir := range r.dirs {
		errs = append(errs, os.RemoveAll(dir))
	}
	if r.lock != nil {
		errs = append(errs, r.lock.release(true))
	}
	r.lock, r.dirs = nil, nil
	return errors.Join(errs...)
}

// dead reports whether the process with that token is gone.
func (s *Store) dead(token string) bool {
	s.run.mu.Lock()
	ours := token == s.run.token
	s.run.mu.Unlock()
	if ours {
		return false
	}
	path := filepath.Join(s.dir, "tmp", token+".lock")
	l := tryAcquire(path, false)
	if l == nil {
		_, err := os.Lstat(path)
		return errors.Is(err, fs.ErrNotExist)
	}
	_ = l.release(false) // the file stays until the token's litter is gone
	return true
}

// sweep removes what dead processes left. It is a courtesy: what it cannot
// remove is in nobody's way.
func (s *Store) sweep() {
	s.sweepScratch()
	s.sweepPartials()
	s.journal.sweep(s.options.Now())
	for _, e := range s.old("corrupt") {
		_ = os.Remove(e)
	}
}

func (s *Store) sweepScratch() {
	dir := filepath.Join(s.dir, "tmp")
	entries, _ := os.ReadDir(dir)
	alive := map[string]bool{}
	for _, e := range entries {
		token, _, _ := strings.Cut(e.Name(), ".")
		if _, known := alive[token]; !known {
			alive[token] = !s.dead(token)
		}
		if !alive[token] && !strings.HasSuffix(e.Name(), ".lock") {
			_ = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
	for token, lives := range alive {
		if lives {
			continue
		}
		if l := tryAcquire(filepath.Join(dir, token+".lock"), false); l != nil {
			_ = l.release(true)
		}
	}
}

func (s *Store) sweepPartials() {
	atomicfile.Tidy(filepath.Join(s.dir, "partial")) // states that were being saved
	for _, path := range s.old("partial") {
		base := strings.TrimSuffix(strings.TrimSuffix(path, ".json"), ".lock")
		if fi, err := os.Lstat(base); err == nil && !s.isOld(fi) {
			continue // the state is as old as the first byte, the content is not
		}
		if l := tryAcquire(partialLock(base), true); l != nil {
			_ = os.Remove(base + ".json")
			_ = os.Remove(base)
			_ = l.release(true)
		}
	}
}

// old lists the entries of a folder of the store that are stale.
func (s *Store) old(name string) []string {
	dir := filepath.Join(s.dir, name)
	entries, _ := os.ReadDir(dir)
	var out []string
	for _, e := range entries {
		fi, err := e.Info()
		if err == nil && s.isOld(fi) {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out
}

func (s *Store) isOld(fi fs.FileInfo) bool {
	return s.options.Now().Sub(fi.ModTime()) > stale
}
