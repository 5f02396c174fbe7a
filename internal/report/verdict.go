package report

import (
	"errors"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// Verdict is the outcome of a run in one word.
type Verdict string

// Verdicts. A run with only warnings does its job: its exit code is 0.
const (
	Pass Verdict = "pass"
	Warn Verdict = "warn"
	Fail Verdict = "fail"
)

// Verdict judges the run.
func (r *Run) Verdict() Verdict {
	t := r.Totals()
	switch {
	case r.Interrupted || r.Err != nil || r.Cause != "" || t.Failed > 0 || t.Errors > 0:
		return Fail
	case t.Warnings > 0:
		return Warn
	}
	return Pass
}

// Reason says what kind of problem a failed run has, for workflows to branch on.
type Reason string

// Reasons, in the order in which the first that applies is taken: one that
// stops a run early comes before those that it kept from showing.
const (
	Manifest  Reason = "manifest"
	Lock      Reason = "lock"
	License   Reason = "license"
	Integrity Reason = "integrity"
	Network   Reason = "network"
)

// Reason is the kind of the gravest problem, empty when the run did not fail or
// was only interrupted.
func (r *Run) Reason() Reason {
	switch {
	case r.Cause != "":
		return r.Cause
	case r.Verdict() != Fail:
		return ""
	}
	found := map[Reason]bool{}
	for _, f := range r.Findings {
		if f.Severity == asset.Error {
			found[ruleReason(f.Rule)] = true
		}
	}
	for i := range r.Assets {
		for _, err := range r.Assets[i].failures() {
			found[errorReason(err)] = found[errorReason(err)] || !Stopped(err)
		}
	}
	for _, reason := range []Reason{Manifest, Lock, License, Integrity, Network} {
		if found[reason] {
			return reason
		}
	}
	return ""
}

func ruleReason(rule string) Reason {
	switch {
	case strings.HasPrefix(rule, "manifest"), strings.HasPrefix(rule, "policy"):
		return Manifest
	case strings.HasPrefix(rule, "lock"):
		return Lock
	case strings.HasPrefix(rule, "integrity"):
		return Integrity
	case strings.HasPrefix(rule, "network"), strings.HasPrefix(rule, "fetch"):
		return Network
	}
	return License
}

func errorReason(err error) Reason {
	if mismatch := (*fetch.MismatchError)(nil); errors.As(err, &mismatch) {
		return Integrity
	}
	return Network
}
