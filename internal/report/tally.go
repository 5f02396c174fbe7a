package report

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/astraweave/fetch-assets/fetch"
)

// window is the time over which the current rate is measured: long enough not
// to jump, short enough to follow.
const window = 8 * time.Second

// tally is what is known of the phase that runs. It is safe for concurrent use,
// and never calls out while it holds its lock.
type tally struct {
	now func() time.Time

	mu       sync.Mutex
	files    int   // planned
	bytes    int64 // planned, as far as sizes are known
	counts   map[fetch.Status]int
	settled  int64 // bytes of finished files
	received int64 // bytes over the network
	active   map[int]*transfer
	samples  []sample
}

// transfer is one file on its way.
type transfer struct {
	handle, key string
	got, total  int64
	started     time.Time
	base        int64     // bytes that were there before this process came
	until       time.Time // end of a pause; zero when there is none
	reason      string    // of the pause
}

type sample struct {
	at       time.Time
	received int64
}

func newTally(now func() time.Time) *tally {
	if now == nil {
		now = time.Now
	}
	t := &tally{now: now}
	t.plan(0, 0)
	return t
}

// plan starts counting afresh.
func (t *tally) plan(files int, bytes int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.files, t.bytes = files, bytes
	t.counts = map[fetch.Status]int{}
	t.active = map[int]*transfer{}
	t.settled, t.received, t.samples = 0, 0, nil
}

// add counts one event.
func (t *tally) add(e fetch.Event) {
	now := t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e.Kind {
	case fetch.Finished:
		t.finish(e)
	default:
		t.move(e, now)
	}
	t.sample(now)
}

func (t *tally) finish(e fetch.Event) {
	if tr := t.active[e.Index]; tr != nil && e.Result != nil {
		t.received += max(0, e.Result.Received-(tr.got-tr.base))
	}
	delete(t.active, e.Index)
	if e.Result != nil {
		t.counts[e.Result.Status]++
		t.settled += max(0, e.Result.File.Size)
	}
}

func (t *tally) move(e fetch.Event, now time.Time) {
	tr := t.active[e.Index]
	if tr == nil {
		tr = &transfer{handle: e.Handle, key: e.Key, started: now, got: e.Bytes, base: e.Bytes}
		t.active[e.Index] = tr
	}
	tr.until, tr.reason = time.Time{}, ""
	tr.base = min(tr.base, e.Bytes)
	if e.Total > 0 {
		tr.total = e.Total
	}
	switch e.Kind {
	case fetch.Progress:
		t.received += max(0, e.Bytes-tr.got)
		tr.got = e.Bytes
	case fetch.Waiting:
		tr.until, tr.reason = now.Add(e.Wait), e.Reason
	}
}

// sample remembers how much had arrived by now, twice a second at most.
func (t *tally) sample(now time.Time) {
	if n := len(t.samples); n > 0 && now.Sub(t.samples[n-1].at) < time.Second/2 {
		return
	}
	t.samples = append(t.samples, sample{now, t.received})
	old := slices.IndexFunc(t.samples, func(s sample) bool { return now.Sub(s.at) <= window })
	t.samples = t.samples[max(0, old-1):]
}

// snapshot is a consistent view of a tally.
type snapshot struct {
	files, done, failed int
	bytes, got          int64
	rate                float64       // bytes per second
	left                time.Duration // until the end; 0 means nobody can tell
	active              []transfer    // oldest first
}

func (t *tally) snapshot() snapshot {
	now := t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	s := snapshot{files: t.files, bytes: t.bytes, got: t.settled, failed: t.counts[fetch.Failed]}
	for _, n := range t.counts {
		s.done += n
	}
	for _, tr := range t.active {
		s.got += tr.got
		s.active = append(s.active, *tr)
	}
	slices.SortFunc(s.active, func(a, b transfer) int {
		return cmp.Or(a.started.Compare(b.started), cmp.Compare(a.handle, b.handle), cmp.Compare(a.key, b.key))
	})
	s.rate = t.rate(now)
	s.left = s.estimate()
	return s
}

func (t *tally) rate(now time.Time) float64 {
	if len(t.samples) == 0 {
		return 0
	}
	first := t.samples[0]
	if d := now.Sub(first.at).Seconds(); d > 0.2 {
		return float64(t.received-first.received) / d
	}
	return 0
}

// estimate is the time that the rest takes at the present rate. Where no size
// was announced, files to come count as large as those before them.
func (s *snapshot) estimate() time.Duration {
	total := s.bytes
	if total <= 0 && s.done > 0 {
		total = s.got / int64(s.done) * int64(s.files)
	}
	if s.rate <= 0 || total <= s.got {
		return 0
	}
	return time.Duration(float64(total-s.got) / s.rate * float64(time.Second)).Round(time.Second)
}

// transfer is the state of the file at index, and whether it is on its way.
func (t *tally) transfer(index int) (transfer, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if tr := t.active[index]; tr != nil {
		return *tr, true
	}
	return transfer{}, false
}

// dry reports whether every planned file has been started.
func (t *tally) dry() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := len(t.active)
	for _, c := range t.counts {
		n += c
	}
	return n >= t.files
}
