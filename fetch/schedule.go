package fetch

import (
	"context"
	"slices"
	"sync"
	"time"
)

// scheduler hands jobs to workers. One goroutine, that of run, produces the work
// and collects what became of it, so the state below has no lock: a worker that
// comes free gets what is best at that moment, not what was queued before.
type scheduler struct {
	r       *run
	lanes   []*lane // in the order in which their hosts came up
	open    int     // jobs that are not finished
	active  int     // jobs with workers
	waiting int     // jobs that wait for a retry

	work  chan *job    // to the workers; closed by run
	done  chan outcome // from the workers
	ready chan *job    // jobs that have waited
	group sync.WaitGroup
}

// outcome is what a worker reports of an attempt.
type outcome struct {
	job *job
	err error
}

// lane holds the jobs of one host, which may have a limit of its own.
type lane struct {
	host   string
	limit  int
	active int
	jobs   []*job // heaviest first
}

func newScheduler(r *run, jobs []*job) *scheduler {
	s := &scheduler{
		r: r, open: len(jobs),
		work: make(chan *job), done: make(chan outcome), ready: make(chan *job),
	}
	for _, j := range jobs {
		l := s.lane(j)
		l.jobs = append(l.jobs, j)
	}
	return s
}

// lane is where a job queues for its current address.
func (s *scheduler) lane(j *job) *lane {
	host, limit := s.r.hostOf(j)
	for _, l := range s.lanes {
		if l.host == host {
			return l
		}
	}
	l := &lane{host: host, limit: limit}
	s.lanes = append(s.lanes, l)
	return l
}

func (r *run) hostOf(j *job) (host string, limit int) {
	if u := j.addresses[0].url; !r.isSource(u) {
		return r.Client.HostLimit(u)
	}
	return "", r.concurrency()
}

// run returns when every job is settled and every goroutine has ended.
func (s *scheduler) run(ctx context.Context) {
	for range min(s.r.concurrency(), s.open) {
		s.group.Go(func() { s.r.serve(ctx, s.work, s.done) })
	}
	for s.open > 0 && ctx.Err() == nil {
		s.step(ctx)
	}
	close(s.work)
	s.drain(ctx)
	s.group.Wait()
}

// step hands out one job or takes one back, whichever is possible first.
func (s *scheduler) step(ctx context.Context) {
	best, work := s.pick(), s.work
	var j *job
	if best == nil {
		work = nil
	} else {
		j = best.jobs[0]
	}
	select {
	case work <- j:
		best.jobs = best.jobs[1:]
		best.active++
		s.active++
	case o := <-s.done:
		s.collect(ctx, o)
	case j := <-s.ready:
		s.waiting--
		s.queue(j)
	case <-ctx.Done():
	}
}

// pick is the lane with the heaviest job among those that have a connection
// left, nil when there is none.
func (s *scheduler) pick() *lane {
	var best *lane
	for _, l := range s.lanes {
		if len(l.jobs) == 0 || l.active >= l.limit {
			continue
		}
		if best == nil || l.jobs[0].weight() > best.jobs[0].weight() {
			best = l
		}
	}
	return best
}

func (s *scheduler) queue(j *job) {
	l := s.lane(j)
	at, _ := slices.BinarySearchFunc(l.jobs, j, heavierFirst)
	l.jobs = slices.Insert(l.jobs, at, j)
}

// collect takes a job back from a worker.
func (s *scheduler) collect(ctx context.Context, o outcome) {
	s.active--
	s.lane(o.job).active--
	if o.err == nil {
		s.open--
		return
	}
	v := s.r.judge(ctx, o.job, o.err)
	if !v.again {
		s.open--
		s.r.giveUp(ctx, o.job, o.err)
		return
	}
	o.job.reason = o.err.Error()
	if v.wait <= 0 {
		s.queue(o.job)
		return
	}
	s.delay(ctx, o.job, v.wait)
}

// delay has a job wait without keeping a worker waiting.
func (s *scheduler) delay(ctx context.Context, j *job, d time.Duration) {
	s.r.tell(j, Event{Kind: Waiting, Wait: d, Reason: j.reason})
	s.waiting++
	s.group.Go(func() {
		_ = s.r.Client.Sleep(ctx, d) // an early end means that the run ends, which drain sees to
		s.ready <- j
	})
}

// drain takes back what is still out when the run ends, and gives up what is
// left. Workers and waiters end at once then, as they see ctx.
func (s *scheduler) drain(ctx context.Context) {
	for s.active > 0 || s.waiting > 0 {
		select {
		case o := <-s.done:
			s.active--
			if o.err != nil {
				s.r.giveUp(ctx, o.job, o.err)
			}
		case j := <-s.ready:
			s.waiting--
			s.r.giveUp(ctx, j, nil)
		}
	}
	for _, l := range s.lanes {
		for _, j := range l.jobs {
			s.r.giveUp(ctx, j, nil)
		}
	}
}

// serve is a worker. It ends when work is closed.
func (r *run) serve(ctx context.Context, work <-chan *job, done chan<- outcome) {
	for j := range work {
		done <- outcome{j, r.attempt(ctx, j)}
	}
}

// attempt makes one request for a job, and when that brings the content, places
// it wherever it is wanted.
func (r *run) attempt(ctx context.Context, j *job) error {
	first := j.start.IsZero()
	if first {
		j.start = r.now()
		r.tell(j, Event{Kind: Started})
	} else {
		r.tell(j, Event{Kind: Retrying, Reason: j.reason})
	}
	if r.isSource(j.addresses[0].url) {
		return r.bring(ctx, j)
	}
	return r.transfer(ctx, j)
}

// tell completes an event of a job.
func (r *run) tell(j *job, e Event) {
	if r.Observe == nil {
		return
	}
	e.Index = j.indexes[0]
	e.Handle, e.Key = r.reqs[e.Index].Handle, r.reqs[e.Index].File.Key
	if e.Total == 0 {
		e.Total = j.file.Size
	}
	r.Observe(e)
}
