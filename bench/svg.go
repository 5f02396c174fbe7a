package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"
)

// Measures of the picture, in pixels.
const (
	width     = 820
	labelEnd  = 260 // names of clients end here
	barsStart = labelEnd + 10
	barsWidth = 440
	barHeight = 15
	barStep   = 21
	titleStep = 30
	groupGap  = 16
	headStep  = 62
)

// style has only colours that stand out from white and from black: a picture in
// a page does not know which one the page is.
const style = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #6e7781 }
  .head { font-size: 17px; font-weight: 600 }
  .title, .ours { font-weight: 600 }
  .note, .key { font-size: 12px }
  .own { fill: #1f9d72 }
  .peer { fill: #98a2ad }
  .ours { fill: #16855f }
  .ideal { stroke: #d9650b; stroke-width: 1.5; stroke-dasharray: 4 3 }
  .key { fill: #c85c09 }
`

// svg is the picture of the medians: one group of bars for each scenario that
// is plotted, each on a scale of its own.
func (r report) svg() []byte {
	var body bytes.Buffer
	y := headStep
	for _, o := range r.outcomes {
		if bars := o.bars(); o.scenario.plotted && len(bars) > 0 {
			y = o.draw(&body, bars, y)
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n", width, y, width, y)
	fmt.Fprintf(&b, "<title>Seconds to fetch the same files, the shorter the better</title>\n<style>%s</style>\n", style)
	text(&b, 12, 24, "head", "start", "Seconds to fetch the same files: the shorter, the better")
	text(&b, 12, 45, "note", "start", r.subtitle())
	b.Write(body.Bytes())
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func (r report) subtitle() string {
	return fmt.Sprintf("Median of up to %d. 8 connections each; aria2c -x8 and \"auto, ceiling 64\" up to 64. Each group has a scale of its own.", r.rounds)
}

// bars are the clients that were measured.
func (o outcome) bars() []summary {
	var bars []summary
	for _, r := range o.results {
		if len(r.samples) > 0 {
			bars = append(bars, r.summarise())
		}
	}
	return bars
}

// draw adds a group of bars below y, and returns where it ends.
func (o outcome) draw(b *bytes.Buffer, bars []summary, y int) int {
	var longest time.Duration
	for _, s := range bars {
		longest = max(longest, s.wall.median)
	}
	text(b, 12, y+16, "title", "start", o.scenario.title)
	y += titleStep
	top := y
	for _, s := range bars {
		class, name := "peer", ""
		if s.client.own {
			class, name = "own", "ours"
		}
		long := max(2, scaled(s.wall.median, longest))
		text(b, labelEnd, y+12, name, "end", s.client.name)
		fmt.Fprintf(b, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>\n", class, barsStart, y, long, barHeight)
		text(b, barsStart+long+7, y+12, name, "start", seconds(s.wall.median))
		y += barStep
	}
	o.drawIdeal(b, longest, top, y)
	return y + groupGap
}

// drawIdeal marks what nobody with 8 connections can be faster than.
func (o outcome) drawIdeal(b *bytes.Buffer, longest time.Duration, top, bottom int) {
	ideal := o.scenario.ideal(base)
	if ideal == 0 || ideal > longest {
		return
	}
	x := barsStart + scaled(ideal, longest)
	fmt.Fprintf(b, "<line class=\"ideal\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", x, top-6, x, bottom-1)
	text(b, width-12, top-titleStep+16, "key", "end", "- - ideal over 8 connections: "+seconds(ideal))
}

func scaled(d, longest time.Duration) int {
	return int(float64(barsWidth) * float64(d) / float64(longest))
}

func text(b *bytes.Buffer, x, y int, class, anchor, words string) {
	fmt.Fprintf(b, "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">", class, x, y, anchor)
	_ = xml.EscapeText(b, []byte(words)) // a bytes.Buffer takes everything
	b.WriteString("</text>\n")
}
