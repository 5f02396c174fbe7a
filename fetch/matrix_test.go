package fetch_test

import (
	"testing"

	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/httpx"
)

// TestMatrix has every fault happen to small and large files of which nothing,
// the size, the publisher's MD5 or the SHA-256 is known: so often that it can be
// got over, always, and always with a mirror that is well.
func TestMatrix(t *testing.T) {
	t.Parallel()
	for _, f := range matrix {
		for _, m := range modes {
			if f.verdict(m) == "" {
				continue
			}
			t.Run(f.name+"/"+m.name, func(t *testing.T) {
				t.Parallel()
				f.run(t, m)
			})
		}
	}
}

func (f *fault) run(t *testing.T, m mode) {
	t.Helper()
	c := newCell(t, f, m)
	results := c.Fetch(t.Context(), c.reqs)
	bodies := map[string][]byte{}
	for i, s := range c.files {
		bodies[s.name] = s.body
		f.judge(t, m, s, &results[i])
	}
	c.bounded(t, f, m, results)
	if f.wait > 0 && !m.mirror && !c.waited(f.wait) {
		t.Errorf("waited %v, want %s once at least", c.waits, f.wait)
	}
	c.audit(t, results, bodies)
}

// verdict is what a mode of the fault may lead to; empty means that there is no
// such mode.
func (f *fault) verdict(m mode) verdict {
	switch {
	case m.mirror:
		return right
	case m.times == 1:
		return f.once
	case m.times > 1:
		return f.thrice
	}
	return f.always
}

// judge compares what became of a file with what may become of it.
func (f *fault) judge(t *testing.T, m mode, s *sample, res *fetch.Result) {
	t.Helper()
	want := f.verdict(m)
	switch {
	case res.Err == nil && want == failed:
		t.Errorf("%s: arrived, want a failure", s.name)
	case res.Err != nil && want == right:
		t.Errorf("%s: after %d attempts and %d bytes: %v", s.name, res.Attempts, res.Received, res.Err)
	case res.Err != nil && !f.reason(res.Err):
		t.Errorf("%s: failed for another reason: %v", s.name, res.Err)
	case res.Err != nil && httpx.Retryable(res.Err) && res.Attempts < matrixTries:
		t.Errorf("%s: given up after %d attempts: %v", s.name, res.Attempts, res.Err)
	}
}

// bounded fails the test where a file cost more than the fault explains, and
// says what it did cost.
func (c *cell) bounded(t *testing.T, f *fault, m mode, results []fetch.Result) {
	t.Helper()
	var most, mostLarge int
	var again float64
	for i, s := range c.files {
		res, size := &results[i], int64(len(s.body))
		asked := c.origin.RequestsTo("/" + s.name)
		repeated := res.Received - size
		if s.large() {
			mostLarge = max(mostLarge, asked)
		} else {
			most = max(most, asked)
		}
		again = max(again, float64(repeated)/float64(size))
		if limit := f.most(m, size); repeated > limit {
			t.Errorf("%s: %d bytes arrived again, want %d at most", s.name, repeated, limit)
		}
	}
	if limit := f.requestsOf(m); most > limit || mostLarge > limit+splits {
		t.Errorf("%d requests for a small and %d for a large file, want %d and %d at most", most, mostLarge, limit, limit+splits)
	}
	t.Logf("requests: small %d, large %d; bytes again: %.2f x the file", most, mostLarge, max(0, again))
}

const (
	// splits is how many requests more a large file may take because its ranges
	// are shared out among idle connections.
	splits = fetch.DefaultConcurrency
	// overrun is what connections may have read past the end of a range that was
	// taken from them: half of a large file, much less than one connection's
	// buffer for each of them.
	overrun = 768 << 10
	// endless is what two attempts at a file without an end may bring.
	endless = 2 * (matrixLimit + 256<<10)
)

// requestsOf is the most requests that a small file may take.
func (f *fault) requestsOf(m mode) int {
	if m.mirror || m.times == 0 {
		return f.requests
	}
	return min(f.requests, 1+m.times*2)
}

// most is how many bytes of a file may arrive again. A mirror begins anew, so
// that what the address before it has brought is lost.
func (f *fault) most(m mode, size int64) int64 {
	again := f.again
	switch {
	case again < 0:
		return endless
	case m.mirror:
		again++
	}
	return int64(again*float64(size)) + overrun
}
