package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// trial is a scenario while it runs.
type trial struct {
	lab      *lab
	scenario scenario
	site     *site
	dir      string // with everything in place, for the scenarios that begin so
}

// runScenario lets every client run, in turn, as many times as there are rounds.
func (l *lab) runScenario(ctx context.Context, s scenario) (o outcome, err error) {
	at, err := serve(ctx, s, l.work)
	if err != nil {
		return outcome{}, err
	}
	t := &trial{lab: l, scenario: s, site: at}
	defer func() { err = errors.Join(err, at.close(), t.clear()) }()
	if err := t.place(ctx); err != nil {
		return outcome{}, err
	}
	o = outcome{scenario: s}
	for _, c := range l.clients(s) {
		o.results = append(o.results, result{client: c})
	}
	began := time.Now()
	for round := range l.set.rounds {
		if l.set.limit > 0 && time.Since(began) > l.set.limit {
			break
		}
		for i := range o.results {
			// Nobody is always the one after the slowest.
			if err := t.sample(ctx, &o.results[(i+round)%len(o.results)]); err != nil {
				return o, err
			}
		}
	}
	return o, nil
}

// place fetches everything once, when the scenario begins with that.
func (t *trial) place(ctx context.Context) error {
	if t.scenario.kind == cold {
		return nil
	}
	j, err := t.job(fetchAssets(ours, base, 0))
	if err != nil {
		return err
	}
	_, err = t.measure(ctx, j)
	t.dir = j.dir
	return err
}

// sample adds a run to a result. A client that fails is left out from then on;
// an error is only what ends everything.
func (t *trial) sample(ctx context.Context, r *result) error {
	if r.note != "" {
		return nil
	}
	j, err := t.job(r.client)
	if err != nil {
		return err
	}
	got, err := t.measure(ctx, j)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		r.note = note(r.client, err)
		fmt.Fprintf(t.lab.log, "%-14s %-34s %s\n", t.scenario.name, r.client.name, r.note)
	} else {
		r.samples = append(r.samples, got)
		fmt.Fprintf(t.lab.log, "%-14s %-34s %s\n", t.scenario.name, r.client.name, seconds(got.Wall))
	}
	if t.dir == "" {
		return os.RemoveAll(j.dir)
	}
	return nil
}

// note says in a few words why a client did not do it. The exit code 2 of
// fetch-assets is for flags that it does not know.
func note(c client, err error) string {
	var f *failure
	if c.own && errors.As(err, &f) && f.code == 2 {
		return "not yet"
	}
	return "failed: " + tail(err.Error())
}

func (t *trial) job(c client) (job, error) {
	j := job{client: c, scenario: t.scenario, lab: t.lab, dir: t.dir, urls: t.site.urls, host: t.site.host, ca: t.site.ca}
	if j.dir == "" {
		j.dir = filepath.Join(t.lab.work, "run")
		if err := os.RemoveAll(j.dir); err != nil {
			return job{}, err
		}
	}
	return j, os.MkdirAll(j.file("home"), 0o755)
}

// measure runs the client, and checks what it fetched.
func (t *trial) measure(ctx context.Context, j job) (sample, error) {
	args, err := j.client.command(j)
	if err != nil {
		return sample{}, err
	}
	if err := t.site.reset(); err != nil {
		return sample{}, err
	}
	var got sample
	if got.usage, err = j.measure(ctx, args); err != nil {
		return sample{}, err
	}
	if got.counts, err = t.site.counts(); err != nil {
		return sample{}, err
	}
	got.repeated = max(0, got.bytes-t.scenario.bytes())
	return got, j.check(t.site.sums)
}

func (t *trial) clear() error {
	if t.dir == "" {
		return nil
	}
	return os.RemoveAll(t.dir)
}
