package evidence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Found is a licence that a file names. Values may be compared with ==.
type Found struct {
	License    string     // SPDX expression in canonical form, never empty
	Where      string     // the file, as "License.txt" or "pack.zip!docs/License.txt"
	Field      string     // metadata field, as "asset.copyright"; empty in a text
	Excerpt    string     // what was read: one line of at most 200 characters, safe to print
	Confidence Confidence // how sure the reading is
	Author     string     // whom the same place names as author; empty where it names none
	Title      string     // what the same place calls the work; empty where it does not

	// OpenVersion says that the place names a version of a GNU licence and not
	// whether later ones will do too, as the text of the licence by itself does.
	// License then ends in "-only", which claims no right that was not given.
	OpenVersion bool
}

// Confidence says how a licence was recognised.
type Confidence string

// Levels of confidence.
const (
	Strong Confidence = "strong" // by its full text, an SPDX tag or id, or the address of its deed
	Weak   Confidence = "weak"   // by words such as "CC-BY 3.0"
)

// Place is where a licence was found, for people: the file and the field in it.
func (f Found) Place() string {
	if f.Field == "" {
		return f.Where
	}
	if f.Where == "" {
		return "field " + f.Field
	}
	return f.Where + ", field " + f.Field
}

const excerptRunes = 200

// excerpt makes foreign text fit for a report: one line, nothing that steers a
// terminal, and not longer than excerptRunes.
func excerpt(s string) string {
	var b strings.Builder
	n, space := 0, false
	for _, r := range s {
		if r == ' ' || r == utf8.RuneError || !unicode.IsPrint(r) {
			space = n > 0
			continue
		}
		if n >= excerptRunes-2 { // room for a space and what stands for the rest
			b.WriteRune('…')
			break
		}
		if space {
			b.WriteByte(' ')
			n++
		}
		b.WriteRune(r)
		n++
		space = false
	}
	return b.String()
}
