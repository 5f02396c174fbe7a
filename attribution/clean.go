package attribution

import (
	"net/url"
	"strings"
	"unicode"
)

// Clean makes foreign text safe to stand in a line of credits: one line,
// single spaces, no control characters, and none of the invisible ones that
// reorder or hide what is around them. Joiners stay, as names in several
// scripts need them.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u200c' || r == '\u200d':
			return r
		case unicode.IsSpace(r) || unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp):
			return ' '
		case r == unicode.ReplacementChar || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// Link is an address that credits may link to: http or https, with a host,
// without a password, percent-encoded. It is empty for everything else.
func Link(s string) string {
	u, err := url.Parse(Clean(s))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return quotes.Replace(u.String())
}

// quotes and brackets are legal in addresses and end them in most formats.
var quotes = strings.NewReplacer("\"", "%22", "'", "%27", "<", "%3C", ">", "%3E", " ", "%20")

// address is a link where there is one, and else the text itself, such as the
// title of a book. What looks like an address and is no link is left out.
func address(s string) string {
	if link := Link(s); link != "" || strings.Contains(s, "://") {
		return link
	}
	return Clean(s)
}
