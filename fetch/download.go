package fetch

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/store"
	"github.com/astraweave/fetch-assets/internal/httpx"
)

// download is a file that comes into being in the store, from one address, over
// one connection or several. What it has survives the process: see resume.go.
type download struct {
	want    *asset.File
	partial *store.Partial
	address string // the one it comes from

	mu        sync.Mutex
	parts     []*part   // in the order of the file
	bytes     int64     // on disk
	validator string    // of the content at the address; empty means that it cannot be resumed
	total     int64     // bytes of the whole; -1 while unknown
	single    bool      // it is left to one connection
	saved     time.Time // when the state was saved last

	saving sync.Mutex // lets one goroutine at a time save the state

	// Of the file's start, and used by the connection at it alone.
	start []byte // how the content begins, for messages
	odd   error  // what is odd about the content, to be said if its digest is wrong as well

	hashing sync.Mutex // guards front; when both are needed, it is locked before mu
	front   front
	news    chan struct{} // tells the follower that there is more to hash
	gone    chan struct{} // the follower has ended; nil without one
}

// open locks the partial file of a job and goes on from what is in it, if that
// comes from the address at hand.
func (r *run) open(ctx context.Context, j *job) (*download, error) {
	p, err := r.Store.Partial(ctx, partialKey(&j.file))
	if err != nil {
		return nil, local(err)
	}
	d := &download{
		want: &j.file, partial: p, address: j.addresses[0].url,
		front: newFront(&j.file), total: -1, saved: r.now(), single: j.single, news: make(chan struct{}, 1),
	}
	if err := d.resume(ctx); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return d, nil
}

// partialKey names the partial file by what it is to become, or by where it
// comes from as long as nobody knows.
func partialKey(f *asset.File) string {
	if f.Digest != "" {
		return f.Digest.Hex()
	}
	return asset.SumSHA256([]byte(f.URL + "\x00" + string(f.Hint))).Hex()
}

// complete tells whether everything is there.
func (d *download) complete() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.parts {
		if !p.whole() {
			return false
		}
	}
	return true
}

// errStray says that a server does not play along with several connections.
var errStray = errors.New("the server answers a request for a part of the file with something else")

// expect notes what an answer says about the content. It starts over when the
// answer is the whole content instead of what was missing.
func (d *download) expect(p *part, resp *httpx.Response, now time.Time) error {
	if !d.agrees(p, resp) {
		if d.stray(p) {
			return errStray
		}
		if err := d.reset(p); err != nil {
			return err
		}
		if resp.Start != 0 {
			return fmt.Errorf("%w: %w", errStale, &httpx.AnswerError{Host: resp.Host, Reason: "has changed the file in the middle of its download"})
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	p.first, p.reach, p.stolen = now, unknownEnd, false
	if resp.Length >= 0 {
		p.reach = resp.Start + resp.Length
	}
	if d.total < 0 {
		d.validator, d.total = resp.Validator, resp.Total
	}
	d.single = d.single || !resp.Ranges
	if p.end < 0 && d.total >= 0 {
		p.end = d.total
	}
	return nil
}

// agrees tells whether an answer begins where its part does, and belongs to the
// same content as the answers before it.
func (d *download) agrees(p *part, resp *httpx.Response) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if resp.Start != p.at {
		return false
	}
	if d.bytes == 0 && len(d.parts) == 1 {
		d.validator, d.total = "", -1 // nothing is there that it could belong to
		p.end = unknownEnd
		return true
	}
	sameLength := resp.Total == d.total || resp.Total < 0 || d.total < 0
	sameContent := resp.Validator == d.validator || resp.Validator == "" && len(d.parts) <= 2
	return sameLength && sameContent
}

// reset starts over, with the connection at p.
func (d *download) reset(p *part) error {
	d.mu.Lock()
	*p = part{end: unknownEnd, busy: p.busy, asked: p.asked}
	d.parts, d.bytes = []*part{p}, 0
	d.validator, d.total = "", -1
	d.mu.Unlock()
	d.hashing.Lock()
	d.front, d.odd = newFront(d.want), nil
	d.hashing.Unlock()
	if err := d.partial.File().Truncate(0); err != nil {
		return local(store.Explain(d.partial.File().Name(), err))
	}
	return nil
}

// write adds bytes of a part, which belong at pos, and tells how many are there.
func (d *download) write(p *part, b []byte, pos int64) (int64, error) {
	if _, err := d.partial.File().WriteAt(b, pos); err != nil {
		return 0, local(fmt.Errorf("writing the download: %w", store.Explain(d.partial.File().Name(), err)))
	}
	all := d.landed(p, b)
	d.hash(b, pos)
	return all, nil
}

// size is how many bytes there will be; -1 means unknown.
func (d *download) size() int64 {
	if d.want.Size > 0 {
		return d.want.Size
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.total
}

// commit gives the verified content to the store. Content that is not what was
// asked for is thrown away.
func (d *download) commit() (asset.Digest, string, error) {
	if err := d.front.compare(d.want); err != nil {
		if d.odd != nil {
			err = d.odd
		}
		return "", "", errors.Join(err, local(d.partial.Discard()))
	}
	path, err := d.partial.Commit(d.front.digest())
	return d.front.digest(), path, local(err)
}
