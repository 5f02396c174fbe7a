package fetch

import "time"

// climb decides how many connections there are. With a number set it is that
// number. Otherwise it starts with DefaultConcurrency, goes up with every answer
// as long as all are in use and the bytes of a second grow with them, goes back
// to the last number that made a difference when they do not, and tries again
// once in a while.
type climb struct {
	limit int
	auto  bool

	rising  bool // every good answer adds one
	most    int
	base    int       // the number that the last window ended with
	rate    float64   // bytes a second then
	since   time.Time // when this window began
	bytes   int64     // received by then
	answers int64     // received by now
	full    bool      // all connections were in use in this window
	rest    int       // windows to wait before another try
}

const (
	climbWindow = 250 * time.Millisecond
	climbGrowth = 1.05 // less is no growth
	climbRest   = 8    // windows
	mostAuto    = 256
)

func (r *run) newClimb() climb {
	if !r.Auto {
		return climb{limit: r.concurrency()}
	}
	return climb{limit: DefaultConcurrency, base: DefaultConcurrency, auto: true, rising: true, since: r.now()}
}

// adapt looks at the window that has just ended, if one has.
func (s *scheduler) adapt() {
	c := &s.climb
	if !c.auto {
		return
	}
	c.most = 0
	for _, l := range s.lanes {
		c.most = min(mostAuto, c.most+l.now)
	}
	answers := s.r.answers.Load()
	if c.rising && c.full {
		c.limit = max(c.limit, min(c.most, c.limit+int(answers-c.answers)))
	}
	c.answers = answers
	now := s.r.now()
	took := now.Sub(c.since)
	if took < max(climbWindow, s.longestWait()*3) {
		return
	}
	bytes := s.r.received.Load()
	c.window(float64(bytes-c.bytes) / took.Seconds())
	c.since, c.bytes, c.full = now, bytes, s.active >= c.limit
}

// window judges how many bytes a second a number of connections brought.
func (c *climb) window(rate float64) {
	switch {
	case !c.full:
		// With connections to spare, the rate says nothing about their number.
	case c.limit > c.base && rate < c.rate*climbGrowth:
		c.limit, c.rising, c.rest = c.base, false, climbRest
	case c.limit > c.base:
		c.base, c.rate = c.limit, rate
		c.raise()
	case c.rest > 0:
		c.rest--
		c.rate = rate
	default:
		c.rate = rate
		c.raise()
	}
}

func (c *climb) raise() {
	if !c.rising {
		c.limit = min(c.most, c.limit+max(2, c.limit/4))
	}
}

// refused takes connections away when a server says that there are too many.
func (c *climb) refused() {
	if c.auto {
		c.limit = max(1, c.limit/2)
		c.base, c.rising, c.rest = c.limit, false, climbRest
	}
}

// longestWait is the slowest host's time to its first byte.
func (s *scheduler) longestWait() time.Duration {
	wait := 0.0
	for _, l := range s.lanes {
		wait = max(wait, l.pace.wait)
	}
	return time.Duration(wait * float64(time.Second))
}
