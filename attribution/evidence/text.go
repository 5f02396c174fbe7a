package evidence

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// Text lists the licences that a licence or read-me text names, in its order
// and each once: texts of licences, SPDX tags, addresses of deeds, and short
// notices such as those of game packs. The text may be UTF-8, or UTF-16 with a
// byte order mark. Where is left empty.
//
// The first text that looks like a full licence costs a second of preparation.
func Text(b []byte) []Found {
	return readText(decode(b), false)
}

// readText reads a text, or the value of a metadata field. With expected, the
// value begins with a licence if it names any.
func readText(text string, expected bool) []Found {
	if !mayMention(text) {
		return nil
	}
	all := fullTexts(text)
	all = append(all, outside(tags(text), all)...)
	all = append(all, outside(credits(text), all)...)
	all = append(all, outside(newReader(text).mentions(expected), all)...)
	all = withAddenda(withoutRestricted(text, withoutHeadings(all)))
	slices.SortStableFunc(all, func(a, b mention) int { return cmp.Compare(a.start, b.start) })
	return foundIn(text, all)
}

// hints are what every text that names a licence has in it somewhere.
var hints = []string{
	"cc0", "cc-", "cc ", "cc_", "ccby", "commons", "licen", "gpl", "gfdl", "gnu", "ofl", "oga", "attribution", "public domain",
	"mit", "permission", "copying", "art libre", "redistribut", "wtfpl", "pdm", "fal", "http", ".org", "bsd", "mpl",
	"apache", "zlib",
}

func mayMention(text string) bool {
	lower := strings.ToLower(text)
	return slices.ContainsFunc(hints, func(h string) bool { return strings.Contains(lower, h) })
}

// decode makes text of bytes: without a byte order mark, and valid UTF-8.
func decode(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return decodeUTF16(b[2:], false)
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return decodeUTF16(b[2:], true)
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	return strings.ReplaceAll(strings.ToValidUTF8(string(b), "\ufffd"), "\r", "")
}

func decodeUTF16(b []byte, bigEndian bool) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		lo, hi := b[2*i], b[2*i+1]
		if bigEndian {
			lo, hi = hi, lo
		}
		units[i] = uint16(lo) | uint16(hi)<<8
	}
	return strings.ReplaceAll(string(utf16.Decode(units)), "\r", "")
}

// outside drops mentions within others: a licence's text names other licences.
func outside(inner, outer []mention) []mention {
	return slices.DeleteFunc(inner, func(m mention) bool {
		return slices.ContainsFunc(outer, func(o mention) bool { return m.start < o.end && o.start < m.end })
	})
}

// headingReach is how far, in bytes, the heading of a licence may be from its text.
const headingReach = 200

// withoutHeadings drops words right before the full text of a licence: they are
// its heading, and the text says more exactly what it is.
func withoutHeadings(all []mention) []mention {
	return slices.DeleteFunc(all, func(m mention) bool {
		return m.words && slices.ContainsFunc(all, func(o mention) bool {
			return o.full && m.end <= o.start && o.start-m.end < headingReach
		})
	})
}

// restriction is what no licence but a NonCommercial one says of itself.
var restriction = regexp.MustCompile(`(?i)\b(non-?\s?commercial|personal)\s+(use|purposes?|projects?)\s+only|\bonly\s+(for|in)\s+(personal|non-?\s?commercial)|` +
	`\bcommercial\s+(use|usage|purposes?)\s+(is|are)\s+(not|prohibited|forbidden)|` +
	`\b(not|no|never)\s+(\w+\s+){0,4}commercial(ly)?\b|\bfor\s+non-?\s?commercial\b`)

// withoutRestricted drops what contradicts the rest of its text: a licence that
// lets everybody sell the work, where nobody may.
func withoutRestricted(text string, all []mention) []mention {
	if len(all) == 0 || slices.ContainsFunc(all, isNonCommercial) {
		return all
	}
	for _, at := range restriction.FindAllStringIndex(text, maxAttempts) {
		if len(outside([]mention{{start: at[0], end: at[1]}}, all)) > 0 {
			return nil
		}
	}
	return all
}

func isNonCommercial(m mention) bool {
	e, err := license.Parse(m.license)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(e.Terms(), func(t license.Term) bool {
		l, _ := license.Lookup(t.ID)
		return slices.Contains(l.Groups, license.NonCommercial)
	})
}

// foundIn makes evidence of mentions, the surest of each licence.
func foundIn(text string, all []mention) []Found {
	var found []Found
	for _, m := range all {
		if m.license == "" {
			continue
		}
		f := Found{License: m.license, Excerpt: excerpt(around(text, m)), Confidence: m.confidence, OpenVersion: m.open}
		i := slices.IndexFunc(found, func(o Found) bool { return o.License == f.License })
		switch {
		case i < 0:
			f.Author, f.Title = creditOf(text, m)
			found = append(found, f)
		case found[i].Confidence == Weak && f.Confidence == Strong:
			f.Author, f.Title = creditOf(text, m)
			f.Author, f.Title = cmp.Or(f.Author, found[i].Author), cmp.Or(f.Title, found[i].Title)
			found[i] = f
		}
	}
	return found
}

// around is the line that a mention is on, or where a long one begins.
func around(text string, m mention) string {
	start := strings.LastIndexByte(text[:m.start], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[m.end:], '\n'); i >= 0 {
		end = m.end + i
	}
	if m.end-start > excerptRunes {
		start = m.start
	}
	return text[start:min(end, start+8*excerptRunes)]
}
