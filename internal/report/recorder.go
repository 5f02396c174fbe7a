package report

import (
	"cmp"
	"slices"
	"sync"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// maxWaits bounds what a Recorder remembers.
const maxWaits = 1000

// Recorder is a sink that remembers the facts which only events tell. Done
// writes them into the run, so in a [Multi] it has to come first. The zero
// value is ready for use.
type Recorder struct {
	mu    sync.Mutex
	waits []Wait
}

// Phase does nothing.
func (*Recorder) Phase(string) {}

// Plan does nothing.
func (*Recorder) Plan(int, int64) {}

// Say does nothing.
func (*Recorder) Say(string, ...any) {}

// Finding does nothing: findings are facts of the run already.
func (*Recorder) Finding(asset.Finding) {}

// Event remembers pauses.
func (c *Recorder) Event(e fetch.Event) {
	if e.Kind != fetch.Waiting || e.Wait <= 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waits) < maxWaits {
		c.waits = append(c.waits, Wait{Handle: e.Handle, Key: e.Key, Host: e.Host, Reason: e.Reason, Duration: e.Wait})
	}
}

// Done sets the run's Waits, the longest first. It never fails.
func (c *Recorder) Done(r *Run) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.SortFunc(c.waits, func(a, b Wait) int {
		return cmp.Or(cmp.Compare(b.Duration, a.Duration), cmp.Compare(a.Handle, b.Handle), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Reason, b.Reason))
	})
	r.Waits = c.waits
	return nil
}
