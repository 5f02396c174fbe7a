package origin

import (
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Record is one request and what became of it.
type Record struct {
	Method string
	Path   string // without the query
	Query  string
	Range  string // the request's Range header
	Header http.Header
	Proto  string // "HTTP/1.1" or "HTTP/2.0"
	Remote string // the client's address and port: one for each connection
	Status int    // 0 when the connection ended before an answer
	Sent   int64  // bytes of body
	Start  time.Time
	End    time.Time // zero while the answer is being sent
}

// entry is a record that is still being written.
type entry struct {
	Record
	status, sent atomic.Int64
}

type counters struct {
	requests atomic.Int64
	bytes    atomic.Int64
	active   gauge

	logMu  sync.Mutex
	byPath map[string]int
	log    []*entry
}

// Requests is how many requests have come.
func (o *Origin) Requests() int { return int(o.requests.Load()) }

// RequestsTo is how many requests have come for a path, whatever the query.
func (o *Origin) RequestsTo(path string) int {
	o.logMu.Lock()
	defer o.logMu.Unlock()
	return o.byPath[path]
}

// BytesSent is how many bytes of body have been handed to the system, of
// answers of every kind.
func (o *Origin) BytesSent() int64 { return o.bytes.Load() }

// Connections is how many connections have been accepted.
func (o *Origin) Connections() int { return int(o.listener.accepted.Load()) }

// OpenConnections is how many connections are open now.
func (o *Origin) OpenConnections() int { return int(o.listener.gauge.now.Load()) }

// PeakConnections is how many connections were open at one time at most.
func (o *Origin) PeakConnections() int { return int(o.listener.gauge.peak.Load()) }

// Active is how many requests are being answered now.
func (o *Origin) Active() int { return int(o.active.now.Load()) }

// PeakActive is how many requests were being answered at one time at most.
func (o *Origin) PeakActive() int { return int(o.active.peak.Load()) }

// Log is what was asked so far, in the order of arrival.
func (o *Origin) Log() []Record {
	o.logMu.Lock()
	defer o.logMu.Unlock()
	out := make([]Record, len(o.log))
	for i, e := range o.log {
		out[i] = e.Record
		out[i].Status, out[i].Sent = int(e.status.Load()), e.sent.Load()
	}
	return out
}

// Reset sets the counters and the log to zero; the peaks start from what is
// open now. Rules and what they have counted stay.
func (o *Origin) Reset() {
	o.requests.Store(0)
	o.bytes.Store(0)
	o.listener.accepted.Store(0)
	o.listener.gauge.reset()
	o.active.reset()
	o.logMu.Lock()
	defer o.logMu.Unlock()
	o.byPath, o.log = nil, nil
}

// arrive counts a request, opens its entry and numbers it from one.
func (o *Origin) arrive(r *http.Request) (*entry, int64) {
	number := o.requests.Add(1)
	e := &entry{Record: Record{
		Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Range: r.Header.Get("Range"),
		Header: r.Header, Proto: r.Proto, Remote: r.RemoteAddr, Start: time.Now(),
	}}
	o.logMu.Lock()
	defer o.logMu.Unlock()
	if o.byPath == nil {
		o.byPath = map[string]int{}
	}
	o.byPath[e.Path]++
	if !o.options.NoLog {
		o.log = append(o.log, e)
	}
	return e, number
}

// depart closes an entry.
func (o *Origin) depart(e *entry) {
	o.logMu.Lock()
	defer o.logMu.Unlock()
	e.End = time.Now()
}

// Paths lists the paths of the origin's files, sorted.
func (o *Origin) Paths() []string {
	o.mu.RLock()
	defer o.mu.RUnlock()
	out := make([]string, 0, len(o.files))
	for path := range o.files {
		out = append(out, path)
	}
	slices.Sort(out)
	return out
}

// gauge is a level and the highest it has been.
type gauge struct{ now, peak atomic.Int64 }

func (g *gauge) add(n int64) int64 {
	now := g.now.Add(n)
	for peak := g.peak.Load(); now > peak && !g.peak.CompareAndSwap(peak, now); peak = g.peak.Load() {
	}
	return now
}

func (g *gauge) reset() { g.peak.Store(g.now.Load()) }
