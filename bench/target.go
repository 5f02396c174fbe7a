package main

import (
	"fmt"
	"math"
	"time"
)

// target is what a client of a scenario has to reach.
type target struct {
	client string
	text   string // "at most 1.2 x ideal"
	judge  func(o outcome, mine summary) (got string, met bool)
}

// verdict is a target and what became of it.
type verdict struct {
	client string
	text   string
	got    string // empty when it could not be measured
	met    bool
}

// judge holds an outcome against the scenario's targets.
func judge(o outcome) []verdict {
	var all []verdict
	for _, t := range o.scenario.targets {
		v := verdict{client: t.client, text: t.text}
		if mine, ok := o.of(t.client); ok {
			v.got, v.met = t.judge(o, mine)
		}
		all = append(all, v)
	}
	return all
}

func nearIdeal(client string, factor float64) target {
	return target{client, fmt.Sprintf("at most %.4g x ideal", factor), func(o outcome, mine summary) (string, bool) {
		ratio := over(mine.wall.median, o.ideal(mine.client))
		return fmt.Sprintf("%.2f x", ratio), ratio <= factor
	}}
}

// ahead asks to be factor times as fast as the best of the clients that may
// open as many connections.
func ahead(client string, factor float64) target {
	text := "ahead of every peer"
	if factor != 1 {
		text = fmt.Sprintf("%.4g x as fast as the best peer", factor)
	}
	return target{client, text, func(o outcome, mine summary) (string, bool) {
		best, ok := o.bestPeer(mine.client)
		if !ok {
			return "", false
		}
		ratio := over(best.wall.median, mine.wall.median)
		return fmt.Sprintf("%.2f x %s", ratio, best.client.name), ratio >= factor && ratio > 1
	}}
}

func aheadOf(client, peer string) target {
	return target{client, "ahead of " + peer, func(o outcome, mine summary) (string, bool) {
		other, ok := o.of(peer)
		if !ok {
			return "", false
		}
		ratio := over(other.wall.median, mine.wall.median)
		return fmt.Sprintf("%.2f x as fast", ratio), ratio > 1
	}}
}

func atMost(client string, factor float64, peer string) target {
	text := fmt.Sprintf("at most %.4g x the time of %s", factor, peer)
	return target{client, text, func(o outcome, mine summary) (string, bool) {
		other, ok := o.of(peer)
		if !ok {
			return "", false
		}
		ratio := over(mine.wall.median, other.wall.median)
		return fmt.Sprintf("%.2f x", ratio), ratio <= factor
	}}
}

func under(client string, limit time.Duration) target {
	return target{client, "under " + seconds(limit), func(_ outcome, mine summary) (string, bool) {
		return seconds(mine.wall.median), mine.wall.median < limit
	}}
}

func fillsLink(client string, share float64) target {
	text := fmt.Sprintf("at least %.0f %% of the link", share*100)
	return target{client, text, func(o outcome, mine summary) (string, bool) {
		got := float64(o.scenario.bytes()) / mine.wall.median.Seconds() / float64(o.scenario.link)
		return fmt.Sprintf("%.0f %%", got*100), got >= share
	}}
}

func noRequest(client string) target {
	return target{client, "no request", func(_ outcome, mine summary) (string, bool) {
		return fmt.Sprint(mine.requests), mine.requests == 0
	}}
}

// over is a ratio of times; of nothing it is infinite.
func over(a, b time.Duration) float64 {
	if b == 0 {
		return math.Inf(1)
	}
	return float64(a) / float64(b)
}

// seconds writes a time for the report.
func seconds(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%.3f s", d.Seconds())
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}
