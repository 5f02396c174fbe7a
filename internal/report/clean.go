package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes text from anywhere fit for one line of a log or a terminal: no
// line breaks, no terminal escapes, no control, bidirectional or invisible
// characters, no workflow command, no spaces at either end, and at most limit
// runes, the last of them "…" when something was cut. A limit of 0 or less
// means no limit. Cleaning twice is the same as cleaning once.
func Clean(s string, limit int) string {
	s = cut(s, limit) // before the work, so that a megabyte costs no more than a line
	return clip(disarm(strings.Join(strings.Fields(printable(s)), " ")), limit)
}

// cut drops what can not count towards a limit. It keeps room for escapes that
// are about to vanish.
func cut(s string, limit int) string {
	if limit > 0 && limit < len(s)/64 {
		return s[:64*limit] + "…"
	}
	return s
}

// maxMarks is how many combining marks may follow each other. Scripts need two
// or three; dozens of them paint over the lines above and below.
const maxMarks = 3

// printable replaces what does not print by a space and drops terminal escapes.
func printable(s string) string {
	var b strings.Builder
	for i, marks := 0, 0; i < len(s); {
		if n := escape(s[i:]); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if marks++; !unicode.IsMark(r) {
			marks = 0
		}
		switch {
		case visible(r) && marks <= maxMarks:
			b.WriteRune(r)
		case unicode.IsSpace(r) || unicode.IsControl(r):
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// visible reports whether r shows as itself, wherever it stands. Unicode calls
// some graphic although nothing shows, or although they move what is around.
func visible(r rune) bool {
	return unicode.IsGraphic(r) &&
		!unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) &&
		!unicode.Is(unicode.Variation_Selector, r) &&
		(r == ' ' || !unicode.IsSpace(r))
}
