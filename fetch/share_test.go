package fetch

import (
	"testing"
	"time"
)

func sharing(parts ...*part) *download {
	d := &download{parts: parts, validator: `"v"`, total: parts[len(parts)-1].end}
	return d
}

// running has brought at bytes in the last second, after a wait of 100 ms.
func running(from, at, end int64, now time.Time) *part {
	return &part{
		from: from, at: at, done: at, end: end, reach: end, begin: from, busy: true,
		asked: now.Add(-1100 * time.Millisecond), first: now.Add(-time.Second),
	}
}

func TestPartsAreCutWhereBothAreDoneAtOnce(t *testing.T) {
	t.Parallel()
	const mib = 1 << 20
	now := time.Unix(1000, 0)
	usual := pace{wait: 0.1, rate: 10 * mib}
	tests := []struct {
		name       string
		part       *part
		host       pace
		keep, give int64 // MiB/100
	}{
		{"the other has to wait first", running(0, 10*mib, 14*mib, now), usual, 250, 150},
		{"no wait, half each", running(0, 10*mib, 14*mib, now), pace{rate: 10 * mib}, 200, 200},
		{"nothing is known of the host", running(0, 10*mib, 14*mib, now), pace{}, 250, 150},
		{"almost done", running(0, 10*mib, 11*mib, now), usual, 0, 0},
		{"slower than others", running(0, 1*mib, 12*mib, now), usual, 110, 990},
		{"stalled", running(0, 0, 4*mib, now), usual, 0, 400},
		{"long: pieces from its front", running(0, 10*mib, 1034*mib, now), usual, 3200, 3200},
		{"not asked yet for long", &part{end: 4 * mib, busy: true, asked: now}, usual, 200, 200},
		{"nobody is at it", &part{end: 4 * mib}, usual, 0, 0},
		{"length unknown", &part{end: unknownEnd, busy: true, first: now.Add(-time.Second)}, usual, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := tt.part.cutAt(tt.host, now)
			near := func(got, want int64) bool { return got-want*mib/100 < mib/50 && want*mib/100-got < mib/50 }
			if !near(c.keep, tt.keep) || !near(c.give, tt.give) || (c.gain > 0) != (tt.give > 0) {
				t.Errorf("keeps %d and gives %d for %.3f s, want about %d and %d", c.keep, c.give, c.gain, tt.keep*mib/100, tt.give*mib/100)
			}
		})
	}
}

// However often a file is cut, its parts follow each other without a gap.
func TestCutsLeaveNoGap(t *testing.T) {
	t.Parallel()
	const mib = 1 << 20
	now := time.Unix(1000, 0)
	d := sharing(running(0, 10*mib, 1034*mib, now))
	for range 20 {
		c := d.longest(pace{wait: 0.1, rate: 10 * mib}, now)
		if c.part == nil {
			break
		}
		if d.cut(c) == nil {
			t.Fatalf("%+v could not be cut", c)
		}
	}
	if len(d.parts) < 20 {
		t.Errorf("it was cut into %d parts only", len(d.parts))
	}
	at := int64(0)
	for i, p := range d.parts {
		if p.from != at || p.end <= p.from {
			t.Errorf("part %d goes from %d to %d, want it to begin at %d", i, p.from, p.end, at)
		}
		at = p.end
	}
	if at != 1034*mib {
		t.Errorf("the parts end at %d", at)
	}
}

// A part whose server sends something else goes back to the connection before.
func TestPartsAreGivenBack(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	tests := []struct {
		name string
		edit func(owner, other *part)
		left int
	}{
		{"untouched", func(_, _ *part) {}, 1},
		{"the owner has left", func(owner, _ *part) { owner.busy = false }, 2},
		{"the owner's answer ends before", func(owner, _ *part) { owner.reach = owner.end }, 2},
		{"the part has brought something", func(_, other *part) { other.done++ }, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			owner, other := running(0, 10, 50, now), newPart(50, 100)
			owner.reach = 100
			tt.edit(owner, other)
			d := sharing(owner, other)
			d.giveBack(other)
			if len(d.parts) != tt.left || d.parts[len(d.parts)-1].end != 100 || tt.left == 1 && owner.end != 100 {
				t.Errorf("%d parts are left, the first to %d", len(d.parts), owner.end)
			}
		})
	}
}
