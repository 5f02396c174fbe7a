package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

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
	if s.set.check {
		return s.compareCredits(p)
	}
	if err := s.writeCredits(p, p.lock); err != nil {
		return err
	}
	if s.run.CreditsChanged {
		s.sink.Say("wrote %s", s.run.AttributionFile)
	} else {
		s.sink.Say("%s is up to date", s.run.AttributionFile)
	}
	return nil
}

// compareCredits prints what writing the credits would change, as a diff on
// standard output.
func (s *session) compareCredits(p *project) error {
	stale, err := staleCredits(p)
	if err != nil {
		return err
	}
	main := filepath.Join(p.OutputDir, creditsName)
	if _, err := os.Stat(main); errors.Is(err, fs.ErrNotExist) {
		return exitf(exitFailed, "%s is missing; run: fetch-assets attribution --manifest %s", s.run.AttributionFile, s.set.manifest)
	}
	if len(stale) == 0 {
		s.sink.Say("%s is up to date", s.run.AttributionFile)
		return nil
	}
	if !s.set.json {
		for _, c := range stale {
			fmt.Fprintf(s.env.Stdout, "%s", attribution.Diff(c.path, c.have, c.want))
		}
	}
	return exitf(exitFailed, "the credits are out of date; run: fetch-assets attribution --manifest %s", s.set.manifest)
}
