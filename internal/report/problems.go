package report

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// Problems are all findings, with those made of what failed: one for each asset
// that did, and one for the error that ended the run. They are sorted for
// people, the gravest first.
func (r *Run) Problems() []asset.Finding {
	all := slices.Clone(r.Findings)
	for i := range r.Assets {
		if f, ok := r.failed(&r.Assets[i]); ok && !slices.ContainsFunc(r.Findings, same(f)) {
			all = append(all, f)
		}
	}
	if r.Err != nil && !Stopped(r.Err) && !told(all, r.Err.Error()) {
		all = append(all, asset.Finding{Severity: asset.Error, Text: r.Err.Error(), Pos: asset.Position{File: r.Manifest}})
	}
	asset.SortFindings(all)
	return all
}

// failed makes a finding of what failed of an asset, when something did that
// was really tried.
func (r *Run) failed(a *Asset) (asset.Finding, bool) {
	errs := a.failures()
	errs = slices.DeleteFunc(errs, Stopped)
	if len(errs) == 0 {
		return asset.Finding{}, false
	}
	f := asset.Finding{Rule: "fetch-failed", Severity: asset.Error, Handle: a.Handle, Pos: a.Pos, Text: errs[0].Error()}
	if errorReason(errs[0]) == Integrity {
		f.Rule = "integrity"
	}
	if n := len(errs) - 1; n > 0 {
		f.Text += fmt.Sprintf(" (and %s of this asset)", count(n, "more file"))
	}
	return f, true
}

func (a *Asset) failures() []error {
	var errs []error
	if a.Err != nil {
		errs = append(errs, a.Err)
	}
	for _, res := range a.Results {
		if res.Status == fetch.Failed && res.Err != nil && !errors.Is(a.Err, res.Err) {
			errs = append(errs, res.Err)
		}
	}
	return errs
}

// Stopped reports whether err says no more than that the run was stopped, by
// somebody or by what became of another file: that is told elsewhere.
func Stopped(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, fetch.ErrStopped)
}

// stopped reports whether a file failed only because the run was stopped.
func stopped(r fetch.Result) bool {
	return r.Status == fetch.Failed && Stopped(r.Err)
}

// same matches findings that say of the same asset what f says.
func same(f asset.Finding) func(asset.Finding) bool {
	return func(g asset.Finding) bool { return g.Handle == f.Handle && told([]asset.Finding{g}, f.Text) }
}

// told reports whether a finding says what text says already. The error of a
// manifest is the text of all its findings.
func told(fs []asset.Finding, text string) bool {
	return slices.ContainsFunc(fs, func(f asset.Finding) bool {
		return f.Severity == asset.Error && f.Text != "" && strings.Contains(text, f.Text)
	})
}

// unfinished counts assets that only failed because the run was stopped.
func (r *Run) unfinished() int {
	n := 0
	for i := range r.Assets {
		if r.Assets[i].unfinished() {
			n++
		}
	}
	return n
}

func (a *Asset) unfinished() bool {
	errs := a.failures()
	return len(errs) > 0 && !slices.ContainsFunc(errs, func(err error) bool { return !Stopped(err) })
}

// Violations counts what the policy on licences forbids.
func (r *Run) Violations() int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity == asset.Error && ruleReason(f.Rule) == License {
			n++
		}
	}
	return n
}
