package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/provider"
)

// runCheck judges everything that can be judged without the network.
func runCheck(_ context.Context, s *session) error {
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

// creditsName is the file of credits for everything.
const creditsName = "ATTRIBUTION.txt"

// checkCredits adds a finding for each file of credits that does not say what
// the lock says. Where no credits were ever written and nothing is locked, there
// is nothing to compare.
func (s *session) checkCredits(p *project) error {
	if len(p.lock.Assets) == 0 {
		return nil
	}
	stale, err := staleCredits(p)
	if err != nil {
		return err
	}
	for _, c := range stale {
		s.add(asset.Finding{
			Rule: "credits-outdated", Severity: asset.Error, Pos: asset.Position{File: c.path},
			Text:   fmt.Sprintf("%s does not say what the lock says", c.path),
			Remedy: fmt.Sprintf("run: fetch-assets attribution --manifest %s", s.set.manifest),
		})
	}
	if len(stale) > 0 {
		return &exitError{code: exitPolicy}
	}
	return nil
}

// credits is a file of credits as it is and as it should be.
type credits struct {
	path       string
	have, want []byte
}

// staleCredits lists the files of credits that are there and differ from what
// the lock says. Credits that are missing altogether are not stale: output
// folders are usually not committed.
func staleCredits(p *project) ([]credits, error) {
	files := attribution.Files(p.lock.Assets)
	var stale []credits
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(p.OutputDir, filepath.FromSlash(name))
		have, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, exitf(exitFailed, "reading the credits: %v", err)
		}
		if want := files[name]; !bytes.Equal(have, want) {
			stale = append(stale, credits{filepath.ToSlash(path), have, want})
		}
	}
	return stale, nil
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
