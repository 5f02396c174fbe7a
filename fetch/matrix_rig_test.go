package fetch_test

import (
	"cmp"
	"crypto/md5"
	"encoding/hex"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/httpx"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// knowledge is what a request says about the file that it wants.
type knowledge string

const (
	nothing   knowledge = "nothing"
	sizeKnown knowledge = "size"
	md5Known  knowledge = "md5"
	sumKnown  knowledge = "sha256"
)

// sample is a file of the matrix.
type sample struct {
	name  string
	body  []byte
	knows knowledge
}

func (s *sample) large() bool { return len(s.body) > 100_000 }

// samples are one small and one large file, large enough to be split into
// ranges, for everything that can be known of one.
var samples = sync.OnceValue(func() []*sample {
	var out []*sample
	for i, knows := range []knowledge{nothing, sizeKnown, md5Known, sumKnown} {
		out = append(out,
			&sample{"small-" + string(knows), bytesOf(byte(100+i), 1_500+i), knows},
			&sample{"large-" + string(knows), bytesOf(byte(200+i), 1_500_000+i), knows})
	}
	return out
})

// file is a request's file for a sample at an address.
func (s *sample) file(url string) asset.File {
	f := asset.File{Key: s.name, URL: url, Path: s.name}
	switch s.knows {
	case sizeKnown:
		f.Size = int64(len(s.body))
	case md5Known:
		sum := md5.Sum(s.body)
		f.Hint = asset.Digest(asset.MD5 + ":" + hex.EncodeToString(sum[:]))
	case sumKnown:
		f.Digest = asset.SumSHA256(s.body)
	}
	return f
}

// matrixNow is what the clock of the matrix shows, for dates in Retry-After.
var matrixNow = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const (
	matrixLimit = 2 << 20 // bytes of a file whose size nobody knows
	matrixTries = 1 + fetch.DefaultRetries

	// shortStall is for faults that are a silence; a busy machine may be silent
	// for so long as well. patience is more than any machine needs.
	shortStall = 500 * time.Millisecond
	patience   = 20 * time.Second
)

// cell is a fault in one of its modes, set up against all samples.
type cell struct {
	*rig
	mirror *origin.Origin // has no faults; nil where there is none
	files  []*sample
	reqs   []fetch.Request
}

func newCell(t *testing.T, f *fault, m mode) *cell {
	t.Helper()
	c := &cell{rig: newRig(t, origin.Options{
		Shape: origin.Shape{Rate: 16 << 20}, TLS: f.tls, Names: f.names,
	})}
	c.MaxBytes = matrixLimit
	c.Client = c.client(t, httpx.Options{
		Stall: cmp.Or(f.stall, patience), Now: func() time.Time { return matrixNow },
	})
	if m.mirror {
		c.mirror = startOrigin(t, origin.Options{})
	}
	for _, s := range samples() {
		if !slices.Contains(f.blind, s.knows) {
			c.files = append(c.files, s)
			c.reqs = append(c.reqs, c.want(f, s))
		}
	}
	f.inject(c.origin, m.times)
	return c
}

// want serves a sample and asks for it.
func (c *cell) want(f *fault, s *sample) fetch.Request {
	c.origin.Add("/"+s.name, origin.File{Body: s.body})
	url := c.origin.URL("/" + s.name)
	if f.host != "" {
		url = "https://" + f.host + "/" + s.name
	}
	file := s.file(url)
	if c.mirror != nil {
		c.mirror.Add("/"+s.name, origin.File{Body: s.body})
		file.Mirrors = []string{c.mirror.URL("/" + s.name)}
	}
	return fetch.Request{Handle: "matrix", File: file}
}

// waited tells whether a retry was put off for exactly so long.
func (r *rig) waited(d time.Duration) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, w := range r.waits {
		if w == d {
			return true
		}
	}
	return false
}

// mode says how often a fault happens to each file.
type mode struct {
	name   string
	times  int // 0 means always
	mirror bool
}

var modes = []mode{
	{name: "once", times: 1},
	{name: "three times", times: fetch.DefaultRetries},
	{name: "always", times: 0},
	{name: "always, with a mirror", times: 0, mirror: true},
}
