package httpx

import (
	"context"
	"net"
	"net/http"
)

// resolve has a client look a name up as a given address, without a name server.
func resolve(c *Client, name, addr string) {
	for _, t := range []*http.Transport{c.open, c.guarded} {
		dial := t.DialContext
		t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			host, port, _ := net.SplitHostPort(address)
			if host == name {
				address = net.JoinHostPort(addr, port)
			}
			return dial(ctx, network, address)
		}
	}
}

// refuseNetwork has a client find no host of that name.
func refuseNetwork(c *Client, name string) {
	for _, t := range []*http.Transport{c.open, c.guarded} {
		dial := t.DialContext
		t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if host, _, _ := net.SplitHostPort(address); host == name {
				return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}}
			}
			return dial(ctx, network, address)
		}
	}
}
