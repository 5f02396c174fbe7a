package fetch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/store"
)

// survey settles what needs no network: requests that make no sense, files in
// place and files that the store has.
func (r *run) survey(ctx context.Context) {
	r.refuseClashes()
	var g errgroup.Group
	g.SetLimit(2 * runtime.GOMAXPROCS(0)) // it is mostly waiting for the file system
	for i := range r.reqs {
		if r.settled(i) {
			continue
		}
		g.Go(func() error {
			if ctx.Err() == nil {
				r.surveyOne(ctx, i)
			}
			return nil
		})
	}
	_ = g.Wait() // nothing above returns an error
}

// refuseClashes fails requests that would write to another request's file.
func (r *run) refuseClashes() {
	owner := map[string]int{}
	for i := range r.reqs {
		file := &r.reqs[i].File
		if file.Unpack != nil {
			continue
		}
		first, taken := owner[file.Path]
		if !taken {
			owner[file.Path] = i
			continue
		}
		if other := &r.reqs[first].File; other.URL != file.URL || other.Digest != file.Digest {
			r.fail(i, &clashError{file.Path, r.reqs[first].Handle, other.Key})
		}
	}
}

func (r *run) surveyOne(ctx context.Context, i int) {
	res := &r.results[i]
	res.Start = r.now()
	parts := parts(&r.reqs[i].File)
	if len(parts) == 0 {
		return
	}
	found, err := r.inspect(parts)
	res.Repaired = found.wrong
	switch {
	case err != nil:
		r.fail(i, err)
	case found.placed == len(parts):
		res.Status = Current
		r.settle(i, nil)
	case found.placed+len(found.stored) == len(parts):
		r.placeStored(i, found.stored)
	default:
		r.reopen(ctx, i)
	}
}

// spot is one file of the output folder that a request stands for.
type spot struct {
	path   string
	digest asset.Digest
	size   int64
}

// parts are what the request's file leads to in the output, as far as that is
// known: nothing when nobody has downloaded it yet.
func parts(f *asset.File) []spot {
	if f.Unpack == nil {
		if f.Digest == "" {
			return nil
		}
		return []spot{{f.Path, f.Digest, f.Size}}
	}
	out := make([]spot, len(f.Members))
	for i, m := range f.Members {
		if m.Digest == "" {
			return nil
		}
		out[i] = spot{m.Path, m.Digest, m.Size}
	}
	return out
}

// found is what the survey of some parts brought to light.
type found struct {
	placed int    // how many are in place
	stored []spot // those that are not, but are in the store
	wrong  bool   // something was there and was not what it should be
}

func (r *run) inspect(parts []spot) (found, error) {
	var out found
	for _, p := range parts {
		ok, err := r.Store.Check(r.Output, p.path, p.digest, p.size, r.Full)
		if err != nil {
			return out, local(err)
		}
		stored, damaged, err := r.inStore(p, r.Full && !ok)
		if err != nil {
			return out, local(err)
		}
		out.wrong = out.wrong || damaged || !ok && r.occupied(p.path)
		switch {
		case ok:
			out.placed++
			r.adopt(p, stored)
		case stored:
			out.stored = append(out.stored, p)
		}
	}
	return out, nil
}

func (r *run) inStore(p spot, full bool) (ok, damaged bool, err error) {
	_, _, err = r.Store.Lookup(p.digest, p.size, full)
	switch {
	case err == nil:
		return true, false, nil
	case errors.Is(err, store.ErrMiss):
		return false, errors.Is(err, store.ErrCorrupt), nil
	}
	return false, false, err
}

// occupied tells whether there is anything under a path of the output.
func (r *run) occupied(rel string) bool {
	_, err := os.Lstat(filepath.Join(r.Output.Dir(), filepath.FromSlash(rel)))
	return err == nil
}

// adopt gives the store what only the output has. The request is content either
// way, so a store that cannot take it is no failure of the file's.
func (r *run) adopt(p spot, stored bool) {
	if !stored {
		_ = r.Store.Adopt(r.Output, p.path, p.digest)
	}
}

func (r *run) placeStored(i int, stored []spot) {
	res := &r.results[i]
	for _, p := range stored {
		m, err := r.Store.Place(r.Output, p.path, p.digest)
		if err != nil {
			r.fail(i, local(err))
			return
		}
		res.Method = m
	}
	res.Status = Cached
	r.settle(i, nil)
}

// reopen takes members out of an archive that the store still has.
func (r *run) reopen(ctx context.Context, i int) {
	file := &r.reqs[i].File
	if file.Unpack == nil || file.Digest == "" {
		return
	}
	path, size, err := r.Store.Lookup(file.Digest, file.Size, r.Full)
	if err != nil {
		return // whatever it is, a download may heal it
	}
	r.results[i].File.Size = size
	r.deliverArchive(ctx, i, path, Cached)
}
