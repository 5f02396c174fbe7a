// Package github keeps one comment on a pull request up to date, through the
// API of GitHub or of a server that behaves like it.
package github

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Options say how to reach the API.
type Options struct {
	API       string // such as "https://api.github.com"; empty means that
	Token     string // sent to the API's host alone
	UserAgent string
	Proxy     func(*http.Request) (*url.URL, error)      // nil means none
	Timeout   time.Duration                              // for one request; 0 means 15 s
	Pause     func(context.Context, time.Duration) error // between two tries; nil sleeps
}

// Client talks to the API. It may be used by several goroutines.
type Client struct {
	api   *url.URL
	o     Options
	http  *http.Client
	pause func(context.Context, time.Duration) error
}

// New is a client for the API that o names. An address over which the token
// could be read by others is refused.
func New(o Options) (*Client, error) {
	if o.API == "" {
		o.API = "https://api.github.com"
	}
	u, err := url.Parse(strings.TrimSuffix(o.API, "/"))
	switch {
	case err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "":
		return nil, fmt.Errorf("%q is not the address of an API", o.API)
	case u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())):
		return nil, fmt.Errorf("the API at %q is not reached by https", o.API)
	}
	if o.Timeout <= 0 {
		o.Timeout = 15 * time.Second
	}
	c := &Client{api: u, o: o, pause: o.Pause}
	if c.pause == nil {
		c.pause = sleep
	}
	c.http = &http.Client{
		Timeout:   o.Timeout,
		Transport: &http.Transport{Proxy: o.Proxy, ForceAttemptHTTP2: true, DialContext: (&net.Dialer{Timeout: o.Timeout}).DialContext},
		// The token goes nowhere else, and a POST must not become a GET.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c, nil
}

// Close ends idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// StatusError is an answer that is none of those wanted.
type StatusError struct {
	Status  int
	Message string // what the API says about it
	Limited bool   // too many requests were made
}

func (e *StatusError) Error() string {
	text := fmt.Sprintf("the API answered %d %s", e.Status, http.StatusText(e.Status))
	if e.Message != "" {
		text += fmt.Sprintf(" (%q)", e.Message)
	}
	return text
}

// Forbidden reports whether err says that the token may not do what was asked.
// GitHub answers 404 where it does not even want to say that something exists.
func Forbidden(err error) bool {
	var bad *StatusError
	if !errors.As(err, &bad) || bad.Limited {
		return false
	}
	switch bad.Status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return true
	}
	return false
}

// maxAnswer is far beyond a page of the longest comments.
const maxAnswer = 16 << 20

// call sends one request and decodes the answer into out, unless that is nil.
// Requests that may be repeated without harm are tried three times.
func (c *Client) call(ctx context.Context, method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	if in == nil {
		body = nil
	}
	tries := 3
	if method == http.MethodPost {
		tries = 1 // a second comment would be worse than none
	}
	for try := 1; ; try++ {
		err = c.once(ctx, method, path, body, out)
		if try == tries || !passing(err) || ctx.Err() != nil {
			return err
		}
		if err := c.pause(ctx, time.Duration(try)*time.Second); err != nil {
			return err
		}
	}
}

// passing reports whether the same request may do better in a moment.
func passing(err error) bool {
	var bad *StatusError
	if errors.As(err, &bad) {
		return bad.Status >= 500
	}
	var network net.Error
	return errors.As(err, &network)
}

func (c *Client) once(ctx context.Context, method, path string, body []byte, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, c.api.String()+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/vnd.github+json")
	req.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	req.Header.Set("User-Agent", c.o.UserAgent)
	if c.o.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.o.Token)
	}
	if len(body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := c.http.Do(req)
	if err != nil {
		return c.hide(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	switch {
	case err != nil:
		return c.hide(err)
	case res.StatusCode < 200 || res.StatusCode > 299:
		return c.statusError(res, data)
	case len(data) > maxAnswer:
		return fmt.Errorf("the API answered with more than %d bytes", maxAnswer)
	case out == nil:
		return nil
	}
	if err := json.Unmarshal(data, out); err != nil {
		return fmt.Errorf("the API answered with something else than the JSON expected: %w", err)
	}
	return nil
}

func (c *Client) statusError(res *http.Response, data []byte) error {
	var said struct {
		Message string `json:"message"`
	}
	_ = json.Unmarshal(data, &said) // proxies answer with pages
	message := c.strip(said.Message)
	return &StatusError{
		Status:  res.StatusCode,
		Message: message[:min(len(message), 200)],
		Limited: res.StatusCode == http.StatusTooManyRequests || res.Header.Get("Retry-After") != "" || res.Header.Get("X-RateLimit-Remaining") == "0",
	}
}

// hidden is an error without the token, whatever put it there.
type hidden struct {
	text string
	err  error
}

func (e *hidden) Error() string { return e.text }
func (e *hidden) Unwrap() error { return e.err }

func (c *Client) hide(err error) error { return &hidden{c.strip(err.Error()), err} }

func (c *Client) strip(s string) string {
	if c.o.Token == "" {
		return s
	}
	return strings.ReplaceAll(s, c.o.Token, "***")
}

var repositoryForm = regexp.MustCompile(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$`)
