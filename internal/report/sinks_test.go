package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// clockwork is a clock that goes on only when told.
type clockwork struct{ at time.Time }

func (c *clockwork) now() time.Time          { return c.at }
func (c *clockwork) advance(d time.Duration) { c.at = c.at.Add(d) }

// play is a run as its sinks see it.
func play(s Sink, c *clockwork) {
	s.Phase("resolve")
	s.Say("asked %s about %d assets", "polyhaven", 2)
	s.Finding(asset.Finding{
		Rule: "license-denied", Severity: asset.Error, Handle: "bad_song", Pos: asset.Position{File: manifest, Line: 9, Column: 11},
		Text: `licence "GPL-2.0-only" is not allowed`, Remedy: "choose another asset",
	})
	s.Phase("fetch")
	s.Plan(4, 4<<20)
	s.Event(fetch.Event{Kind: fetch.Finished, Index: 0, Handle: "tiles", Key: "pack", Result: &fetch.Result{Status: fetch.Current, File: asset.File{Size: 1 << 20}}})
	s.Event(fetch.Event{Kind: fetch.Started, Index: 1, Handle: "robot", Key: "model", Total: 2 << 20})
	s.Event(fetch.Event{Kind: fetch.Started, Index: 2, Handle: "ghost", Key: "model"})
	c.advance(4 * time.Second)
	s.Event(fetch.Event{Kind: fetch.Progress, Index: 1, Handle: "robot", Key: "model", Bytes: 1 << 20, Total: 2 << 20})
	s.Event(fetch.Event{Kind: fetch.Waiting, Index: 1, Handle: "robot", Key: "model", Wait: 30 * time.Second, Reason: "429 Too Many Requests from static.poly.pizza"})
	c.advance(7 * time.Second)
	gone := broke(errors.New("model: GET https://example.org/ghost.glb: 404 Not Found"), 0, 100)
	s.Event(fetch.Event{Kind: fetch.Finished, Index: 2, Handle: "ghost", Key: "model", Result: &gone})
	c.advance(23 * time.Second)
	s.Event(fetch.Event{Kind: fetch.Retrying, Index: 1, Handle: "robot", Key: "model", Reason: "429"})
	done := came(2<<20, 0, 35000)
	done.Attempts = 2
	s.Event(fetch.Event{Kind: fetch.Finished, Index: 1, Handle: "robot", Key: "model", Result: &done})
	s.Event(fetch.Event{Kind: fetch.Finished, Index: 3, Handle: "ship", Key: "hdri", Result: &fetch.Result{Status: fetch.Cached, Repaired: true, File: asset.File{Size: 1 << 20}}})
}

func TestPlain(t *testing.T) {
	t.Parallel()
	for name, groups := range map[string]bool{"plain.txt": false, "plain-groups.txt": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			c := &clockwork{start}
			s := Plain(&b, PlainOptions{Groups: groups, Now: c.now})
			play(s, c)
			if err := s.Done(passRun()); err != nil {
				t.Fatal(err)
			}
			golden(t, name, b.String())
		})
	}
}

func TestQuiet(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	play(Quiet(&b), &clockwork{start})
	golden(t, "quiet.txt", b.String())
}

func TestRecorder(t *testing.T) {
	t.Parallel()
	c, r := &Recorder{}, &Run{}
	play(c, &clockwork{start})
	if err := c.Done(r); err != nil {
		t.Fatal(err)
	}
	if len(r.Waits) != 1 || r.Waits[0].Duration != 30*time.Second || r.Waits[0].Handle != "robot" {
		t.Errorf("waits are %+v", r.Waits)
	}
}

// evil plays everything with hostile text in every place that takes text.
func evil(s Sink) {
	for i, h := range hostile {
		s.Phase(h)
		s.Plan(3, 3)
		s.Say("%s", h)
		s.Finding(asset.Finding{Rule: h, Severity: asset.Error, Handle: h, Pos: asset.Position{File: h, Line: 1}, Text: h, Remedy: h})
		for _, k := range []fetch.EventKind{fetch.Started, fetch.Progress, fetch.Waiting, fetch.Retrying} {
			s.Event(fetch.Event{Kind: k, Index: i, Handle: h, Key: h, Reason: h, Wait: time.Second})
		}
		bad := broke(errors.New(h), 0, 1)
		s.Event(fetch.Event{Kind: fetch.Finished, Index: i, Handle: h, Key: h, Result: &bad})
	}
}

func TestLogsStayClean(t *testing.T) {
	t.Parallel()
	for name, sink := range map[string]func(io.Writer) Sink{
		"plain": func(w io.Writer) Sink { return Plain(w, PlainOptions{}) },
		"quiet": Quiet,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			s := sink(&b)
			evil(s)
			if err := s.Done(&Run{}); err != nil {
				t.Fatal(err)
			}
			checkLog(t, b.String())
		})
	}
}

