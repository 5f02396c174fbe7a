package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution/license"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/manifest"
	"github.com/astraweave/fetch-assets/fetch/provider"
	"github.com/astraweave/fetch-assets/fetch/source"
	"github.com/astraweave/fetch-assets/internal/suggest"
)

// project is a manifest with everything that belongs to it.
type project struct {
	*manifest.Manifest
	policy   *license.Policy
	unused   asset.Position // of the manifest's policy, when --policy names another one
	lockPath string
	lock     *lockfile.Lock  // as it is on disk
	items    []lockfile.Item // what this run is about, in manifest order
	orphans  []asset.Asset   // in the lock, but in the manifest no more
	pending  map[string]bool // handles of items that come from a run that failed
}

// open loads the manifest, the policy and the lock. Everything that is wrong
// with them becomes a finding, all of it at once, and the error says only which
// exit code they deserve.
func (s *session) open() (*project, error) {
	if err := s.checkProvider(); err != nil {
		return nil, err
	}
	m, read, err := s.readFiles()
	var bad *manifest.Error
	switch {
	case errors.As(err, &bad):
		s.add(bad.Findings...)
	case errors.Is(err, fs.ErrNotExist):
		return nil, exitf(exitUsage, "there is no manifest %s; name yours with --manifest FILE, or write one: fetch-assets help shows how", s.set.manifest)
	case err != nil:
		return nil, exitf(exitUsage, "%v", err)
	}
	p := &project{Manifest: m, lockPath: read.path}
	if err := s.replacePolicy(p); err != nil {
		return nil, err
	}
	s.override(p)
	s.judgeManifest(p)
	if s.failed() {
		return nil, &exitError{code: exitUsage}
	}
	return p, s.useLock(p, read)
}

// lockRead is the lock of a manifest, or why it cannot be read.
type lockRead struct {
	path string
	lock *lockfile.Lock
	err  error
}

// readFiles reads the manifest and the lock at the same time: of a project with
// thousands of assets that is half of what a run without work to do takes.
func (s *session) readFiles() (*manifest.Manifest, lockRead, error) {
	read := lockRead{path: lockfile.PathFor(s.set.manifest)}
	var reading sync.WaitGroup
	reading.Go(func() { read.lock, read.err = lockfile.Read(read.path) })
	m, err := manifest.Load(s.set.manifest)
	reading.Wait()
	return m, read, err
}

// checkProvider refuses a name in --provider that no provider has.
func (s *session) checkProvider() error {
	names := provider.Names()
	if s.set.provider == "" || slices.Contains(names, manifest.Provider(s.set.provider)) {
		return nil
	}
	hint := ""
	if near := suggest.Nearest(s.set.provider, names); near != "" {
		hint = fmt.Sprintf("did you mean %s? ", near)
	}
	return exitf(exitUsage, "unknown provider %q; %sthe providers are %s", s.set.provider, hint, strings.Join(names, ", "))
}

// override applies the flags that beat the manifest.
func (s *session) override(p *project) {
	if s.set.outputDir != "" {
		p.OutputDir = s.set.outputDir
	}
	if s.set.cacheDir != "" {
		p.CacheDir = s.set.cacheDir
	}
	if s.set.allow != nil {
		p.Policy.Allow = s.set.allow
		delete(p.Policy.Keys, "allow") // what is wrong with it is wrong with the flag
	}
	s.wrote = append(s.wrote, p.OutputDir, p.CacheDir, p.lockPath)
	s.run.OutputDir = filepath.ToSlash(p.OutputDir)
	s.run.LockFile = filepath.ToSlash(p.lockPath)
	s.run.AttributionFile = path.Join(s.run.OutputDir, creditsName)
}

// judgeManifest adds what providers and policy have to say about the manifest
// before anything is asked of the network.
func (s *session) judgeManifest(p *project) {
	offline := provider.New(nil, &source.Getter{})
	for _, e := range p.Entries {
		s.add(offline.Validate(e)...)
	}
	s.compilePolicy(p)
	if len(p.Entries) == 0 && !s.failed() {
		s.add(asset.Finding{
			Rule: "manifest", Severity: asset.Warning, Pos: asset.Position{File: p.Path},
			Text:   "the manifest lists no assets",
			Remedy: "add an [[assets]] table; fetch-assets help shows one",
		})
	}
}

// useLock plans with the lock.
func (s *session) useLock(p *project, read lockRead) error {
	if read.err != nil {
		return exitf(exitLock, "%v", read.err)
	}
	lock := read.lock
	p.lock = lock
	plan := lockfile.NewPlan(p.Entries, lock)
	p.orphans = plan.Orphans
	p.items = slices.DeleteFunc(plan.Items, func(item lockfile.Item) bool { return !s.selects(item.Entry) })
	return nil
}

// selects says whether the run is about the entry.
func (s *session) selects(e asset.Entry) bool {
	if s.set.provider != "" && e.Provider != manifest.Provider(s.set.provider) {
		return false
	}
	return s.set.handle == "" || e.Handle == s.set.handle
}

// outdated lists the items whose lock does not hold.
func (p *project) outdated() []lockfile.Item {
	var items []lockfile.Item
	for _, item := range p.items {
		if item.State != lockfile.Pinned {
			items = append(items, item)
		}
	}
	return items
}

// outdatedFinding says that an entry is new or changed since the lock.
func outdatedFinding(item lockfile.Item, remedy string) asset.Finding {
	text := "the entry is not in the lock"
	if item.State == lockfile.Stale {
		text = "the entry has changed since the lock was written"
	}
	return asset.Finding{
		Rule: "lock-outdated", Severity: asset.Error, Handle: item.Entry.Handle,
		Pos: item.Entry.Pos, Text: text, Remedy: remedy,
	}
}

// requireCurrent is what --locked asks for.
func (s *session) requireCurrent(p *project) error {
	outdated := p.outdated()
	for _, item := range outdated {
		s.add(outdatedFinding(item, s.relockRemedy(p)))
	}
	if len(outdated) > 0 {
		return &exitError{code: exitLock}
	}
	return nil
}

// relockRemedy is the command that brings the lock up to date.
func (s *session) relockRemedy(p *project) string {
	return fmt.Sprintf("run: fetch-assets fetch --manifest %s, and commit %s", s.set.manifest, filepath.ToSlash(p.lockPath))
}

// filtered says whether the run looks at a part of the manifest only.
func (s *session) filtered() bool { return s.set.provider != "" || s.set.handle != "" }
