package report

import (
	"fmt"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// Headline is the outcome in a few words, such as "14 assets are in place".
func (r *Run) Headline() string {
	t := r.Totals()
	switch {
	case r.Interrupted:
		return fmt.Sprintf("interrupted after %d of %s", t.Total-t.Skipped-t.Failed, count(t.Total, "asset"))
	case r.Reason() == License && r.Violations() > 0:
		return count(r.Violations(), "licence problem")
	case t.Failed > 0:
		return fmt.Sprintf("%s of %s failed", thousands(t.Failed), count(t.Total, "asset"))
	case r.Verdict() == Fail:
		return count(max(1, r.problemCount(asset.Error)), "problem")
	case t.Warnings > 0:
		return r.good(t) + ", " + count(t.Warnings, "warning")
	}
	return r.good(t)
}

// good is the outcome when nothing is wrong.
func (r *Run) good(t Totals) string {
	if r.Base != "" {
		return r.against()
	}
	return good(r.Command, t.Total)
}

func (r *Run) problemCount(s asset.Severity) int {
	n := 0
	for _, f := range r.Problems() {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// outcomes is what a command can say of its assets when all is well, for one
// and for several.
var outcomes = map[string][2]string{
	"check":       {"passes the check", "pass the check"},
	"verify":      {"matches the lock", "match the lock"},
	"attribution": {"is credited", "are credited"},
}

func good(command string, n int) string {
	words, ok := outcomes[command]
	if !ok {
		words = [2]string{"is in place", "are in place"}
	}
	if n == 1 {
		return "1 asset " + words[0]
	}
	return count(n, "asset") + " " + words[1]
}

// Sentence says how the outcome came about.
func (r *Run) Sentence() string {
	t := r.Totals()
	var parts []string
	if r.Base != "" && r.Verdict() == Fail && len(r.Changes) > 0 {
		parts = append(parts, r.against())
	}
	if t.Downloaded > 0 || t.Received > 0 {
		parts = append(parts, r.downloaded(t))
	}
	if t.Cached > 0 {
		parts = append(parts, fmt.Sprintf("%s from the cache or in place", thousands(t.Cached)))
	}
	if failed := t.Failed - r.unfinished(); failed > 0 && !strings.Contains(r.Headline(), "failed") {
		parts = append(parts, thousands(failed)+" failed")
	}
	if n := r.unfinished(); n > 0 {
		parts = append(parts, thousands(n)+" not finished; what has arrived is kept for the next run")
	}
	if t.Skipped > 0 && r.fetches() {
		parts = append(parts, r.skipped(t))
	}
	s := strings.Join(parts, ", ")
	if s != "" {
		s += "."
	}
	if r.fetches() && t.Received == 0 && r.Verdict() != Fail && t.Total > 0 {
		s += r.offline()
	}
	return strings.TrimSpace(s)
}

// skipped says why assets were not asked for, as far as that is plain.
func (r *Run) skipped(t Totals) string {
	switch {
	case t.Skipped < t.Total:
		return thousands(t.Skipped) + " not asked for"
	case r.Reason() == License:
		return "Nothing was downloaded: licences come before files"
	}
	return "Nothing was downloaded"
}

// fetches reports whether the run was to move files.
func (r *Run) fetches() bool { _, other := outcomes[r.Command]; return !other }

func (r *Run) downloaded(t Totals) string {
	s := fmt.Sprintf("%s downloaded (%s", thousands(t.Downloaded), Size(t.Received))
	if d := r.Span(); d > 0 {
		s += " in " + Duration(d)
	}
	if rate := Rate(t.Received, r.Span()); rate != "" {
		s += ", " + rate
	}
	if x := r.SpeedUp(); x >= 1.05 {
		s += fmt.Sprintf(", %.1f times faster than one at a time", x)
	}
	return s + ")"
}

func (r *Run) offline() string {
	if r.Resolved == 0 {
		return " Nothing was downloaded and no provider was asked."
	}
	return " Nothing was downloaded."
}
