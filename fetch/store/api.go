package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

// ErrMiss says that the store lacks a blob; it has to be fetched.
var ErrMiss = errors.New("not in the cache")

// ErrCorrupt says that a blob no longer held what it is named for. It was moved
// away, so every ErrCorrupt is an [ErrMiss] as well: fetching it again heals.
var ErrCorrupt = fmt.Errorf("damaged in the cache: %w", ErrMiss)

// Options adjust a [Store]. The zero value is right for nearly everyone.
type Options struct {
	Now      func() time.Time // nil means time.Now
	ReadOnly bool             // never write below the cache folder, which then need not exist
	Copy     bool             // place by copying only, never by reflink or hard link
}

// Store is a cache folder. All methods may be called concurrently.
type Store struct{}

// Open opens the cache folder dir, making it if it has to.
func Open(dir string, o Options) (*Store, error) { panic("todo") }

// Close saves the index, merged with what other processes saved meanwhile.
func (s *Store) Close() error { panic("todo") }

// Lookup finds the blob d. A blob that has the size, modification time and inode
// it had when it was last hashed is trusted, unless full is set; any other is
// hashed. A size above zero must be that of the blob as well. Errors are
// [ErrMiss], [ErrCorrupt], or failures to read.
func (s *Store) Lookup(d asset.Digest, size int64, full bool) (path string, n int64, err error) {
	panic("todo")
}

// Partial opens the unfinished download key, any string, creating it if there is
// none, and waits until no other process or goroutine has it open. While it
// waited the other may have finished: look the blob up again.
func (s *Store) Partial(ctx context.Context, key string) (*Partial, error) { panic("todo") }

// AddFile moves the file at path into the store and returns its digest and size.
func (s *Store) AddFile(path string) (asset.Digest, int64, error) { panic("todo") }

// TempDir makes an empty folder on the file system of the store. It is removed
// by Close, or by a later run if this process is killed.
func (s *Store) TempDir() (string, error) { panic("todo") }

// Blob is one file of a store.
type Blob struct {
	Digest   asset.Digest
	Size     int64
	Modified time.Time
}

// Blobs lists what the store has, by digest.
func (s *Store) Blobs() iter.Seq2[Blob, error] { panic("todo") }

// Remove drops a blob. A missing one is no error.
func (s *Store) Remove(d asset.Digest) error { panic("todo") }

// Partial is a download under way: a file, and a state beside it that says how
// to go on. It is held under a lock until it is committed, discarded or closed.
type Partial struct{}

// File is the partial content, open for reading and writing.
func (p *Partial) File() *os.File { panic("todo") }

// State is what SaveState saved last, maybe in another process; nil if nothing.
func (p *Partial) State() []byte { panic("todo") }

// SaveState replaces the state in one step.
func (p *Partial) SaveState(state []byte) error { panic("todo") }

// Commit moves the content into the store as blob d, whose hash the caller has
// computed, and returns the blob's path. It ends the use of p, also on failure.
func (p *Partial) Commit(d asset.Digest) (path string, err error) { panic("todo") }

// Discard deletes content and state and ends the use of p.
func (p *Partial) Discard() error { panic("todo") }

// Close keeps content and state for another time and ends the use of p. After
// Commit, Discard or Close it does nothing.
func (p *Partial) Close() error { panic("todo") }

// Output is a folder that receives files.
type Output struct{}

// OpenOutput opens the output folder dir, which is made when the first file is
// placed.
func OpenOutput(dir string) (*Output, error) { panic("todo") }

// Close releases the folder.
func (o *Output) Close() error { panic("todo") }

// Method says how a file came from the store into the output folder.
type Method string

// The methods, best first.
const (
	Reflink  Method = "reflink"
	Hardlink Method = "hardlink"
	Copy     Method = "copy"
)

// Place puts blob d at rel, slash-separated, below o, replacing what is there.
func (s *Store) Place(o *Output, rel string, d asset.Digest) (Method, error) { panic("todo") }

// Check reports whether the file at rel below o is d.
func (s *Store) Check(o *Output, rel string, d asset.Digest, size int64, full bool) (ok bool, err error) {
	panic("todo")
}

// Adopt takes the file at rel below o, which is d, into the store.
func (s *Store) Adopt(o *Output, rel string, d asset.Digest) error { panic("todo") }

// Explain adds to an error of writing at path what a person can do about it.
func Explain(path string, err error) error { _ = fs.ErrPermission; panic("todo") }
