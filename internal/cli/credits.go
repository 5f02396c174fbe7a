package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/astraweave/fetch-assets/attribution"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/internal/atomicfile"
)

// creditsName is the file of credits for everything.
const creditsName = attribution.FileName

// usualCredits are the files of credits that every run keeps, by their paths.
func (p *project) usualCredits(lock *lockfile.Lock) map[string][]byte {
	files := map[string][]byte{}
	for name, text := range attribution.Files(lock.Assets) {
		files[filepath.Join(p.OutputDir, filepath.FromSlash(name))] = text
	}
	return files
}

// writeCredits writes every one of files that has changed.
func (s *session) writeCredits(files map[string][]byte) error {
	for _, path := range slices.Sorted(maps.Keys(files)) {
		changed, err := atomicfile.WriteIfChanged(path, files[path], 0o644)
		if err != nil {
			return exitf(exitFailed, "writing the credits: %v", err)
		}
		s.run.CreditsChanged = s.run.CreditsChanged || changed
	}
	return nil
}

// credits is a file of credits as it is and as it should be.
type credits struct {
	path       string
	have, want []byte
	missing    bool
}

// staleCredits lists those of files that are missing or different.
func staleCredits(files map[string][]byte) ([]credits, error) {
	var stale []credits
	for _, path := range slices.Sorted(maps.Keys(files)) {
		have, err := os.ReadFile(path)
		missing := errors.Is(err, fs.ErrNotExist)
		if err != nil && !missing {
			return nil, exitf(exitFailed, "reading the credits: %v", err)
		}
		if missing || !bytes.Equal(have, files[path]) {
			stale = append(stale, credits{filepath.ToSlash(path), have, files[path], missing})
		}
	}
	return stale, nil
}
