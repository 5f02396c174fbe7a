package origin

import (
	"net/http"
	"sync/atomic"
)

// handle answers one request.
func (o *Origin) handle(w http.ResponseWriter, r *http.Request) {
	if !o.enter() {
		panic(http.ErrAbortHandler)
	}
	defer o.running.Done()
	entry, number := o.arrive(r)
	defer o.depart(entry)
	o.active.add(1)
	defer o.active.add(-1)
	rec := &recorder{ResponseWriter: w, entry: entry, total: &o.bytes}
	if h := o.handler(r.URL.Path); h != nil {
		if new(alarm).until(r.Context(), entry.Start.Add(o.options.Latency)) != nil {
			return
		}
		h.ServeHTTP(rec, r)
		return
	}
	p := o.newPlan(r, number)
	o.disturb(p)
	p.settle()
	s := &sender{plan: p, out: rec, conn: connOf(r.Context()), link: o.link, linkRate: o.options.Link}
	s.send(r.Context())
}

// enter counts a response that Close has to wait for, unless it is too late.
func (o *Origin) enter() bool {
	o.mu.RLock()
	defer o.mu.RUnlock()
	if o.closed {
		return false
	}
	o.running.Add(1)
	return true
}

func (o *Origin) handler(path string) http.Handler {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.handlers[path]
}

// recorder writes down what is being sent. It counts before it writes, so that
// a client that has the last byte finds it counted.
type recorder struct {
	http.ResponseWriter
	entry *entry
	total *atomic.Int64
}

// Unwrap lets an [http.ResponseController] reach the server's own writer.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) {
	r.entry.status.Store(int64(status))
	r.ResponseWriter.WriteHeader(status)
}

// Write counts what it writes.
func (r *recorder) Write(b []byte) (int, error) {
	r.entry.status.CompareAndSwap(0, http.StatusOK)
	r.count(len(b))
	n, err := r.ResponseWriter.Write(b)
	r.count(n - len(b))
	return n, err
}

func (r *recorder) count(n int) {
	r.total.Add(int64(n))
	r.entry.sent.Add(int64(n))
}
