package cli

import (
	"context"
	"slices"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/provider"
	"github.com/astraweave/fetch-assets/internal/report"
)

// runCheck judges everything that can be judged without the network. With a base
// it reports only what has to do with the change since.
func runCheck(ctx context.Context, s *session) error {
	if s.set.groups {
		return s.explainGroups()
	}
	base, err := s.baseline(ctx)
	if err != nil {
		return err
	}
	var x *examination
	found, err := s.withhold(func() (err error) { x, err = s.examine(); return err })
	if x == nil {
		s.add(found...) // the manifest or the lock cannot be read: that counts whatever the base
		return err
	}
	looked, err := s.withhold(func() error { return s.look(x.project) })
	if err != nil {
		return err
	}
	if s.set.evidence {
		said, _ := s.withhold(func() error { return s.weighEvidence(ctx, x.project, locked(x.works)) }) // the findings say it all
		looked = append(looked, said...)
	}
	if base == nil {
		s.report(x.works)
	} else {
		found, looked = s.compare(base, x, found, looked)
	}
	s.add(found...)
	s.add(looked...)
	return checked(append(found, looked...))
}

// withhold runs f, and returns what it found instead of showing it.
func (s *session) withhold(f func() error) ([]asset.Finding, error) {
	sink, findings := s.sink, s.run.Findings
	s.sink, s.run.Findings = report.Multi(), nil
	err := f()
	found := s.run.Findings
	s.sink, s.run.Findings = sink, findings
	return found, err
}

// examination is what manifest and lock come to.
type examination struct {
	project *project
	works   []*work
}

// examine opens the manifest and lets the policy judge it. It fails only when
// there is nothing to judge.
func (s *session) examine() (*examination, error) {
	p, err := s.open()
	if err != nil {
		return nil, err
	}
	return &examination{p, s.judgeOffline(p)}, nil
}

// judgeOffline adds what policy and lock have to say about the project, as far as
// the lock and the entries themselves tell.
func (s *session) judgeOffline(p *project) []*work {
	works := newWorks(p)
	offline := provider.New(nil, nil)
	for _, w := range works {
		if w.State != lockfile.Pinned {
			w.asset = w.shown()
			w.asset.Credit = offline.Credit(w.Entry)
		}
	}
	// What they find is in the findings; their errors say no more.
	_ = s.judge(p, works)
	_ = s.requireCurrent(p)
	s.noteOrphans(p)
	return works
}

// noteOrphans adds a warning for each asset that only the lock has.
func (s *session) noteOrphans(p *project) {
	if s.filtered() {
		return
	}
	for _, a := range p.orphans {
		s.add(asset.Finding{
			Rule: ruleLockOrphan, Severity: asset.Warning, Handle: a.Handle, Pos: asset.Position{File: s.run.LockFile},
			Text:   "the lock and the credits have this asset, the manifest has no entry for it",
			Remedy: s.relockRemedy(p), License: a.Credit.License,
		})
	}
}

// look adds what is wrong with the files that are there: credits, and files of
// assets. Output folders are usually not committed, so nothing has to be there.
func (s *session) look(p *project) error {
	findings, err := s.creditFindings(p)
	if err != nil {
		return err
	}
	_ = s.rule(findings) // an error is among the findings
	files, err := fileFindings(p, s.set.manifest)
	s.add(files...)
	return err
}

// checked is the error that the findings of a check deserve: licences first, as
// nothing else helps there, then the lock, from which all the rest is made.
func checked(findings []asset.Finding) error {
	has := func(rules ...string) bool {
		return slices.ContainsFunc(findings, func(f asset.Finding) bool {
			return f.Severity == asset.Error && slices.Contains(rules, f.Rule)
		})
	}
	others := slices.DeleteFunc(slices.Clone(findings), func(f asset.Finding) bool {
		return slices.Contains([]string{ruleLockOutdated, ruleCreditsOutdated, ruleCreditsMissing, ruleIntegrity}, f.Rule)
	})
	switch {
	case worst(others) == asset.Error:
		return &exitError{code: exitPolicy}
	case has(ruleLockOutdated):
		return &exitError{code: exitLock}
	case has(ruleCreditsOutdated, ruleCreditsMissing):
		return &exitError{code: exitPolicy}
	case has(ruleIntegrity):
		return &exitError{code: exitFailed}
	}
	return nil
}
