package report

import (
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// Totals counts what a run did.
type Totals struct {
	Total      int   // assets
	Downloaded int   // assets of which something came over the network
	Cached     int   // assets that were in place already or came from the store
	Failed     int   // assets
	Skipped    int   // assets that were not asked for
	Files      int   // on disk when all goes well, members of archives counted one by one
	Repaired   int   // files that had been damaged
	Received   int64 // bytes that came over the network
	OnDisk     int64 // bytes of all files as far as sizes are known
	Errors     int   // findings
	Warnings   int   // findings
}

// Totals counts over all assets and findings.
func (r *Run) Totals() Totals {
	t := Totals{Total: len(r.Assets)}
	for i := range r.Assets {
		t.add(&r.Assets[i])
	}
	for _, f := range r.Findings {
		switch f.Severity {
		case asset.Error:
			t.Errors++
		case asset.Warning:
			t.Warnings++
		}
	}
	return t
}

func (t *Totals) add(a *Asset) {
	switch a.Status() {
	case fetch.Downloaded:
		t.Downloaded++
	case fetch.Failed:
		t.Failed++
	case Skipped:
		t.Skipped++
	default:
		t.Cached++
	}
	t.Files += a.FileCount()
	t.Received += a.Received()
	t.OnDisk += a.Size()
	for _, r := range a.Results {
		if r.Repaired {
			t.Repaired++
		}
	}
}

// Received is how many bytes came over the network for the asset.
func (a *Asset) Received() int64 {
	var n int64
	for _, r := range a.Results {
		n += r.Received
	}
	return n
}

// FileCount is how many files the asset has on disk, once all are there.
func (a *Asset) FileCount() int {
	n := 0
	for _, f := range a.files() {
		n += max(1, len(f.Members))
	}
	return n
}

// Size is how many bytes those files have, as far as their sizes are known.
func (a *Asset) Size() int64 {
	var n int64
	for _, f := range a.files() {
		if len(f.Members) == 0 {
			n += max(0, f.Size)
		}
		for _, m := range f.Members {
			n += max(0, m.Size)
		}
	}
	return n
}

// files are the files as fetching left them, which knows more than resolving.
func (a *Asset) files() []asset.File {
	if len(a.Results) != len(a.Files) {
		return a.Files
	}
	files := make([]asset.File, 0, len(a.Files))
	for i, f := range a.Files {
		if a.Results[i].Status != fetch.Failed {
			f = a.Results[i].File
		}
		files = append(files, f)
	}
	return files
}

// OneAtATime is how long the downloads would have taken one after the other:
// the sum of what each took. It is 0 when nothing was downloaded.
func (r *Run) OneAtATime() time.Duration {
	var d time.Duration
	r.downloads(func(res fetch.Result) { d += res.End.Sub(res.Start) })
	return d
}

// Span is the time from the start of the first download to the end of the last.
func (r *Run) Span() time.Duration {
	var first, last time.Time
	r.downloads(func(res fetch.Result) {
		if first.IsZero() || res.Start.Before(first) {
			first = res.Start
		}
		if res.End.After(last) {
			last = res.End
		}
	})
	return last.Sub(first)
}

// SpeedUp is how many times faster the downloads were than one at a time. It is
// 0 when there were fewer than two to compare.
func (r *Run) SpeedUp() float64 {
	n := 0
	r.downloads(func(fetch.Result) { n++ })
	if span := r.Span(); n > 1 && span > 0 {
		return r.OneAtATime().Seconds() / span.Seconds()
	}
	return 0
}

// downloads calls f for every file that moved over the network and whose times
// are known.
func (r *Run) downloads(f func(fetch.Result)) {
	for i := range r.Assets {
		for _, res := range r.Assets[i].Results {
			if res.Received > 0 && !res.Start.IsZero() && res.End.After(res.Start) {
				f(res)
			}
		}
	}
}
