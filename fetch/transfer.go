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

// transfer is an attempt at an http(s) address.
func (r *run) transfer(ctx context.Context, j *job) error {
	d, err := r.open(ctx, j)
	if err != nil {
		return err
	}
	if done, err := r.finishedElsewhere(ctx, j, d); done || err != nil {
		return err
	}
	before := j.received
	j.kept = false
	if !d.complete() {
		if err := r.receive(ctx, j, d); err != nil {
			kept, keepErr := d.keep()
			j.kept = kept && j.received > before
			return errors.Join(err, keepErr)
		}
	}
	size := d.front.at
	digest, path, err := d.commit()
	if err != nil {
		return err
	}
	r.deliver(ctx, j, content{digest, size, path, Downloaded})
	return nil
}

// finishedElsewhere looks once more whether the store has the content: waiting
// for the partial file may have meant waiting for a process that fetched it.
func (r *run) finishedElsewhere(ctx context.Context, j *job, d *download) (bool, error) {
	if j.file.Digest == "" {
		return false, nil
	}
	path, size, err := r.Store.Lookup(j.file.Digest, j.file.Size, false)
	if err != nil {
		return false, nil //nolint:nilerr // whatever it is, downloading may heal it
	}
	if err := d.partial.Discard(); err != nil {
		return false, local(err)
	}
	r.deliver(ctx, j, content{j.file.Digest, size, path, Cached})
	return true, nil
}

// receive asks for what is missing and takes it in.
func (r *run) receive(ctx context.Context, j *job, d *download) error {
	a := j.addresses[0]
	j.attempts++
	resp, err := r.Client.Open(ctx, httpx.Request{
		URL: a.url, Hosts: a.hosts, AllowPlain: j.file.Digest != "",
		Offset: d.front.at, IfRange: d.validator,
	})
	if err != nil {
		return d.startOver(err)
	}
	defer resp.Body.Close()
	if err := d.expect(resp); err != nil {
		return err
	}
	return r.copy(j, d, resp)
}

// startOver throws the bytes of earlier attempts away when the server will not
// or cannot add to them: the error, if it is one of that kind, can heal then.
func (d *download) startOver(err error) error {
	var (
		status *httpx.StatusError
		answer *httpx.AnswerError
	)
	unfit := errors.As(err, &status) && status.Code == http.StatusRequestedRangeNotSatisfiable || errors.As(err, &answer)
	if d.front.at == 0 || !unfit {
		return err
	}
	return d.refuse(fmt.Errorf("%w: %w", errStale, err))
}

// copy moves the body to the disk and through the hashes.
func (r *run) copy(j *job, d *download, resp *httpx.Response) error {
	buf := buffers.Get().(*buffer)
	defer buffers.Put(buf)
	n, err := r.head(j, d, resp, buf[:])
	for {
		if e := r.take(j, d, resp, buf[:n]); e != nil {
			return e
		}
		if err != nil {
			break
		}
		n, err = resp.Body.Read(buf[:])
	}
	if err != io.EOF { //nolint:errorlint // a reader's end is io.EOF itself
		return err
	}
	if size := d.size(); size >= 0 && d.front.at < size {
		return d.refuse(lengthError(resp, d.start, d.front.at, size))
	}
	return nil
}

// refuse starts over for content that cannot be gone on from.
func (d *download) refuse(err error) error {
	if resetErr := d.reset(); resetErr != nil {
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
func (r *run) take(j *job, d *download, resp *httpx.Response, p []byte) error {
	if len(p) == 0 {
		return nil
	}
	j.received += int64(len(p))
	limit := d.size()
	if limit < 0 {
		limit = r.maxBytes()
	}
	if all := d.front.at + int64(len(p)); all > limit {
		return d.refuse(lengthError(resp, d.start, all, limit))
	}
	if err := d.write(p); err != nil {
		return err
	}
	r.tell(j, Event{Kind: Progress, Bytes: d.front.at, Total: max(0, d.size())})
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
