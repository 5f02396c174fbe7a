package report

import (
	"fmt"
	"strings"
	"time"
)

// style draws the lines of a terminal's bars.
type style struct {
	ink               palette
	full, half, empty string
}

func newStyle(o TerminalOptions) style {
	s := style{ink: palette(o.Color), full: "━", half: "╸", empty: "─"}
	if o.ASCII {
		s.full, s.half, s.empty = "=", ">", "-"
	}
	return s
}

// Columns of what stands right of a bar.
const (
	percentColumns = 4
	sizeColumns    = 17
	rateColumns    = 10
	leftColumns    = 9
)

// file draws the line of one download.
func (s style) file(tr transfer, now time.Time, width int) string {
	label := fit(name(tr.handle, tr.key), labelColumns(width))
	if !tr.until.IsZero() {
		return s.pause(label, tr, now, width)
	}
	var rate float64
	if d := now.Sub(tr.started).Seconds(); d > 0.2 {
		rate = float64(tr.got-tr.base) / d
	}
	return s.line(label, tr.got, tr.total, rate, "", width)
}

// pause draws the line of a download that has to wait.
func (s style) pause(label string, tr transfer, now time.Time, width int) string {
	text := "waiting"
	if left := tr.until.Sub(now); left > 0 {
		text += " " + Duration((left + time.Second - 1).Truncate(time.Second))
	}
	if reason := Clean(tr.reason, fieldLimit); reason != "" {
		text += ": " + reason
	}
	head := "  " + pad(label, labelColumns(width)) + "  "
	return head + s.ink.yellow(fit(text, max(0, width-columns(head))))
}

// total draws the line of everything together.
func (s style) total(sn snapshot, width int) string {
	label := fmt.Sprintf("%s/%s", thousands(sn.done), count(sn.files, "file"))
	if sn.failed > 0 {
		label += fmt.Sprintf(", %d failed", sn.failed)
	}
	left := ""
	if sn.left > 0 {
		left = "ETA " + clock(sn.left)
	}
	got, all := sn.got, sn.bytes
	if all <= 0 && sn.files > 0 { // sizes unknown: the share of files has to do
		return s.shares(label, sn, left, width)
	}
	return s.line(fit(label, labelColumns(width)), got, all, sn.rate, left, width)
}

// shares draws the line of everything by number of files.
func (s style) shares(label string, sn snapshot, left string, width int) string {
	share := float64(sn.done) / float64(sn.files)
	return s.row(fit(label, labelColumns(width)), share, Size(sn.got), sn.rate, left, width)
}

func (s style) line(label string, got, all int64, rate float64, left string, width int) string {
	if all <= 0 {
		return s.row(label, -1, Size(got), rate, left, width)
	}
	return s.row(label, float64(got)/float64(all), pairOfSizes(got, all), rate, left, width)
}

// row lays out one line. Narrow terminals lose the columns on the right first.
func (s style) row(label string, share float64, sizes string, rate float64, left string, width int) string {
	head := "  " + pad(label, labelColumns(width)) + "  "
	speed := ""
	if rate >= 1 {
		speed = Size(int64(rate)) + "/s"
	}
	tail := " " + padLeft(percent(share), percentColumns)
	for _, c := range []struct {
		text  string
		width int
	}{{sizes, sizeColumns}, {speed, rateColumns}, {left, leftColumns}} {
		if columns(head)+columns(tail)+c.width+2+minBar <= width {
			tail += "  " + padLeft(c.text, c.width)
		}
	}
	return fit(head, width) + s.bar(share, width-columns(head)-columns(tail)) + fit(tail, max(0, width-columns(head)))
}

const minBar = 8

// bar draws share of a bar of width columns; a negative share is unknown.
func (s style) bar(share float64, width int) string {
	if width < 3 {
		return ""
	}
	halves := int(max(0, min(1, share)) * float64(2*width))
	full := strings.Repeat(s.full, halves/2)
	if halves%2 == 1 {
		full += s.half
	}
	return s.ink.green(full) + s.ink.dim(strings.Repeat(s.empty, width-columns(full)))
}

func percent(share float64) string {
	if share < 0 {
		return ""
	}
	return fmt.Sprintf("%d%%", int(100*min(1, share)))
}

// labelColumns is the room for names on a line of width columns.
func labelColumns(width int) int { return max(8, min(34, width*3/10)) }

// pairOfSizes spells two sizes, with one unit when it is the same.
func pairOfSizes(got, all int64) string {
	a, b := Size(got), Size(all)
	if n, unit, ok := strings.Cut(a, " "); ok && strings.HasSuffix(b, " "+unit) {
		a = n
	}
	return a + " / " + b
}

// clock spells a time as clocks do: 0:09, 3:12, 1:05:00.
func clock(d time.Duration) string {
	s := int64(d.Round(time.Second) / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
