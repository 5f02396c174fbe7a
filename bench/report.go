package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"
)

// report is everything that RESULTS.md tells.
type report struct {
	machine  machine
	rounds   int
	quick    bool
	outcomes []outcome
}

var columns = []string{
	"client", "median", "from - to", "/ best peer", "/ ideal", "CPU",
	"requests", "sent twice", "connections", "memory",
}

// rows are the cells of an outcome, one row for each client.
func (o outcome) rows() [][]string {
	var rows [][]string
	for _, r := range o.results {
		rows = append(rows, o.row(r))
	}
	return rows
}

func (o outcome) row(r result) []string {
	row := make([]string, len(columns))
	row[0] = r.client.name
	if len(r.samples) == 0 {
		row[1] = r.note
		return row
	}
	s := r.summarise()
	copy(row[1:], []string{
		seconds(s.wall.median),
		fmt.Sprintf("%s - %s", figure(s.wall.min), figure(s.wall.max)),
		o.toBest(s), o.toIdeal(s),
		seconds(s.cpu), fmt.Sprint(s.requests), size(s.repeated), peak(s.peak), s.memoryText(),
	})
	if r.note != "" {
		row[1] += " (" + r.note + ")"
	}
	return row
}

// toBest is the ratio to the best peer with as many connections.
func (o outcome) toBest(s summary) string {
	best, ok := o.bestPeer(s.client)
	if !ok {
		return "-"
	}
	return fmt.Sprintf("%.2f", over(s.wall.median, best.wall.median))
}

func (o outcome) toIdeal(s summary) string {
	ideal := o.ideal(s.client)
	if ideal == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", over(s.wall.median, ideal))
}

// figure is a time in seconds without the unit.
func figure(d time.Duration) string { return strings.TrimSuffix(seconds(d), " s") }

func size(n int64) string {
	switch {
	case n == 0:
		return "0"
	case n < mib:
		return fmt.Sprintf("%.1f KiB", float64(n)/kib)
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/mib)
}

func peak(n int) string {
	if n < 0 {
		return "-"
	}
	return fmt.Sprint(n)
}

// memoryText says so when the process may have been smaller than it seemed.
func (s summary) memoryText() string {
	text := fmt.Sprintf("%.0f MiB", float64(s.memory)/mib)
	if s.memory <= s.floor {
		return "<= " + text
	}
	return text
}

// text is the table for a terminal.
func (o outcome) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s: %s%s\n", o.scenario.name, o.scenario.title, o.idealText())
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(columns, "\t"))
	for _, row := range o.rows() {
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	_ = w.Flush() // a strings.Builder takes everything
	for _, v := range judge(o) {
		fmt.Fprintf(&b, "%s: %s: %s\n", v.client, v.text, v.words())
	}
	return b.String()
}

func (o outcome) idealText() string {
	if !o.scenario.shaped() {
		return ""
	}
	return fmt.Sprintf("; ideal for %d connections %s", base, seconds(o.scenario.ideal(base)))
}

// words is what became of the target.
func (v verdict) words() string {
	switch {
	case v.got == "":
		return "not measured"
	case v.met:
		return v.got + ", met"
	}
	return v.got + ", missed"
}
