package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/httpx"
)

// errStale says that the bytes of an earlier attempt do not fit what the server
// has now. They are gone; the next attempt starts over.
var errStale = errors.New("what was there from an earlier attempt is no part of what the server has now")

// transfer is the work of a connection at a part of an http(s) download.
func (r *run) transfer(ctx context.Context, j *job, d *download, p *part) error {
	req := d.ask(p, j.addresses[0], r.now())
	j.attempts.Add(1)
	resp, err := r.Client.Open(ctx, req)
	if err != nil {
		return d.startOver(p, err)
	}
	defer resp.Body.Close()
	if err := d.expect(p, resp, r.now()); err != nil {
		return err
	}
	r.hint()
	return r.copy(j, d, p, resp)
}

// finishedElsewhere looks once more whether the store has the content: waiting
// for the partial file may have meant waiting for a process that fetched it.
func (r *run) finishedElsewhere(ctx context.Context, j *job, d *download) (bool, error) {
	digest := j.file.Digest
	if digest == "" {
		digest, _ = r.finished.Digest(partialKey(&j.file))
	}
	if digest == "" {
		return false, nil
	}
	path, size, err := r.Store.Lookup(digest, j.file.Size, false)
	if err != nil {
		return false, nil //nolint:nilerr // whatever it is, downloading may heal it
	}
	if err := d.partial.Discard(); err != nil {
		return false, local(err)
	}
	r.deliver(ctx, j, content{digest, size, path, Cached})
	return true, nil
}

// startOver throws the bytes of earlier attempts away when the server will not
// or cannot add to them: the error, if it is one of that kind, can heal then.
func (d *download) startOver(p *part, err error) error {
	var (
		status *httpx.StatusError
		answer *httpx.AnswerError
	)
	unfit := errors.As(err, &status) && status.Code == http.StatusRequestedRangeNotSatisfiable || errors.As(err, &answer)
	switch {
	case !unfit || p.begin == 0 && !p.stolen:
		return err
	case d.stray(p):
		return fmt.Errorf("%w: %w", errStray, err)
	}
	return d.refuse(p, fmt.Errorf("%w: %w", errStale, err))
}

// copy moves the body to the disk and through the hashes.
func (r *run) copy(j *job, d *download, p *part, resp *httpx.Response) error {
	buf := buffers.Get().(*buffer)
	defer buffers.Put(buf)
	n, err := r.head(j, d, resp, buf[:])
	for {
		if e := r.take(j, d, p, resp, buf[:n]); e != nil {
			return e
		}
		if err != nil {
			break
		}
		if d.over(p) {
			return nil
		}
		n, err = resp.Body.Read(buf[:])
	}
	if err != io.EOF { //nolint:errorlint // a reader's end is io.EOF itself
		return err
	}
	return d.ended(p, resp)
}

// ended judges where a body came to its end in good order.
func (d *download) ended(p *part, resp *httpx.Response) error {
	size := d.size()
	d.mu.Lock()
	at, end := p.at, p.end
	if end < 0 {
		p.end = at
	}
	d.mu.Unlock()
	if end < 0 {
		end = size
	}
	if at >= end {
		return nil
	}
	return d.refuse(p, lengthError(resp, d.start, at, end))
}

// refuse starts over for content that cannot be gone on from.
func (d *download) refuse(p *part, err error) error {
	if !d.alone(p) {
		return err
	}
	if resetErr := d.reset(p); resetErr != nil {
		return resetErr
	}
	return err
}

// head reads enough of a body's start to see what it is, and refuses what it
// should not be. When a digest can decide, the finding waits for it.
func (r *run) head(j *job, d *download, resp *httpx.Response, buf []byte) (int, error) {
	if resp.Start > 0 {
		return resp.Body.Read(buf)
	}
	n, err := io.ReadAtLeast(resp.Body, buf, headLength)
	switch err { // exactly: a connection that breaks wraps the same errors, and is another matter
	case io.ErrUnexpectedEOF:
		err = io.EOF
	case nil, io.EOF:
	default:
		return n, err
	}
	start := buf[:min(n, headLength)]
	odd := inspectHead(expectedFormat(&j.file), resp, start)
	d.start = bytes.Clone(start[:min(len(start), excerptBytes)])
	if lengthErr := announced(j.file.Size, resp); odd == nil {
		odd = lengthErr
	} else if lengthErr == nil && j.file.Digest != "" {
		d.odd, odd = odd, nil
	}
	if odd != nil {
		return 0, odd
	}
	return n, err
}

// announced compares the length that a server announces with the one expected.
func announced(want int64, resp *httpx.Response) error {
	if want > 0 && resp.Total >= 0 && resp.Total != want {
		return &MismatchError{WantSize: want, GotSize: resp.Total}
	}
	return nil
}

// take adds bytes to the file, counts them, and refuses more than there may be.
// What belongs to a part that another connection brings is left to that.
func (r *run) take(j *job, d *download, p *part, resp *httpx.Response, b []byte) error {
	if len(b) == 0 {
		return nil
	}
	j.received.Add(int64(len(b)))
	r.received.Add(int64(len(b)))
	pos, own, last := d.take(p, len(b))
	limit := d.size()
	if limit < 0 {
		limit = r.maxBytes()
	}
	if all := pos + int64(len(b)); last && all > limit {
		return d.refuse(p, lengthError(resp, d.start, all, limit))
	}
	if own == 0 {
		return nil
	}
	all, err := d.write(p, b[:own], pos)
	if err != nil {
		return err
	}
	r.tell(j, Event{Kind: Progress, Bytes: all, Total: max(0, d.size())})
	return d.save(r.now())
}

// expectedFormat is what the bytes should be, by what the request says or else
// by the file's name.
func expectedFormat(f *asset.File) string {
	if f.Format != "" {
		return normalFormat(f.Format)
	}
	if f.Path != "" {
		return normalFormat(extension(f.Path))
	}
	if u, err := url.Parse(f.URL); err == nil {
		return normalFormat(extension(u.Path))
	}
	return ""
}
