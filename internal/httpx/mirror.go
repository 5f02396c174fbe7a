package httpx

import (
	"net/url"
	"strings"
)

// route applies the first mirror that fits an address.
func (c *Client) route(addr *url.URL) hop {
	for _, m := range c.opts.Mirrors {
		rest, ok := cutAddress(addr.String(), m.From)
		if !ok {
			continue
		}
		if target, err := url.Parse(m.To + rest); err == nil {
			return hop{addr, target}
		}
	}
	return hop{addr, addr}
}

// unmirror is the way back: the address that a mirror's address stands for.
func (c *Client) unmirror(target *url.URL) *url.URL {
	for _, m := range c.opts.Mirrors {
		rest, ok := cutAddress(target.String(), m.To)
		if !ok {
			continue
		}
		if addr, err := url.Parse(m.From + rest); err == nil {
			return addr
		}
	}
	return target
}

// cutAddress cuts a prefix that ends where a part of the address ends, so that
// "https://a.example" does not stand for "https://a.example.org" as well.
func cutAddress(addr, prefix string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(addr, prefix)
	if !ok || prefix == "" {
		return "", false
	}
	if rest == "" || strings.HasSuffix(prefix, "/") {
		return rest, true
	}
	return rest, strings.ContainsAny(rest[:1], "/?#")
}
