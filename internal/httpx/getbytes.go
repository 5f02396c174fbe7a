package httpx

import (
	"context"
	"fmt"
	"io"
)

// GetBytes reads a small answer, such as that of an API, and retries what can
// heal. An answer of more than limit bytes is an error, not cut. Errors name
// the address, redacted.
func (c *Client) GetBytes(ctx context.Context, rawURL string, hosts []string, limit int64) ([]byte, error) {
	for retry := 0; ; retry++ {
		b, err := c.getOnce(ctx, Request{URL: rawURL, Hosts: hosts}, limit)
		if err == nil {
			return b, nil
		}
		if retry < c.opts.Retries && Retryable(err) {
			err = c.opts.Sleep(ctx, c.Delay(retry, err))
			if err == nil {
				continue
			}
		}
		return nil, fmt.Errorf("getting %q: %w", Redact(rawURL), err)
	}
}

func (c *Client) getOnce(ctx context.Context, req Request, limit int64) ([]byte, error) {
	resp, err := c.Open(ctx, req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.Length > limit {
		return nil, tooLong(resp.Host, limit)
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		return nil, tooLong(resp.Host, limit)
	}
	return b, nil
}

func tooLong(host string, limit int64) error {
	return &AnswerError{host, fmt.Sprintf("sent more than the %d bytes that such an answer may have", limit)}
}
