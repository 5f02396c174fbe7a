package fetch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/store"
	"github.com/astraweave/fetch-assets/internal/httpx"
)

// download is a file that comes into being in the store, from one address. What
// it has survives the process: see resume.go.
type download struct {
	want    *asset.File
	partial *store.Partial
	front   front

	address   string // the one it comes from
	validator string // of the content at that address; empty means that it cannot be resumed
	total     int64  // bytes of the whole; -1 while unknown
	start     []byte // how the content begins, for messages
	odd       error  // what is odd about the content, to be said if its digest is wrong as well

	saved time.Time // when the state was saved last
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
		front: newFront(&j.file), total: -1, saved: r.now(),
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

// complete tells whether everything is there. Without a digest to judge the old
// bytes by, they have to be asked for again.
func (d *download) complete() bool {
	return d.want.Digest != "" && d.total >= 0 && d.front.at == d.total
}

// expect notes what an answer says about the content. It starts over when the
// answer is the whole content instead of what was missing.
func (d *download) expect(resp *httpx.Response) error {
	if resp.Start != d.front.at {
		if err := d.reset(); err != nil {
			return err
		}
	}
	d.validator, d.total = resp.Validator, resp.Total
	return nil
}

// reset starts over.
func (d *download) reset() error {
	d.front = newFront(d.want)
	d.validator, d.total, d.odd = "", -1, nil
	if err := d.partial.File().Truncate(0); err != nil {
		return local(store.Explain(d.partial.File().Name(), err))
	}
	return nil
}

// write adds the bytes that follow the front.
func (d *download) write(p []byte) error {
	if _, err := d.partial.File().WriteAt(p, d.front.at); err != nil {
		return local(fmt.Errorf("writing the download: %w", store.Explain(d.partial.File().Name(), err)))
	}
	d.front.advance(p)
	return nil
}

// size is how many bytes there will be; -1 means unknown.
func (d *download) size() int64 {
	if d.want.Size > 0 {
		return d.want.Size
	}
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
