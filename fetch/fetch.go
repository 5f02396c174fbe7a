package fetch

import "context"

// Fetch makes every request come true and returns when all are done, one result
// for each in the same order. A file that fails does not stop the others unless
// FailFast is set; a full disk or a folder that cannot be written to does. When
// ctx ends, what has arrived is kept for the next run, and the rest fails with
// the context's cause.
func (f *Fetcher) Fetch(ctx context.Context, reqs []Request) []Result {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r := newRun(f, reqs, stop)
	r.survey(ctx)
	newScheduler(r, r.plan()).run(ctx)
	if r.Durable {
		r.settleOnDisk()
	}
	return r.results
}
