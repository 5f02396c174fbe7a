package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution/evidence"
	"github.com/astraweave/fetch-assets/attribution/license"
	"github.com/astraweave/fetch-assets/fetch/store"
)

// exhibit is what the files of one asset say about its licence.
type exhibit struct {
	work    *work
	verdict evidence.Verdict
	looked  int // files that could be looked at
}

// weighEvidence looks inside the files of works, and adds a finding for each
// asset whose files do not say what is declared. The error says only that one of
// them is grave.
func (s *session) weighEvidence(ctx context.Context, p *project, works []*work) error {
	if len(works) == 0 {
		return nil
	}
	exhibits, err := s.exhibits(ctx, p, works)
	if err != nil {
		return err
	}
	var findings []asset.Finding
	for _, x := range exhibits {
		findings = append(findings, p.policy.Apply(x.findings()...)...)
	}
	return s.rule(findings)
}

// exhibits looks at all works on all cores.
func (s *session) exhibits(ctx context.Context, p *project, works []*work) ([]exhibit, error) {
	st, err := store.Open(p.CacheDir, store.Options{Now: s.env.Now, ReadOnly: true})
	if err != nil {
		return nil, exitf(exitFailed, "opening the cache folder: %v", err)
	}
	defer st.Close() // it is only read
	list := make([]exhibit, len(works))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU())
	for i, w := range works {
		group.Go(func() error {
			list[i] = w.exhibit(ctx, st, p.OutputDir)
			return ctx.Err()
		})
	}
	return list, group.Wait()
}

// exhibit looks inside the files of one work. What cannot be read is what other
// commands tell of; here it only says nothing.
func (w *work) exhibit(ctx context.Context, st *store.Store, outputDir string) exhibit {
	x := exhibit{work: w}
	var found []evidence.Found
	for _, file := range w.inspectable(st, outputDir) {
		f, err := inspectFile(ctx, file)
		if err == nil || len(f) > 0 || errors.Is(err, evidence.ErrLimit) {
			x.looked++
		}
		found = append(found, f...)
	}
	x.verdict = evidence.Compare(w.asset.Credit.License, found)
	return x
}

// specimen is a file on disk under the name that it has for people.
type specimen struct{ name, path string }

// inspectable lists the files of a work. Of an archive it is the archive itself,
// as the licence in it is often not among the files that are picked out.
func (w *work) inspectable(st *store.Store, outputDir string) []specimen {
	var list []specimen
	for _, f := range w.asset.Files {
		if f.Path != "" {
			list = append(list, specimen{f.Path, filepath.Join(outputDir, filepath.FromSlash(f.Path))})
			continue
		}
		if path, _, err := st.Lookup(f.Digest, f.Size, false); f.Digest != "" && err == nil {
			list = append(list, specimen{filepath.Base(f.URL), path})
			continue
		}
		for _, m := range f.Members {
			list = append(list, specimen{m.Path, filepath.Join(outputDir, filepath.FromSlash(m.Path))})
		}
	}
	return list
}

func inspectFile(ctx context.Context, file specimen) ([]evidence.Found, error) {
	f, err := os.Open(file.path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // it is only read
	fi, err := f.Stat()
	if err != nil || !fi.Mode().IsRegular() {
		return nil, errors.Join(err, fs.ErrInvalid)
	}
	return evidence.Inspect(ctx, file.name, f, fi.Size(), evidence.Limits{})
}

// findings say what the files say, where that is not what is declared. Their
// severity is for the policy to set.
func (x exhibit) findings() []asset.Finding {
	declared, v := x.work.asset.Credit.License, x.verdict
	f := asset.Finding{Handle: x.work.Entry.Handle, Pos: x.work.Entry.At("license"), License: declared}
	switch v.Outcome {
	case evidence.Mismatch:
		f.Rule = license.RuleMismatch
		f.Text = fmt.Sprintf("licence %q is declared, but %s says %s: %q", declared, v.Found.Place(), v.Found.License, v.Found.Excerpt)
		f.Remedy = fmt.Sprintf("find out which is right: if the file is, write license = %q and what it asks for; if the page is, set license-mismatch = \"warn\" under [policy.levels]", v.Found.License)
	case evidence.MorePermissive:
		f.Rule = license.RuleWider
		f.Text = fmt.Sprintf("licence %q is declared, and %s says %s, which asks for less", declared, v.Found.Place(), v.Found.License)
		f.Remedy = "nothing to do; what is declared is the safer of the two"
	case evidence.None:
		f.Rule = license.RuleNoEvidence
		f.Text = fmt.Sprintf("none of its %d files says anything of its licence", x.looked)
		f.Remedy = "keep a copy of the page that offers it"
	}
	if f.Rule == "" || x.looked == 0 {
		return nil
	}
	return []asset.Finding{f}
}

// arrived are the works whose files are there and not yet proven by a lock: those
// that the lock did not pin, and those of which something was downloaded.
func arrived(works []*work) []*work {
	var list []*work
	for _, w := range works {
		if w.complete() && (!w.proven || w.downloaded()) {
			list = append(list, w)
		}
	}
	return list
}
