package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/provider"
	"github.com/astraweave/fetch-assets/internal/report"
)

// work is an entry on its way through a run.
type work struct {
	lockfile.Item
	asset   asset.Asset // from the lock, or as just resolved
	results []fetch.Result
	err     error // what went wrong before its files were asked for
	proven  bool  // the lock on disk pins it: its files were looked into when they arrived
}

// runFetch is the whole arrow: resolve, policy, fetch, lock, credit.
func runFetch(ctx context.Context, s *session) error {
	p, err := s.open()
	if err != nil {
		return err
	}
	if s.set.locked {
		if err := s.requireCurrent(p); err != nil {
			return err
		}
	} else {
		s.usePending(p)
	}
	works, err := s.prepare(ctx, p)
	if err != nil {
		return err
	}
	return s.carry(ctx, p, works)
}

// carry downloads the works and concludes. The store is closed last: what a run
// has finished that is killed before is what the next run goes on from.
func (s *session) carry(ctx context.Context, p *project, works []*work) error {
	engine, closeEngine, err := s.engine(p)
	if err != nil {
		return err
	}
	s.download(ctx, engine, works)
	return errors.Join(s.conclude(ctx, p, works), closeEngine())
}

// prepare resolves what the lock does not hold, and lets the policy judge all
// of it. No byte of an asset has moved when it returns.
func (s *session) prepare(ctx context.Context, p *project) ([]*work, error) {
	works := newWorks(p)
	s.sink.Phase("resolve")
	if err := s.resolve(ctx, p, works); err != nil {
		return nil, err
	}
	s.report(works)
	return works, s.judge(p, resolved(works))
}

func newWorks(p *project) []*work {
	works := make([]*work, len(p.items))
	for i, item := range p.items {
		works[i] = &work{Item: item, asset: item.Locked}
		works[i].proven = item.State == lockfile.Pinned && !p.pending[item.Entry.Handle]
		works[i].asset.Pos = item.Entry.Pos
	}
	return works
}

// resolved are the works whose files and credit are known.
func resolved(works []*work) []*work {
	var good []*work
	for _, w := range works {
		if w.err == nil {
			good = append(good, w)
		}
	}
	return good
}

// resolvers is how many entries are resolved at once: enough to hide latency,
// few enough for the providers' interfaces, which are not made for bursts.
const resolvers = 4

