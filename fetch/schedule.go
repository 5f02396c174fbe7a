package fetch

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// scheduler hands work to connections. One goroutine, that of run, hands out and
// collects what became of it, so the state below has no lock: a connection that
// comes free gets what is best at that moment, not what was queued before. Every
// piece of work is a goroutine, which reports once to done.
type scheduler struct {
	r       *run
	lanes   []*lane // in the order in which their hosts came up
	under   []*job  // with connections at them
	open    int     // jobs that are not finished
	active  int     // connections at work
	closing int     // jobs that are being placed or put by
	waiting int     // jobs that wait for a retry
	climb   climb

	done  chan outcome
	ready chan *job // jobs that have waited
	group sync.WaitGroup
	tick  *time.Timer
}

// outcome is what a piece of work reports.
type outcome struct {
	job    *job
	part   *part // that a connection was at; nil for other work
	err    error
	closed bool // the job needs no connection any more: it is finished, or has failed for now
}

// most is how many contents wait to be placed before connections wait for them:
// otherwise a slow disk would have the memory filled.
const most = 32

// lookAgain is how often connections with nothing to do look for something.
const lookAgain = 10 * time.Millisecond

func newScheduler(r *run, jobs []*job) *scheduler {
	s := &scheduler{
		r: r, open: len(jobs), climb: r.newClimb(),
		done: make(chan outcome), ready: make(chan *job), tick: time.NewTimer(time.Hour),
	}
	for _, j := range jobs {
		l := s.lane(j)
		l.jobs = append(l.jobs, j)
	}
	return s
}

// run returns when every job is settled and every goroutine has ended.
func (s *scheduler) run(ctx context.Context) {
	defer s.tick.Stop()
	for s.open > 0 && ctx.Err() == nil {
		s.dispatch(ctx)
		s.await(ctx)
	}
	s.drain(ctx)
	s.group.Wait()
}

// dispatch gives every free connection something to do, as far as there is
// something.
func (s *scheduler) dispatch(ctx context.Context) {
	for s.active < s.climb.limit && s.closing < most {
		if l := s.pick(); l != nil {
			j := l.jobs[0]
			l.jobs = l.jobs[1:]
			s.launch(ctx, j, nil)
			continue
		}
		j, p := s.share(ctx)
		if p == nil {
			return
		}
		s.launch(ctx, j, p)
	}
	s.climb.full = s.climb.full || s.active >= s.climb.limit
}

// launch sets a connection to work at a job, or at one part of it.
func (s *scheduler) launch(ctx context.Context, j *job, p *part) {
	if j.workers == 0 {
		s.under = append(s.under, j)
	}
	j.workers++
	s.lane(j).active++
	s.active++
	s.group.Go(func() {
		if p == nil {
			s.done <- s.r.begin(ctx, j)
			return
		}
		s.done <- outcome{job: j, part: p, err: s.r.transfer(ctx, j, j.download.Load(), p)}
	})
}

// await takes one thing that happens.
func (s *scheduler) await(ctx context.Context) {
	var look <-chan time.Time
	if s.active > 0 && s.active < s.climb.limit || s.climb.auto {
		s.tick.Reset(lookAgain)
		look = s.tick.C
	}
	select {
	case o := <-s.done:
		s.collect(ctx, o)
	case j := <-s.ready:
		s.back(j)
		s.queue(j)
	case <-s.r.hints:
	case <-look:
	case <-ctx.Done():
	}
	s.adapt()
}

func (s *scheduler) queue(j *job) {
	l := s.lane(j)
	at, _ := slices.BinarySearchFunc(l.jobs, j, heavierFirst)
	l.jobs = slices.Insert(l.jobs, at, j)
}

// collect takes back what a goroutine was at.
func (s *scheduler) collect(ctx context.Context, o outcome) {
	j := o.job
	if j.workers > 0 {
		s.released(o)
		if j.workers > 0 {
			return // others are still at it
		}
		s.under = slices.DeleteFunc(s.under, func(k *job) bool { return k == j })
	} else {
		s.closing--
	}
	switch {
	case !o.closed:
		s.conclude(ctx, j)
	case o.err == nil:
		s.open--
	default:
		s.again(ctx, j, o.err)
	}
}

// released notes that a connection has left a job.
func (s *scheduler) released(o outcome) {
	j := o.job
	j.workers--
	l := s.lane(j)
	l.active--
	s.active--
	if d := j.download.Load(); d != nil && o.part != nil {
		l.learn(d, o.part, s.r.now())
		d.leave(o.part)
	}
	if l.judge(o.err, s.r.now()) {
		s.climb.refused()
	}
	switch d := j.download.Load(); {
	case o.err == nil || o.closed:
	case errors.Is(o.err, errStray): // no failure of the file's
		j.single = true
		d.giveBack(o.part)
	case j.failed == nil:
		j.failed = o.err
		d.leaveToOne() // whatever it is, more of them do not make it better
	}
}

// conclude ends the work at a download that no connection is at: it is placed
// when it is whole, gone on with when nothing went wrong, and else put by.
func (s *scheduler) conclude(ctx context.Context, j *job) {
	d, failed := j.download.Load(), j.failed
	if failed == nil && !d.complete() {
		if p := d.next(); ctx.Err() == nil && p != nil {
			s.launch(ctx, j, p)
			return
		}
		failed = context.Cause(ctx)
	}
	j.failed = nil
	s.closing++
	s.group.Go(func() {
		d.unfollow()
		j.download.Store(nil)
		s.done <- outcome{job: j, err: s.r.finish(ctx, j, d, failed), closed: true}
	})
}

// again queues a failed job for another attempt, or gives it up.
func (s *scheduler) again(ctx context.Context, j *job, err error) {
	l := s.lane(j)
	v := s.r.judge(ctx, j, err)
	if !v.again {
		s.open--
		s.r.giveUp(ctx, j, err)
		return
	}
	j.reason = err.Error()
	if v.wait <= 0 {
		s.queue(j)
		return
	}
	s.delay(ctx, j, l, v, err)
}

// delay has a job wait without keeping a connection waiting. Where the server
// asked for it, nothing else is asked of that server meanwhile.
func (s *scheduler) delay(ctx context.Context, j *job, l *lane, v verdict, err error) {
	s.r.tell(j, Event{Kind: Waiting, Host: l.host, Wait: v.wait, Reason: j.reason})
	s.waiting++
	if askedToWait(err) {
		j.holds = l
		l.held++
	}
	s.group.Go(func() {
		_ = s.r.Client.Sleep(ctx, v.wait) // an early end means that the run ends, which drain sees to
		s.ready <- j
	})
}

// back notes that a job has waited.
func (s *scheduler) back(j *job) {
	s.waiting--
	if j.holds != nil {
		j.holds.held--
		j.holds = nil
	}
}

// drain takes back what is still out when the run ends, and gives up what is
// left. Goroutines end at once then, as they see ctx.
func (s *scheduler) drain(ctx context.Context) {
	for s.active > 0 || s.closing > 0 || s.waiting > 0 {
		select {
		case o := <-s.done:
			s.collect(ctx, o)
		case j := <-s.ready:
			s.back(j)
			s.r.giveUp(ctx, j, nil)
		}
	}
	for _, l := range s.lanes {
		for _, j := range l.jobs {
			s.r.giveUp(ctx, j, nil)
		}
	}
}
