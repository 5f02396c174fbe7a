package main

import (
	"slices"
	"testing"
	"time"
)

// The ideals that the targets were set with.
func TestIdeal(t *testing.T) {
	t.Parallel()
	want := map[string][2]time.Duration{ // over 8 and over 64 connections
		"10x4M":    {625 * time.Millisecond, 162500 * time.Microsecond},
		"20x4M":    {1250 * time.Millisecond, 225 * time.Millisecond},
		"50x4M":    {3125 * time.Millisecond, 412500 * time.Microsecond},
		"mixed":    {875 * time.Millisecond, 193750 * time.Microsecond},
		"link":     {16400 * time.Millisecond, 6620 * time.Millisecond},
		"one":      {1066667 * time.Microsecond, 133333 * time.Microsecond},
		"2000x16K": {5 * time.Second, 625 * time.Millisecond},
		"8x256M":   {0, 0},
	}
	for _, s := range scenarios(false) {
		ideals, ok := want[s.name]
		if !ok {
			continue
		}
		if got := [2]time.Duration{s.ideal(8), s.ideal(64)}; got != ideals {
			t.Errorf("%s: ideals %v, want %v", s.name, got, ideals)
		}
		delete(want, s.name)
	}
	if len(want) > 0 {
		t.Errorf("no scenario for %v", want)
	}
}

func TestScenarios(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, s := range scenarios(false) {
		if seen[s.name] {
			t.Errorf("two scenarios are called %s", s.name)
		}
		seen[s.name] = true
		for _, target := range s.targets {
			if !slices.ContainsFunc(clientsFor(s), func(c client) bool { return c.name == target.client }) {
				t.Errorf("%s: no client %q for the target %q", s.name, target.client, target.text)
			}
		}
	}
	for _, name := range plotted {
		if !seen[name] {
			t.Errorf("%s is to be plotted and does not exist", name)
		}
	}
}

func TestQuickScenarios(t *testing.T) {
	t.Parallel()
	whole := scenarios(false)
	for i, s := range scenarios(true) {
		want := whole[i].bytes()
		if !s.shaped() && s.kind != warm {
			want /= 8
		}
		if s.bytes() != want {
			t.Errorf("%s: %d bytes, want %d", s.name, s.bytes(), want)
		}
	}
}

func TestSpread(t *testing.T) {
	t.Parallel()
	sizes := spread(32, 32)
	slices.Sort(sizes)
	for i, size := range sizes {
		if size != int64(i+1)*mib {
			t.Fatalf("32 files of up to 32 MiB have the sizes %v", sizes)
		}
	}
}
