package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// Limits on the length of single fields, in runes. They are far beyond what
// honest names need, and far below what would push other things off the page.
const (
	nameLimit  = 80
	fieldLimit = 200
	errorLimit = 600
	lineLimit  = 2000
)

// palette colours text for a terminal, or leaves it alone. Nothing may be told
// apart by colour only.
type palette bool

func (p palette) paint(code, s string) string {
	if !p || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p palette) bold(s string) string   { return p.paint("1", s) }
func (p palette) dim(s string) string    { return p.paint("2", s) }
func (p palette) red(s string) string    { return p.paint("1;31", s) }
func (p palette) green(s string) string  { return p.paint("32", s) }
func (p palette) yellow(s string) string { return p.paint("33", s) }

// severity is the word for a finding's severity in its colour.
func (p palette) severity(s asset.Severity) string {
	switch s {
	case asset.Error:
		return p.red("error")
	case asset.Warning:
		return p.yellow("warning")
	}
	return p.bold("notice")
}

// status is the word for a status in its colour, filled up to width.
func (p palette) status(s fetch.Status, width int) string {
	text := pad(statusWord(s), width)
	switch s {
	case fetch.Failed:
		return p.red(text)
	case fetch.Downloaded:
		return p.green(text)
	}
	return p.dim(text)
}

// statusWord is what people read for a status.
func statusWord(s fetch.Status) string {
	if s == fetch.Current {
		return "in place"
	}
	return Clean(string(s), nameLimit)
}

// findingLines renders a finding for a log or a terminal: where and what first,
// what to do about it below.
func findingLines(f asset.Finding, p palette) []string {
	head := p.severity(f.Severity) + ": "
	if at := Clean(f.Pos.String(), fieldLimit); at != "" {
		head += p.bold(at) + ": "
	}
	lines := []string{head + Clean(subject(f), errorLimit) + p.dim(tag(f))}
	if f.Remedy != "" {
		lines = append(lines, "  fix: "+Clean(f.Remedy, errorLimit))
	}
	return lines
}

// subject is the finding's text, with the handle in front unless it names it.
func subject(f asset.Finding) string {
	if f.Handle == "" || strings.HasPrefix(f.Text, f.Handle) || strings.Contains(f.Text, strconv.Quote(f.Handle)) {
		return f.Text
	}
	return fmt.Sprintf("%s: %s", Clean(f.Handle, nameLimit), f.Text)
}

func tag(f asset.Finding) string {
	if f.Rule == "" {
		return ""
	}
	return " [" + Clean(f.Rule, nameLimit) + "]"
}

// name is how a file of an asset is called everywhere: "handle/key".
func name(handle, key string) string {
	handle = Clean(handle, nameLimit)
	if key = Clean(key, nameLimit); key == "" {
		return handle
	}
	return handle + "/" + key
}
