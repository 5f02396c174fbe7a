package license

import (
	"slices"
	"strings"
	"unicode"
)

// words takes a statement apart into lower-case words and numbers, dropping
// what people write between them: "CC-BY_4.0", "cc by 4.0" and "CCBY 4.0" give
// [cc by 4.0], [cc by 4.0] and [ccby 4.0]. A plus sign is a word of its own.
func words(s string) []string {
	var all []string
	start, last := 0, space
	for i, r := range s + " " {
		k := kindOf(r)
		if k == dot && last == number && nextIsDigit(s, i) {
			k = number
		}
		if k == last && k != plus {
			continue
		}
		if word := s[start:i]; last < space {
			all = append(all, strings.ToLower(word))
		}
		start, last = i, k
	}
	return all
}

type runeKind int

const (
	letter runeKind = iota
	number
	plus
	space // this and what follows separates words
	dot
)

func kindOf(r rune) runeKind {
	switch {
	case unicode.IsLetter(r):
		return letter
	case unicode.IsDigit(r):
		return number
	case r == '+':
		return plus
	case r == '.':
		return dot
	}
	return space
}

func nextIsDigit(s string, i int) bool {
	return i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9'
}

// segments splits a statement at its brackets, which mostly say the same thing
// twice: "Attribution 4.0 International (CC BY 4.0)".
func segments(s string) [][]string {
	var all [][]string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("()[]", r) }) {
		if ws := words(part); len(ws) > 0 {
			all = append(all, ws)
		}
	}
	return all
}

// filler words add nothing to the name of a licence.
var filler = []string{"the", "a", "license", "licence", "licensed", "under", "v", "ver", "version"}

func withoutFiller(ws []string) []string {
	return slices.DeleteFunc(slices.Clone(ws), func(w string) bool { return slices.Contains(filler, w) })
}
