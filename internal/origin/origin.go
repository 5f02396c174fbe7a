package origin

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// Options are the manners of an [Origin] as a whole. The zero value is a plain
// HTTP/1.1 server as fast as the machine allows.
type Options struct {
	Shape                     // of every response whose file has none of its own
	Link        int64         // bytes a second over all connections together, shared fairly; 0 means no limit
	AcceptDelay time.Duration // between the connection and the first byte read from it
	Addr        string        // host and port to listen on; empty means a free port of 127.0.0.1
	TLS         bool          // serve https with a certificate of an authority of the origin's own
	Names       []string      // what the certificate is good for; nil means 127.0.0.1, ::1 and localhost
	HTTP2       bool          // offer HTTP/2: over TLS when TLS is set, in clear text with prior knowledge otherwise
	Seed        uint64        // decides which requests a rule with a Chance picks
	NoLog       bool          // keep no request log, for runs with very many requests
}

// Shape says how slow a response is. The zero value is not slow at all.
type Shape struct {
	Latency time.Duration // from the request to the first byte of the answer
	Rate    int64         // bytes of body a second on one connection; 0 means no limit
}

// Origin is a running server. All methods may be called concurrently.
type Origin struct {
	options  Options
	base     string
	ca       []byte
	pool     *x509.CertPool
	server   *http.Server
	listener *listener
	cancel   context.CancelFunc
	running  sync.WaitGroup
	link     *pacer

	mu       sync.RWMutex
	files    map[string]*file
	handlers map[string]http.Handler
	rules    []*ruleState
	closed   bool
	counters
}

// Start begins to serve. The caller has to [Origin.Close] the origin.
func Start(options Options) (*Origin, error) {
	o := &Origin{
		options:  options,
		files:    map[string]*file{},
		handlers: map[string]http.Handler{},
		link:     &pacer{slack: linkSlack},
	}
	config, err := o.certify()
	if err != nil {
		return nil, fmt.Errorf("making a certificate: %w", err)
	}
	if err := o.listen(); err != nil {
		return nil, fmt.Errorf("starting the origin: %w", err)
	}
	o.serve(config)
	return o, nil
}

func (o *Origin) listen() error {
	addr := o.options.Addr
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	inner, err := new(net.ListenConfig).Listen(context.Background(), "tcp", addr)
	if err != nil {
		return err
	}
	scheme := "http"
	if o.options.TLS {
		scheme = "https"
	}
	o.base = scheme + "://" + inner.Addr().String()
	o.listener = &listener{Listener: inner, delay: o.options.AcceptDelay, open: map[*conn]struct{}{}}
	return nil
}

func (o *Origin) serve(config *tls.Config) {
	ctx, cancel := context.WithCancel(context.Background())
	o.cancel = cancel
	o.server = &http.Server{
		Handler:           http.HandlerFunc(o.handle),
		TLSConfig:         config,
		Protocols:         o.protocols(),
		ErrorLog:          log.New(io.Discard, "", 0), // broken connections are what this server is for
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ConnContext:       withConn,
		ReadHeaderTimeout: time.Minute,
	}
	o.running.Go(func() {
		if config != nil {
			_ = o.server.ServeTLS(o.listener, "", "")
			return
		}
		_ = o.server.Serve(o.listener)
	})
}

func (o *Origin) protocols() *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(true)
	p.SetHTTP2(o.options.HTTP2 && o.options.TLS)
	p.SetUnencryptedHTTP2(o.options.HTTP2 && !o.options.TLS)
	return p
}

// Close stops the origin, breaks its connections, and returns when no response
// is being sent any more.
func (o *Origin) Close() error {
	o.mu.Lock()
	o.closed = true
	o.mu.Unlock()
	o.cancel()
	err := o.server.Close()
	o.listener.closeAll() // the server forgets connections that a fault has taken over
	o.running.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// URL is the address of a path on the origin, such as
// "http://127.0.0.1:4711/a.png" for "/a.png". Of the empty path it is the
// address of the origin itself, without a slash at the end.
func (o *Origin) URL(path string) string { return o.base + path }

// CA is the certificate of the origin's authority in PEM, nil without TLS.
func (o *Origin) CA() []byte { return o.ca }

// Pool holds [Origin.CA] alone, nil without TLS.
func (o *Origin) Pool() *x509.CertPool { return o.pool }

// Client is a new client that trusts the origin and keeps to its protocol. The
// caller should close its idle connections.
func (o *Origin) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: o.pool, MinVersion: tls.VersionTLS12},
		Protocols:           o.clientProtocols(),
		DisableCompression:  true,
		MaxIdleConnsPerHost: 64,
	}}
}

func (o *Origin) clientProtocols() *http.Protocols {
	p := o.protocols()
	p.SetHTTP1(!o.options.HTTP2)
	return p
}
