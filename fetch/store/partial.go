package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/atomicfile"
)

// maxState is more than any state needs; a larger one is damaged.
const maxState = 1 << 20

// Partial is a download under way: its content so far, and a state beside it
// that says how to go on. It is locked against all other goroutines and
// processes until Commit, Discard or Close; a kill frees the lock and leaves the
// content. A Partial is used by one goroutine, but File() may be written at
// several places at once.
type Partial struct {
	store *Store
	path  string
	lock  *lock // nil when the use of the partial has ended
	file  *os.File
	state []byte
}

var plainKey = regexp.MustCompile(`^[0-9a-f]{16,128}$`)

// Partial opens the unfinished download key, any string, creating it if there is
// none, and waits until nobody else has it open. While it waited the other may
// have finished: look the blob up once more before downloading.
func (s *Store) Partial(ctx context.Context, key string) (*Partial, error) {
	dir, err := s.folder("partial")
	if err != nil {
		return nil, err
	}
	p := &Partial{store: s, path: filepath.Join(dir, plain(key))}
	if p.lock, err = acquire(ctx, partialLock(p.path)); err != nil {
		return nil, err
	}
	if err := p.open(); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// plain is a key as a file name.
func plain(key string) string {
	if plainKey.MatchString(key) {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

func (p *Partial) open() (err error) {
	p.file, err = os.OpenFile(p.path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return Explain(p.path, err)
	}
	f, err := os.Open(p.path + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	p.state, err = io.ReadAll(io.LimitReader(f, maxState+1))
	if len(p.state) > maxState {
		p.state = nil // without a state the download starts over
	}
	return errors.Join(err, f.Close())
}

// File is the content so far, open for reading and writing at any offset. It is
// closed when the use of p ends.
func (p *Partial) File() *os.File { return p.file }

// State is what SaveState saved last, maybe in another process; nil if nothing.
func (p *Partial) State() []byte { return p.state }

// SaveState replaces the state in one step. It does not wait for the disk: after
// a power failure, content and state may disagree, and the digest tells.
func (p *Partial) SaveState(state []byte) error {
	if p.lock == nil {
		return os.ErrClosed
	}
	path := p.path + ".json"
	if err := atomicfile.WriteUnsynced(path, state, 0o644); err != nil {
		return fmt.Errorf("saving the state of a download: %w", Explain(path, err))
	}
	p.state = append([]byte(nil), state...)
	return nil
}

// Commit moves the content into the store as blob d and returns the blob's path.
// The caller has hashed it; Commit does not do so again. When the store has d
// already, that blob stays. Commit ends the use of p; when it fails, content and
// state are kept as by Close.
func (p *Partial) Commit(d asset.Digest) (string, error) {
	if p.lock == nil {
		return "", os.ErrClosed
	}
	path, err := p.store.blobPath(d)
	if err != nil {
		return "", errors.Join(err, p.Close())
	}
	// Network file systems report a failed write only when the file is closed.
	if err := p.closeFile(); err != nil {
		return "", errors.Join(Explain(p.path, err), p.Close())
	}
	// The state goes first: once the content has moved, the name is free and the
	// state beside it would be taken for the next holder's.
	err = removeIfThere(osFolder{}, p.path+".json")
	if err == nil {
		err = p.store.install(p.path, d)
	}
	if err != nil {
		return "", errors.Join(err, p.Close())
	}
	if key := filepath.Base(p.path); key != d.Hex() {
		p.store.journal.note(key, d) // before the lock is free, for those who wait for it
	}
	return path, p.end(false)
}

// Discard deletes content and state and ends the use of p.
func (p *Partial) Discard() error {
	if p.lock == nil {
		return nil
	}
	return errors.Join(p.closeFile(), removeIfThere(osFolder{}, p.path+".json"), p.end(true))
}

// Close keeps content and state for another time and ends the use of p. After
// Commit, Discard or Close it does nothing, so it can be deferred.
func (p *Partial) Close() error {
	if p.lock == nil {
		return nil
	}
	fi, err := os.Lstat(p.path)
	empty := err == nil && fi.Size() == 0 && p.state == nil
	return errors.Join(p.closeFile(), p.end(empty))
}

// end frees the lock and removes what is not needed.
func (p *Partial) end(remove bool) error {
	var err error
	if remove && partialLock(p.path) != p.path {
		err = removeIfThere(osFolder{}, p.path)
	}
	err = errors.Join(err, p.lock.release(remove || partialLock(p.path) != p.path))
	p.lock = nil
	return err
}

// partialLock is the file that is locked for the partial at path. It is the
// content itself, as making a file is what a small download spends most of its
// time on, except where a locked file can be written by its locker alone.
func partialLock(path string) string {
	if runtime.GOOS == "windows" {
		return path + ".lock"
	}
	return path
}

func (p *Partial) closeFile() error {
	if p.file == nil {
		return nil
	}
	f := p.file
	p.file = nil
	return f.Close()
}
