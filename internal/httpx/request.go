package httpx

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"strings"
	"time"
)

// Request asks for the bytes at an address, or for a range of them.
type Request struct {
	URL        string
	Hosts      []string // patterns such as "kenney.nl" or "*.itch.io"; nil means any host
	AllowPlain bool     // plain http is good enough, because the content is checked by its digest

	Offset  int64  // the first byte wanted
	Length  int64  // how many bytes; 0 means all that follow
	IfRange string // with a range: send all if the content is no longer this one
}

// ranged tells whether the request is for less than everything.
func (r Request) ranged() bool { return r.Offset > 0 || r.Length > 0 }

// Response is a good answer: 200, or 206 with exactly the range asked for. The
// caller has to close the body, and gets the connection back into use by
// reading it to its end first.
type Response struct {
	Start     int64  // offset of the first byte of the body: 0 when a range was asked for in vain
	Length    int64  // of the body in bytes; -1 means unknown
	Total     int64  // of the whole content in bytes; -1 means unknown
	Partial   bool   // the answer is the range asked for, by status 206
	Ranges    bool   // the server offers ranges
	Validator string // a strong validator, fit for [Request.IfRange]; empty when there is none
	Type      string // the media type announced, without parameters
	URL       string // the last address of all redirects, redacted
	Host      string // its host
	Header    http.Header
	Body      io.ReadCloser
}

// Open makes one attempt. Its errors are [*StatusError], [*RefusedError],
// [*NetError], [*StallError], [*AnswerError] or the cause of the context's end;
// [Retryable] sorts them. ctx has to live as long as the body is read.
func (c *Client) Open(ctx context.Context, req Request) (*Response, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	resp, err := c.ask(ctx, cancel, req)
	if err != nil {
		if silent(err) {
			// The connection may have been dead while it was idle, and then the other
			// idle ones are suspects: a retry should not meet them one by one.
			c.Close()
		}
		cancel(nil)
		return nil, c.maskSecrets(err)
	}
	return resp, nil
}

// silent tells whether a server did not answer at all in the time it had.
func silent(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

func (c *Client) ask(ctx context.Context, cancel context.CancelCauseFunc, req Request) (*Response, error) {
	t := &trail{client: c, req: req}
	got, err := t.follow(ctx)
	if err != nil {
		return nil, err
	}
	last := t.hops[len(t.hops)-1]
	got.Body = c.watch(ctx, cancel, got.Body, last.addr.Host)
	resp := newResponse(got, last)
	if err := c.judge(req, got, resp); err != nil {
		got.Body.Close()
		return nil, err
	}
	return resp, nil
}

func newResponse(got *http.Response, last hop) *Response {
	media, _, _ := mime.ParseMediaType(got.Header.Get("Content-Type"))
	return &Response{
		Length:    got.ContentLength,
		Total:     got.ContentLength,
		Ranges:    strings.EqualFold(got.Header.Get("Accept-Ranges"), "bytes"),
		Validator: validator(got.Header),
		Type:      media,
		URL:       Redact(last.addr.String()),
		Host:      last.addr.Host,
		Header:    got.Header,
		Body:      got.Body,
	}
}

// judge refuses every answer that is not what was asked for.
func (c *Client) judge(req Request, got *http.Response, resp *Response) error {
	switch {
	case got.StatusCode != http.StatusOK && got.StatusCode != http.StatusPartialContent:
		return c.statusError(got, resp)
	case !isIdentity(got.Header.Get("Content-Encoding")):
		return &AnswerError{resp.Host, fmt.Sprintf("sent the content encoded as %q, which was not asked for",
			clean(got.Header.Get("Content-Encoding"), 40))}
	case got.StatusCode == http.StatusOK:
		return nil
	}
	return acceptRange(req, got.Header, resp)
}

func isIdentity(encoding string) bool {
	return encoding == "" || strings.EqualFold(encoding, "identity")
}

func acceptRange(req Request, h http.Header, resp *Response) error {
	if !req.ranged() {
		return &AnswerError{resp.Host, "sent a part of the content where all of it was asked for"}
	}
	r, ok := parseContentRange(h.Get("Content-Range"))
	if !ok || !r.answers(req) || (resp.Length >= 0 && resp.Length != r.end-r.start) {
		return &AnswerError{resp.Host, fmt.Sprintf("was asked for bytes from %d on and sent Content-Range %q",
			req.Offset, clean(h.Get("Content-Range"), 60))}
	}
	resp.Start, resp.Length, resp.Total = r.start, r.end-r.start, r.total
	resp.Partial, resp.Ranges = true, true
	return nil
}

// validator picks what If-Range may carry: a strong ETag, or else a
// modification date that was at least a second old when it was sent, since a
// younger one may stand for two contents (RFC 9110, 8.8.2.2).
func validator(h http.Header) string {
	if etag := h.Get("ETag"); len(etag) >= 2 && etag[0] == '"' && etag[len(etag)-1] == '"' {
		return etag
	}
	modified, err := http.ParseTime(h.Get("Last-Modified"))
	if err != nil || h.Get("ETag") != "" {
		return ""
	}
	sent, err := http.ParseTime(h.Get("Date"))
	if err != nil || sent.Sub(modified) < time.Second {
		return ""
	}
	return h.Get("Last-Modified")
}
