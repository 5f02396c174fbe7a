package fetch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync/atomic"
	"syscall"

	"github.com/astraweave/fetch-assets/fetch/store"
	"github.com/astraweave/fetch-assets/internal/httpx"
)

// run is one call of Fetch. Each request is settled by one goroutine, once, so
// that its fields below need no lock.
type run struct {
	*Fetcher
	reqs    []Request
	results []Result
	stop    context.CancelCauseFunc // ends everything that is under way

	finished *store.Finished // what other processes have fetched since this began
	received atomic.Int64    // bytes over the network
	answers  atomic.Int64    // good ones, to requests
	hints    chan struct{}   // an answer has come
}

func newRun(f *Fetcher, reqs []Request, stop context.CancelCauseFunc) *run {
	r := &run{Fetcher: f, reqs: reqs, results: make([]Result, len(reqs)), stop: stop, finished: f.Store.Watch(), hints: make(chan struct{}, 1)}
	for i := range reqs {
		r.results[i].File = reqs[i].File
	}
	return r
}

// hint tells the scheduler that an answer has come: the length of a file may be
// known now.
func (r *run) hint() {
	r.answers.Add(1)
	select {
	case r.hints <- struct{}{}:
	default:
	}
}

func (r *run) settled(i int) bool { return r.results[i].Status != "" }

// settle ends the work on request i, whose result has everything but its end
// and its status when there is an error.
func (r *run) settle(i int, err error) {
	res := &r.results[i]
	res.End = r.now()
	if res.Start.IsZero() {
		res.Start = res.End
	}
	if err != nil {
		res.Status, res.Err = Failed, err
		r.consider(i, err)
	}
	req := &r.reqs[i]
	r.observe(Event{
		Kind: Finished, Index: i, Handle: req.Handle, Key: req.File.Key,
		Bytes: max(0, res.File.Size), Total: res.File.Size, Result: res,
	})
}

// fail settles a request that came to grief at an address.
func (r *run) fail(i int, err error) {
	file := &r.reqs[i].File
	r.settle(i, fmt.Errorf("fetching %s from %q: %w", name(file.Key), httpx.Redact(file.URL), err))
}

func name(key string) string {
	if key == "" {
		return "the file"
	}
	return fmt.Sprintf("%q", key)
}

// consider stops the run where going on is of no use, or not wanted.
func (r *run) consider(i int, err error) {
	var local *localError
	switch {
	case errors.As(err, &local) && local.hopeless():
		r.stop(&stoppedError{local.error})
	case r.FailFast:
		r.stop(&stoppedError{fmt.Errorf("%s of %q failed, and the first failure was to stop everything",
			name(r.reqs[i].File.Key), r.reqs[i].Handle)})
	}
}

// ErrStopped is what the error of a file is that was given up only because
// another one failed in a way that stopped the run.
var ErrStopped = errors.New("stopped")

// stoppedError is why files that are not to blame were not fetched.
type stoppedError struct{ error }

func (e *stoppedError) Error() string   { return "stopped: " + e.error.Error() }
func (e *stoppedError) Unwrap() []error { return []error{ErrStopped, e.error} }

// localError is a failure of this machine's disks. No other address heals it.
type localError struct{ error }

func (e *localError) Unwrap() error { return e.error }

// hopeless tells whether every other file would fail in the same way.
func (e *localError) hopeless() bool {
	for _, cause := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS, fs.ErrPermission} {
		if errors.Is(e.error, cause) {
			return true
		}
	}
	return false
}

// local marks an error of the store or the output folder.
func local(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &localError{err}
}
