package httpx

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// Client makes GET requests under the rules of the package. Make one with
// [New]. It may be used by any number of goroutines at once.
type Client struct {
	opts    Options
	open    *http.Transport // for addresses that a person wrote
	guarded *http.Transport // for redirects from the public Internet: dials public addresses only
	private func(netip.Addr) bool
}

// New makes a client.
func New(o Options) *Client {
	c := &Client{opts: o.withDefaults(), private: isPrivate}
	c.open = c.newTransport(nil)
	c.guarded = c.newTransport(c.refusePrivate)
	return c
}

// Close closes the connections that are idle.
func (c *Client) Close() {
	c.open.CloseIdleConnections()
	c.guarded.CloseIdleConnections()
}

// HostLimit tells how many connections may be open at once to the host of an
// address, and that host's name, under which callers count.
func (c *Client) HostLimit(rawURL string) (host string, limit int) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return "", c.opts.MaxConns
	}
	host = strings.ToLower(u.Host)
	if n, ok := c.opts.HostConns[host]; ok && n > 0 {
		return host, n
	}
	if n, ok := c.opts.HostConns[strings.ToLower(u.Hostname())]; ok && n > 0 {
		return host, n
	}
	return host, c.opts.MaxConns
}
