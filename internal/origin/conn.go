package origin

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// listener counts connections, delays them, and can close all of them.
type listener struct {
	net.Listener
	delay    time.Duration
	accepted atomic.Int64
	gauge    gauge

	mu   sync.Mutex
	open map[*conn]struct{}
}

// Accept waits for a connection as [net.Listener] says.
func (l *listener) Accept() (net.Conn, error) {
	inner, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &conn{TCPConn: inner.(*net.TCPConn), from: l, closed: make(chan struct{})}
	c.pace.slack = connSlack
	l.accepted.Add(1)
	l.gauge.add(1)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open[c] = struct{}{}
	return c, nil
}

func (l *listener) closeAll() {
	l.mu.Lock()
	conns := make([]*conn, 0, len(l.open))
	for c := range l.open {
		conns = append(conns, c)
	}
	l.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
	}
}

// conn is a client's connection and the pace at which it is sent to.
type conn struct {
	*net.TCPConn
	from    *listener
	pace    pacer
	delayed sync.Once
	closing sync.Once
	closed  chan struct{}
}

// Read waits for the listener's delay first.
func (c *conn) Read(b []byte) (int, error) {
	if c.from.delay > 0 {
		c.delayed.Do(c.wait)
	}
	return c.TCPConn.Read(b)
}

func (c *conn) wait() {
	timer := time.NewTimer(c.from.delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.closed:
	}
}

// Close closes the connection and counts it out, once.
func (c *conn) Close() error {
	c.closing.Do(func() {
		close(c.closed)
		c.from.gauge.add(-1)
		c.from.mu.Lock()
		defer c.from.mu.Unlock()
		delete(c.from.open, c)
	})
	return c.TCPConn.Close()
}

// reset breaks the connection once the client's system has everything that was
// sent, so that a reset after k bytes is one after k bytes.
func (c *conn) reset(ctx context.Context) {
	drain(ctx, c.TCPConn)
	_ = c.SetLinger(0)
	_ = c.Close()
}

type connKey struct{}

func withConn(ctx context.Context, c net.Conn) context.Context {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	return context.WithValue(ctx, connKey{}, c)
}

func connOf(ctx context.Context) *conn {
	return ctx.Value(connKey{}).(*conn)
}
