package report

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sethvargo/go-githubactions"

	"github.com/astraweave/fetch-assets/asset"
)

// maxAnnotations is how many annotations of a kind GitHub shows for a step.
const maxAnnotations = 10

// annotate puts the problems on their lines of the manifest, the gravest first.
// Of more than ten of a kind the last says how many there are besides.
func (g *GitHub) annotate(r *Run) error {
	problems := r.Problems()
	var errs []error
	for _, severity := range []asset.Severity{asset.Error, asset.Warning, asset.Notice} {
		of := slices.DeleteFunc(slices.Clone(problems), func(f asset.Finding) bool { return f.Severity != severity })
		for i, f := range of {
			if left := len(of) - i; i == maxAnnotations-1 && left > 1 {
				f = asset.Finding{Severity: severity, Pos: asset.Position{File: f.Pos.File}, Text: fmt.Sprintf("and %s more, see the summary", thousands(left))}
			}
			if i < maxAnnotations {
				errs = append(errs, g.do(func() { g.issue(f) }))
			}
		}
	}
	return errors.Join(errs...)
}

// issue writes one annotation. The library escapes what would end a property or
// the message; what remains hostile is cleaned away before.
func (g *GitHub) issue(f asset.Finding) {
	properties := githubactions.CommandProperties{"title": Clean(annotationTitle(f), nameLimit)}
	if file := Clean(f.Pos.File, fieldLimit); file != "" {
		properties["file"] = file
	}
	if f.Pos.Line > 0 {
		properties["line"] = strconv.Itoa(f.Pos.Line)
	}
	if f.Pos.Line > 0 && f.Pos.Column > 0 {
		properties["col"] = strconv.Itoa(f.Pos.Column)
	}
	message := cmp.Or(Clean(subject(f), errorLimit), "no details are known") // GitHub drops empty ones
	if f.Remedy != "" {
		message += "\n" + Clean("Fix: "+f.Remedy, errorLimit)
	}
	g.action.IssueCommand(&githubactions.Command{Name: commandOf(f.Severity), Message: message, Properties: properties})
}

func annotationTitle(f asset.Finding) string {
	return "fetch-assets" + strings.TrimRight(": "+f.Rule, ": ")
}

func commandOf(s asset.Severity) string {
	switch s {
	case asset.Error:
		return "error"
	case asset.Warning:
		return "warning"
	}
	return "notice"
}

// Notice shows text to the people who look at the run, apart from its findings.
func (g *GitHub) Notice(text string) error {
	return g.do(func() { g.issue(asset.Finding{Severity: asset.Notice, Text: text}) })
}
