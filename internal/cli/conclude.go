package cli

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/provider"
	"github.com/astraweave/fetch-assets/internal/atomicfile"
)

// conclude writes the lock and the credits after a good run. After one in which
// something failed they stay those of the last good run, and what did arrive is
// kept aside so that the next run need not fetch it again.
func (s *session) conclude(ctx context.Context, p *project, works []*work) error {
	p.tidy()
	done, bad := split(works)
	err := s.weighEvidence(ctx, p, arrived(done))
	if len(bad) > 0 || ctx.Err() != nil || err != nil {
		return firstError(s.keepPending(p, done), err, &exitError{code: exitFailed})
	}
	lock, err := s.writeLock(ctx, p, done)
	if err != nil {
		return err
	}
	if err := s.writeCredits(p.usualCredits(lock)); err != nil {
		return err
	}
	return s.dropPending(p)
}

// tidy removes what earlier runs that were killed left half-written beside the
// files that a run concludes with.
func (p *project) tidy() {
	dirs := []string{filepath.Dir(p.lockPath), p.CacheDir, p.OutputDir}
	for _, name := range provider.Names() {
		dirs = append(dirs, filepath.Join(p.OutputDir, name))
	}
	for _, dir := range dirs {
		atomicfile.Tidy(dir)
	}
}

// split parts the works whose files are all there from the others.
func split(works []*work) (done, bad []*work) {
	for _, w := range works {
		if w.complete() {
			done = append(done, w)
		} else {
			bad = append(bad, w)
		}
	}
	return done, bad
}

func (w *work) complete() bool {
	if w.err != nil || len(w.results) != len(w.asset.Files) {
		return false
	}
	for _, r := range w.results {
		if r.Err != nil {
			return false
		}
	}
	return true
}

// writeLock merges the works into the lock on disk. Entries that the manifest
// has no more are dropped, those that this run was not about stay.
func (s *session) writeLock(ctx context.Context, p *project, works []*work) (*lockfile.Lock, error) {
	if s.set.locked || p.unchanged(works) {
		return p.lock, nil
	}
	listed := map[string]bool{}
	for _, e := range p.Entries {
		listed[e.Handle] = true
	}
	var merged *lockfile.Lock
	changed, err := lockfile.Update(ctx, p.lockPath, filepath.Join(p.CacheDir, "lock"), func(old *lockfile.Lock) *lockfile.Lock {
		merged = merge(old, works, listed)
		return merged
	})
	if err != nil {
		return nil, exitf(exitFailed, "writing %s: %v", p.lockPath, err)
	}
	s.run.LockChanged = changed
	return merged, nil
}

// unchanged says whether the lock on disk holds for all works as it is. It saves
// a run over thousands of files from reading and writing the lock once more.
func (p *project) unchanged(works []*work) bool {
	if len(p.pending) > 0 || len(p.orphans) > 0 {
		return false
	}
	return !slices.ContainsFunc(works, func(w *work) bool {
		was, is := w.Locked.Credit, w.asset.Credit
		return w.State != lockfile.Pinned || was.License != is.License || was.Chosen != is.Chosen
	})
}

// merge is the old lock without what is not listed, and with the works.
func merge(old *lockfile.Lock, works []*work, listed map[string]bool) *lockfile.Lock {
	fresh := map[string]bool{}
	merged := &lockfile.Lock{}
	for _, w := range works {
		fresh[w.Entry.Handle] = true
		merged.Assets = append(merged.Assets, w.asset)
	}
	for _, a := range old.Assets {
		if listed[a.Handle] && !fresh[a.Handle] {
			merged.Assets = append(merged.Assets, a)
		}
	}
	slices.SortFunc(merged.Assets, func(a, b asset.Asset) int { return strings.Compare(a.Handle, b.Handle) })
	return merged
}
