package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// SummaryLimit is the length in bytes that a [Summary] keeps by default. GitHub
// drops the summary of a step whole when it is larger than 1 MiB; what is left
// is for other things that the step may write.
const SummaryLimit = 1<<20 - 64<<10

// SummaryOptions adapt [Summary]. The zero value suits a job of GitHub.
type SummaryOptions struct {
	Limit int    // in bytes; 0 means SummaryLimit
	Blob  string // address of the repository's files on the web, for links to the manifest; empty means no links
}

// Summary is the run as GitHub-flavoured Markdown for a reviewer: the verdict
// and how it came about, problems with what to do about them, then licences,
// times and totals, and all assets folded. It is never longer than the limit:
// rows lose detail first, then they are counted instead of shown.
func Summary(r *Run, o SummaryOptions) string {
	limit := cmp.Or(o.Limit, SummaryLimit)
	var b strings.Builder
	fmt.Fprintf(&b, "### %s %s: %s\n\n", mark(r.Verdict()), text(cmp.Or(r.Tool, "fetch-assets"), nameLimit), text(r.Headline(), fieldLimit))
	if s := r.Sentence(); s != "" {
		b.WriteString(text(s, errorLimit) + "\n\n")
	}
	if r.Silent() {
		return within(b.String(), footer(r), limit)
	}
	problemList(&b, r, o.Blob, limit/3)
	changeTable(&b, r, o.Blob, limit/3, allChanges)
	if r.Base == "" { // of a part of the assets these would say nothing
		pie(&b, r)
		gantt(&b, r)
		totalsTable(&b, r)
	}
	foot := footer(r)
	assetTable(&b, r, limit-b.Len()-len(foot))
	return within(b.String(), foot, limit)
}

// within is the last resort of a limit too small for anything.
func within(body, foot string, limit int) string {
	if len(body)+len(foot) <= limit {
		return body + foot
	}
	head, _, _ := strings.Cut(body, "\n")
	if head += "\n"; len(head) <= limit {
		return head
	}
	return ""
}

func mark(v Verdict) string {
	switch v {
	case Pass:
		return "✅"
	case Warn:
		return "⚠️"
	}
	return "❌"
}

const (
	openProblems = 20 // shown at once; the rest is folded
	allProblems  = 300
	allChanges   = 500
)

func problemList(b *strings.Builder, r *Run, blob string, limit int) {
	problems := r.Problems()
	if len(problems) == 0 {
		return
	}
	b.WriteString("#### What to look at\n\n")
	folded := false
	for i, f := range problems {
		item := problemItem(f, blob)
		if limit -= len(item); limit < 0 || i >= allProblems {
			fmt.Fprintf(b, "- … and %s more%s\n", thousands(len(problems)-i), seeReport(r))
			break
		}
		if i == openProblems && !folded {
			fmt.Fprintf(b, "\n<details><summary>%s more</summary>\n\n", thousands(len(problems)-i))
			folded = true
		}
		b.WriteString(item)
	}
	b.WriteString("\n")
	if folded {
		b.WriteString("</details>\n\n")
	}
}

func problemItem(f asset.Finding, blob string) string {
	item := "- " + severityMark(f.Severity)
	if f.Handle != "" {
		item += " " + code(f.Handle, nameLimit)
	}
	if at := place(f.Pos, blob); at != "" {
		item += " at " + at
	}
	item += ": " + text(f.Text, errorLimit) + "\n"
	if f.Remedy != "" {
		item += "  <br>**Fix:** " + text(f.Remedy, errorLimit) + "\n"
	}
	return item
}

func severityMark(s asset.Severity) string {
	switch s {
	case asset.Error:
		return "❌"
	case asset.Warning:
		return "⚠️"
	}
	return "ℹ️"
}

func seeReport(r *Run) string {
	if r.ReportFile == "" {
		return ""
	}
	return ", see " + code(r.ReportFile, fieldLimit)
}

