package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/owner"
	"github.com/astraweave/fetch-assets/internal/report"
)

// session is one run of a command: what was asked for, what was found out, and
// where it is reported.
type session struct {
	env    Env
	set    settings
	sink   report.Sink
	github *report.GitHub // nil where no runner is
	run    *report.Run

	wrote    []string // files and folders that the run may have written to
	epilogue string   // what a person is told after the result
}

// Run carries out what env.Args ask for and returns the exit code. It prints
// everything there is to say, the error that ended it included. When ctx ends,
// it stops within seconds and returns 130.
func Run(ctx context.Context, env Env) int {
	inv, err := parse(env)
	switch {
	case err != nil:
		fmt.Fprintf(env.Stderr, "fetch-assets: %v\n", err)
		return exitCode(err)
	case inv.settings.help:
		return printUsage(env, inv.topic)
	}
	s := newSession(env, inv)
	return s.carryOut(ctx, inv.command)
}

// printUsage prints help on standard output: it is the result asked for.
func printUsage(env Env, topic string) int {
	text, err := usage(topic)
	if err != nil {
		fmt.Fprintf(env.Stderr, "fetch-assets: %v\n", err)
		return exitCode(err)
	}
	fmt.Fprint(env.Stdout, text)
	return exitGood
}

func newSession(env Env, inv invocation) *session {
	sink, github := newSink(env, inv.settings)
	return &session{
		env: env, set: inv.settings, sink: sink, github: github,
		run: &report.Run{
			Version: version, Command: inv.command.name, Manifest: inv.settings.manifest,
			Concurrency: inv.settings.concurrency, Started: env.Now(),
		},
	}
}

// errTimeout is what the context of a run ends with when --timeout is over.
var errTimeout = errors.New("the time allowed by --timeout is over")

// carryOut runs the command under its time limit and closes the report.
func (s *session) carryOut(ctx context.Context, c command) int {
	if s.set.timeout > 0 {
		limited, stop := context.WithTimeoutCause(ctx, s.set.timeout, errTimeout)
		defer stop()
		ctx = limited
	}
	err := c.run(ctx, s)
	if errors.Is(context.Cause(ctx), errTimeout) {
		err = exitf(exitFailed, "stopped after %s: %v; what has arrived is kept for the next run", s.set.timeout, errTimeout)
	} else if ctx.Err() != nil {
		err = exitf(exitInterrupted, "interrupted; what has arrived is kept for the next run")
	}
	return s.close(ctx, c, err)
}

// close fills in how the run ended, reports it, and returns the exit code.
func (s *session) close(ctx context.Context, c command, err error) int {
	code := exitCode(err)
	s.run.Ended = s.env.Now()
	s.run.Interrupted = code == exitInterrupted
	s.run.Cause = cause(code, s.run.Cause)
	if err != nil && err.Error() != "" {
		s.run.Err = err
	}
	s.comment(ctx, c)
	if err := errors.Join(s.deliver(c), s.giveBack()); err != nil {
		fmt.Fprintf(s.env.Stderr, "fetch-assets: %v\n", err)
		return max(code, exitFailed)
	}
	return code
}

// giveBack makes what the run wrote belong to the owner of the working directory,
// which is not us when a container runs as root.
func (s *session) giveBack() error {
	return owner.Give(".", append(s.wrote, s.set.reportFile, s.set.sarif, s.set.output)...)
}

// cause is the reason that an exit code stands for, where it says more than the
// facts of the run do.
func cause(code int, known report.Reason) report.Reason {
	switch code {
	case exitUsage:
		return report.Manifest
	case exitPolicy:
		return report.License
	case exitLock:
		return report.Lock
	}
	return known
}

// add records findings and shows them.
func (s *session) add(findings ...asset.Finding) {
	for _, f := range findings {
		s.run.Findings = append(s.run.Findings, f)
		s.sink.Finding(f)
	}
}

// failed says whether any finding so far is an error.
func (s *session) failed() bool { return worst(s.run.Findings) == asset.Error }
