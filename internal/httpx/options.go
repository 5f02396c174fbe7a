package httpx

import (
	"context"
	"crypto/x509"
	"net/http"
	"net/url"
	"time"
)

// Defaults of [Options].
const (
	DefaultStall    = 30 * time.Second
	DefaultConnect  = 15 * time.Second
	DefaultMaxWait  = 2 * time.Minute
	DefaultRetries  = 3
	DefaultMaxConns = 16
)

// Options configure a [Client]. The zero value is a working client without a
// User-Agent, a proxy, mirrors or secrets.
type Options struct {
	UserAgent string   // sent with every request
	Mirrors   []Mirror // the first whose From matches is taken
	Headers   []Header // secrets and other headers, each for one host

	// MaxConns is the number of connections to one host, DefaultMaxConns at
	// zero. HostConns sets it for single hosts. [Client.HostLimit] tells them;
	// keeping to them is the caller's part, so that nothing waits for a slot
	// while it holds another.
	MaxConns  int
	HostConns map[string]int

	Stall   time.Duration // longest time without a byte, DefaultStall at zero
	Connect time.Duration // longest time for a connection and for a handshake, DefaultConnect at zero
	MaxWait time.Duration // longest wait before a retry, whatever Retry-After says; DefaultMaxWait at zero
	Retries int           // of GetBytes: DefaultRetries at zero, none when negative

	RootCAs *x509.CertPool                        // nil means those of the system
	Proxy   func(*http.Request) (*url.URL, error) // nil means none
	HTTP2   bool                                  // several connections of HTTP/1.1 measured faster

	// Now and Sleep are the clock. At nil they are that of the system; Sleep
	// must return early with the context's error when that is done.
	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
}

// Mirror has requests for addresses that begin with From sent to To instead.
// It is the operator's choice: the rules for hosts judge the original address,
// and messages and locks keep it.
type Mirror struct{ From, To string }

// Header is sent to exactly one host and never after a redirect to another.
// Its Value does not appear in any error.
type Header struct {
	Host  string // a name, or a name and a port where that is not the scheme's own
	Name  string
	Value string
}

func (o Options) withDefaults() Options {
	setDefault(&o.Stall, DefaultStall)
	setDefault(&o.Connect, DefaultConnect)
	setDefault(&o.MaxWait, DefaultMaxWait)
	setDefault(&o.Retries, DefaultRetries)
	setDefault(&o.MaxConns, DefaultMaxConns)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return o
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
