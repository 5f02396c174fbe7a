package origin

import (
	"context"
	"sync"
	"time"
)

// How much lost time a pacer makes up for. A connection that could not be
// written to in time catches up a little; over the link, time in which nobody
// had anything to send is gone.
const (
	connSlack = 250 * time.Millisecond
	linkSlack = 25 * time.Millisecond
)

// pacer hands out moments at which bytes may be sent so that a rate holds. The
// moments are computed from the first one on and not from the last wake-up, so
// that late timers do not add up. Those who reserve in turn are served in turn.
type pacer struct {
	slack time.Duration

	mu    sync.Mutex
	next  time.Time // when everything reserved so far has been sent
	users int
}

// begin enters a sender. A pacer that nobody used starts from now.
func (p *pacer) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := time.Now(); p.users == 0 && p.next.Before(now) {
		p.next = now
	}
	p.users++
}

func (p *pacer) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.users--
}

// reserve gives the moment at which n bytes have been earned at rate bytes a
// second.
func (p *pacer) reserve(n int, rate int64) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if earliest := time.Now().Add(-p.slack); p.next.Before(earliest) {
		p.next = earliest
	}
	p.next = p.next.Add(time.Duration(float64(n) / float64(rate) * float64(time.Second)))
	return p.next
}

// alarm is a timer that one goroutine waits for again and again. The zero value
// is ready.
type alarm struct{ timer *time.Timer }

// until waits for a moment, or less long when the context ends.
func (a *alarm) until(ctx context.Context, t time.Time) error {
	d := time.Until(t)
	if d <= 0 {
		return ctx.Err()
	}
	if a.timer == nil {
		a.timer = time.NewTimer(d)
	} else {
		a.timer.Reset(d)
	}
	select {
	case <-a.timer.C:
		return nil
	case <-ctx.Done():
		a.timer.Stop()
		return ctx.Err()
	}
}

func (a *alarm) wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	return a.until(ctx, time.Now().Add(d))
}
