package report

import (
	"io"
	"math"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// refresh is how often the bars are drawn.
const refresh = 100 * time.Millisecond

// bars are the bars of one phase: a slot for each connection that was ever
// busy, and one line for all. A slot is handed from file to file, since bars
// that come and go with small files make the whole block jump.
type bars struct {
	progress *mpb.Progress
	tally    *tally
	style    style
	slots    []*slot
	total    *mpb.Bar
}

// slot is the line of one connection.
type slot struct {
	bar *mpb.Bar

	mu    sync.Mutex
	index int  // of the file that it shows
	busy  bool // the file is on its way
	last  transfer
}

func newBars(w io.Writer, o TerminalOptions, t *tally) *bars {
	width := o.Width
	if width <= 0 {
		width = 80
	}
	b := &bars{tally: t, style: newStyle(o)}
	b.progress = mpb.New(
		mpb.WithOutput(w),
		mpb.ForceTTY(),
		mpb.WithAutoRefresh(),
		mpb.WithWidth(width),
		mpb.WithRefreshRate(refresh),
	)
	b.total = b.add(math.MaxInt32, func(width int) string {
		return b.style.total(t.snapshot(), width)
	})
	return b
}

// add makes one more line, drawn by draw. It is nil after a failure to write:
// the bars are gone then, and nothing else depends on them.
func (b *bars) add(priority int, draw func(width int) string) *mpb.Bar {
	fill := func(w io.Writer, st decor.Statistics) error {
		// One column stays free: a full line makes some terminals wrap.
		_, err := io.WriteString(w, draw(st.AvailableWidth-1))
		return err
	}
	bar, err := b.progress.Add(0, mpb.BarFillerFunc(fill), mpb.BarFillerTrim(), mpb.BarPriority(priority))
	if err != nil {
		return nil
	}
	return bar
}

// show gives the file at index a line, unless it has one.
func (b *bars) show(index int) {
	var free *slot
	for _, s := range b.slots {
		if s.shows(index) {
			return
		}
		if free == nil && s.free() {
			free = s
		}
	}
	if free == nil {
		free = &slot{}
		b.slots = append(b.slots, free)
	}
	free.take(index)
	if free.bar == nil {
		free.bar = b.add(len(b.slots), func(width int) string {
			return b.style.file(free.look(b.tally), b.tally.now(), width)
		})
	}
}

// finish frees the line of the file at index. When no file is left to take it
// over, the line goes away.
func (b *bars) finish(index int) {
	for i, s := range b.slots {
		if !s.shows(index) {
			continue
		}
		s.release()
		if b.tally.dry() && s.bar != nil {
			s.bar.Abort(true)
			b.slots = append(b.slots[:i], b.slots[i+1:]...)
		}
		return
	}
}

// stop takes all lines away and waits until that is drawn.
func (b *bars) stop() {
	for _, s := range b.slots {
		if s.bar != nil {
			s.bar.Abort(true)
		}
	}
	if b.total != nil {
		b.total.Abort(true)
	}
	b.progress.Wait()
}

func (s *slot) shows(index int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.busy && s.index == index
}

func (s *slot) free() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.busy
}

func (s *slot) take(index int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.index, s.busy = index, true
}

func (s *slot) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy = false
	s.last.got = max(s.last.got, s.last.total)
}

// look is the state of the slot's file, the last one known once it is done.
func (s *slot) look(t *tally) transfer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if tr, ok := t.transfer(s.index); ok && s.busy {
		s.last = tr
	}
	return s.last
}
