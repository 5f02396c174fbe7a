package httpx

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"syscall"
	"time"
)

const (
	readBuffer   = 64 << 10 // fewer system calls for large bodies; measured
	streamWindow = 16 << 20 // of HTTP/2: the default of 4 MiB starves a fast, distant connection
	headerLimit  = 256 << 10
	idleTimeout  = 90 * time.Second
)

// control is a hook of [net.Dialer] that sees the address a name led to.
type control func(network, address string, _ syscall.RawConn) error

func (c *Client) newTransport(check control) *http.Transport {
	t := &http.Transport{
		TLSClientConfig:        &tls.Config{RootCAs: c.opts.RootCAs, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    c.opts.Connect,
		ResponseHeaderTimeout:  c.opts.Stall,
		IdleConnTimeout:        idleTimeout,
		MaxConnsPerHost:        c.mostConns(),
		MaxIdleConnsPerHost:    c.mostConns(),
		MaxResponseHeaderBytes: headerLimit,
		ReadBufferSize:         readBuffer,
		DisableCompression:     true, // lengths and hashes have to describe the bytes on the wire
	}
	if c.opts.HTTP2 {
		t.ForceAttemptHTTP2 = true
		t.HTTP2 = &http.HTTP2Config{MaxReceiveBufferPerStream: streamWindow}
	} else {
		t.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	}
	c.setDialer(t, check)
	return t
}

func (c *Client) mostConns() int {
	most := c.opts.MaxConns
	for _, n := range c.opts.HostConns {
		most = max(most, n)
	}
	return most
}

// setDialer gives the transport its dialer. The address of a proxy is the
// operator's choice, so only dials that do not lead to one are checked.
func (c *Client) setDialer(t *http.Transport, check control) {
	direct := &net.Dialer{Timeout: c.opts.Connect, Control: check}
	toProxy := &net.Dialer{Timeout: c.opts.Connect}
	var proxies sync.Map
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if _, ok := proxies.Load(address); ok {
			return toProxy.DialContext(ctx, network, address)
		}
		return direct.DialContext(ctx, network, address)
	}
	if c.opts.Proxy == nil {
		return
	}
	t.Proxy = func(r *http.Request) (*url.URL, error) {
		u, err := c.opts.Proxy(r)
		if u != nil {
			proxies.Store(net.JoinHostPort(u.Hostname(), portOf(u)), true)
		}
		return u, err
	}
}

// portOf is the port that net/http dials for an address.
func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
}

// refusePrivate is the last word on where a redirect leads: it sees what the
// name was resolved to, whatever another look-up said a moment before.
func (c *Client) refusePrivate(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("dialling %q: %w", address, err)
	}
	if c.private(ap.Addr().Unmap()) {
		return &RefusedError{Reason: fmt.Sprintf("the redirect leads from a public address to %s, which is a private one", ap.Addr())}
	}
	return nil
}
