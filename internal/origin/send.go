package origin

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"time"
)

const (
	writeSize = 256 << 10            // of an unshaped response
	tick      = 5 * time.Millisecond // between the writes of a shaped one
)

// sender sends one planned response.
type sender struct {
	*plan
	out      *recorder
	conn     *conn
	link     *pacer
	linkRate int64
	alarm    alarm
	raw      net.Conn // once the connection is taken from the server
}

func (s *sender) send(ctx context.Context) {
	defer s.closeRaw()
	if s.alarm.until(ctx, s.out.entry.Start.Add(s.shape.Latency)) != nil {
		return
	}
	if s.end != endNever && s.endAt < 0 {
		s.finish(ctx)
	}
	if s.sendHeader(ctx) != nil || s.request.Method == http.MethodHead || s.status == http.StatusNotModified {
		return
	}
	cut := s.end != endNever && s.endAt <= s.part.n
	if cut {
		s.part.n = s.endAt
	}
	if s.sendBody(ctx, cut) != nil {
		return
	}
	if cut {
		s.finish(ctx)
	}
	s.surplus()
}

func (s *sender) shaped() bool {
	return s.shape.Rate > 0 || s.linkRate > 0 || s.dripSize > 0
}

func (s *sender) sendHeader(ctx context.Context) error {
	if s.headerTime > 0 && s.request.ProtoMajor == 1 {
		return s.dripHeader(ctx)
	}
	if err := s.alarm.wait(ctx, s.headerTime); err != nil {
		return err
	}
	maps.Copy(s.out.Header(), s.header)
	s.out.WriteHeader(s.status)
	if s.chunked || s.shaped() {
		return s.flush()
	}
	return nil
}

// dripHeader takes the connection and sends the header in pieces.
func (s *sender) dripHeader(ctx context.Context) error {
	var header bytes.Buffer
	fmt.Fprintf(&header, "HTTP/1.1 %d %s\r\n", s.status, http.StatusText(s.status))
	s.out.entry.status.Store(int64(s.status))
	s.header.Set("Connection", "close")
	_ = s.header.Write(&header)
	header.WriteString("\r\n")
	if err := s.hijack(); err != nil {
		return err
	}
	const pieces = 20
	for size := header.Len()/pieces + 1; header.Len() > 0; {
		if _, err := s.raw.Write(header.Next(size)); err != nil {
			return err
		}
		if err := s.alarm.wait(ctx, s.headerTime/pieces); err != nil {
			return err
		}
	}
	return nil
}

func (s *sender) hijack() error {
	raw, _, err := http.NewResponseController(s.out).Hijack()
	s.raw = raw
	return err
}

func (s *sender) closeRaw() {
	if s.raw != nil {
		_ = s.raw.Close()
	}
}

func (s *sender) flush() error {
	if s.raw != nil {
		return nil
	}
	return http.NewResponseController(s.out).Flush()
}

// writer is where the body goes.
func (s *sender) writer() io.Writer {
	if s.raw != nil {
		return rawWriter{s.raw, s.out}
	}
	return s.out
}

type rawWriter struct {
	io.Writer
	counts *recorder
}

func (w rawWriter) Write(b []byte) (int, error) {
	w.counts.count(len(b))
	n, err := w.Writer.Write(b)
	w.counts.count(n - len(b))
	return n, err
}

func (s *sender) sendBody(ctx context.Context, cut bool) error {
	n := s.part.n
	if s.lie < 0 && s.raw == nil {
		n = max(0, n+s.lie) // the server refuses to write more than was announced
	}
	if !s.gzip {
		return s.copy(ctx, s.writer(), n)
	}
	zip := gzip.NewWriter(s.writer())
	if err := s.copy(ctx, zip, n); err != nil {
		return err
	}
	if cut {
		return zip.Flush()
	}
	return zip.Close()
}

// copy sends n bytes of the part, at its pace.
func (s *sender) copy(ctx context.Context, w io.Writer, n int64) error {
	s.conn.pace.begin()
	defer s.conn.pace.end()
	s.link.begin()
	defer s.link.end()
	slice, shaped := s.slice(), s.shaped()
	for off, end := s.part.off, s.part.off+n; off < end; {
		b := s.data.window(off, int(min(int64(slice), end-off)))
		if err := s.pace(ctx, len(b)); err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		if shaped {
			if err := s.flush(); err != nil {
				return err
			}
		}
		off += int64(len(b))
	}
	return nil
}

// slice is how many bytes to write at once.
func (s *sender) slice() int {
	if s.dripSize > 0 {
		return s.dripSize
	}
	rate := s.shape.Rate
	if rate == 0 || s.linkRate > 0 && s.linkRate < rate {
		rate = s.linkRate
	}
	if rate == 0 {
		return writeSize
	}
	return int(min(max(rate*int64(tick)/int64(time.Second), 1<<10), writeSize))
}

// pace waits until the next n bytes may go.
func (s *sender) pace(ctx context.Context, n int) error {
	var at time.Time
	if s.dripSize > 0 {
		at = time.Now().Add(s.dripPause)
	}
	if s.shape.Rate > 0 {
		at = later(at, s.conn.pace.reserve(n, s.shape.Rate))
	}
	if s.linkRate > 0 {
		at = later(at, s.link.reserve(n, s.linkRate))
	}
	if at.IsZero() {
		return nil
	}
	return s.alarm.until(ctx, at)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// surplus sends what a length told too small left over, past the server.
func (s *sender) surplus() {
	if s.lie >= 0 || s.raw != nil || s.request.ProtoMajor != 1 || s.part.n+s.lie < 0 {
		return
	}
	if s.flush() != nil || s.hijack() != nil {
		return
	}
	off, end := s.part.off+s.part.n+s.lie, s.part.off+s.part.n
	for off < end {
		b := s.data.window(off, int(end-off))
		if _, err := s.writer().Write(b); err != nil {
			return
		}
		off += int64(len(b))
	}
}

// finish ends the response before its time. It does not return.
func (s *sender) finish(ctx context.Context) {
	if s.endAt >= 0 {
		_ = s.flush()
	}
	switch {
	case s.end == endReset:
		s.conn.reset(ctx)
	case s.end == endStall && s.raw != nil:
		_, _ = io.Copy(io.Discard, s.raw) // ends with the connection
	case s.end == endStall:
		<-ctx.Done()
	}
	panic(http.ErrAbortHandler)
}