// resolve asks providers about the works that are new or stale. What fails is
// kept in the work, so that the others go on.
func (s *session) resolve(ctx context.Context, p *project, works []*work) error {
	providers, err := s.providers(p)
	if err != nil {
		return err
	}
	imported, err := s.importedDigests()
	if err != nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(resolvers)
	for _, w := range works {
		if w.State == lockfile.Pinned {
			continue
		}
		s.run.Resolved++
		group.Go(func() error {
			w.resolve(ctx, providers, imported)
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	s.noteResolving(works)
	return nil
}

// resolve asks the provider about one entry. Digests that the lock, or an
// imported one, pins for the same addresses stay pinned.
func (w *work) resolve(ctx context.Context, providers *provider.Set, imported map[string]asset.Digest) {
	fresh, err := providers.Resolve(ctx, w.Entry)
	if err != nil {
		w.err = err
		return
	}
	fresh = lockfile.CarryDigests(fresh, w.Locked)
	for i, f := range fresh.Files {
		if f.Digest == "" {
			fresh.Files[i].Digest = imported[f.URL]
		}
	}
	fresh.Fingerprint = w.Entry.Fingerprint()
	fresh.Pos = w.Entry.Pos
	w.asset = fresh
}

// noteResolving turns what resolving decided, or could not do, into findings.
func (s *session) noteResolving(works []*work) {
	for _, w := range works {
		for _, note := range w.asset.Notes {
			s.add(asset.Finding{
				Rule: "resolve", Severity: asset.Warning, Handle: w.Entry.Handle, Pos: w.Entry.Pos,
				Text: note, Remedy: "state it in the manifest to make it a decision",
			})
		}
		if w.err != nil {
			s.add(failure(w.Entry, w.err))
		}
	}
}

// failure is the finding for an asset that could not be had.
func failure(e asset.Entry, err error) asset.Finding {
	rule := "fetch-failed"
	if mismatch := (*fetch.MismatchError)(nil); errors.As(err, &mismatch) {
		rule = "integrity"
	}
	return asset.Finding{Rule: rule, Severity: asset.Error, Handle: e.Handle, Pos: e.Pos, Text: err.Error()}
}

// download fetches all files of all works together and places them.
func (s *session) download(ctx context.Context, engine *fetch.Fetcher, works []*work) {
	var requests []fetch.Request
	for _, w := range resolved(works) {
		hosts := provider.Hosts(w.Entry.Provider)
		for _, f := range w.asset.Files {
			requests = append(requests, fetch.Request{Handle: w.Entry.Handle, Pos: w.Entry.Pos, File: f, Hosts: hosts})
		}
	}
	s.sink.Phase("fetch")
	s.sink.Plan(len(requests), knownBytes(requests))
	results := engine.Fetch(ctx, requests)
	for _, w := range resolved(works) {
		n := len(w.asset.Files)
		w.take(results[:n])
		results = results[n:]
	}
	s.report(works)
	s.noteFailures(works)
}

// downloaded says whether a file of the work came over the network just now.
func (w *work) downloaded() bool {
	return slices.ContainsFunc(w.results, func(r fetch.Result) bool { return r.Status == fetch.Downloaded })
}

// take keeps the results of the work's files, and what they taught about them.
func (w *work) take(results []fetch.Result) {
	w.results = results
	files := make([]asset.File, len(results))
	for i, r := range results {
		files[i] = r.File
	}
	w.asset.Files = files
}

// knownBytes adds up the sizes that are known before anything is fetched.
func knownBytes(requests []fetch.Request) int64 {
	var total int64
	for _, r := range requests {
		total += max(r.File.Size, 0)
	}
	return total
}

// noteFailures turns files that could not be had into findings.
func (s *session) noteFailures(works []*work) {
	for _, w := range works {
		for _, r := range w.results {
			if r.Err != nil && !report.Stopped(r.Err) {
				s.add(failure(w.Entry, r.Err))
			}
			if r.Repaired {
				s.add(repaired(w.Entry, r))
			}
		}
	}
}

// repaired says that a file was not what the lock says, and now is again.
func repaired(e asset.Entry, r fetch.Result) asset.Finding {
	return asset.Finding{
		Rule: "file-repaired", Severity: asset.Warning, Handle: e.Handle, Pos: e.Pos,
		Text:   fmt.Sprintf("%s was not as the lock says and has been replaced", orElse(r.File.Path, r.File.Key)),
		Remedy: "keep changed copies of assets outside the output folder",
	}
}

// report shows the works in the report of the run.
func (s *session) report(works []*work) {
	s.run.Assets = make([]report.Asset, len(works))
	for i, w := range works {
		s.run.Assets[i] = report.Asset{Asset: w.shown(), Results: w.results, Err: w.err, Note: w.change()}
	}
}

// shown is the asset, or what is known of it while it is not resolved.
func (w *work) shown() asset.Asset {
	if w.asset.Handle != "" && w.err == nil {
		return w.asset
	}
	e := w.Entry
	return asset.Asset{Handle: e.Handle, Provider: e.Provider, Kind: e.Kind, ID: e.ID, Pos: e.Pos}
}

// change says what is new against the lock.
func (w *work) change() string {
	old, now := w.Locked, w.asset
	switch {
	case w.State == lockfile.New || w.err != nil:
		return ""
	case old.Credit.License != now.Credit.License:
		return old.Credit.License + " -> " + now.Credit.License
	case old.Resolution != now.Resolution:
		return old.Resolution + " -> " + now.Resolution
	}
	return ""
}
