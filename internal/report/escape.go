package report

import (
	"strings"
	"unicode/utf8"
)

const esc = 0x1b

// escape is the length of the terminal escape sequence that s starts with, 0
// when it starts with none. Sequences without an end run to the end of s, as
// they would on a terminal.
func escape(s string) int {
	if s[0] != esc || len(s) == 1 {
		return 0
	}
	switch s[1] {
	case '[': // control sequence: parameters, then one final byte
		return sequence(s, func(c byte) bool { return c >= 0x40 && c <= 0x7e })
	case ']', 'P', 'X', '^', '_': // strings: until BEL or ESC \
		return command(s)
	}
	_, n := utf8.DecodeRuneInString(s[1:])
	return 1 + n
}

func sequence(s string, final func(byte) bool) int {
	for i := 2; i < len(s); i++ {
		if final(s[i]) {
			return i + 1
		}
		if s[i] < 0x20 || s[i] > 0x7e {
			return i // broken off: what follows is text again
		}
	}
	return len(s)
}

func command(s string) int {
	for i := 2; i < len(s); i++ {
		switch {
		case s[i] == '\a':
			return i + 1
		case s[i] == esc && i+1 < len(s) && s[i+1] == '\\':
			return i + 2
		case s[i] == '\n':
			return i
		}
	}
	return len(s)
}

// disarm breaks what a log reader would take for a command: "::" that could
// open one for GitHub, and "##" that opens one anywhere in a line for GitHub's
// older form, Azure Pipelines and TeamCity. "::" after a letter or a digit, as
// in git::https, opens none and stays.
func disarm(s string) string {
	var b strings.Builder
	var last rune
	for _, r := range s {
		if r == last && (r == '#' || r == ':') && !harmless(b.String(), r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// harmless reports whether a second colon may follow what is written so far.
func harmless(written string, r rune) bool {
	if r != ':' || len(written) < 2 {
		return false
	}
	c := written[len(written)-2]
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// clip cuts s to at most limit runes, the last of them "…" when it had more.
func clip(s string, limit int) string {
	if limit <= 0 || utf8.RuneCountInString(s) <= limit {
		return s
	}
	n := 0
	for i := range s {
		if n++; n == limit {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}
