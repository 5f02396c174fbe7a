package cli

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/manifest"
	"github.com/astraweave/fetch-assets/internal/report"
	"github.com/astraweave/fetch-assets/internal/review"
)

// baseline is what a change is compared with.
type baseline struct {
	files   baseFiles
	works   []*work
	policy  asset.Policy
	found   map[string]bool // keys of what was wrong there already
	isThere bool            // there was a manifest that could be read
}

// baseFiles reads what files were at the base; fs.ErrNotExist for none.
type baseFiles func(path string, limit int64) ([]byte, error)

// baseline reads and judges what --base names, nil when it names nothing.
func (s *session) baseline(ctx context.Context) (*baseline, error) {
	if s.set.base == "" {
		return nil, nil //nolint:nilnil // no comparison is asked for
	}
	s.run.Base = s.set.base
	files, err := s.baseFiles(ctx)
	if err != nil {
		return nil, err
	}
	b := &baseline{files: files, found: map[string]bool{}}
	// The same judgement as for the present files, by a session that tells nobody.
	past := *s
	past.sink, past.github, past.run, past.wrote = report.Multi(), nil, &report.Run{}, nil
	p, err := past.baseProject(files)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return b, nil
	case err != nil:
		s.sink.Say("what %s has cannot be read, so everything counts as new: %v", s.set.base, err)
		return b, ctx.Err()
	}
	b.isThere, b.works, b.policy = true, past.judgeOffline(p), p.Policy
	for _, f := range past.run.Findings {
		b.found[findingKey(f)] = true
	}
	return b, nil
}

// baseFiles finds out where the files of the base are: a name that ends in .toml
// is that of another manifest, anything else names a commit.
func (s *session) baseFiles(ctx context.Context) (baseFiles, error) {
	if strings.HasSuffix(s.set.base, ".toml") {
		return s.baseFolder()
	}
	repository := review.Repository{Dir: filepath.Dir(s.set.manifest)}
	commit, err := repository.Base(ctx, s.set.base)
	if err != nil {
		return nil, exitf(exitUsage, "--base %s: %v%s", s.set.base, err, baseRemedy(err))
	}
	return func(path string, limit int64) ([]byte, error) {
		in := review.Repository{Dir: filepath.Dir(path)}
		return in.Read(ctx, commit, filepath.Base(path), limit)
	}, nil
}

// baseFolder takes the files of a manifest beside it.
func (s *session) baseFolder() (baseFiles, error) {
	if _, err := os.Stat(s.set.base); err != nil {
		return nil, exitf(exitUsage, "--base: %v", err)
	}
	return func(path string, _ int64) ([]byte, error) {
		switch path {
		case s.set.manifest:
			return os.ReadFile(s.set.base)
		case lockfile.PathFor(s.set.manifest):
			return os.ReadFile(lockfile.PathFor(s.set.base))
		}
		return nil, fs.ErrNotExist
	}, nil
}

func baseRemedy(err error) string {
	switch {
	case errors.Is(err, review.ErrNoGit):
		return "; use the image that has git, or name the base's manifest as a file: --base old/asset_manifest.toml"
	case errors.Is(err, review.ErrShallow):
		return "; give actions/checkout the input fetch-depth: 0, or fetch that commit before"
	case errors.Is(err, review.ErrUnknown):
		return "; fetch it before, or correct its name (a file has to end in .toml)"
	case errors.Is(err, review.ErrNoWorkTree):
		return "; name the base's manifest as a file: --base old/asset_manifest.toml"
	}
	return ""
}

// baseProject is the project as it was. What was wrong with it then is no reason
// to refuse it now, as long as it can be read.
func (s *session) baseProject(files baseFiles) (*project, error) {
	data, err := files(s.set.manifest, manifest.MaxBytes)
	if err != nil {
		return nil, err
	}
	m, err := manifest.Parse(s.set.manifest, data)
	if err != nil {
		return nil, err
	}
	p := &project{Manifest: m, lockPath: lockfile.PathFor(s.set.manifest), lock: &lockfile.Lock{Missing: true}}
	data, err = files(p.lockPath, lockfile.MaxBytes)
	if err == nil {
		p.lock, err = lockfile.Parse(p.lockPath, data)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := s.replacePolicy(p); err != nil {
		return nil, err
	}
	s.override(p)
	s.judgeManifest(p)
	plan := lockfile.NewPlan(p.Entries, p.lock)
	p.orphans = plan.Orphans
	p.items = slices.DeleteFunc(plan.Items, func(i lockfile.Item) bool { return !s.selects(i.Entry) })
	return p, nil
}

// compare puts what changed into the report, and returns those of the findings
// that have to do with it: all about assets that are new or different, and others
// when they were not there before, as happens when the policy changes.
func (s *session) compare(b *baseline, x *examination, found, looked []asset.Finding) (relevant, seen []asset.Finding) {
	changes := review.Compare(sides(b.works), sides(x.works))
	touched := map[string]bool{}
	for _, c := range changes {
		touched[c.Handle] = true
	}
	s.report(slices.DeleteFunc(slices.Clone(x.works), func(w *work) bool { return !touched[w.Entry.Handle] }))
	s.run.Changes = changes
	if b.isThere {
		s.run.Changes = append(s.run.Changes, review.ComparePolicy(b.policy, x.project.Policy)...)
	}
	relevant = slices.DeleteFunc(found, func(f asset.Finding) bool {
		return !touched[f.Handle] && b.found[findingKey(f)]
	})
	seen = slices.DeleteFunc(looked, func(f asset.Finding) bool {
		if f.Handle != "" {
			return !touched[f.Handle]
		}
		return len(changes) == 0 && b.has(f.Pos.File)
	})
	return relevant, seen
}

// has reports whether a file is what it was at the base, as far as that is known.
func (b *baseline) has(path string) bool {
	const most = 64 << 20
	now, err := os.ReadFile(path)
	then, thenErr := b.files(filepath.FromSlash(path), most)
	if errors.Is(err, fs.ErrNotExist) {
		return thenErr != nil
	}
	return thenErr != nil || bytes.Equal(now, then)
}

func sides(works []*work) []review.Side {
	all := make([]review.Side, len(works))
	for i, w := range works {
		all[i] = review.Side{Entry: w.Entry, Asset: w.asset, Pinned: w.State == lockfile.Pinned}
	}
	return all
}

// findingKey identifies a finding on both sides of a comparison. Wording counts
// only where nothing else tells one from another: it often names the policy.
func findingKey(f asset.Finding) string {
	parts := []string{f.Rule, string(f.Severity), f.Handle, f.License}
	if f.Handle == "" {
		parts = append(parts, f.Text)
	}
	return strings.Join(parts, "\x00")
}
