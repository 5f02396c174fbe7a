package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/astraweave/fetch-assets/attribution"
)

// runAttribution writes the credits from the lock, or compares them with it.
func runAttribution(_ context.Context, s *session) error {
	p, err := s.open()
	if err != nil {
		return err
	}
	if p.lock.Missing {
		return exitf(exitLock, "there is no %s to make credits from; %s", filepath.ToSlash(p.lockPath), s.relockRemedy(p))
	}
	files, err := s.chosenCredits(p)
	switch {
	case err != nil:
		return err
	case s.set.check:
		return s.compareCredits(files)
	case s.set.output == "-":
		_, err := s.env.Stdout.Write(files["-"])
		return err
	}
	if err := s.writeCredits(files); err != nil {
		return err
	}
	s.tellCredits(files)
	return nil
}

// chosenCredits are the files that the flags ask for: the usual ones, or one in
// another format or place.
func (s *session) chosenCredits(p *project) (map[string][]byte, error) {
	if s.set.format == "text" && s.set.output == "" && s.set.template == "" {
		return p.usualCredits(p.lock), nil
	}
	format, err := s.creditFormat()
	if err != nil {
		return nil, err
	}
	path := s.set.output
	if path == "" {
		path = filepath.Join(p.OutputDir, format.File)
	}
	var b bytes.Buffer
	if err := format.Render(&b, p.lock.Assets); err != nil {
		return nil, exitf(exitUsage, "making the credits: %v", err)
	}
	return map[string][]byte{path: b.Bytes()}, nil
}

// creditFormat is the format that --format or --template ask for.
func (s *session) creditFormat() (attribution.Format, error) {
	if s.set.template == "" {
		format, err := attribution.FormatNamed(s.set.format)
		if err != nil {
			return format, exitf(exitUsage, "--format: %v", err)
		}
		return format, nil
	}
	if s.set.output == "" {
		return attribution.Format{}, exitf(exitUsage, "--template needs --output FILE, or --output - for standard output")
	}
	text, err := os.ReadFile(s.set.template)
	if err != nil {
		return attribution.Format{}, exitf(exitUsage, "--template: %v", err)
	}
	render, err := attribution.Template(filepath.Base(s.set.template), string(text))
	if err != nil {
		return attribution.Format{}, exitf(exitUsage, "--template: %v", err)
	}
	return attribution.Format{Render: render}, nil
}

// tellCredits says what was written, and where.
func (s *session) tellCredits(files map[string][]byte) {
	what := s.run.AttributionFile
	for path := range files {
		if len(files) == 1 {
			what = filepath.ToSlash(path)
		}
	}
	if s.run.CreditsChanged {
		s.sink.Say("wrote %s", what)
	} else {
		s.sink.Say("%s is up to date", what)
	}
}

// compareCredits prints what writing the credits would change, as a diff on
// standard output.
func (s *session) compareCredits(files map[string][]byte) error {
	stale, err := staleCredits(files)
	if err != nil {
		return err
	}
	if len(stale) == 0 {
		s.sink.Say("the credits are up to date")
		return nil
	}
	var names []string
	for _, c := range stale {
		names = append(names, c.path)
		if !s.set.json {
			fmt.Fprintf(s.env.Stdout, "%s", attribution.Diff(c.path, c.have, c.want))
		}
	}
	return exitf(exitFailed, "the credits are out of date (%s); run the same command without --check", strings.Join(names, ", "))
}

// formatNames lists the formats of credits for the help.
func formatNames() string {
	var names []string
	for _, f := range attribution.Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}
