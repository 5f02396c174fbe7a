package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/store"
)

// placed is a file that the lock says should be below the output folder.
type placed struct {
	entry  asset.Entry
	path   string
	size   int64
	digest asset.Digest
	fault  string // what is wrong with it, once it was looked at
}

// runVerify hashes every file of the lock where it was placed.
func runVerify(ctx context.Context, s *session) error {
	p, err := s.open()
	if err != nil {
		return err
	}
	if p.lock.Missing {
		return exitf(exitLock, "there is no %s to compare with; %s", filepath.ToSlash(p.lockPath), s.relockRemedy(p))
	}
	files := p.placed()
	s.sink.Phase("verify")
	if err := s.hash(ctx, p, files); err != nil {
		return err
	}
	if err := s.noteFaults(files); err != nil {
		return err
	}
	return s.weighEvidence(ctx, p, locked(newWorks(p)))
}

// locked are the works that the lock has files of.
func locked(works []*work) []*work {
	return slices.DeleteFunc(works, func(w *work) bool { return w.State == lockfile.New })
}

// placed lists the files of the items that are in the lock.
func (p *project) placed() []*placed {
	var files []*placed
	for _, item := range p.items {
		if item.State == lockfile.New {
			continue
		}
		for _, f := range item.Locked.Files {
			if f.Path != "" {
				files = append(files, &placed{entry: item.Entry, path: f.Path, size: f.Size, digest: f.Digest})
			}
			for _, m := range f.Members {
				files = append(files, &placed{entry: item.Entry, path: m.Path, size: m.Size, digest: m.Digest})
			}
		}
	}
	return files
}

// hash compares all files with their digests, on all cores.
func (s *session) hash(ctx context.Context, p *project, files []*placed) error {
	st, err := store.Open(p.CacheDir, store.Options{Now: s.env.Now, ReadOnly: true})
	if err != nil {
		return exitf(exitFailed, "opening the cache folder: %v", err)
	}
	defer st.Close() // it is only read
	out, err := store.OpenOutput(p.OutputDir)
	if err != nil {
		return exitf(exitFailed, "opening the output folder: %v", err)
	}
	defer out.Close() // it is only read
	var group errgroup.Group
	group.SetLimit(runtime.NumCPU())
	for _, f := range files {
		group.Go(func() error {
			if ctx.Err() == nil {
				f.compare(st, out)
			}
			return ctx.Err()
		})
	}
	return group.Wait()
}

// compare looks at one file.
func (f *placed) compare(st *store.Store, out *store.Output) {
	ok, err := st.Check(out, f.path, f.digest, f.size, true)
	switch {
	case err != nil:
		f.fault = err.Error()
	case !ok:
		f.fault = "is missing or not as the lock says"
	}
}

// noteFaults says which files are wrong, and how many were right.
func (s *session) noteFaults(files []*placed) error {
	bad := 0
	for _, f := range files {
		if f.fault == "" {
			continue
		}
		bad++
		s.add(asset.Finding{
			Rule: "integrity", Severity: asset.Error, Handle: f.entry.Handle, Pos: f.entry.Pos,
			Text: fmt.Sprintf("%s %s", f.path, f.fault), Remedy: "run: fetch-assets fetch --manifest " + s.set.manifest,
		})
	}
	if bad > 0 {
		return exitf(exitFailed, "%d of %d files are not as the lock says", bad, len(files))
	}
	s.sink.Say("%d files are as the lock says", len(files))
	return nil
}
