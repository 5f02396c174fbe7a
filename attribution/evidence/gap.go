package evidence

import "strings"

// gap is what lies between two tokens.
type gap int

const (
	joined gap = iota // nothing or a hyphen: parts of one word
	spaced            // space
	broken            // a comma, a bracket, a line break: what follows may belong to it
	ended             // the end of a sentence, a paragraph or a list item
)

func gapOf(between string) gap {
	switch {
	case strings.Contains(between, "--"), strings.Contains(between, "=="), strings.ContainsAny(between, ".;!?•…"), newItem(between):
		return ended
	case strings.Trim(between, "-_+'’") == "":
		return joined
	case strings.Trim(between, " \t\u00a0") == "":
		return spaced
	}
	return broken
}

// newItem reports an empty line, or a line that begins with a bullet.
func newItem(between string) bool {
	_, rest, ok := strings.Cut(between, "\n")
	if !ok {
		return false
	}
	line, _, more := strings.Cut(rest, "\n")
	if line = strings.TrimSpace(line); more && line == "" {
		return true
	}
	return strings.HasPrefix(line, "* ") || line == "*" || strings.HasPrefix(line, "-") || line == "+"
}
