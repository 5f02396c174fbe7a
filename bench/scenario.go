package main

import (
	"fmt"
	"time"
)

const (
	kib = 1 << 10
	mib = 1 << 20
)

// base is the number of connections that every client gets unless it is said
// to be different.
const base = 8

// kind is what a client is asked to do.
type kind int

const (
	cold   kind = iota // fetch everything into an empty folder
	warm               // fetch again what is all there
	verify             // hash what is all there
)

// scenario is one situation in which clients are compared.
type scenario struct {
	name    string // short, for -scenario
	title   string // for the report
	kind    kind
	sizes   []int64
	latency time.Duration
	rate    int64 // bytes a second on one connection; 0 means no limit
	link    int64 // bytes a second in all; 0 means no limit
	tls     bool
	server  serverKind
	ceiling int  // of a further "auto", besides the one of 64; 0 means none
	plotted bool // is in the picture
	targets []target
}

func (s scenario) shaped() bool { return s.latency > 0 || s.rate > 0 || s.link > 0 }

func (s scenario) bytes() int64 {
	var sum int64
	for _, n := range s.sizes {
		sum += n
	}
	return sum
}

// ideal is the time that the shaping alone takes over a number of connections
// that are never idle, with one request for each file and work that can be cut
// anywhere. It is zero for a scenario without shaping.
func (s scenario) ideal(conns int) time.Duration {
	if !s.shaped() {
		return 0
	}
	latency, receiving := s.latency.Seconds(), 0.0
	if s.rate > 0 {
		receiving = float64(s.bytes()) / float64(s.rate) / float64(conns)
	}
	if s.link > 0 {
		receiving = max(receiving, float64(s.bytes())/float64(s.link))
	}
	// Whatever the files, the first byte is a latency away.
	waiting := max(latency, latency*float64(len(s.sizes))/float64(conns))
	if s.link > 0 {
		waiting = latency
	}
	return time.Duration((waiting + receiving) * float64(time.Second)).Round(time.Microsecond)
}

// fileName is the name of a file on the server, and of the asset.
func fileName(i int) string { return fmt.Sprintf("f%05d", i) }

// repeat is n files of one size.
func repeat(n int, size int64) []int64 {
	sizes := make([]int64, n)
	for i := range sizes {
		sizes[i] = size
	}
	return sizes
}

// spread is n files of 1 to most MiB in an order without order: the stride is
// prime, so that the sizes repeat only when all have been used.
func spread(n, most int) []int64 {
	const stride = 19
	sizes := make([]int64, n)
	for i := range sizes {
		sizes[i] = int64(1+i*stride%most) * mib
	}
	return sizes
}