func totalsTable(b *strings.Builder, r *Run) {
	b.WriteString("#### Totals\n\n| | |\n| --- | --- |\n")
	for _, row := range totalRows(r) {
		if row[1] != "" {
			fmt.Fprintf(b, "| %s | %s |\n", row[0], row[1])
		}
	}
	b.WriteString("\n")
}

func totalRows(r *Run) [][2]string {
	t := r.Totals()
	return [][2]string{
		{"Assets", text(assetCounts(r, t), fieldLimit)},
		{"Files", text(fmt.Sprintf("%s, %s", thousands(t.Files), Size(t.OnDisk)), fieldLimit)},
		{"Received", text(received(r, t), fieldLimit)},
		{"One at a time", text(oneAtATime(r), fieldLimit)},
		{"Repaired", nonzero(t.Repaired, "file")},
		{"Waits", waits(r)},
		{"Whole run", elapsed(r)},
		{"Providers", asked(r)},
		{"Lock", written(r.LockFile, r.LockChanged)},
		{"Credits", written(r.AttributionFile, r.CreditsChanged)},
	}
}

func assetCounts(r *Run, t Totals) string {
	var parts []string
	for _, c := range []struct {
		n    int
		word string
	}{{t.Downloaded, "downloaded"}, {t.Cached, "from the cache or in place"}, {t.Failed - r.unfinished(), "failed"}, {r.unfinished(), "not finished"}, {t.Skipped, "not asked for"}} {
		if c.n > 0 {
			parts = append(parts, thousands(c.n)+" "+c.word)
		}
	}
	return fmt.Sprintf("%s (%s)", thousands(t.Total), cmp.Or(strings.Join(parts, ", "), "none"))
}

func received(r *Run, t Totals) string {
	if t.Received == 0 {
		return ""
	}
	s := Size(t.Received)
	if d := r.Span(); d > 0 {
		s += fmt.Sprintf(" in %s, %s", Duration(d), Rate(t.Received, d))
	}
	if r.Concurrency > 0 {
		s += " over " + count(r.Concurrency, "connection")
	}
	return s
}

func oneAtATime(r *Run) string {
	x := r.SpeedUp()
	if x == 0 {
		return ""
	}
	return fmt.Sprintf("%s, %.1f times as long", Duration(r.OneAtATime()), x)
}

func nonzero(n int, noun string) string {
	if n == 0 {
		return ""
	}
	return count(n, noun)
}

const shownWaits = 5

// waits says how long servers made us wait, and names the longest.
func waits(r *Run) string {
	if len(r.Waits) == 0 {
		return ""
	}
	var items []string
	for i, w := range r.Waits {
		if i == shownWaits {
			items = append(items, fmt.Sprintf("… and %d more", len(r.Waits)-i))
			break
		}
		items = append(items, fmt.Sprintf("%s for %s: %s", Duration(w.Duration), code(cmp.Or(w.Host, name(w.Handle, w.Key)), nameLimit), text(w.Reason, fieldLimit)))
	}
	return strings.Join(items, "<br>")
}

func elapsed(r *Run) string {
	if r.Elapsed() <= 0 {
		return ""
	}
	return Duration(r.Elapsed())
}

func asked(r *Run) string {
	if !r.fetches() || len(r.Assets) == 0 {
		return ""
	}
	if r.Resolved == 0 {
		return "not asked: the lock holds everything"
	}
	return "asked about " + count(r.Resolved, "asset")
}

func written(file string, changed bool) string {
	switch {
	case file == "":
		return ""
	case changed:
		return code(file, fieldLimit) + ", changed: commit it"
	}
	return code(file, fieldLimit) + ", unchanged"
}

// statusText is the status of an asset for people, with what it says of itself.
func (a *Asset) statusText() string {
	s := statusWord(a.Status())
	if a.unfinished() {
		s = "not finished"
	}
	if a.Note != "" {
		s += " (" + a.Note + ")"
	}
	return s
}

// sizeText is the size of an asset, "?" when none of its files has a known one.
func (a *Asset) sizeText() string {
	if n := a.Size(); n > 0 {
		return Size(n)
	}
	return Size(-1)
}
