package store

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

// journal is a file to which every process adds a line, key, digest and its own
// token, when it has finished a download whose digest was not known before.
// Others that wait for the same learn from it what became of it. A process that
// closes its store says so in a last line: it has written down elsewhere what it
// did. One that was killed has not, so that its lines are all there is to know.
// Nothing depends on the journal: a line that is lost costs one download.
type journal struct {
	mu    sync.Mutex
	path  string
	token string
	noted bool
	file  *os.File // nil until somebody asks
}

// ended is the first word of a process's last line.
const ended = "ended"

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
	var err error
	if j.noted {
		_, err = fmt.Fprintf(f, "%s %s\n", ended, j.token)
	}
	return errors.Join(err, f.Close())
}

// note says what became of the download key. It is a courtesy.
func (j *journal) note(key string, d asset.Digest) {
	f, err := j.open()
	if err != nil {
		return
	}
	j.mu.Lock()
	j.noted = true
	j.mu.Unlock()
	_, _ = fmt.Fprintf(f, "%s %s %s\n", key, d, j.token)
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
// it, and of those of processes that have not ended properly: they were killed,
// or are still at work. What others have finished before may no longer be what
// the server has. It may be used by any number of goroutines.
type Finished struct {
	mu    sync.Mutex
	file  *os.File // nil when there is nothing to learn
	at    int64
	rest  []byte
	known map[string]entry
	own   string // token of this process
}

// entry is what a line of the journal says.
type entry struct {
	digest asset.Digest
	token  string // of the process that wrote it
}

// Watch takes note of what is finished from now on, until Close.
func (s *Store) Watch() *Finished {
	f := &Finished{known: map[string]entry{}, own: s.journal.token}
	if s.options.ReadOnly {
		return f
	}
	file, err := s.journal.open()
	if err != nil {
		return f
	}
	f.file = file
	f.read(true)
	return f
}

// Digest is what the download key, as of [Store.Partial], became.
func (f *Finished) Digest(key string) (asset.Digest, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.read(false)
	e, ok := f.known[plain(key)]
	return e.digest, ok
}

// read takes in what the journal has got since the last time. At the first time,
// processes that have ended properly are forgotten with all that they did, and
// so is what this process did before: its caller has been told.
func (f *Finished) read(first bool) {
	for f.file != nil {
		var buf [8 << 10]byte
		n, err := f.file.ReadAt(buf[:], f.at)
		f.at += int64(n)
		f.rest = append(f.rest, buf[:n]...)
		if err != nil && !errors.Is(err, io.EOF) {
			f.file = nil
		}
		if err != nil || n == 0 {
			break
		}
	}
	for {
		line, rest, ok := bytes.Cut(f.rest, []byte("\n"))
		if !ok {
			return
		}
		f.rest = rest
		f.learn(strings.Fields(string(line)), first)
	}
}

// learn takes in a line. One that is damaged says nothing.
func (f *Finished) learn(words []string, first bool) {
	switch {
	case len(words) == 2 && words[0] == ended && first:
		maps.DeleteFunc(f.known, func(_ string, e entry) bool { return e.token == words[1] })
	case len(words) == 3 && first && words[2] == f.own:
	case len(words) == 3:
		if d, err := asset.ParseDigest(words[1]); err == nil && d.Algorithm() == asset.SHA256 {
			f.known[words[0]] = entry{d, words[2]}
		}
	}
}

func newJournal(dir string) *journal {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return &journal{path: filepath.Join(dir, "finished"), token: hex.EncodeToString(b[:])}
}
