package main

import (
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		values []int
		want   int
	}{
		{"one", []int{7}, 7},
		{"odd", []int{9, 1, 5}, 5},
		{"even", []int{8, 2, 4, 100}, 6},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			first := tc.values[0]
			if got := median(tc.values); got != tc.want || tc.values[0] != first {
				t.Errorf("median(%v) = %d, want %d", tc.values, got, tc.want)
			}
		})
	}
}

func ran(wall, cpu time.Duration, memory int64, c counts, repeated int64) sample {
	return sample{usage{Wall: wall, CPU: cpu, Memory: memory, Floor: 9 * mib}, c, repeated}
}

func TestSummarise(t *testing.T) {
	t.Parallel()
	r := result{samples: []sample{
		ran(3*time.Second, 20, 5, counts{requests: 10, peak: 4}, 30),
		ran(1*time.Second, 10, 9, counts{requests: 12, peak: 8}, 10),
		ran(8*time.Second, 90, 7, counts{requests: 30, peak: 6}, 20),
	}}
	got := r.summarise()
	if got.wall != (times{3 * time.Second, time.Second, 8 * time.Second}) {
		t.Errorf("wall = %v", got.wall)
	}
	if got.cpu != 20 || got.memory != 9 || got.requests != 12 || got.repeated != 20 || got.peak != 8 {
		t.Errorf("summary = %+v", got)
	}
}

// The best peer is one that opens no more connections.
func TestBestPeer(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		files int
		mine  client
		want  string
	}{
		{"8 connections", 10, fetchAssets(ours, 8, 0), curl},
		{"64 connections", 10, fetchAssets(oursAuto, 64, 64), aria2Wide},
		{"aria2c -x8 has 8 connections for one file", 1, fetchAssets(ours, 8, 0), aria2Wide},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			o := outcome{scenario: scenario{sizes: repeat(tc.files, mib)}, results: []result{
				{client: tc.mine, samples: []sample{ran(1, 1, 1, counts{}, 0)}},
				{client: aria2Client(aria2Wide, 8), samples: []sample{ran(2, 1, 1, counts{}, 0)}},
				{client: curlClient(), samples: []sample{ran(3, 1, 1, counts{}, 0)}},
				{client: wget2Client(), samples: []sample{ran(4, 1, 1, counts{}, 0)}},
				{client: goGetterClient(), note: "failed"},
			}}
			if got, ok := o.bestPeer(tc.mine); !ok || got.client.name != tc.want {
				t.Errorf("bestPeer = %q, %v, want %q", got.client.name, ok, tc.want)
			}
		})
	}
}
