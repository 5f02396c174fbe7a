package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// lab is what all runs share.
type lab struct {
	set      settings
	self     string // this binary
	binary   string // fetch-assets
	path     string // where clients find their commands
	work     string
	log      io.Writer
	profiles int
}

// openLab makes the folder to work in and builds fetch-assets into it. The
// caller ends the lab with the function returned, which removes everything.
func openLab(ctx context.Context, set settings, log io.Writer) (*lab, func() error, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	work, err := os.MkdirTemp(set.work, "fetch-assets-bench-")
	if err != nil {
		return nil, nil, err
	}
	// nginx is not in the path of every user.
	l := &lab{set: set, self: self, work: work, log: log, path: os.Getenv("PATH") + ":/usr/sbin:/sbin"}
	end := func() error { return os.RemoveAll(work) }
	if err := errors.Join(os.Setenv("PATH", l.path), l.prepare(ctx)); err != nil {
		return nil, nil, errors.Join(err, end())
	}
	return l, end, nil
}

func (l *lab) prepare(ctx context.Context) error {
	var err error
	if l.set.profile != "" {
		if l.set.profile, err = filepath.Abs(l.set.profile); err != nil {
			return err
		}
		if err := os.MkdirAll(l.set.profile, 0o755); err != nil {
			return err
		}
	}
	if l.set.binary != "" {
		l.binary, err = filepath.Abs(l.set.binary)
		return err
	}
	l.binary = filepath.Join(l.work, "fetch-assets")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", l.binary, "github.com/astraweave/fetch-assets")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building fetch-assets: %w: %s", err, tail(string(out)))
	}
	return nil
}

// has says whether a command is installed.
func (l *lab) has(tool string) bool {
	_, err := exec.LookPath(tool)
	return tool == "" || err == nil
}

// clients are those of the scenario that are installed and asked for.
func (l *lab) clients(s scenario) []client {
	var all []client
	for _, c := range clientsFor(s) {
		if l.has(c.tool) && l.has(c.also) && l.set.client.MatchString(c.name) {
			all = append(all, c)
		}
	}
	return all
}

// scenarios are those that are asked for and that there is a server for.
func (l *lab) scenarios() []scenario {
	var all []scenario
	for _, s := range scenarios(l.set.quick) {
		if l.set.scenario.MatchString(s.name) && (s.server != nginx || l.has("nginx")) {
			all = append(all, s)
		}
	}
	return all
}
