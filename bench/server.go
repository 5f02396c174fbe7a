package main

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/astraweave/fetch-assets/internal/origin"
)

// serverKind says which program serves a scenario.
type serverKind int

const (
	ownOrigin serverKind = iota // internal/origin, in the process of the harness
	nginx                       // from the system, unshaped
)

// counts is what a server saw of a run.
type counts struct {
	requests int
	bytes    int64 // of bodies
	peak     int   // connections at one time; -1 when the server does not tell
}

// server has the files of a scenario.
type server interface {
	url(path string) string
	reset() error
	counts() (counts, error)
	close() error
}

// site is a server with what clients and checks need to know of it.
type site struct {
	server
	urls []string
	sums []string // SHA-256 of the files, in hexadecimal
	host string
	ca   string // file; empty without TLS
}

func filePath(i int) string { return "/" + fileName(i) + ".bin" }

// serve starts the server of a scenario, with files that no two scenarios of
// one run need to share.
func serve(ctx context.Context, s scenario, work string) (*site, error) {
	o, err := origin.Start(origin.Options{
		Shape: origin.Shape{Latency: s.latency, Rate: s.rate}, Link: s.link,
		TLS: s.tls && s.server == ownOrigin, NoLog: true,
	})
	if err != nil {
		return nil, err
	}
	for i, size := range s.sizes {
		o.Add(filePath(i), origin.File{Size: size, Seed: uint64(i) + 1})
	}
	at := &site{server: built{o}}
	for i := range s.sizes {
		at.sums = append(at.sums, o.SHA256(filePath(i)))
	}
	if s.server == nginx {
		at.server, err = startNginx(ctx, s, o, work)
		_ = o.Close() // it has been copied
		if err != nil {
			return nil, err
		}
	}
	if err := at.describe(o.CA(), work, s); err != nil {
		_ = at.close()
		return nil, err
	}
	return at, nil
}

// describe fills in the addresses, and writes the certificate to a file.
func (t *site) describe(ca []byte, work string, s scenario) error {
	for i := range s.sizes {
		t.urls = append(t.urls, t.url(filePath(i)))
	}
	at, err := url.Parse(t.url("/"))
	if err != nil {
		return err
	}
	t.host = at.Host
	if !s.tls {
		return nil
	}
	t.ca = filepath.Join(work, "ca.pem")
	if s.server == nginx {
		return nil // startNginx wrote it
	}
	return os.WriteFile(t.ca, ca, 0o600)
}

// built is the origin as a server.
type built struct{ *origin.Origin }

func (b built) url(path string) string { return b.URL(path) }

func (b built) close() error { return b.Close() }

// reset waits for the connections of the client before, so that the peak is
// that of the next one.
func (b built) reset() error {
	for deadline := time.Now().Add(5 * time.Second); b.OpenConnections() > 0 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	b.Reset()
	return nil
}

func (b built) counts() (counts, error) {
	return counts{requests: b.Requests(), bytes: b.BytesSent(), peak: b.PeakConnections()}, nil
}
