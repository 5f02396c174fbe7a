package fetch

import (
	"context"
	"errors"
	"io"
	"sync"
)

// hash moves the front over bytes that were just written, if they follow it.
// Bytes that arrived ahead of it are read back later, from memory that the
// system still has them in.
func (d *download) hash(b []byte, pos int64) {
	if d.hashing.TryLock() {
		if d.front.at == pos {
			d.front.advance(b)
		}
		d.hashing.Unlock()
	}
	select {
	case d.news <- struct{}{}:
	default:
	}
}

// follow starts a goroutine that moves the front after what arrives ahead of
// it, so that when the last byte is there little is left to be hashed. Unfollow
// ends it, when nobody works at the download any more.
func (d *download) follow(ctx context.Context, group *sync.WaitGroup) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.gone != nil {
		return
	}
	gone := make(chan struct{})
	d.gone = gone
	group.Go(func() {
		defer close(gone)
		for range d.news {
			if d.catchUp(ctx) != nil {
				return // it is found again, and reported, in the end
			}
		}
	})
}

func (d *download) unfollow() {
	d.mu.Lock()
	gone := d.gone
	d.gone = nil
	d.mu.Unlock()
	if gone != nil {
		close(d.news)
		<-gone
	}
}

// catchUp moves the front to the end of what is there without a gap.
func (d *download) catchUp(ctx context.Context) error {
	buf := buffers.Get().(*buffer)
	defer buffers.Put(buf)
	for ctx.Err() == nil {
		more, err := d.hashOn(buf[:])
		if err != nil || !more {
			return err
		}
	}
	return context.Cause(ctx)
}

func (d *download) hashOn(buf []byte) (more bool, err error) {
	d.hashing.Lock()
	defer d.hashing.Unlock()
	ready := d.contiguous() - d.front.at
	if ready <= 0 {
		return false, nil
	}
	b := buf[:min(int64(len(buf)), ready)]
	if n, err := d.partial.File().ReadAt(b, d.front.at); n < len(b) {
		return false, local(errors.Join(io.ErrUnexpectedEOF, err))
	}
	d.front.advance(b)
	return true, nil
}

// contiguous is how far the file is there without a gap.
func (d *download) contiguous() int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.parts {
		if !p.whole() {
			return p.done
		}
	}
	return d.parts[len(d.parts)-1].end
}
