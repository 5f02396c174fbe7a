package license

import (
	"fmt"
	"regexp"
	"strings"
)

// Repair reads what people write where an SPDX expression belongs: other
// punctuation and case, names, addresses of deeds, deprecated ids, and choices
// and sums of those. On success canonical is the expression that it stands for,
// and hint, unless s was already written so, says what to write. On failure hint
// says what to do instead.
//
// Repair guesses nothing. A statement with a word that it does not understand,
// with a contradiction, or without a version that matters, fails.
func Repair(s string) (canonical, hint string, ok bool) {
	if e, err := Parse(s); err == nil {
		return e.String(), spelling(s, e.String()), true
	}
	if len(s) > MaxLength {
		return "", fmt.Sprintf("write an SPDX expression of at most %d bytes", MaxLength), false
	}
	statement := clean(s)
	id, hint := readStatement(statement)
	if id == "" {
		id, hint = readParts(statement, hint)
	}
	e, err := Parse(id)
	if err != nil {
		return "", orGeneral(hint, statement), false
	}
	return e.String(), spelling(s, e.String()), true
}

// Validate checks that a licence expression can be used as it is. Its error
// says what to write instead.
func Validate(expr string) error {
	_, err := Parse(expr)
	if err == nil {
		return nil
	}
	canonical, hint, ok := Repair(expr)
	if ok {
		return fmt.Errorf("%w; did you mean %q?", err, canonical)
	}
	return fmt.Errorf("%w; %s", err, hint)
}

// spelling is the hint for an expression that was read although it is not
// written as SPDX does. Space and brackets do not matter.
func spelling(s, canonical string) string {
	if bare.Replace(s) == bare.Replace(canonical) {
		return ""
	}
	hint := fmt.Sprintf("write %q", canonical)
	if base, ok := strings.CutSuffix(canonical, "-only"); ok && !strings.Contains(strings.ToLower(s), "only") {
		hint += fmt.Sprintf(", or %q if the work's page says so", base+"-or-later")
	}
	return hint
}

var bare = strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "", "(", "", ")", "")

var (
	label = regexp.MustCompile(`(?i)^(spdx-license-identifier|(asset )?licen[cs]e)\s*:\s*`)
	under = regexp.MustCompile(`(?i)^((this (work|asset|file) )?is )?(licen[cs]ed|released|available|published|distributed) under (the |an? )?`)
	later = regexp.MustCompile(`(?i)[\s,-]+or[\s-]+(\(at your option\)\s*)?(any[\s-]+)?(later|newer|higher|above|greater)([\s-]+versions?)?\b`)
	comma = regexp.MustCompile(`(?i)\s*,\s*(or\s+)?`)

	choice = regexp.MustCompile(`(?i)\sor\s`)
	sum    = regexp.MustCompile(`(?i)\sand\s`)
)

// clean drops what surrounds a licence in running text.
func clean(s string) string {
	s = strings.Trim(strings.TrimSpace(s), "\"'`")
	s = label.ReplaceAllString(s, "")
	s = under.ReplaceAllString(s, "")
	s = later.ReplaceAllString(s, "+")
	return strings.TrimRight(strings.TrimSpace(s), ".;,")
}

// readStatement reads a statement about one licence.
func readStatement(s string) (id, hint string) {
	if now := replacement(s); now != "" {
		return now, ""
	}
	if id, rest, ok := cutAddress(s); ok {
		return agree(id, rest), ""
	}
	for _, read := range []func(string) (string, string){readCC, readGNU, readName} {
		if id, h := read(s); id != "" || h != "" {
			return id, h
		}
	}
	return "", ""
}

// cutAddress takes the one address out of a statement, if it has any. The id
// is empty when the address leads to no known licence.
func cutAddress(s string) (id, rest string, ok bool) {
	for field := range strings.FieldsSeq(s) {
		address := strings.Trim(field, "()<>[],;\"'")
		if known, found := FromAddress(address); found || strings.Contains(address, "://") {
			return known, strings.Replace(s, field, " ", 1), true
		}
	}
	return "", s, false
}

// agree is the licence of an address if the words around it mean the same one.
// They may leave open what the address settles, such as the version.
func agree(id, rest string) string {
	if len(words(rest)) == 0 || id == "" {
		return id
	}
	for _, read := range []func(string) (string, string){readCC, readGNU} {
		if both, _ := read(rest + " (" + id + ")"); both == id {
			return id
		}
	}
	if named, _ := readName(rest); named == id {
		return id
	}
	return ""
}

// readParts reads a choice or a sum by its parts. "A, B or C" is a choice.
func readParts(s, hint string) (expr, why string) {
	if choice.MatchString(s) && !sum.MatchString(s) {
		s = comma.ReplaceAllString(s, " OR ")
	}
	r := partReader{hint: hint}
	for field := range strings.FieldsSeq(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(s)) {
		switch word := strings.ToUpper(field); word {
		case "AND", "OR", "WITH", "(", ")":
			r.close(word)
		default:
			r.part = append(r.part, field)
		}
	}
	r.close("")
	if !r.split || r.failed {
		return "", r.hint
	}
	return strings.Join(r.done, " "), ""
}

// partReader collects the parts of an expression between its operators.
type partReader struct {
	part   []string // of the part that is being collected
	done   []string // canonical parts and operators
	hint   string
	split  bool // there was an operator
	failed bool
}

// close ends a part at an operator, a bracket, or the end.
func (r *partReader) close(operator string) {
	if len(r.part) > 0 {
		r.done = append(r.done, r.read(strings.Join(r.part, " ")))
		r.part = nil
	}
	if operator != "" {
		r.done = append(r.done, operator)
		r.split = r.split || operator != "(" && operator != ")"
	}
}

func (r *partReader) read(part string) string {
	if n := len(r.done); n > 0 && r.done[n-1] == "WITH" {
		return strings.ReplaceAll(part, " ", "-")
	}
	if e, err := Parse(part); err == nil {
		return e.String()
	}
	id, hint := readStatement(part)
	if id == "" {
		r.failed = true
		r.hint = orGeneral(hint, part)
	}
	return id
}
