package fetch

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/astraweave/fetch-assets/internal/httpx"
)

// verdict says how to go on after an attempt has failed.
type verdict struct {
	again bool
	wait  time.Duration
}

// judge decides whether a job is tried again, from where and when. What can heal
// is retried over the addresses in turn; an address that will not heal is given
// up; what is wrong with this machine ends the job.
func (r *run) judge(ctx context.Context, j *job, err error) verdict {
	var (
		local    *localError
		mismatch *MismatchError
	)
	switch {
	case ctx.Err() != nil, errors.As(err, &local):
		return verdict{}
	case errors.As(err, &mismatch) && !j.mismatched:
		j.mismatched = true
		j.next()
		return verdict{again: true}
	case errors.Is(err, errStale) && j.retries < r.retries():
		j.retries++
		j.kept = true // it heals where it came up, if anywhere
		if !j.stay() {
			j.next()
		}
		return verdict{again: true}
	case heals(err):
		return r.retry(j, err)
	}
	j.drop(explainAddress(j, err))
	return verdict{again: len(j.addresses) > 0}
}

func (r *run) retry(j *job, err error) verdict {
	if j.retries >= r.retries() {
		return verdict{}
	}
	j.retries++
	j.tried++
	if j.stay() {
		return verdict{true, r.Client.Delay(j.retries-1, err)}
	}
	j.next()
	if j.tried < len(j.addresses) {
		return verdict{again: true}
	}
	j.tried = 0
	return verdict{true, r.Client.Delay(j.retries-1, err)}
}

// stay tells whether to ask the same address again: another would have to start
// over. Without much to show for it, that is done once.
func (j *job) stay() bool {
	if !j.kept || j.stays > 0 && j.given > 1 && j.received.Load()-j.before < muchProgress {
		j.stays = 0
		return false
	}
	j.stays++
	return true
}

const muchProgress = 4 << 20 // bytes

// heals tells whether another attempt at the same address may succeed.
func heals(err error) bool {
	var (
		content   *ContentError
		temporary interface{ Temporary() bool }
	)
	switch {
	case errors.As(err, &content):
		return content.heals
	case httpx.Retryable(err):
		return true
	}
	return errors.As(err, &temporary) && temporary.Temporary()
}

// explainAddress names the address where a job has several.
func explainAddress(j *job, err error) error {
	if j.given == 1 {
		return err
	}
	return fmt.Errorf("from %q: %w", httpx.Redact(j.addresses[0].url), err)
}

// giveUp fails all requests of a job for its last error and those before it.
func (r *run) giveUp(ctx context.Context, j *job, err error) {
	switch {
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	case len(j.addresses) == 0:
		err = several(j.errs)
	default:
		err = several(append(j.errs, explainAddress(j, err)))
	}
	for n, i := range j.indexes {
		if r.settled(i) {
			continue
		}
		r.account(i, j, n == 0)
		r.fail(i, err)
	}
}

// account puts the cost of a job on the first of its requests.
func (r *run) account(i int, j *job, first bool) {
	res := &r.results[i]
	if !j.start.IsZero() {
		res.Start = j.start
	}
	if first {
		res.Attempts, res.Received = int(j.attempts.Load()), j.received.Load()
	}
}

// several errors on one line.
func several(errs []error) error {
	if len(errs) == 1 {
		return errs[0]
	}
	return &manyError{errs}
}

type manyError struct{ errs []error }

func (e *manyError) Unwrap() []error { return e.errs }

func (e *manyError) Error() string {
	texts := make([]string, len(e.errs))
	for i, err := range e.errs {
		texts[i] = err.Error()
	}
	return strings.Join(texts, "; ")
}

// clashError says that two requests want the same place.
type clashError struct{ path, handle, key string }

func (e *clashError) Error() string {
	return fmt.Sprintf("its place %q is taken by %s of %q: give one of them another name", e.path, name(e.key), e.handle)
}
