package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// layout is one way to show assets as rows of a table.
type layout struct {
	head string
	row  func(*Asset) string
}

// layouts go from much detail to little.
var layouts = []layout{
	{"| Asset | Title | By | Provider | Licence | Files | Size | Status |\n| --- | --- | --- | --- | --- | ---: | ---: | --- |\n", fullRow},
	{"| Asset | Provider | Licence | Status |\n| --- | --- | --- | --- |\n", shortRow},
}

func fullRow(a *Asset) string {
	return row(
		code(a.Handle, nameLimit), link(text(a.Credit.Title, nameLimit), a.Credit.SourceURL), text(authors(a.Credit), nameLimit),
		text(a.Provider, nameLimit), text(cmp.Or(a.license(), "unknown"), nameLimit),
		thousands(a.FileCount()), text(a.sizeText(), nameLimit), statusCell(a, fieldLimit))
}

func shortRow(a *Asset) string {
	return row(code(a.Handle, nameLimit), text(a.Provider, nameLimit), text(cmp.Or(a.license(), "unknown"), nameLimit), statusCell(a, nameLimit))
}

// statusCell marks what failed, so that it shows in a long column.
func statusCell(a *Asset, limit int) string {
	s := text(a.statusText(), limit)
	if a.Status() == fetch.Failed && !a.unfinished() {
		return "❌ " + s
	}
	return s
}

func row(cells ...string) string { return "| " + strings.Join(cells, " | ") + " |\n" }

func authors(c asset.Credit) string {
	var names []string
	for _, a := range c.Authors {
		names = append(names, a.Name)
	}
	return strings.Join(names, ", ")
}

// assetTable writes all assets, folded, within limit bytes: in the layout with
// the most detail that fits, and as many rows of the last one as fit otherwise.
func assetTable(b *strings.Builder, r *Run, limit int) {
	if len(r.Assets) == 0 {
		return
	}
	title := "All assets"
	if r.Base != "" {
		title = "What was added or changed"
	}
	open := fmt.Sprintf("<details><summary>%s (%s)</summary>\n\n", title, thousands(len(r.Assets)))
	const end = "\n</details>\n\n"
	limit -= len(open) + len(end) + len(more(r, len(r.Assets)))
	for i, l := range layouts {
		rows, shown := l.rows(r.Assets, limit-len(l.head))
		if shown < len(r.Assets) && i < len(layouts)-1 || shown == 0 {
			continue
		}
		b.WriteString(open + l.head + rows + more(r, len(r.Assets)-shown) + end)
		return
	}
}

// more says how many rows were left out and where they are.
func more(r *Run, n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("\n… and %s more%s.\n", thousands(n), seeReport(r))
}

// rows writes as many rows as fit, and says how many those are.
func (l layout) rows(assets []Asset, limit int) (string, int) {
	var b strings.Builder
	for i := range assets {
		row := l.row(&assets[i])
		if b.Len()+len(row) > limit {
			return b.String(), i
		}
		b.WriteString(row)
	}
	return b.String(), len(assets)
}

// footer names the files of the run.
func footer(r *Run) string {
	var parts []string
	for _, f := range []struct{ what, path string }{
		{"Files in", r.OutputDir}, {"credits in", r.AttributionFile}, {"lock in", r.LockFile}, {"full report in", r.ReportFile},
	} {
		if f.path != "" {
			parts = append(parts, f.what+" "+code(f.path, fieldLimit))
		}
	}
	version := text(strings.TrimSpace(cmp.Or(r.Tool, "fetch-assets")+" "+r.Version), nameLimit)
	parts = append(parts, version)
	return "<sub>" + strings.Join(parts, " · ") + "</sub>\n"
}
