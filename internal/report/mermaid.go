package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/astraweave/fetch-assets/fetch"
)

const (
	maxSlices = 12 // of the pie
	maxBars   = 30 // of the timeline
)

// label makes text that can stand in a Mermaid diagram, in quotes or without:
// letters, digits and a few harmless characters; the rest become spaces.
func label(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.+/()", r) {
			return r
		}
		return ' '
	}, Clean(s, 4*limit))
	return clip(strings.Join(strings.Fields(s), " "), limit)
}

func mermaid(b *strings.Builder, lines ...string) {
	b.WriteString("```mermaid\n" + strings.Join(lines, "\n") + "\n```\n\n")
}

// pie draws how many assets have which licence.
func pie(b *strings.Builder, r *Run) {
	counts := licenseCounts(r)
	if len(counts) == 0 {
		return
	}
	lines := []string{"pie showData"}
	rest := 0
	for i, s := range counts {
		if i >= maxSlices-1 && len(counts) > maxSlices {
			rest += s.n
			continue
		}
		lines = append(lines, fmt.Sprintf("    %q : %d", s.name, s.n))
	}
	if rest > 0 {
		lines = append(lines, fmt.Sprintf("    %q : %d", "other", rest))
	}
	b.WriteString("#### Licences\n\n")
	mermaid(b, lines...)
}

type tallied struct {
	name string
	n    int
}

// licenseCounts counts assets by licence, the most frequent first.
func licenseCounts(r *Run) []tallied {
	n := map[string]int{}
	for i := range r.Assets {
		n[cmp.Or(label(r.Assets[i].license(), 60), "unknown")]++
	}
	var all []tallied
	for name, count := range n {
		all = append(all, tallied{name, count})
	}
	slices.SortFunc(all, func(a, b tallied) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.name, b.name))
	})
	return all
}

// license is the licence under which the asset is used.
func (a *Asset) license() string { return cmp.Or(a.Credit.Chosen, a.Credit.License) }

// span is one bar of the timeline.
type span struct {
	name       string
	failed     bool
	start, end time.Time
	bytes      int64
}

// spans are the longest transfers of the run in the order of their starts, and
// how many there were in all.
func spans(r *Run) (longest []span, all int) {
	for i := range r.Assets {
		a := &r.Assets[i]
		for _, res := range a.Results {
			if (res.Received > 0 || res.Status == fetch.Failed) && !res.Start.IsZero() && res.End.After(res.Start) {
				longest = append(longest, span{name(a.Handle, res.File.Key), res.Status == fetch.Failed && !stopped(res), res.Start, res.End, res.Received})
			}
		}
	}
	all = len(longest)
	slices.SortStableFunc(longest, func(a, b span) int { return cmp.Compare(b.took(), a.took()) })
	longest = longest[:min(maxBars, all)]
	slices.SortStableFunc(longest, func(a, b span) int { return a.start.Compare(b.start) })
	return longest, all
}

func (s span) took() time.Duration { return s.end.Sub(s.start) }

// gantt draws what was transferred when, and names the slowest. Times are those
// of the clock, since Mermaid shows them in the time zone of the reader.
func gantt(b *strings.Builder, r *Run) {
	longest, all := spans(r)
	if len(longest) == 0 {
		return
	}
	lines := []string{"gantt", "    dateFormat x", "    axisFormat %H:%M:%S", "    todayMarker off"}
	for _, s := range longest {
		// The dot keeps a name from being read as one of Mermaid's own words.
		lines = append(lines, fmt.Sprintf("    · %s :%s%d, %d", label(s.name, 48), ganttTag(s.failed), s.start.UnixMilli(), max(s.end.UnixMilli(), s.start.UnixMilli()+1)))
	}
	b.WriteString("#### What ran when\n\n")
	mermaid(b, lines...)
	slowest := slices.MaxFunc(longest, func(a, b span) int { return cmp.Compare(a.took(), b.took()) })
	fmt.Fprintf(b, "Slowest: %s, %s", code(slowest.name, fieldLimit), Duration(slowest.took()))
	if slowest.bytes > 0 {
		fmt.Fprintf(b, " for %s (%s)", Size(slowest.bytes), Rate(slowest.bytes, slowest.took()))
	}
	if all > len(longest) {
		fmt.Fprintf(b, ". The chart shows the %d longest of %s", len(longest), count(all, "transfer"))
	}
	b.WriteString(".\n\n")
}

func ganttTag(failed bool) string {
	if failed {
		return "crit, "
	}
	return ""
}
