package report

import (
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// Run holds the facts of one run. The zero value is a run that did nothing.
// Paths are spelt as they are to be shown: relative to the workspace, with
// forward slashes; an empty one means that there is no such file.
type Run struct {
	Tool    string // name of the program; empty means fetch-assets
	Version string // of the program
	Command string // such as "fetch" or "check"

	Manifest        string
	OutputDir       string
	LockFile        string
	AttributionFile string
	ReportFile      string // the full report as a file

	Concurrency int // connections at once
	Started     time.Time
	Ended       time.Time

	Assets   []Asset // in manifest order; with a Base only those that are new or different
	Findings []asset.Finding
	Waits    []Wait

	Base    string   // what the run compares with, such as "origin/main"; empty means with nothing
	Changes []Change // since the Base

	Resolved       int    // entries that a provider was asked about; 0 means the lock held everything
	LockChanged    bool   // the lock file was written anew
	CreditsChanged bool   // a file of credits was written anew
	Interrupted    bool   // somebody asked the run to stop
	Err            error  // what ended the run early; nil when it came to its end
	Cause          Reason // overrides what Reason finds out; empty means find out
}

// Asset is what became of one asset of the manifest.
type Asset struct {
	asset.Asset

	Results []fetch.Result // of its files, in the order of Files; empty when none was asked for
	Err     error          // what failed before or beside its files; nil means nothing
	Note    string         // what changed against the lock, such as "2k -> 4k"; empty means nothing to say
}

// Wait is a pause that a server asked for or that a failed attempt cost.
type Wait struct {
	Handle   string
	Key      string
	Host     string // who asked for it; empty means not known
	Reason   string // such as "429 Too Many Requests"
	Duration time.Duration
}

// Elapsed is how long the run took, 0 while that is not known.
func (r *Run) Elapsed() time.Duration {
	if r.Started.IsZero() || r.Ended.Before(r.Started) {
		return 0
	}
	return r.Ended.Sub(r.Started)
}
