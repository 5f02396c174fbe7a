package manifest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// Rules of the findings in an [*Error].
const (
	Rule       = "manifest"
	PolicyRule = "policy" // about a policy in a file of its own
)

// Error is everything that is wrong with a manifest or a policy.
type Error struct {
	Findings []asset.Finding // by place; never empty
}

// Error gives one line for each finding: place, text, remedy.
func (e *Error) Error() string {
	lines := make([]string, len(e.Findings))
	for i, f := range e.Findings {
		lines[i] = f.Pos.String() + ": " + f.Text
		if f.Remedy != "" {
			lines[i] += "; " + f.Remedy
		}
	}
	return strings.Join(lines, "\n")
}

// err is nil when nothing was found.
func (d *document) err() error {
	if len(d.findings) == 0 {
		return nil
	}
	slices.SortStableFunc(d.findings, func(a, b asset.Finding) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	return &Error{Findings: d.findings}
}
