package evidence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or an address in a text.
type token struct {
	lower      string
	start, end int  // in the text
	address    bool // an address or the name of a file, whose words mean nothing
}

// maxTokens bounds the memory that a text may take: a text of a million bytes
// that is not hostile has fewer.
const maxTokens = 1 << 18

// tokenize takes a text apart. Hyphens, slashes and the like separate words, a
// full stop does not when digits surround it, and a plus sign stays at its word.
func tokenize(text string) []token {
	var all []token
	for i := 0; len(all) < maxTokens; {
		start := i + wordStart(text[i:])
		if start >= len(text) {
			break
		}
		chunk := chunkAt(text[start:])
		i = start + len(chunk)
		if isAddress(chunk) {
			all = append(all, token{strings.ToLower(chunk), start, i, true})
			continue
		}
		all = appendWords(all, chunk, start)
	}
	return all
}

// wordStart is the index of the first letter or digit, or the length.
func wordStart(s string) int {
	if i := strings.IndexFunc(s, isWordRune); i >= 0 {
		return i
	}
	return len(s)
}

// chunkAt is what s begins with up to space, brackets or quotes, without the
// punctuation at its end. An address within it begins a chunk of its own.
func chunkAt(s string) string {
	if i := strings.IndexFunc(s, endsChunk); i >= 0 {
		s = s[:i]
	}
	if i := schemeAt(s); i > 0 {
		s = s[:i]
	}
	_, first := utf8.DecodeRuneInString(s)
	return s[:first] + strings.TrimRight(s[first:], `.:!?-_/=~*#'…`+"’")
}

// schemeAt is the index of "http://" or "https://" in a chunk, or -1.
func schemeAt(s string) int {
	i := strings.Index(s, "://")
	if i < 0 {
		return -1
	}
	for _, scheme := range []string{"https", "http"} {
		if n := i - len(scheme); n >= 0 && strings.EqualFold(s[n:i], scheme) {
			return n
		}
	}
	return 0
}

func endsChunk(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("()[]{}<>\"|,;*`•“”„«»\\", r)
}

// isAddress tells addresses and names of files from words and versions: they
// have a dot before two letters or more.
func isAddress(chunk string) bool {
	if strings.Contains(chunk, "://") || strings.Contains(chunk, "@") {
		return true
	}
	for i := 1; i+2 < len(chunk); i++ {
		if chunk[i] == '.' && isASCIILetter(chunk[i+1]) && isASCIILetter(chunk[i+2]) && chunk[i-1] != '.' {
			return true
		}
	}
	return false
}

func isASCIILetter(b byte) bool {
	return b|0x20 >= 'a' && b|0x20 <= 'z'
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// appendWords splits a chunk that is no address.
func appendWords(all []token, chunk string, offset int) []token {
	for i := 0; i < len(chunk); {
		start := i + wordStart(chunk[i:])
		if start >= len(chunk) {
			break
		}
		i = start + wordLength(chunk[start:])
		all = append(all, token{strings.ToLower(chunk[start:i]), offset + start, offset + i, false})
	}
	return all
}

func wordLength(s string) int {
	last := rune(0)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		next, _ := utf8.DecodeRuneInString(s[i+n:])
		inside := isWordRune(r) ||
			r == '+' && !isWordRune(next) ||
			r == '.' && unicode.IsDigit(last) && unicode.IsDigit(next) ||
			(r == '\'' || r == '’') && unicode.IsLetter(last) && unicode.IsLetter(next)
		if !inside {
			return i
		}
		last, i = r, i+n
	}
	return len(s)
}
