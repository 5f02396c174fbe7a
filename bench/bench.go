package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// bench runs everything that is asked for.
func bench(ctx context.Context, set settings, out, log io.Writer) (err error) {
	if set.list {
		list(out)
		return nil
	}
	l, end, err := openLab(ctx, set, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	all := l.scenarios()
	if len(all) == 0 {
		return errors.New("no scenario has such a name; see -list")
	}
	r := report{machine: describeMachine(ctx, l), rounds: set.rounds, quick: set.quick}
	for _, s := range all {
		o, err := l.runScenario(ctx, s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		r.outcomes = append(r.outcomes, o)
		fmt.Fprintln(out, o.text())
	}
	return r.write(set.out)
}

// write makes the files, if there is a folder for them.
func (r report) write(dir string) error {
	if dir == "" {
		return nil
	}
	return errors.Join(
		os.MkdirAll(dir, 0o755),
		os.WriteFile(filepath.Join(dir, "RESULTS.md"), r.markdown(), 0o644),
		os.WriteFile(filepath.Join(dir, "results.svg"), r.svg(), 0o644),
	)
}

// list prints what -scenario and -client can name.
func list(out io.Writer) {
	var clients []string
	for _, s := range scenarios(false) {
		fmt.Fprintf(out, "scenario %-20s %s\n", s.name, s.title)
		for _, c := range clientsFor(s) {
			if !slices.Contains(clients, c.name) {
				clients = append(clients, c.name)
			}
		}
	}
	for _, name := range clients {
		fmt.Fprintln(out, "client  ", name)
	}
}
