package cli

import (
	"bytes"
	"os"
	"path/filepath"

	"github.com/astraweave/fetch-assets/internal/atomicfile"
	"github.com/astraweave/fetch-assets/internal/report"
)

// writeSARIF writes the problems of the run into the file of --sarif.
func (s *session) writeSARIF() error {
	var b bytes.Buffer
	if err := report.SARIF(&b, s.run, report.SARIFOptions{Rules: ruleDescriptions(), Locate: s.locate()}); err != nil {
		return err
	}
	return atomicfile.Write(s.set.sarif, b.Bytes(), 0o644)
}

// locate makes files, which are named from the working directory, relative to
// the root of the repository as far as a runner tells where that is.
func (s *session) locate() func(string) string {
	here, err := os.Getwd()
	if err != nil {
		return filepath.ToSlash
	}
	root := here
	if workspace := s.env.getenv("GITHUB_WORKSPACE"); workspace != "" {
		if rel, err := filepath.Rel(workspace, here); err == nil && filepath.IsLocal(rel) {
			root = workspace
		}
	}
	return func(file string) string {
		path := filepath.FromSlash(file)
		if !filepath.IsAbs(path) {
			path = filepath.Join(here, path)
		}
		if rel, err := filepath.Rel(root, path); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
		return filepath.ToSlash(path)
	}
}
