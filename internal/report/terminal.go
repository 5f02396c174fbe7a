package report

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// TerminalOptions adapt [Terminal]. The zero value is a terminal of 80 columns
// that shows any character and no colours.
type TerminalOptions struct {
	Width int              // columns, where w is no terminal that can tell; 0 means 80
	Color bool             // the caller decides, by NO_COLOR among others
	ASCII bool             // draw with ASCII only
	Now   func() time.Time // nil means time.Now
}

// Terminal is a sink for a person at a terminal: a bar for every download under
// way and one for all together, which vanish when they are done. Findings and
// failures stay, above the bars.
func Terminal(w io.Writer, o TerminalOptions) Sink {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &terminal{w: w, o: o, ink: palette(o.Color), tally: newTally(o.Now)}
}

type terminal struct {
	o     TerminalOptions
	ink   palette
	tally *tally

	// mu guards what follows. What draws bars never takes it: bars are drawn
	// while calls into them wait, so that would be a deadlock.
	mu   sync.Mutex
	w    io.Writer
	bars *bars // nil while there are none
}

func (t *terminal) Phase(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stop()
	t.print(t.ink.bold(Clean(name, nameLimit)))
}

func (t *terminal) Plan(files int, bytes int64) {
	t.tally.plan(files, bytes)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.print(t.ink.dim("  " + planLine(files, bytes)))
}

func (t *terminal) Event(e fetch.Event) {
	t.tally.add(e)
	if e.Kind == fetch.Progress {
		return // by far the most frequent; the bars look for themselves
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if e.Kind != fetch.Finished {
		t.start().show(e.Index)
		return
	}
	if r := e.Result; r != nil && !stopped(*r) && (r.Status == fetch.Failed || r.Repaired) {
		t.print(doneLine(e, t.ink))
	}
	if t.bars != nil {
		t.bars.finish(e.Index)
	}
}

func (t *terminal) start() *bars {
	if t.bars == nil {
		t.bars = newBars(t.w, t.o, t.tally)
	}
	return t.bars
}

// stop takes the bars away.
func (t *terminal) stop() {
	if t.bars != nil {
		t.bars.stop()
		t.bars = nil
	}
}

// print writes one line of cleaned parts, above the bars when there are any.
func (t *terminal) print(s string) {
	w := t.w
	if t.bars != nil {
		w = t.bars.progress
	}
	_, _ = io.WriteString(w, s+"\n")
}

func (t *terminal) Say(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.print(Clean(fmt.Sprintf(format, args...), lineLimit))
}

func (t *terminal) Finding(f asset.Finding) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, line := range findingLines(f, t.ink) {
		t.print(line)
	}
}

func (t *terminal) Done(*Run) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stop()
	return nil
}
