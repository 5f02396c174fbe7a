package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/astraweave/fetch-assets/internal/atomicfile"
	"github.com/astraweave/fetch-assets/internal/report"
)

// newSink chooses where a run is reported while it goes on. The second result is
// the runner's sink, nil where there is no runner.
func newSink(env Env, set settings) (report.Sink, *report.GitHub) {
	sinks := []report.Sink{&report.Recorder{}, logSink(env, set)}
	if !env.onGitHub() {
		return report.Multi(sinks...), nil
	}
	commands := env.Stdout
	if set.json { // standard output is JSON and nothing else; the runner reads both streams
		commands = env.Stderr
	}
	github := report.NewGitHub(report.GitHubOptions{Getenv: env.getenv, Stdout: commands})
	return report.Multi(append(sinks, github)...), github
}

// logSink is what a person reads on standard error.
func logSink(env Env, set settings) report.Sink {
	switch {
	case set.quiet:
		return report.Quiet(env.Stderr)
	case env.Terminal > 0 && !env.onGitHub():
		return report.Terminal(env.Stderr, report.TerminalOptions{
			Width: env.Terminal, Color: env.getenv("NO_COLOR") == "", ASCII: env.getenv("TERM") == "dumb", Now: env.Now,
		})
	}
	return report.Plain(env.Stderr, report.PlainOptions{Groups: env.onGitHub(), Now: env.Now})
}

// deliver ends the report: sinks, report file, and the result on standard output.
func (s *session) deliver(c command) error {
	s.dropMissingPaths()
	if s.set.reportFile != "" && c.has("report") {
		if err := s.writeReport(); err != nil {
			return err
		}
	}
	if s.set.sarif != "" && !s.set.groups {
		if err := s.writeSARIF(); err != nil {
			return err
		}
	}
	if err := s.sink.Done(s.run); err != nil {
		return err
	}
	if err := s.printResult(c); err != nil {
		return err
	}
	if s.run.Err != nil {
		fmt.Fprintf(s.env.Stderr, "fetch-assets: %s\n", report.Clean(s.run.Err.Error(), 2000))
	}
	return nil
}

// printResult puts what was asked for on standard output.
func (s *session) printResult(c command) error {
	switch {
	case s.set.groups || c.name == "version" || c.name == "scan" || c.name == "prune" || c.name == "attribution":
		return nil
	case s.set.json:
		return report.JSON(s.env.Stdout, s.run)
	case s.set.quiet || s.run.Cause == report.Manifest:
		return nil
	}
	if err := report.Table(s.env.Stdout, s.run, report.TableOptions{}); err != nil {
		return err
	}
	_, err := io.WriteString(s.env.Stdout, s.epilogue)
	return err
}

// writeReport writes the JSON that --json prints into the file of --report.
func (s *session) writeReport() error {
	s.run.ReportFile = filepath.ToSlash(s.set.reportFile)
	var b bytes.Buffer
	if err := report.JSON(&b, s.run); err != nil {
		return err
	}
	return atomicfile.Write(s.set.reportFile, b.Bytes(), 0o644)
}

// dropMissingPaths forgets the files that a run would have written and has not,
// so that no output names a file that is not there.
func (s *session) dropMissingPaths() {
	for _, path := range []*string{&s.run.AttributionFile, &s.run.LockFile} {
		if _, err := os.Stat(filepath.FromSlash(*path)); err != nil {
			*path = ""
		}
	}
}
