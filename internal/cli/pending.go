package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
)

// A run that fails leaves the lock alone. What it did find out and fetch goes
// into a second lock in the cache folder, which the next run believes for the
// entries that have not changed since.

func (p *project) pendingPath() string {
	stem := strings.TrimSuffix(filepath.Base(p.lockPath), ".lock")
	return filepath.Join(p.CacheDir, stem+".pending.lock")
}

// usePending takes over what an earlier run that failed has already done. A
// pending lock that cannot be read is worth nothing, and no reason to stop.
func (s *session) usePending(p *project) {
	pending, err := lockfile.Read(p.pendingPath())
	if err != nil || pending.Missing {
		return
	}
	p.pending = map[string]bool{}
	for i, item := range p.items {
		if item.State == lockfile.Pinned {
			continue
		}
		plan := lockfile.NewPlan([]asset.Entry{item.Entry}, pending)
		if plan.Items[0].State == lockfile.Pinned {
			p.items[i] = plan.Items[0]
			p.pending[item.Entry.Handle] = true
		}
	}
}

// keepPending writes what is complete, for the next run.
func (s *session) keepPending(p *project, works []*work) error {
	if s.set.locked || len(works) == 0 {
		return nil
	}
	lock := merge(&lockfile.Lock{}, works, nil)
	if _, err := lockfile.Write(p.pendingPath(), lock); err != nil {
		return exitf(exitFailed, "keeping what has arrived: %v", err)
	}
	return nil
}

// dropPending removes the pending lock once its content is in the real one.
func (s *session) dropPending(p *project) error {
	err := os.Remove(p.pendingPath())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return exitf(exitFailed, "%v", err)
	}
	return nil
}
