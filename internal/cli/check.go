package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/provider"
)

// runCheck judges everything that can be judged without the network.
func runCheck(_ context.Context, s *session) error {
	if s.set.groups {
		return s.explainGroups()
	}
	p, err := s.open()
	if err != nil {
		return err
	}
	works := newWorks(p)
	offline := provider.New(nil, nil)
	for _, w := range works {
		if w.State != lockfile.Pinned {
			w.asset = w.shown()
			w.asset.Credit = offline.Credit(w.Entry)
		}
	}
	s.report(works)
	policyErr := s.judge(p, works)
	lockErr := s.requireCurrent(p)
	creditsErr := s.checkCredits(p)
	return firstError(policyErr, lockErr, creditsErr)
}

// checkCredits adds a finding for each file of credits that does not say what
// the lock says. Where no credits were ever written and nothing is locked, there
// is nothing to compare.
func (s *session) checkCredits(p *project) error {
	if len(p.lock.Assets) == 0 {
		return nil
	}
	stale, err := staleCredits(p.usualCredits(p.lock))
	if err != nil {
		return err
	}
	// Output folders are usually not committed: what is missing is not out of date.
	stale = slices.DeleteFunc(stale, func(c credits) bool { return c.missing })
	var findings []asset.Finding
	for _, c := range stale {
		findings = append(findings, asset.Finding{
			Rule: "credits-outdated", Severity: asset.Error, Pos: asset.Position{File: c.path},
			Text:   fmt.Sprintf("%s does not say what the lock says", c.path),
			Remedy: fmt.Sprintf("run: fetch-assets attribution --manifest %s", s.set.manifest),
		})
	}
	return s.rule(findings)
}

// firstError is the first of errs that is one.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
