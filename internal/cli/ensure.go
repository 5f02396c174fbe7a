package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/store"
	"github.com/astraweave/fetch-assets/internal/report"
)

// Ensure fetches the files of one asset where they are missing, and returns
// their paths in the order of the lock.
func Ensure(ctx context.Context, env Env, manifestPath, handle string) ([]string, error) {
	s, p, err := openFor(env, manifestPath, handle)
	if err != nil {
		return nil, err
	}
	s.usePending(p)
	works, err := s.prepare(ctx, p)
	if err == nil {
		err = s.carry(ctx, p, works)
	}
	if err != nil {
		return nil, s.explain(err)
	}
	return works[0].paths(p.OutputDir), nil
}

// Available reports whether an asset is locked and on disk.
func Available(env Env, manifestPath, handle string) (bool, error) {
	s, p, err := openFor(env, manifestPath, handle)
	if err != nil {
		return false, err
	}
	if p.items[0].State != lockfile.Pinned {
		return false, nil
	}
	return s.inPlace(p)
}

// inPlace says whether every file of the items is what the lock says.
func (s *session) inPlace(p *project) (bool, error) {
	st, err := store.Open(p.CacheDir, store.Options{Now: s.env.Now, ReadOnly: true})
	if err != nil {
		return false, err
	}
	defer st.Close() // it is only read
	out, err := store.OpenOutput(p.OutputDir)
	if err != nil {
		return false, err
	}
	defer out.Close() // it is only read
	for _, f := range p.placed() {
		ok, err := st.Check(out, f.path, f.digest, f.size, false)
		if !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

// openFor opens the project of a manifest, which has to list the handle, in a
// session that reports to nobody. The variables of the command fetch hold.
func openFor(env Env, manifestPath, handle string) (*session, *project, error) {
	set := newSettings()
	fetch, _ := findCommand("fetch")
	if err := fromEnvironment(env, fetch, &set); err != nil {
		return nil, nil, err
	}
	set.manifest, set.handle = manifestPath, handle
	s := &session{
		env: env, set: set, sink: report.Multi(),
		run: &report.Run{Version: version, Command: "fetch", Started: env.Now()},
	}
	p, err := s.open()
	if err != nil {
		return nil, nil, s.explain(err)
	}
	if len(p.items) == 0 {
		return nil, nil, fmt.Errorf("asset %q not found in manifest %s", handle, manifestPath)
	}
	return s, p, nil
}

// explain makes one error of err and of the findings that are errors.
func (s *session) explain(err error) error {
	var errs []error
	for _, f := range s.run.Findings {
		if f.Severity == asset.Error {
			errs = append(errs, fmt.Errorf("%s: %s", f.Pos, f.Text))
		}
	}
	if len(errs) == 0 || err.Error() != "" {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// paths are the local paths of the files that the work placed.
func (w *work) paths(outputDir string) []string {
	var paths []string
	for _, f := range w.asset.Files {
		if f.Path != "" {
			paths = append(paths, filepath.Join(outputDir, filepath.FromSlash(f.Path)))
		}
		for _, m := range f.Members {
			paths = append(paths, filepath.Join(outputDir, filepath.FromSlash(m.Path)))
		}
	}
	return paths
}
