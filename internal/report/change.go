package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// ChangeKind says what a change does to an asset. The zero value is not valid.
type ChangeKind string

// Kinds of changes, in the order in which reviewers want to see them.
const (
	Added      ChangeKind = "added"
	Relicensed ChangeKind = "relicensed"
	Changed    ChangeKind = "changed"
	Removed    ChangeKind = "removed"
)

// ChangeKinds lists the kinds in the order in which reviewers want to see them.
func ChangeKinds() []ChangeKind { return []ChangeKind{Added, Relicensed, Changed, Removed} }

// Change is what became of one asset since the base of a comparison.
type Change struct {
	Handle   string // empty when it is about the policy
	Kind     ChangeKind
	Old, New string // licences; empty where there is none, or none is known
	Detail   string // what else is different, such as "resolution 2k -> 4k"
	Provider string
	Title    string
	Source   string // address of the work's page
	Pos      asset.Position
}

// subject is what the change is about, for people.
func (c Change) subject() string { return cmp.Or(c.Handle, "the policy") }

// licences is the change of the licence, for people.
func (c Change) licences() string {
	switch {
	case c.Handle == "":
		return ""
	case c.Kind == Removed:
		return cmp.Or(c.Old, "unknown")
	case c.Kind == Added, c.Old == c.New:
		return cmp.Or(c.New, "unknown")
	}
	return cmp.Or(c.Old, "unknown") + " -> " + cmp.Or(c.New, "unknown")
}

// changeMarks keep kinds apart for those who cannot see colours.
var changeMarks = map[ChangeKind]string{Added: "➕", Relicensed: "⚖️", Changed: "✏️", Removed: "➖"}

// changeCounts says how many changes of which kind there are.
func (r *Run) changeCounts() string {
	var parts []string
	for _, kind := range ChangeKinds() {
		n := 0
		for _, c := range r.Changes {
			if c.Kind == kind {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, thousands(n)+" "+string(kind))
		}
	}
	return strings.Join(parts, ", ")
}

// against is the outcome of a comparison with nothing wrong.
func (r *Run) against() string {
	base := Clean(r.Base, nameLimit)
	if len(r.Changes) == 0 {
		return "nothing relevant changed against " + base
	}
	return r.changeCounts() + " against " + base
}

// Silent reports whether a comparison found nothing to tell anybody.
func (r *Run) Silent() bool { return r.Base != "" && len(r.Changes) == 0 && len(r.Problems()) == 0 }

const changeHead = "| | Asset | Provider | Licence | What else | Where |\n| --- | --- | --- | --- | --- | --- |\n"

func changeRow(c Change, blob string) string {
	subject := "the policy"
	if c.Handle != "" {
		subject = code(c.Handle, nameLimit)
		if title := text(c.Title, nameLimit); title != "" {
			subject += "<br>" + link(title, c.Source)
		}
	}
	licence := text(c.licences(), fieldLimit)
	if c.Kind == Relicensed {
		licence = "<b>" + licence + "</b>"
	}
	kind := strings.TrimSpace(changeMarks[c.Kind] + " " + text(string(c.Kind), nameLimit))
	where := ""
	if c.Kind != Removed { // what is gone has no line here
		where = place(c.Pos, blob)
	}
	return row(kind, subject, text(c.Provider, nameLimit), licence, text(c.Detail, errorLimit), where)
}

// changeTable writes what a change does for its reviewer, in at most limit
// bytes and rows rows; what does not fit is counted.
func changeTable(b *strings.Builder, r *Run, blob string, limit, rows int) {
	if len(r.Changes) == 0 {
		return
	}
	b.WriteString("#### What this change does\n\n" + changeHead)
	for i, c := range r.Changes {
		line := changeRow(c, blob)
		if limit -= len(line); limit < 0 || i >= rows {
			fmt.Fprintf(b, "\n… and %s more%s.\n", thousands(len(r.Changes)-i), seeReport(r))
			break
		}
		b.WriteString(line)
	}
	b.WriteString("\n")
}

// changeLines writes the changes for a terminal or a log.
func changeLines(b *strings.Builder, r *Run, o TableOptions, ink palette) {
	const most = 200
	for i, c := range r.Changes {
		if i == most {
			fmt.Fprintf(b, "… and %s\n", count(len(r.Changes)-i, "more change"))
			break
		}
		parts := []string{pad(Clean(string(c.Kind), nameLimit), len(Relicensed)), Clean(c.subject(), 40)}
		for _, s := range []string{c.licences(), c.Detail} {
			if s = Clean(s, fieldLimit); s != "" {
				parts = append(parts, s)
			}
		}
		line := strings.Join(parts, "  ")
		if o.Width > 0 {
			line = fit(line, o.Width)
		}
		if c.Kind == Relicensed {
			line = ink.yellow(line)
		}
		b.WriteString(disarm(line) + "\n")
	}
	if len(r.Changes) > 0 {
		b.WriteString("\n")
	}
}
