package fetch

import (
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/internal/httpx"
)

func TestHostsThatAreAskedTooMuchGetLess(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	busy := &httpx.StatusError{Code: 429}
	l := &lane{limit: 16, now: 16, active: 15}
	if !l.judge(busy, now) || l.now != 8 {
		t.Fatalf("%d connections after a 429, want 8", l.now)
	}
	if l.judge(busy, now) || l.now != 8 {
		t.Errorf("%d connections after another answer to the same crowd, want 8", l.now)
	}
	for range 16 {
		l.judge(nil, now)
	}
	if l.now != 9 {
		t.Errorf("%d connections after 16 good answers, want 9", l.now)
	}
	for range 1000 {
		l.judge(nil, now)
	}
	if l.now != 16 {
		t.Errorf("%d connections in the end, want 16", l.now)
	}
}

func TestClimbStopsWhereNothingIsGained(t *testing.T) {
	t.Parallel()
	c := climb{limit: 8, base: 8, auto: true, rising: true, most: 64, full: true}
	for _, step := range []struct {
		limit int
		rate  float64
		want  int
	}{{16, 80, 16}, {32, 160, 32}, {64, 161, 32}} {
		c.limit, c.full = step.limit, true
		c.window(step.rate)
		if c.limit != step.want {
			t.Errorf("%d connections after %d brought %.0f, want %d", c.limit, step.limit, step.rate, step.want)
		}
	}
	if c.rising {
		t.Error("it still rises with every answer")
	}
	c.refused()
	if c.limit != 16 {
		t.Errorf("%d connections after a refusal, want 16", c.limit)
	}
}
