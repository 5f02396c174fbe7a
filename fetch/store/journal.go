package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

// journal is a file to which every process adds a line, key and digest, when it
// has finished a download whose digest was not known before. Others that wait
// for the same learn from it what became of it. Nothing depends on it: a line
// that is lost costs one download.
type journal struct {
	mu   sync.Mutex
	path string
	file *os.File // nil until somebody asks
}

const (
	journalAge  = time.Hour // after which nobody can still be waiting for what it says
	journalSize = 16 << 20
)

func (j *journal) open() (*os.File, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		// What is appended by one write stays in one piece.
		f, err := os.OpenFile(j.path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o644)
		if err != nil {
			return nil, err
		}
		j.file = f
	}
	return j.file, nil
}

func (j *journal) close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return nil
	}
	f := j.file
	j.file = nil
	return f.Close()
}

// note says what became of the download key. It is a courtesy.
func (j *journal) note(key string, d asset.Digest) {
	if f, err := j.open(); err == nil {
		_, _ = fmt.Fprintf(f, "%s %s\n", key, d)
	}
}

// sweep drops a journal that is old or long. Those who have it open go on with
// the one they have.
func (j *journal) sweep(now time.Time) {
	if fi, err := os.Lstat(j.path); err == nil && (now.Sub(fi.ModTime()) > journalAge || fi.Size() > journalSize) {
		_ = os.Remove(j.path)
	}
}

// Finished tells what downloads became whose digests were not known beforehand.
// It knows of those that were finished, by any process, since [Store.Watch] made
// it: what is older may no longer be what the server has. It may be used by any
// number of goroutines.
type Finished struct {
	mu    sync.Mutex
	file  *os.File // nil when there is nothing to learn
	at    int64
	rest  []byte
	known map[string]asset.Digest
}

// Watch takes note of what is finished from now on, until Close.
func (s *Store) Watch() *Finished {
	f := &Finished{known: map[string]asset.Digest{}}
	if s.options.ReadOnly {
		return f
	}
	file, err := s.journal.open()
	if err != nil {
		return f
	}
	if fi, err := file.Stat(); err == nil {
		f.file, f.at = file, fi.Size()
	}
	return f
}

// Digest is what the download key, as of [Store.Partial], became.
func (f *Finished) Digest(key string) (asset.Digest, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.read()
	d, ok := f.known[plain(key)]
	return d, ok
}

func (f *Finished) read() {
	if f.file == nil {
		return
	}
	var buf [8 << 10]byte
	for {
		n, err := f.file.ReadAt(buf[:], f.at)
		f.at += int64(n)
		f.rest = append(f.rest, buf[:n]...)
		if err != nil || n < len(buf) {
			if err != nil && !errors.Is(err, io.EOF) {
				f.file = nil
			}
			break
		}
	}
	for {
		line, rest, ok := bytes.Cut(f.rest, []byte("\n"))
		if !ok {
			return
		}
		f.rest = rest
		key, digest, _ := bytes.Cut(line, []byte(" "))
		if d, err := asset.ParseDigest(string(digest)); err == nil && d.Algorithm() == asset.SHA256 {
			f.known[string(key)] = d
		}
	}
}

func newJournal(dir string) *journal { return &journal{path: filepath.Join(dir, "finished")} }
