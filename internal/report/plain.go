package report

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// PlainOptions adapt [Plain]. The zero value suits any log.
type PlainOptions struct {
	Groups bool             // fold each phase, as GitHub's log can
	Every  time.Duration    // between two lines of progress; 0 means 10 s
	Now    func() time.Time // nil means time.Now
}

// Plain is a sink for logs: one line when a file is done, one when a server
// makes us wait, and now and then one with the progress of all.
func Plain(w io.Writer, o PlainOptions) Sink {
	if o.Every <= 0 {
		o.Every = 10 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &plain{w: w, o: o, tally: newTally(o.Now), pause: map[int]bool{}}
}

type plain struct {
	o     PlainOptions
	tally *tally

	mu    sync.Mutex
	w     io.Writer
	open  bool         // a group is open
	said  time.Time    // of the last line of progress
	quiet int          // files found in place, which have no line of their own
	pause map[int]bool // files whose wait was told, so that their retry need not be
}

// print writes one line of cleaned parts. It is disarmed as a whole once more,
// so that no two parts make up a command together. A log that cannot be written
// is nothing that a download should fail for.
func (p *plain) print(s string) {
	_, _ = io.WriteString(p.w, disarm(s)+"\n")
}

func (p *plain) Phase(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.close()
	if !p.o.Groups {
		p.print(Clean(name, nameLimit))
		return
	}
	_, _ = io.WriteString(p.w, "::group::"+Clean(name, nameLimit)+"\n")
	p.open = true
}

// close ends the open group. What it kept back is said first.
func (p *plain) close() {
	if p.quiet > 0 {
		p.print(indent("in place") + count(p.quiet, "file"))
		p.quiet = 0
	}
	if p.open {
		_, _ = io.WriteString(p.w, "::endgroup::\n")
		p.open = false
	}
}

func (p *plain) Plan(files int, bytes int64) {
	p.tally.plan(files, bytes)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said = p.o.Now()
	p.print(planLine(files, bytes))
}

// planLine says what is going to be moved.
func planLine(files int, bytes int64) string {
	if bytes <= 0 {
		return count(files, "file")
	}
	return count(files, "file") + ", " + Size(bytes)
}

func (p *plain) Event(e fetch.Event) {
	p.tally.add(e)
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e.Kind {
	case fetch.Finished:
		p.finished(e)
	case fetch.Waiting:
		p.pause[e.Index] = true
		p.print(pauseLine(e, p.o.Now()))
	case fetch.Retrying:
		if !p.pause[e.Index] {
			p.print(pauseLine(e, p.o.Now()))
		}
		delete(p.pause, e.Index)
	}
	if now := p.o.Now(); now.Sub(p.said) >= p.o.Every {
		p.said = now
		p.print(indent("progress") + progressLine(p.tally.snapshot()))
	}
}

func (p *plain) finished(e fetch.Event) {
	switch {
	case e.Result == nil || stopped(*e.Result):
	case e.Result.Status == fetch.Current && !e.Result.Repaired:
		p.quiet++
	default:
		p.print(doneLine(e, false))
	}
}

func (p *plain) Say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.print(Clean(fmt.Sprintf(format, args...), lineLimit))
}

// Finding leaves the group, since what is folded is not seen.
func (p *plain) Finding(f asset.Finding) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.close()
	for _, line := range findingLines(f, false) {
		p.print(line)
	}
}

func (p *plain) Done(*Run) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.close()
	return nil
}
