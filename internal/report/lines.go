package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/astraweave/fetch-assets/fetch"
)

// statusWidth fits the longest word that starts a line of a log.
const statusWidth = len("downloaded")

// indent is a word at the start of a line, filled up so that what follows lines up.
func indent(word string) string { return pad(word, statusWidth) + "  " }

// doneLine says what became of a file.
func doneLine(e fetch.Event, p palette) string {
	r := e.Result
	head := p.status(r.Status, statusWidth) + "  "
	if r.Status == fetch.Failed { // its error names the key
		return head + name(e.Handle, "") + ": " + failure(r.Err)
	}
	parts := []string{head + name(e.Handle, e.Key)}
	if r.File.Size > 0 {
		parts = append(parts, Size(r.File.Size))
	}
	if rate := Rate(r.Received, r.End.Sub(r.Start)); rate != "" {
		parts = append(parts, rate)
	}
	if r.Attempts > 1 {
		parts = append(parts, count(r.Attempts, "attempt"))
	}
	if r.Repaired {
		parts = append(parts, "repaired")
	}
	return strings.Join(parts, "  ")
}

// failure is an error as one line.
func failure(err error) string {
	if err == nil {
		return "no reason was given"
	}
	return Clean(err.Error(), errorLimit)
}

// pauseLine says who has to wait for what, and until when.
func pauseLine(e fetch.Event, now time.Time) string {
	word := "waiting"
	if e.Kind == fetch.Retrying {
		word = "retrying"
	}
	line := indent(word) + name(e.Handle, e.Key)
	if e.Wait > 0 {
		line += fmt.Sprintf("  %s, until %s", Duration(e.Wait), now.Add(e.Wait).UTC().Format("15:04:05 UTC"))
	}
	if e.Reason != "" {
		line += ": " + Clean(e.Reason, errorLimit)
	}
	return line
}

// progressLine says how far all is, how fast it goes and how long it will take.
func progressLine(s snapshot) string {
	line := fmt.Sprintf("%s of %s", thousands(s.done), count(s.files, "file"))
	if s.bytes > 0 {
		line += fmt.Sprintf(", %s of %s", Size(s.got), Size(s.bytes))
	} else {
		line += ", " + Size(s.got)
	}
	if s.failed > 0 {
		line += fmt.Sprintf(", %d failed", s.failed)
	}
	if s.rate >= 1 {
		line += ", " + Size(int64(s.rate)) + "/s"
	}
	if s.left > 0 {
		line += ", about " + Duration(s.left) + " left"
	}
	if s.rate < 1 && len(s.active) > 0 {
		line += ", nothing arrives"
	}
	return line
}
