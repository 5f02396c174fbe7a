package report

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// text is hostile text as GitHub-flavoured Markdown that shows it as it is, on
// one line, in a table, a list or a paragraph: nothing in it is markup, HTML,
// the end of a cell, a link, or the mention of a person.
func text(s string, limit int) string { return entities(Clean(s, limit)) }

// code is text in a fixed-width font. An HTML element instead of backticks,
// because backticks cannot be escaped inside backticks.
func code(s string, limit int) string {
	if s = text(s, limit); s == "" {
		return ""
	}
	return "<code>" + s + "</code>"
}

// harmlessPunctuation means nothing to Markdown within a line.
const harmlessPunctuation = " ,;%/?'\"()+=-"

// entities writes all but letters, digits and harmless punctuation of cleaned
// text as HTML entities, which Markdown takes as text.
func entities(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case r == '@' || r == '#':
			// GitHub looks for @people and #issues in the finished page, where
			// an entity is a character again. A word joiner breaks them up.
			fmt.Fprintf(&b, "&#%d;&#8288;", r)
		case r < 0x80 && !literal(runes, i):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// literal reports whether the character at i can stand in Markdown as it is.
func literal(runes []rune, i int) bool {
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return 0
		}
		return runes[i]
	}
	switch r := runes[i]; {
	case alphanumeric(r):
		return true
	case i == 0: // where a list or a heading could begin
		return false
	case r == '_': // emphasis only at the edge of a word
		return alphanumeric(at(i-1)) && alphanumeric(at(i+1))
	case r == ':': // https://… would become a link
		return at(i+1) == ' '
	case r == '.': // and www.… too
		return at(i-1) != 'w' && at(i-1) != 'W'
	default:
		return strings.ContainsRune(harmlessPunctuation, r)
	}
}

func alphanumeric(r rune) bool {
	return '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z'
}

// link is text that leads to address, or only the text when address is not one
// of the web.
func link(label, address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || len(address) > 2*fieldLimit {
		return label
	}
	u.User = nil
	return `<a href="` + percentEncode(u.String()) + `">` + label + `</a>`
}

// percentEncode encodes what could end an HTML attribute or a table's cell.
func percentEncode(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case alphanumeric(rune(c)), strings.IndexByte("/:._-~?=%#+,;", c) >= 0:
			b.WriteByte(c)
		case c == '&':
			b.WriteString("&amp;")
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// place is a position in the manifest, as a link when blob is the address of
// the repository's files on the web.
func place(p asset.Position, blob string) string {
	if p.File == "" {
		return ""
	}
	label := code(p.File, fieldLimit)
	if p.Line > 0 {
		label = code(fmt.Sprintf("%s:%d", Clean(p.File, fieldLimit), p.Line), fieldLimit+20)
	}
	if blob == "" || !filepath.IsLocal(p.File) {
		return label
	}
	address := blob + "/" + (&url.URL{Path: p.File}).EscapedPath()
	if p.Line > 0 {
		address += fmt.Sprintf("#L%d", p.Line)
	}
	return link(label, address)
}
