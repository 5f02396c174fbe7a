package cli

import (
	"context"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/store"
	"github.com/astraweave/fetch-assets/internal/report"
)

// runPrune removes what no entry of the manifest accounts for.
func runPrune(_ context.Context, s *session) error {
	p, err := s.open()
	if err != nil {
		return err
	}
	st, err := store.Open(p.CacheDir, store.Options{Now: s.env.Now, ReadOnly: s.set.dryRun})
	if err != nil {
		return exitf(exitFailed, "opening the cache folder: %v", err)
	}
	defer st.Close()
	out, err := store.OpenOutput(p.OutputDir)
	if err != nil {
		return exitf(exitFailed, "opening the output folder: %v", err)
	}
	defer out.Close()
	wanted := p.accounted()
	files, err := s.pruneFiles(st, out, wanted)
	if err != nil {
		return err
	}
	blobs, bytes, err := s.pruneBlobs(st, wanted)
	if err != nil {
		return err
	}
	s.tellPruned(files, blobs, bytes)
	return nil
}

// accounts are the paths and contents that entries of the manifest stand for.
type accounts struct {
	paths   map[string]bool
	digests map[asset.Digest]bool
}

// accounted collects what the lock has for the entries of the manifest. The
// files of an entry that has changed count until they are replaced.
func (p *project) accounted() accounts {
	a := accounts{paths: map[string]bool{}, digests: map[asset.Digest]bool{}}
	for _, item := range p.items {
		for _, f := range item.Locked.Files {
			a.paths[f.Path], a.digests[f.Digest] = true, true
			for _, m := range f.Members {
				a.paths[m.Path], a.digests[m.Digest] = true, true
			}
		}
	}
	return a
}

// pruneFiles removes placed files, and returns how many.
func (s *session) pruneFiles(st *store.Store, out *store.Output, wanted accounts) (int, error) {
	n := 0
	for _, path := range st.Placed(out) {
		if wanted.paths[path] {
			continue
		}
		n++
		s.sink.Say("%s %s", s.removal(), path)
		if s.set.dryRun {
			continue
		}
		if err := st.Unplace(out, path); err != nil {
			return n, exitf(exitFailed, "removing %s: %v", path, err)
		}
	}
	return n, nil
}

// pruneBlobs removes contents from the store, and returns how many and their size.
func (s *session) pruneBlobs(st *store.Store, wanted accounts) (n int, bytes int64, err error) {
	for blob, err := range st.Blobs() {
		if err != nil {
			return n, bytes, exitf(exitFailed, "reading the cache folder: %v", err)
		}
		if wanted.digests[blob.Digest] {
			continue
		}
		n, bytes = n+1, bytes+blob.Size
		if s.set.dryRun {
			continue
		}
		if err := st.Remove(blob.Digest); err != nil {
			return n, bytes, exitf(exitFailed, "removing %s: %v", blob.Digest, err)
		}
	}
	return n, bytes, nil
}

func (s *session) removal() string {
	if s.set.dryRun {
		return "would remove"
	}
	return "removed"
}

func (s *session) tellPruned(files, blobs int, bytes int64) {
	if files == 0 && blobs == 0 {
		s.sink.Say("nothing to remove")
		return
	}
	s.sink.Say("%s %d files of the output folder and %d of the cache (%s)", s.removal(), files, blobs, report.Size(bytes))
}
