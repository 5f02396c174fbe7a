package httpx

import (
	"context"
	"errors"
	"io"
	"time"
)

// watched is a body that ends the request when it brings no byte for too long.
// The clock runs only while somebody waits for bytes, so a slow reader is no
// stall, and however slow a body that does move is, it may take its time.
type watched struct {
	io.ReadCloser
	client *Client
	ctx    context.Context // of this one request, which ends with the body
	cancel context.CancelCauseFunc
	timer  *time.Timer
	host   string
}

func (c *Client) watch(ctx context.Context, cancel context.CancelCauseFunc, body io.ReadCloser, host string) io.ReadCloser {
	timer := time.AfterFunc(c.opts.Stall, func() {
		cancel(&StallError{host, c.opts.Stall})
	})
	timer.Stop()
	return &watched{body, c, ctx, cancel, timer, host}
}

func (w *watched) Read(p []byte) (int, error) {
	w.timer.Reset(w.client.opts.Stall)
	n, err := w.ReadCloser.Read(p)
	w.timer.Stop()
	if err != nil && !errors.Is(err, io.EOF) {
		err = w.client.maskSecrets(w.client.explain(w.ctx, err, w.host))
	}
	return n, err
}

func (w *watched) Close() error {
	w.timer.Stop()
	err := w.ReadCloser.Close()
	w.cancel(nil)
	return err
}