func TestTableStaysClean(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := Table(&b, evilRun(60), TableOptions{}); err != nil {
		t.Fatal(err)
	}
	checkLog(t, b.String())
}

func checkLog(t *testing.T, log string) {
	t.Helper()
	for line := range strings.Lines(log) {
		body := strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##") {
			t.Errorf("line %.200q holds a command", line)
		}
		if strings.ContainsAny(body, "\x1b\r\u202e\u2028\u0000") || len(body) > 4*lineLimit {
			t.Errorf("line %.200q is not clean", line)
		}
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*Run{"pass": passRun(), "warm": warmRun(), "fail": failRun(), "license": licenseRun(), "interrupted": interruptedRun()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := Table(&b, r, TableOptions{}); err != nil {
				t.Fatal(err)
			}
			golden(t, "table-"+name+".txt", b.String())
		})
	}
}

func TestTableOfManyShowsWhatMatters(t *testing.T) {
	t.Parallel()
	r := plainRun()
	for i := range 500 {
		r.Assets = append(r.Assets, one(fmt.Sprintf("a%03d", i), "url", "MIT", i, was(fetch.Current, 1)))
	}
	r.Assets[499].Results[0] = broke(errors.New("404"), 0, 1)
	var b bytes.Buffer
	if err := Table(&b, r, TableOptions{Rows: 10, Width: 40}); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if !strings.Contains(got, "\na499 ") || !strings.Contains(got, "\na008 ") || strings.Contains(got, "\na009 ") || !strings.Contains(got, "… and 490 more assets") {
		t.Errorf("table is\n%s", got)
	}
}

// locked is a buffer that several goroutines may use.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	var out locked
	c := &clockwork{start}
	s := Terminal(&out, TerminalOptions{Width: 100, Now: c.now})
	play(s, c)
	if err := s.Done(failRun()); err != nil {
		t.Fatal(err)
	}
	got := out.b.String()
	for _, want := range []string{
		"resolve\n", "asked polyhaven about 2 assets\n", "error: assets/asset_manifest.toml:9:11: bad_song: licence", "  fix: choose another asset\n",
		"  4 files, 4.00 MiB\n", "failed      ghost: model: GET https://example.org/ghost.glb: 404 Not Found\n", "ship/hdri",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%q", want, got)
		}
	}
	if last := got[strings.LastIndex(got, "\n")+1:]; !strings.HasSuffix(last, "A\x1b[J") {
		t.Errorf("the bars are left on the screen: the end is %q", last)
	}
	if regexp.MustCompile(`\x1b\[[0-9;]*m`).MatchString(got) {
		t.Error("colours were not asked for")
	}
}

func TestTerminalUnderLoad(t *testing.T) {
	t.Parallel()
	var out locked
	s := Terminal(&out, TerminalOptions{Width: 80, Color: true, ASCII: true})
	s.Phase("fetch")
	s.Plan(800, 800<<10)
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := w * 100; i < w*100+100; i++ {
				h := fmt.Sprintf("file%d", i)
				s.Event(fetch.Event{Kind: fetch.Started, Index: i, Handle: h, Total: 1 << 10})
				s.Event(fetch.Event{Kind: fetch.Progress, Index: i, Handle: h, Bytes: 1 << 9, Total: 1 << 10})
				if i%50 == 0 {
					s.Say("file %d", i)
				}
				r := came(1<<10, 0, 1)
				s.Event(fetch.Event{Kind: fetch.Finished, Index: i, Handle: h, Result: &r})
			}
		})
	}
	wg.Wait()
	if err := s.Done(&Run{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.b.String(), "file "); n < 16 {
		t.Errorf("%d of 16 lines were printed", n)
	}
}

func TestTerminalWithoutScreen(t *testing.T) {
	t.Parallel()
	c := &clockwork{start}
	s := Terminal(brokenWriter{}, TerminalOptions{Now: c.now})
	play(s, c)
	if err := s.Done(&Run{}); err != nil {
		t.Fatal(err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestLinesFitTheirWidth(t *testing.T) {
	t.Parallel()
	st := newStyle(TerminalOptions{})
	tr := transfer{handle: strings.Repeat("森", 60), key: "model", got: 3 << 20, total: 7 << 20, started: start}
	waiting := tr
	waiting.until, waiting.reason = start.Add(time.Minute), strings.Repeat("slow down ", 50)
	sn := snapshot{files: 12345, done: 1234, failed: 3, bytes: 9 << 30, got: 3 << 30, rate: 1e6, left: 3 * time.Hour}
	for width := range 200 {
		for _, line := range []string{
			st.file(tr, start.Add(time.Second), width), st.file(waiting, start, width),
			st.total(sn, width), st.total(snapshot{files: 3}, width), st.total(snapshot{}, width),
		} {
			if width > 12 && columns(line) > width {
				t.Errorf("%q takes %d of %d columns", line, columns(line), width)
			}
		}
	}
}
