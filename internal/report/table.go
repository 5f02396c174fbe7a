package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// TableOptions adapt [Table]. The zero value suits a pipe.
type TableOptions struct {
	Color bool
	Width int // columns that a line may have; 0 means no limit
	Rows  int // assets shown one by one; 0 means 60
}

// Table writes the end of a run for a person: a line for each asset, what
// failed, the verdict, and where things are. Of many assets those of which
// something is to be told come first.
func Table(w io.Writer, r *Run, o TableOptions) error {
	ink := palette(o.Color)
	var b strings.Builder
	if r.Base != "" {
		changeLines(&b, r, o, ink)
	} else {
		assetLines(&b, r, o, ink)
	}
	for _, f := range r.failures() {
		for _, line := range findingLines(f, ink) {
			b.WriteString(disarm(line) + "\n")
		}
	}
	fmt.Fprintf(&b, "%s %s\n", verdictWord(r.Verdict(), ink), Clean(strings.TrimSpace(r.Headline()+". "+r.Sentence()), lineLimit))
	for _, f := range []struct{ what, path, note string }{
		{"files", r.OutputDir, ""}, {"credits", r.AttributionFile, ""}, {"lock", r.LockFile, changedNote(r.LockChanged)}, {"report", r.ReportFile, ""},
	} {
		if f.path != "" && r.Verdict() != Fail && r.Base == "" || f.what == "report" && f.path != "" {
			fmt.Fprintf(&b, "  %s%s%s\n", pad(f.what, 9), Clean(f.path, fieldLimit), f.note)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func changedNote(changed bool) string {
	if changed {
		return " (changed: commit it)"
	}
	return ""
}

func verdictWord(v Verdict, ink palette) string {
	switch v {
	case Pass:
		return ink.green("ok:")
	case Warn:
		return ink.yellow("ok, with warnings:")
	}
	return ink.red("failed:")
}

// failures are the problems that no sink has been told of as findings.
func (r *Run) failures() []asset.Finding {
	var fs []asset.Finding
	for i := range r.Assets {
		if f, ok := r.failed(&r.Assets[i]); ok && !slices.ContainsFunc(r.Findings, same(f)) {
			fs = append(fs, f)
		}
	}
	asset.SortFindings(fs)
	return fs
}

var heads = []string{"ASSET", "PROVIDER", "LICENCE", "FILES", "SIZE", "STATUS"}

func assetLines(b *strings.Builder, r *Run, o TableOptions, ink palette) {
	shown := selectAssets(r.Assets, cmp.Or(o.Rows, 60))
	if len(shown) == 0 {
		return
	}
	table := [][]string{heads}
	for _, a := range shown {
		table = append(table, []string{
			Clean(a.Handle, 40), Clean(a.Provider, 20), Clean(cmp.Or(a.license(), "unknown"), 40),
			thousands(a.FileCount()), a.sizeText(), Clean(a.statusText(), 60),
		})
	}
	widths := columnWidths(table)
	for i, cells := range table {
		line := tableLine(cells, widths, o.Width)
		switch {
		case i == 0:
			line = ink.dim(line)
		case shown[i-1].Status() == fetch.Failed:
			line = ink.red(line)
		}
		b.WriteString(disarm(line) + "\n")
	}
	if left := len(r.Assets) - len(shown); left > 0 {
		fmt.Fprintf(b, "… and %s\n", count(left, "more asset"))
	}
	b.WriteString("\n")
}

func tableLine(cells []string, widths []int, limit int) string {
	var parts []string
	for i, c := range cells {
		if i == 3 || i == 4 {
			parts = append(parts, padLeft(c, widths[i]))
		} else {
			parts = append(parts, pad(c, widths[i]))
		}
	}
	line := strings.TrimRight(strings.Join(parts, "  "), " ")
	if limit > 0 {
		line = fit(line, limit)
	}
	return line
}

func columnWidths(table [][]string) []int {
	widths := make([]int, len(heads))
	for _, cells := range table {
		for i, c := range cells {
			widths[i] = max(widths[i], columns(c))
		}
	}
	return widths
}

// selectAssets picks at most n assets, in their order: all when they are few
// enough, and otherwise those with the weightiest statuses.
func selectAssets(assets []Asset, n int) []*Asset {
	var keep []*Asset
	left := n
	chosen := make([]bool, len(assets))
	for _, s := range []fetch.Status{fetch.Failed, fetch.Downloaded, Skipped, fetch.Cached, fetch.Current} {
		for i := range assets {
			if left > 0 && assets[i].Status() == s {
				chosen[i] = true
				left--
			}
		}
	}
	for i := range assets {
		if chosen[i] {
			keep = append(keep, &assets[i])
		}
	}
	return keep
}
