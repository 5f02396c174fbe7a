package fetch

import (
	"context"
	"time"
)

// pace is what a host was measured to give to one connection.
type pace struct {
	wait float64 // seconds from a request to the first byte of its answer
	rate float64 // bytes a second from then on; 0 means not known yet
}

const (
	leastSample = 64 << 10  // bytes; less says nothing about a rate
	leastPart   = 256 << 10 // bytes; less is not worth a request's own bytes and work, however slow the host
	leastGain   = 0.02      // seconds; less is within what a busy machine varies by
	stretch     = 8 << 20   // bytes that a connection takes at a time from a file that is much longer
)

// share finds something to do for a connection when the queue is empty: a part
// that nobody is at, or a piece of the part that would take longest.
func (s *scheduler) share(ctx context.Context) (*job, *part) {
	now := s.r.now()
	var job *job
	var best cut
	for _, j := range s.under {
		d := j.download.Load()
		if d == nil || j.failed != nil || !s.lane(j).free() {
			continue
		}
		if p := d.spare(); p != nil {
			return j, p
		}
		if c := d.longest(s.lane(j).pace, now); c.gain > best.gain {
			job, best = j, c
		}
	}
	if best.part == nil {
		return nil, nil
	}
	d := job.download.Load()
	p := d.cut(best)
	if p != nil {
		d.follow(ctx, &s.group)
	}
	return job, p
}

// spare claims a part that nobody is at, if the download may have a further
// connection.
func (d *download) spare() *part {
	d.mu.Lock()
	single := d.single
	d.mu.Unlock()
	if single {
		return nil
	}
	return d.next()
}

// cut is a way to relieve a connection of a part of its work.
type cut struct {
	part *part
	gain float64 // seconds by which both would be done earlier than the one
	keep int64   // bytes that the one keeps
	give int64   // bytes that the other gets; what is left of the part waits for a third
}

// longest is the cut that saves most. Its gain is zero when none is worth it.
func (d *download) longest(typical pace, now time.Time) (best cut) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.single || d.validator == "" || d.total < 0 {
		return cut{}
	}
	for _, p := range d.parts {
		if c := p.cutAt(typical, now); c.gain > best.gain {
			best = c
		}
	}
	return best
}

// cutAt finds where a part is best cut. Both connections should be done at the
// same time: the one that is at it, after what it still has to wait for its
// first byte, and the other, which has all its waiting before it.
func (p *part) cutAt(typical pace, now time.Time) cut {
	left := float64(p.left())
	if !p.busy || left < 2*leastPart {
		return cut{}
	}
	own, waits := p.measure(typical, now)
	if typical.rate == 0 {
		typical = own
	}
	if own.rate == 0 || typical.rate == 0 {
		return cut{}
	}
	keep := (left/typical.rate + typical.wait - waits) / (1/own.rate + 1/typical.rate)
	give := left - keep
	gain := waits + left/own.rate - typical.wait - give/typical.rate
	if give < leastPart || gain < max(leastGain, typical.wait/4) {
		return cut{}
	}
	c := cut{part: p, gain: gain, keep: int64(keep), give: int64(give)}
	// Of a long part, both take a piece from its front, so that the hash can
	// follow: pieces so long that asking for them costs little.
	if piece := int64(max(stretch, 32*typical.rate*typical.wait, left/64)); c.give > piece && c.keep > piece {
		c.keep, c.give = piece, piece
	}
	return c
}

// measure is the pace of a connection, and how long it will still wait for its
// first byte.
func (p *part) measure(typical pace, now time.Time) (own pace, waits float64) {
	if p.first.IsZero() {
		return typical, max(0, typical.wait-now.Sub(p.asked).Seconds())
	}
	own.wait = p.first.Sub(p.asked).Seconds()
	receiving := now.Sub(p.first).Seconds()
	if receiving < leastGain {
		own.rate = typical.rate
		return own, 0
	}
	// A connection that has brought nothing has a rate too: a very small one.
	own.rate = max(float64(p.at-p.begin), 1) / receiving
	return own, 0
}

// cut carries a cut out and gives the other's part, which it claims. It fails
// when things have changed too much meanwhile.
func (d *download) cut(c cut) *part {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, p := range d.parts {
		if p != c.part || !p.busy || d.single || p.left() < c.keep+c.give {
			continue
		}
		mid := p.at + c.keep
		until := p.end
		if until-mid-c.give >= leastPart {
			until = mid + c.give
		}
		add := []*part{newPart(mid, until)}
		add[0].busy = true
		if until < p.end {
			add = append(add, newPart(until, p.end))
		}
		p.end = mid
		d.parts = append(d.parts[:i+1:i+1], append(add, d.parts[i+1:]...)...)
		return add[0]
	}
	return nil
}

func newPart(from, end int64) *part {
	return &part{from: from, at: from, done: from, end: end, stolen: true}
}

// learn takes what a connection has measured, once it is done with a part.
func (l *lane) learn(d *download, p *part, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p.first.IsZero() {
		return
	}
	got := pace{wait: p.first.Sub(p.asked).Seconds()}
	if took := now.Sub(p.first).Seconds(); p.done-p.begin >= leastSample && took > 0 {
		got.rate = float64(p.done-p.begin) / took
	}
	l.pace.wait = blend(l.pace.wait, got.wait)
	l.pace.rate = blend(l.pace.rate, got.rate)
}

// blend follows a value that varies.
func blend(old, sample float64) float64 {
	switch {
	case sample == 0:
		return old
	case old == 0:
		return sample
	}
	return (3*old + sample) / 4
}
