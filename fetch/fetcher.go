package fetch

import (
	"context"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/store"
	"github.com/astraweave/fetch-assets/internal/httpx"
)

// Defaults of a [Fetcher].
const (
	DefaultConcurrency = 8
	DefaultRetries     = 3
	DefaultMaxBytes    = 64 << 30
)

// Request asks for one file of an asset.
type Request struct {
	Handle string         // of the asset, for messages
	Pos    asset.Position // of the asset's entry, for the caller's own messages
	File   asset.File
	Hosts  []string // patterns of hosts that the file may come from; nil means any
}

// Fetcher downloads files. Client, Store and Output have to be set, the other
// fields mean something at zero. Fetch may be called concurrently as long as
// nobody changes the fields.
type Fetcher struct {
	Client *httpx.Client
	Store  *store.Store
	Output *store.Output

	Source   Source   // fetches addresses that are not http(s); nil means that there are none
	Unpacker Unpacker // opens archives; nil means Source if it can, and otherwise that there are none

	Concurrency int   // connections in all; DefaultConcurrency at zero
	Auto        bool  // find out how many connections are good, and disregard Concurrency
	Retries     int   // further attempts for what can heal; DefaultRetries at zero, none when negative
	MaxBytes    int64 // of a file whose size is not known; DefaultMaxBytes at zero
	FailFast    bool  // stop everything at the first file that fails
	Durable     bool  // return only when the disk has what was placed, not the system's memory alone
	Full        bool  // hash what is in place again, even where it looks untouched

	Observe func(Event)      // told what happens; called concurrently, must return soon; nil means nobody
	Now     func() time.Time // nil means time.Now
}

// Source fetches addresses that are not plain http(s), such as git repositories
// and local folders.
type Source interface {
	// Is tells whether an address is one for Get.
	Is(rawURL string) bool
	// Get makes the folder dst and puts what is at the address into it: only
	// files and folders. A source that is one file gives one file.
	Get(ctx context.Context, rawURL, dst string) error
}

// Unpacker opens archives.
type Unpacker interface {
	// Unpack makes the folder dst and puts the archive's files into it. The
	// format is found by looking when it is empty.
	Unpack(ctx context.Context, archive, format, dst string) error
	// Members lists what u picks out of a folder that Unpack or Get made, with
	// names, paths and sizes, in an order that is always the same.
	Members(dst string, u asset.Unpack) ([]asset.Member, error)
}

func (f *Fetcher) concurrency() int {
	if f.Concurrency <= 0 {
		return DefaultConcurrency
	}
	return f.Concurrency
}

func (f *Fetcher) retries() int {
	if f.Retries == 0 {
		return DefaultRetries
	}
	return max(0, f.Retries)
}

func (f *Fetcher) maxBytes() int64 {
	if f.MaxBytes <= 0 {
		return DefaultMaxBytes
	}
	return f.MaxBytes
}

func (f *Fetcher) now() time.Time {
	if f.Now == nil {
		return time.Now()
	}
	return f.Now()
}

func (f *Fetcher) unpacker() Unpacker {
	if f.Unpacker != nil {
		return f.Unpacker
	}
	u, _ := f.Source.(Unpacker)
	return u
}

func (f *Fetcher) observe(e Event) {
	if f.Observe != nil {
		f.Observe(e)
	}
}
