package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"sync"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/store"
)

// state lies beside a partial file and says what is in it. The prefix is hashed
// again before anything is added to it, and every piece beyond it has a sum of
// its own, so a state that does not belong to the bytes, after a power failure
// for example, costs a fresh start and no more.
type state struct {
	Address   string       `json:"address"` // SHA-256 of it: addresses may hold signatures
	Validator string       `json:"validator"`
	Total     int64        `json:"total"`            // -1 means unknown
	Offset    int64        `json:"offset"`           // how many bytes of the file count
	Prefix    asset.Digest `json:"prefix"`           // of these bytes
	Pieces    []piece      `json:"pieces,omitempty"` // what is there beyond them, in order
}

// piece is a stretch of the file that is there.
type piece struct {
	From int64  `json:"from"`
	To   int64  `json:"to"`  // behind the last byte
	Sum  uint32 `json:"crc"` // CRC-32C
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
		st.Offset >= 0 && st.Offset+int64(len(st.Pieces)) > 0 &&
		st.Total >= -1 && (st.Total < 0 || st.Offset <= st.Total) &&
		(want.Size <= 0 || st.Offset <= want.Size) && st.piecesFit(want)
	return st, ok
}

// piecesFit tells whether the pieces are in order and inside the file. Only the
// first may begin before the end of the prefix.
func (st *state) piecesFit(want *asset.File) bool {
	after := int64(0)
	for _, p := range st.Pieces {
		if p.From < after || p.To <= p.From || p.To <= st.Offset || p.To > st.Total || want.Size > 0 && p.To > want.Size {
			return false
		}
		after = p.To
	}
	return true
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

// resume goes on from the bytes that are there already, or starts over when they
// cannot be trusted.
func (d *download) resume(ctx context.Context) error {
	if d.partial.Empty() {
		d.parts = []*part{{end: unknownEnd}}
		return nil
	}
	st, ok := parseState(d.partial.State(), d.want, d.address)
	if !ok {
		return d.reset(&part{})
	}
	err := d.rehash(ctx, st.Offset)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil || d.front.digest() != st.Prefix:
		return d.reset(&part{})
	}
	end := st.Offset
	pieces := st.Pieces[:0]
	for _, p := range st.Pieces {
		if d.holds(ctx, p) {
			pieces, end = append(pieces, p), p.To
		}
	}
	if err := d.partial.File().Truncate(end); err != nil {
		return local(store.Explain(d.partial.File().Name(), err))
	}
	d.validator, d.total = st.Validator, st.Total
	d.tile(st.Offset, pieces)
	if d.complete() && d.want.Digest == "" {
		return d.reset(&part{}) // nothing says that the old bytes are still the right ones
	}
	return context.Cause(ctx)
}

// tile makes parts of what is there, and of what is missing in between.
func (d *download) tile(offset int64, pieces []piece) {
	d.parts, d.bytes = nil, 0
	add := func(from, done, end int64, sum uint32) {
		if end != from {
			d.parts = append(d.parts, &part{from: from, at: done, done: done, end: end, sum: sum})
			d.bytes += done - from
		}
	}
	if len(pieces) > 0 {
		offset = min(offset, pieces[0].From)
	}
	add(0, offset, offset, 0)
	for _, p := range pieces {
		add(offset, offset, p.From, 0)
		add(p.From, p.To, p.To, p.Sum)
		offset = p.To
	}
	add(offset, offset, d.total, 0)
}

// rehash brings the front to an offset by reading the file.
func (d *download) rehash(ctx context.Context, offset int64) error {
	return d.read(ctx, 0, offset, d.front.advance)
}

// holds tells whether a piece is there as it was saved.
func (d *download) holds(ctx context.Context, p piece) bool {
	sum := uint32(0)
	err := d.read(ctx, p.From, p.To, func(b []byte) { sum = crc32.Update(sum, castagnoli, b) })
	return err == nil && sum == p.Sum
}

// read gives what the partial file holds from one offset to another.
func (d *download) read(ctx context.Context, from, to int64, use func([]byte)) error {
	buf := buffers.Get().(*buffer)
	defer buffers.Put(buf)
	for from < to {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		b := buf[:min(int64(len(buf)), to-from)]
		if n, err := d.partial.File().ReadAt(b, from); n < len(b) {
			return errors.Join(io.ErrUnexpectedEOF, err)
		}
		use(b)
		from += int64(len(b))
	}
	return nil
}

// save makes what has arrived survive a kill, once in a while.
func (d *download) save(now time.Time) error {
	d.mu.Lock()
	due := d.validator != "" && now.Sub(d.saved) >= saveEvery
	if due {
		d.saved = now // whoever else comes meanwhile has nothing to do
	}
	d.mu.Unlock()
	if !due {
		return nil
	}
	return d.saveNow()
}

func (d *download) saveNow() error {
	d.saving.Lock()
	defer d.saving.Unlock()
	b, err := json.Marshal(d.state())
	if err != nil {
		return fmt.Errorf("saving how far a download is: %w", err)
	}
	return local(d.partial.SaveState(b))
}

// state is what is there now.
func (d *download) state() state {
	d.hashing.Lock()
	defer d.hashing.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	st := state{
		Address: fingerprint(d.address), Validator: d.validator,
		Total: d.total, Offset: d.front.at, Prefix: d.front.digest(),
	}
	for _, p := range d.parts {
		if p.done > p.from && p.done > st.Offset {
			st.Pieces = append(st.Pieces, piece{p.from, p.done, p.sum})
		}
	}
	return st
}

// keep ends an attempt that failed. It tells whether another one, in this
// process or in a later one, can go on from here.
func (d *download) keep() (kept bool, err error) {
	if d.validator == "" || d.bytes == 0 {
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
