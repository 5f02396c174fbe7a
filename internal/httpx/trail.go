package httpx

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strings"
)

const maxRedirects = 10

// hop is one address on the way. Rules and messages go by addr, the address
// that a person or a server named; target is where the request really goes,
// which is a mirror's address where one is set.
type hop struct{ addr, target *url.URL }

func (h hop) mirrored() bool { return h.addr != h.target }

// trail follows one request through its redirects. net/http could do it, but
// would judge neither mirrors nor name look-ups, and would decide by itself
// which headers travel.
type trail struct {
	client *Client
	req    Request
	hops   []hop
	public bool // some hop was on the public Internet: from there no redirect leads inside
	left   bool // some redirect led to another host: from there no secret is sent
}

func (t *trail) follow(ctx context.Context) (*http.Response, error) {
	u, err := url.Parse(t.req.URL)
	if err != nil {
		return nil, &RefusedError{t.req.URL, "it is not a valid address"}
	}
	for len(t.hops) <= maxRedirects {
		at := t.client.route(u)
		if err := t.check(at); err != nil {
			return nil, err
		}
		t.hops = append(t.hops, at)
		resp, err := t.get(ctx, at)
		if err != nil || !isRedirect(resp.StatusCode) {
			return resp, err
		}
		discard(resp.Body)
		if u, err = t.next(at, resp.Header.Get("Location")); err != nil {
			return nil, err
		}
	}
	return nil, &RefusedError{t.req.URL, fmt.Sprintf("more than %d redirects: %s", maxRedirects, t)}
}

func isRedirect(code int) bool {
	switch code {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// discard gives the connection of a small answer back into use.
func discard(body io.ReadCloser) {
	io.CopyN(io.Discard, body, 4<<10) //nolint:errcheck // best effort: a failure costs one connection
	body.Close()
}

// String names the way: "a -> b -> c".
func (t *trail) String() string {
	names := make([]string, len(t.hops))
	for i, h := range t.hops {
		names[i] = Redact(h.addr.String())
	}
	return strings.Join(names, " -> ")
}

// next is the address that a redirect leads to. One into a mirror is read as
// the address that the mirror stands for.
func (t *trail) next(from hop, location string) (*url.URL, error) {
	if location == "" {
		return nil, &AnswerError{from.addr.Host, "redirected without saying where to"}
	}
	u, err := from.target.Parse(location)
	if err != nil {
		return nil, &AnswerError{from.addr.Host, fmt.Sprintf("redirected to %q, which is not a valid address", Redact(location))}
	}
	u.User = nil
	u = t.client.unmirror(u)
	for _, h := range t.hops {
		if h.addr.String() == u.String() {
			return nil, &RefusedError{t.req.URL, fmt.Sprintf("its redirects run in a circle: %s -> %s", t, Redact(u.String()))}
		}
	}
	if !strings.EqualFold(u.Host, from.addr.Host) {
		t.left = true
	}
	if from.addr.Scheme == "https" && u.Scheme == "http" {
		return nil, t.refuse(u, "https must not be left for plain http")
	}
	return u, nil
}

// refuse names the address, and when it came from a redirect the way to it.
func (t *trail) refuse(u *url.URL, reason string) error {
	if len(t.hops) > 0 {
		return &RefusedError{t.req.URL, fmt.Sprintf("it redirects to %q: %s", Redact(u.String()), reason)}
	}
	return &RefusedError{u.String(), reason}
}

// check holds the rules for one address, first or redirected.
func (t *trail) check(at hop) error {
	switch {
	case at.target.Scheme != "https" && at.target.Scheme != "http":
		return t.refuse(at.addr, "only https addresses can be downloaded")
	case at.addr.Hostname() == "":
		return t.refuse(at.addr, "it has no host")
	case !matchHost(t.req.Hosts, at.addr.Hostname()):
		return t.refuse(at.addr, fmt.Sprintf("host %q is not one of this provider's hosts (%s)",
			clean(at.addr.Hostname(), 80), strings.Join(t.req.Hosts, ", ")))
	case t.public && t.client.isInside(at.target.Hostname()):
		return t.refuse(at.addr, "a public address must not lead to a private one")
	case at.target.Scheme == "http" && !at.mirrored() && !t.req.AllowPlain && !isLoopbackHost(at.target.Hostname()):
		return t.refuse(at.addr, "plain http can be changed on its way; use https, or give the file's sha256")
	}
	return nil
}

func (c *Client) isInside(host string) bool {
	a, err := netip.ParseAddr(host)
	return isLoopbackHost(host) && c.private(netip.IPv6Loopback()) || err == nil && c.private(a.Unmap())
}

// matchHost compares whole names: a pattern "*.itch.io" stands for every name
// below itch.io, but neither for itch.io nor for evil-itch.io.
func matchHost(patterns []string, host string) bool {
	if patterns == nil {
		return true
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for _, p := range patterns {
		suffix, wild := strings.CutPrefix(strings.ToLower(p), "*")
		if host == p || wild && strings.HasPrefix(suffix, ".") && len(host) > len(suffix) && strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return false
}

func (t *trail) get(ctx context.Context, at hop) (*http.Response, error) {
	r, err := http.NewRequestWithContext(t.traced(ctx, at), http.MethodGet, at.target.String(), http.NoBody)
	if err != nil {
		return nil, &RefusedError{at.addr.String(), "it is not a valid address"}
	}
	t.setHeaders(r, at)
	transport := t.client.open
	if t.public && !at.mirrored() {
		transport = t.client.guarded
	}
	resp, err := transport.RoundTrip(r)
	if err != nil {
		return nil, t.client.explain(ctx, err, at.addr.Host)
	}
	return resp, nil
}

// traced notes whether the connection that is used leads to the public
// Internet. Behind a proxy only the name can tell.
func (t *trail) traced(ctx context.Context, at hop) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		if t.client.opts.Proxy != nil {
			t.public = t.public || !t.client.isInside(at.target.Hostname())
			return
		}
		peer, err := netip.ParseAddrPort(info.Conn.RemoteAddr().String())
		t.public = t.public || err != nil || !t.client.private(peer.Addr().Unmap())
	}})
}

func (t *trail) setHeaders(r *http.Request, at hop) {
	r.Header.Set("User-Agent", t.client.opts.UserAgent)
	r.Header.Set("Accept", "*/*")
	r.Header.Set("Accept-Encoding", "identity")
	if t.req.ranged() {
		r.Header.Set("Range", t.req.rangeHeader())
		if t.req.IfRange != "" {
			r.Header.Set("If-Range", t.req.IfRange)
		}
	}
	if t.left {
		return
	}
	if u := at.target.User; u != nil {
		password, _ := u.Password()
		r.SetBasicAuth(u.Username(), password)
	}
	for _, h := range t.client.opts.Headers {
		if h.goesTo(at.target) {
			r.Header.Set(h.Name, h.Value)
		}
	}
}

func (r Request) rangeHeader() string {
	if r.Length > 0 {
		return fmt.Sprintf("bytes=%d-%d", r.Offset, r.Offset+r.Length-1)
	}
	return fmt.Sprintf("bytes=%d-", r.Offset)
}

// goesTo tells whether the header may be sent to an address: its host is meant,
// and nobody on the way can read it.
func (h Header) goesTo(u *url.URL) bool {
	if u.Scheme != "https" && !isLoopbackHost(u.Hostname()) {
		return false
	}
	if strings.EqualFold(h.Host, u.Host) {
		return true
	}
	return (u.Port() == "" || u.Port() == portOf(&url.URL{Scheme: u.Scheme})) && strings.EqualFold(h.Host, u.Hostname())
}
