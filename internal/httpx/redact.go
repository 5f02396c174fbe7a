package httpx

import (
	"net/url"
	"strings"
	"unicode"
)

const (
	mask      = "***"
	urlLength = 300 // runes of an address that a message shows
)

// Redact renders an address for people: without user and password, without the
// values of its query, which is where signatures and keys are, without its
// fragment, without unprintable characters, and cut when it is very long.
func Redact(rawURL string) string {
	rest, _, _ := strings.Cut(rawURL, "#")
	rest, query, hasQuery := strings.Cut(rest, "?")
	out := redactUser(rest)
	if hasQuery {
		out += "?" + redactQuery(query)
	}
	return clean(out, urlLength)
}

// redactUser works on text, not on a parsed address: what cannot be parsed
// needs masking as well, such as a password with a slash in it.
func redactUser(s string) string {
	scheme, rest, ok := strings.Cut(s, "//")
	if ok {
		scheme += "//"
	} else {
		scheme, rest = "", s
	}
	authority, _, _ := strings.Cut(rest, "/")
	if i := strings.LastIndex(authority, "@"); i >= 0 {
		return scheme + mask + rest[i:]
	}
	if i := strings.LastIndex(rest, "@"); i >= 0 && !parses(s) {
		return scheme + mask + rest[i:]
	}
	return s
}

func parses(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && u.User == nil
}

func redactQuery(query string) string {
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		if name, _, ok := strings.Cut(pair, "="); ok {
			pairs[i] = name + "=" + mask
		} else if pair != "" {
			pairs[i] = mask
		}
	}
	return strings.Join(pairs, "&")
}

// clean makes foreign text fit for one line of a log: unprintable characters
// and runs of space become one space, and it is cut after n runes.
func clean(s string, n int) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			space = true
			continue
		}
		if n == 0 {
			return b.String() + "..."
		}
		n--
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

// masked hides the values of secret headers in an error's text. The error
// inside can still be asked for, and holds no secret of its own: those made
// here are built from cleaned parts only.
type masked struct {
	error
	text string
}

func (m *masked) Error() string { return m.text }
func (m *masked) Unwrap() error { return m.error }

func (c *Client) maskSecrets(err error) error {
	if err == nil || len(c.opts.Headers) == 0 {
		return err
	}
	text := err.Error()
	if safe := c.maskText(text); safe != text {
		return &masked{err, safe}
	}
	return err
}

func (c *Client) maskText(s string) string {
	for _, h := range c.opts.Headers {
		if h.Value != "" {
			s = strings.ReplaceAll(s, h.Value, mask)
		}
	}
	return s
}
