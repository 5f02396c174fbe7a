package origin

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"
)

func TestPacerKeepsItsSchedule(t *testing.T) {
	t.Parallel()
	p := pacer{slack: time.Hour}
	p.begin()
	start := p.next
	for i := 1; i <= 1000; i++ {
		at := p.reserve(1<<10, 1<<20)
		want := start.Add(time.Duration(i) * time.Second / 1024)
		if off := at.Sub(want); off.Abs() > time.Microsecond {
			t.Fatalf("slice %d is due %v off its time", i, off)
		}
	}
}

func TestPacerGivesNoCreditForIdleness(t *testing.T) {
	t.Parallel()
	p := pacer{slack: time.Hour, next: time.Now().Add(-time.Minute)}
	p.begin()
	if at := p.reserve(1<<20, 1<<20); time.Until(at) < 900*time.Millisecond {
		t.Errorf("a second's worth is due in %v", time.Until(at))
	}
	p.end()
}

func TestPacerForgetsWhatIsLongPast(t *testing.T) {
	t.Parallel()
	p := pacer{slack: time.Second, users: 1, next: time.Now().Add(-time.Minute)}
	if at := p.reserve(10<<20, 1<<20); time.Until(at) < 8*time.Second {
		t.Errorf("ten seconds' worth is due in %v", time.Until(at))
	}
}

func TestAlarmEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var a alarm
	if err := a.wait(ctx, time.Millisecond); err != nil {
		t.Error(err)
	}
	cancel()
	if err := a.wait(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := a.wait(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("without a wait: got %v", err)
	}
}

// fetchAll downloads paths at once and returns how long that took.
func fetchAll(tb testing.TB, o *Origin, client *http.Client, paths ...string) time.Duration {
	tb.Helper()
	var wg sync.WaitGroup
	begin := time.Now()
	for _, path := range paths {
		wg.Go(func() {
			resp, err := client.Get(o.URL(path))
			if err != nil {
				tb.Error(err)
				return
			}
			defer resp.Body.Close()
			if _, err := io.Copy(io.Discard, resp.Body); err != nil {
				tb.Error(err)
			}
		})
	}
	wg.Wait()
	return time.Since(begin)
}

// A shaped origin may be slower than it says on a busy machine, but it is never
// faster, whatever the machine does.
func TestNeverFasterThanShaped(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		options Options
		own     *Shape
		files   int
		least   time.Duration // for files of 256 KiB
	}{
		{"latency", Options{Shape: Shape{Latency: 50 * time.Millisecond}}, nil, 1, 50 * time.Millisecond},
		{"rate", Options{Shape: Shape{Rate: 4 << 20}}, nil, 2, 62 * time.Millisecond},
		{"both", Options{Shape: Shape{Rate: 4 << 20, Latency: 30 * time.Millisecond}}, nil, 2, 92 * time.Millisecond},
		{"link", Options{Link: 8 << 20}, nil, 4, 125*time.Millisecond - linkSlack},
		{"of the file", Options{}, &Shape{Rate: 2 << 20}, 2, 125 * time.Millisecond},
		{"http2 shares its connection", Options{HTTP2: true, Shape: Shape{Rate: 8 << 20}}, nil, 4, 125 * time.Millisecond},
		{"accepting", Options{AcceptDelay: 30 * time.Millisecond}, nil, 1, 30 * time.Millisecond},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			o, client := start(t, tc.options)
			o.Add("/a", File{Size: 256 << 10, Shape: tc.own})
			paths := make([]string, tc.files)
			for i := range paths {
				paths[i] = "/a"
			}
			if took := fetchAll(t, o, client, paths...); took < tc.least {
				t.Errorf("took %v, can be no less than %v", took, tc.least)
			}
		})
	}
}
