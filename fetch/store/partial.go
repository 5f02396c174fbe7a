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
	"time"

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
	store  *Store
	path   string
	open   bool      // its use has not ended
	lock   *lock     // beside the content; nil where the content itself is locked
	held   io.Closer // keeps the lock while the content is moved
	file   *os.File
	state  []byte
	stated bool // there may be a state on disk
	owned  bool // it was locked
	empty  bool // there was no content
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
	p := &Partial{store: s, path: filepath.Join(dir, plain(key)), open: true}
	if err := p.acquire(ctx); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// acquire opens the content, locked.
func (p *Partial) acquire(ctx context.Context) (err error) {
	if !lockInContent {
		if p.lock, err = acquire(ctx, partialLock(p.path)); err != nil {
			return err
		}
	}
	for {
		if p.file, err = p.store.openPartial(p.path); err != nil {
			return Explain(p.path, err)
		}
		fi, err := p.locked(ctx)
		if err != nil {
			return err
		}
		if fi != nil {
			p.owned, p.empty = true, fi.Size() == 0
			return p.readState()
		}
		if err := p.closeFile(); err != nil {
			return err
		}
	}
}

// locked waits for the lock of the open content. It gives nothing when the
// previous holder has given the content another name, or removed it: then the
// lock is of no use.
func (p *Partial) locked(ctx context.Context) (fs.FileInfo, error) {
	if lockInContent {
		if err := p.waitForLock(ctx); err != nil {
			return nil, fmt.Errorf("locking %q: %w", p.path, err)
		}
	}
	held, err := p.file.Stat()
	if err != nil {
		return nil, err
	}
	named, err := os.Lstat(p.path)
	if err != nil || !os.SameFile(held, named) {
		return nil, nil //nolint:nilerr // whoever removed it has finished with it
	}
	return held, nil
}

func (p *Partial) waitForLock(ctx context.Context) error {
	for {
		ok, err := tryLock(p.file)
		if ok || err != nil {
			return err
		}
		select {
		case <-time.After(patience):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// openPartial makes the folder once more when somebody has emptied the cache
// under us.
func (s *Store) openPartial(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	s.forget(filepath.Dir(path))
	if _, err := s.folder("partial"); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
}

// plain is a key as a file name.
func plain(key string) string {
	if plainKey.MatchString(key) {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// readState reads the state beside the content. Without content there is nothing
// that it could be about.
func (p *Partial) readState() error {
	if p.empty {
		return nil
	}
	f, err := os.Open(p.path + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	p.stated = true
	p.state, err = io.ReadAll(io.LimitReader(f, maxState+1))
	if len(p.state) > maxState {
		p.state = nil // without a state the download starts over
	}
	return errors.Join(err, f.Close())
}

// File is the content so far, open for reading and writing at any offset. It is
// closed when the use of p ends.
func (p *Partial) File() *os.File { return p.file }

// Empty tells whether there was no content yet when p was opened.
func (p *Partial) Empty() bool { return p.empty }

// State is what SaveState saved last, maybe in another process; nil if nothing.
func (p *Partial) State() []byte { return p.state }

// SaveState replaces the state in one step. It does not wait for the disk: after
// a power failure, content and state may disagree, and the digest tells.
func (p *Partial) SaveState(state []byte) error {
	if !p.open {
		return os.ErrClosed
	}
	path := p.path + ".json"
	p.stated = true
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
	if !p.open {
		return "", os.ErrClosed
	}
	path, err := p.store.blobPath(d)
	if err != nil {
		return "", errors.Join(err, p.Close())
	}
	if lockInContent {
		if p.held, err = stayLocked(p.file); err != nil {
			return "", errors.Join(err, p.Close())
		}
	}
	// Network file systems report a failed write only when the file is closed.
	if err := p.closeFile(); err != nil {
		return "", errors.Join(Explain(p.path, err), p.Close())
	}
	// The state goes first: once the content has moved, the name is free and the
	// state beside it would be taken for the next holder's.
	err = p.removeState()
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
	if !p.open {
		return nil
	}
	p.stated = true // even one that was not looked at goes
	return errors.Join(p.removeState(), p.end(true))
}

func (p *Partial) removeState() error {
	if !p.stated {
		return nil
	}
	return removeIfThere(osFolder{}, p.path+".json")
}

// Close keeps content and state for another time and ends the use of p. After
// Commit, Discard or Close it does nothing, so it can be deferred.
func (p *Partial) Close() error {
	if !p.open {
		return nil
	}
	empty := false
	if p.owned && p.file != nil {
		fi, err := p.file.Stat()
		empty = err == nil && fi.Size() == 0 && p.state == nil
	}
	return p.end(empty)
}

// end frees the lock and removes what is not needed: where the content is the
// lock, while that is still held, so that no other holder loses his file.
func (p *Partial) end(remove bool) error {
	p.open = false
	var errs []error
	if !lockInContent {
		errs = append(errs, p.closeFile())
	}
	if remove {
		errs = append(errs, removeIfThere(osFolder{}, p.path))
	}
	errs = append(errs, p.closeFile())
	if p.held != nil {
		errs = append(errs, p.held.Close())
	}
	if p.lock != nil {
		errs = append(errs, p.lock.release(true))
	}
	return errors.Join(errs...)
}

// partialLock is the file that is locked for the partial at path.
func partialLock(path string) string {
	if lockInContent {
		return path
	}
	return path + ".lock"
}

func (p *Partial) closeFile() error {
	if p.file == nil {
		return nil
	}
	f := p.file
	p.file = nil
	return f.Close()
}
