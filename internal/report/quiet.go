package report

import (
	"io"
	"sync"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// Quiet is a sink that says nothing but what went wrong.
func Quiet(w io.Writer) Sink { return &quiet{w: w} }

type quiet struct {
	mu sync.Mutex
	w  io.Writer
}

func (*quiet) Phase(string)       {}
func (*quiet) Plan(int, int64)    {}
func (*quiet) Say(string, ...any) {}
func (*quiet) Done(*Run) error    { return nil }

func (q *quiet) Event(e fetch.Event) {
	if e.Kind == fetch.Finished && e.Result != nil && e.Result.Status == fetch.Failed && !stopped(*e.Result) {
		q.print(doneLine(e, false))
	}
}

func (q *quiet) Finding(f asset.Finding) {
	if f.Severity == asset.Error {
		q.print(findingLines(f, false)...)
	}
}

func (q *quiet) print(lines ...string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, line := range lines {
		_, _ = io.WriteString(q.w, disarm(line)+"\n")
	}
}
