package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// sample is one run of one client.
type sample struct {
	usage
	counts
	repeated int64 // bytes that the server sent more than once
}

// result is all runs of one client in a scenario.
type result struct {
	client  client
	samples []sample
	note    string // why there are not as many samples as rounds
}

// outcome is what came of a scenario.
type outcome struct {
	scenario scenario
	results  []result // in the order of [clientsFor]
}

// roundsText says how many rounds were run.
func (o outcome) roundsText() string {
	most := 0
	for _, x := range o.results {
		most = max(most, len(x.samples))
	}
	if most == 1 {
		return "1 round"
	}
	return fmt.Sprintf("%d rounds", most)
}

// times is the median of some times, and the least and the most of them.
type times struct{ median, min, max time.Duration }

// summary is a result in single figures.
type summary struct {
	client   client
	wall     times
	cpu      time.Duration // median
	memory   int64         // most of all runs
	floor    int64         // what the measurement of memory cannot go below
	requests int           // median
	repeated int64         // median
	peak     int           // connections, most of all runs; -1 when the server does not tell
}

// summarise needs one sample or more.
func (r result) summarise() summary {
	s := summary{
		client:   r.client,
		wall:     spreadOf(column(r.samples, func(x sample) time.Duration { return x.Wall })),
		cpu:      median(column(r.samples, func(x sample) time.Duration { return x.CPU })),
		memory:   slices.Max(column(r.samples, func(x sample) int64 { return x.Memory })),
		floor:    slices.Max(column(r.samples, func(x sample) int64 { return x.Floor })),
		requests: median(column(r.samples, func(x sample) int { return x.requests })),
		repeated: median(column(r.samples, func(x sample) int64 { return x.repeated })),
		peak:     slices.Max(column(r.samples, func(x sample) int { return x.peak })),
	}
	return s
}

func column[T any](samples []sample, value func(sample) T) []T {
	out := make([]T, len(samples))
	for i, s := range samples {
		out[i] = value(s)
	}
	return out
}

func spreadOf(values []time.Duration) times {
	return times{median(values), slices.Min(values), slices.Max(values)}
}

// median is the middle value, or the mean of the middle two. It needs one value
// or more, and leaves their order alone.
func median[T int | int64 | time.Duration](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// of is the summary of the client of that name, if it has been measured.
func (o outcome) of(name string) (summary, bool) {
	for _, r := range o.results {
		if r.client.name == name && len(r.samples) > 0 {
			return r.summarise(), true
		}
	}
	return summary{}, false
}

// bestPeer is the fastest client besides fetch-assets that opens no more
// connections than c.
func (o outcome) bestPeer(c client) (summary, bool) {
	files := len(o.scenario.sizes)
	var peers []summary
	for _, r := range o.results {
		if !r.client.own && len(r.samples) > 0 && r.client.opens(files) <= c.opens(files) {
			peers = append(peers, r.summarise())
		}
	}
	if len(peers) == 0 {
		return summary{}, false
	}
	return slices.MinFunc(peers, func(a, b summary) int { return cmp.Compare(a.wall.median, b.wall.median) }), true
}

// ideal is the scenario's ideal for as many connections as the client is
// allowed, and for no fewer than everybody is.
func (o outcome) ideal(c client) time.Duration {
	return o.scenario.ideal(max(base, c.opens(len(o.scenario.sizes))))
}
