package fetch

import (
	"errors"
	"net/http"
	"time"

	"github.com/astraweave/fetch-assets/internal/httpx"
)

// lane holds the jobs of one host, and what is known of that host, so that one
// that is slow or strict does not hold back the others.
type lane struct {
	host   string
	limit  int    // connections that it may have at most
	now    int    // connections that it may have now: fewer when it asked for fewer
	active int    // that it has
	held   int    // jobs for whose sake nothing new is asked of it
	jobs   []*job // heaviest first
	pace   pace

	lowered time.Time // when now was lowered last
	good    int       // answers since now was changed
}

// lane is where a job queues for its current address.
func (s *scheduler) lane(j *job) *lane {
	if j.lane != nil {
		return j.lane
	}
	host, limit := s.r.hostOf(j)
	for _, l := range s.lanes {
		if l.host == host {
			j.lane = l
			return l
		}
	}
	l := &lane{host: host, limit: limit, now: limit}
	s.lanes = append(s.lanes, l)
	j.lane = l
	return l
}

func (r *run) hostOf(j *job) (host string, limit int) {
	if u := j.here(); !r.isSource(u) {
		return r.Client.HostLimit(u)
	}
	return "", r.concurrency()
}

// free tells whether the host may be asked for something more.
func (l *lane) free() bool { return l.active < l.now && l.held == 0 }

// pick is the lane with the heaviest job among those that have a connection
// left, nil when there is none.
func (s *scheduler) pick() *lane {
	var best *lane
	for _, l := range s.lanes {
		if len(l.jobs) == 0 || !l.free() {
			continue
		}
		if best == nil || l.jobs[0].weight() > best.jobs[0].weight() {
			best = l
		}
	}
	return best
}

// judge halves what the host may have when it says that it is too much, and
// lets it come back one by one. It tells whether it halved it.
func (l *lane) judge(err error, now time.Time) bool {
	if !tooMany(err) {
		if l.good++; err == nil && l.good >= 2*l.now && l.now < l.limit {
			l.now++
			l.good = 0
		}
		return false
	}
	// Answers to what was asked before the last change say nothing new.
	if l.good == 0 && !l.lowered.IsZero() && now.Sub(l.lowered) < time.Second {
		return false
	}
	l.now = max(1, min(l.now, l.active+1)/2)
	l.lowered, l.good = now, 0
	return true
}

// tooMany tells whether a server may mean that it is asked too much at a time.
func tooMany(err error) bool {
	var status *httpx.StatusError
	return errors.As(err, &status) &&
		(status.Code == http.StatusTooManyRequests || status.Code == http.StatusServiceUnavailable)
}

// askedToWait tells whether a server said how long it wants to be left alone.
func askedToWait(err error) bool {
	var status *httpx.StatusError
	return tooMany(err) && errors.As(err, &status) && status.RetryAfter > 0
}
