package httpx

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

const (
	firstWait   = 500 * time.Millisecond
	longestWait = 30 * time.Second // of the back-off itself; Retry-After may ask for more
)

// Retryable tells whether the same request may succeed later. A 404, a rule
// that was broken and a bad certificate stay what they are.
func Retryable(err error) bool {
	var (
		status  *StatusError
		network *NetError
		stall   *StallError
	)
	switch {
	case errors.As(err, &status):
		return retryableStatus(status.Code)
	case errors.As(err, &network):
		return network.Temporary
	}
	return errors.As(err, &stall) || errors.Is(err, io.ErrUnexpectedEOF)
}

func retryableStatus(code int) bool {
	switch code {
	case http.StatusRequestTimeout,
		http.StatusTooEarly,
		http.StatusTooManyRequests,
		http.StatusInternalServerError,
		http.StatusBadGateway,
		http.StatusServiceUnavailable,
		http.StatusGatewayTimeout:
		return true
	}
	return false
}

// RetryAfter reads the header of that name, which holds seconds or a date. It
// is not capped, and zero for a date that has passed.
func RetryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value != "" && strings.Trim(value, "0123456789") == "" {
		return seconds(value), true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return max(0, at.Sub(now)), true
}

// seconds turns digits into a duration; too many of them mean a very long one.
func seconds(digits string) time.Duration {
	const longest = 365 * 24 * time.Hour
	n, ok := parseOffset(digits)
	if !ok || n > int64(longest/time.Second) {
		return longest
	}
	return time.Duration(n) * time.Second
}

// Delay is how long to wait before a retry, the first being number 0: what the
// server asked for, or else a random time below a bound that doubles, so that
// clients which failed together do not come back together. It never exceeds
// Options.MaxWait.
func (c *Client) Delay(retry int, err error) time.Duration {
	var status *StatusError
	if errors.As(err, &status) && status.RetryAfter > 0 {
		return min(status.RetryAfter, c.opts.MaxWait)
	}
	bound := min(firstWait<<min(retry, 16), longestWait, c.opts.MaxWait)
	return rand.N(bound + 1) //nolint:gosec // nobody gains by guessing a wait
}

// Sleep waits by the clock of the client's options.
func (c *Client) Sleep(ctx context.Context, d time.Duration) error {
	return c.opts.Sleep(ctx, d)
}
