package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/store"
)

// state lies beside a partial file and says what is in it. The prefix is hashed
// again before anything is added to it, so a state that does not belong to the
// bytes, after a power failure for example, costs a fresh start and no more.
type state struct {
	Address   string       `json:"address"` // SHA-256 of it: addresses may hold signatures
	Validator string       `json:"validator"`
	Total     int64        `json:"total"`  // -1 means unknown
	Offset    int64        `json:"offset"` // how many bytes of the file count
	Prefix    asset.Digest `json:"prefix"` // of these bytes
}

const saveEvery = time.Second

func fingerprint(address string) string { return asset.SumSHA256([]byte(address)).Hex() }

// parseState reads a saved state and refuses what cannot be gone on from.
func parseState(b []byte, want *asset.File, address string) (state, bool) {
	var st state
	if len(b) == 0 || json.Unmarshal(b, &st) != nil {
		return state{}, false
	}
	prefix, err := asset.ParseDigest(string(st.Prefix))
	ok := err == nil && prefix == st.Prefix && prefix.Algorithm() == asset.SHA256 &&
		st.Address == fingerprint(address) && st.Validator != "" && printable(st.Validator) &&
		st.Offset > 0 && st.Total >= -1 && (st.Total < 0 || st.Offset <= st.Total) &&
		(want.Size <= 0 || st.Offset <= want.Size)
	return st, ok
}

// printable tells whether a text may be sent in a header.
func printable(s string) bool {
	for _, r := range s {
		if r < ' ' || r > '~' {
			return false
		}
	}
	return len(s) < 1024
}

// resume moves the front behind the bytes that are there already, or starts
// over when they cannot be trusted.
func (d *download) resume(ctx context.Context) error {
	st, ok := parseState(d.partial.State(), d.want, d.address)
	if !ok {
		return d.reset()
	}
	err := d.rehash(ctx, st.Offset)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil || d.front.digest() != st.Prefix:
		return d.reset()
	}
	if err := d.partial.File().Truncate(st.Offset); err != nil {
		return local(store.Explain(d.partial.File().Name(), err))
	}
	d.validator, d.total = st.Validator, st.Total
	return nil
}

// rehash brings the front to an offset by reading the file.
func (d *download) rehash(ctx context.Context, offset int64) error {
	buf := buffers.Get().(*buffer)
	defer buffers.Put(buf)
	for d.front.at < offset && ctx.Err() == nil {
		p := buf[:min(int64(len(buf)), offset-d.front.at)]
		if n, err := d.partial.File().ReadAt(p, d.front.at); n < len(p) {
			return errors.Join(io.ErrUnexpectedEOF, err)
		}
		d.front.advance(p)
	}
	return nil
}

// save makes what has arrived survive a kill, once in a while.
func (d *download) save(now time.Time) error {
	if d.validator == "" || now.Sub(d.saved) < saveEvery {
		return nil
	}
	d.saved = now
	return d.saveNow()
}

func (d *download) saveNow() error {
	b, err := json.Marshal(state{
		Address: fingerprint(d.address), Validator: d.validator,
		Total: d.total, Offset: d.front.at, Prefix: d.front.digest(),
	})
	if err != nil {
		return fmt.Errorf("saving how far a download is: %w", err)
	}
	return local(d.partial.SaveState(b))
}

// keep ends an attempt that failed. It tells whether another one, in this
// process or in a later one, can go on from here.
func (d *download) keep() (kept bool, err error) {
	if d.validator == "" || d.front.at == 0 {
		return false, local(d.partial.Discard())
	}
	if err := d.saveNow(); err != nil {
		return false, errors.Join(err, local(d.partial.Discard()))
	}
	return true, local(d.partial.Close())
}

// buffer is what one read and one write move at most. It is large because
// system calls are what bulk transfers spend their time on.
type buffer [256 << 10]byte

var buffers = sync.Pool{New: func() any { return new(buffer) }}
