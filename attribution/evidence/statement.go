package evidence

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// mention is a licence that a text names.
type mention struct {
	license    string
	start, end int // in the text
	confidence Confidence
	open       bool // see Found.OpenVersion
	words      bool // recognised by words, of whatever confidence
	conflict   bool // an address that the words before it contradict
	full       bool // the text of the licence, or the notice that it prescribes
}

const (
	maxStatement = 20  // tokens of one statement
	maxAttempts  = 200 // different statements that are read in one text
	maxMentions  = 2000
)

// reader finds mentions in a text. It remembers what it has read, as credits
// say the same thing over and over.
type reader struct {
	text     string
	tokens   []token
	read     map[string]string // statement: licence, or "" for none
	attempts int
}

func newReader(text string) *reader {
	return &reader{text: text, tokens: tokenize(text), read: map[string]string{}}
}

// mentions lists what the text names. With expected, it begins where a licence
// has to be, as the value of a field named "license" does.
func (r *reader) mentions(expected bool) []mention {
	var all []mention
	for i := 0; i < len(r.tokens) && len(all) < maxMentions; {
		m, n := r.mentionAt(i, expected && i == 0)
		if n == 0 {
			i++
			continue
		}
		if m.license != "" && !r.negated(i) && !r.questioned(i+n-1) {
			all = append(all, m)
		}
		i += n
	}
	return r.joinChoices(r.withoutConflicts(all))
}

// joinChoices makes one choice of what a slash separates, as in "GPL 3.0 /
// CC-BY-SA 3.0".
func (r *reader) joinChoices(all []mention) []mention {
	var kept []mention
	for _, m := range all {
		n := len(kept) - 1
		if n < 0 || !kept[n].words || !m.words || strings.Trim(r.text[kept[n].end:m.start], " ") != "/" {
			kept = append(kept, m)
			continue
		}
		last := &kept[n]
		last.license = combine(" OR ", []string{last.license, m.license})
		last.end, last.open = m.end, last.open || m.open
		if m.confidence == Weak {
			last.confidence = Weak
		}
	}
	return kept
}

// mentionAt reads the mention that begins with a token and counts its tokens.
func (r *reader) mentionAt(i int, expected bool) (mention, int) {
	t := r.tokens[i]
	if t.address {
		return r.address(i)
	}
	if expected || r.labelled(i) {
		if m, n := r.longest(i, r.labelledEnd(i), named); n > 0 {
			return m, n
		}
	}
	if !r.anchored(i) {
		return mention{}, 0
	}
	return r.longest(i, r.statementEnd(i), func(string) bool { return true })
}

func (r *reader) address(i int) (mention, int) {
	t := r.tokens[i]
	id, ok := license.FromAddress(r.text[t.start:t.end])
	if !ok {
		return mention{}, 0
	}
	return mention{
		license: id, start: t.start, end: t.end, confidence: Strong,
		open: strings.HasSuffix(id, "-only"), conflict: r.contradicted(i, id),
	}, 1
}

// anchored reports whether a statement may begin here without being announced.
func (r *reader) anchored(i int) bool {
	word := bare(r.tokens[i].lower)
	if !anchors[word] || i > 0 && r.gap(i-1) == joined {
		return false
	}
	switch word {
	case "mit", "zlib":
		return i+1 < len(r.tokens) && nouns[r.tokens[i+1].lower]
	case "apache":
		// It is also a server, and has versions of its own.
		return i+1 < len(r.tokens) && (nouns[r.tokens[i+1].lower] || r.tokens[i+1].lower == "software" || r.gap(i) == joined)
	case "attribution", "general", "public", "open", "free", "art":
		// With another word before them they may be part of another name.
		return i == 0 || r.gap(i-1) >= broken || slices.Contains([]string{"the", "under", "a", "license", "licence"}, r.tokens[i-1].lower)
	case "gpl", "gplv":
		return i == 0 || !slices.Contains([]string{"affero", "lesser", "library"}, r.tokens[i-1].lower)
	}
	return true
}

// statementEnd is the index behind the last token that may belong to a
// statement in running text.
func (r *reader) statementEnd(i int) int {
	end := i
	for end < len(r.tokens) && end-i < maxStatement {
		t := r.tokens[end]
		if t.address && !r.isLicenceAddress(t) || !t.address && !inStatement(t) {
			break
		}
		if end++; r.gap(end-1) == ended || t.address {
			break
		}
	}
	return end
}

func (r *reader) isLicenceAddress(t token) bool {
	_, ok := license.FromAddress(r.text[t.start:t.end])
	return ok
}

// labelledEnd is the same for a statement that was announced: any word may be
// in it, but it ends with its line.
func (r *reader) labelledEnd(i int) int {
	end := i + 1
	for end < len(r.tokens) && end-i < maxStatement && r.gap(end-1) != ended &&
		!strings.Contains(r.text[r.tokens[end-1].end:r.tokens[end].start], "\n") {
		end++
	}
	return end
}

// longest reads the longest statement from i that means something, up to end.
func (r *reader) longest(i, end int, accept func(string) bool) (mention, int) {
	for n := end - i; n > 0; n-- {
		id := r.statement(i, n)
		if id == "" || !accept(id) {
			continue
		}
		if !r.endsWell(i + n) {
			return mention{}, n // it goes on with something that was not understood
		}
		first, last := r.tokens[i], r.tokens[i+n-1]
		text := r.text[first.start:last.end]
		m := mention{license: id, start: first.start, end: last.end, confidence: Weak, open: isOpen(id, text), words: !last.address}
		if last.address || text == id && strings.Contains(id, "-") {
			m.confidence = Strong
		}
		return m, n
	}
	return mention{}, 0
}

// spread sets brackets apart and drops what Markdown and HTML put around words.
var spread = strings.NewReplacer("(", " ( ", ")", " ) ", "[", " ", "]", " ", "<", " ", ">", " ", "{", " ", "}", " ",
	"|", " ", `"`, " ", "*", " ", "`", " ")

// statement is the licence that n tokens from i mean, if any.
func (r *reader) statement(i, n int) string {
	text := r.text[r.tokens[i].start:r.tokens[i+n-1].end]
	if len(text) > license.MaxLength || !worthReading(r.tokens[i:i+n]) {
		return ""
	}
	s := balance(strings.Join(strings.Fields(spread.Replace(text)), " "))
	id, ok := r.read[s]
	if ok || r.attempts >= maxAttempts {
		return id
	}
	r.attempts++
	if canonical, _, ok := license.Repair(s); ok {
		id = canonical
	}
	r.read[s] = id
	return id
}

// balance drops brackets of which one half was cut off.
func balance(s string) string {
	if strings.Count(s, "(") != strings.Count(s, ")") {
		s = strings.NewReplacer("( ", "", " )", "", "(", "", ")", "").Replace(s)
	}
	return s
}

// unversioned are the words by which a statement without any number may still
// name one licence.
var unversioned = wordSet(`zero mark mit expat isc zlib unlicense wtfpl pdm libpng ncsa hpnd x11 ftl pddc publicdomain beerware`)

// worthReading tells at little cost most statements that name no licence.
func worthReading(ts []token) bool {
	last := ts[len(ts)-1].lower
	if last == "or" || last == "and" || last == "the" || last == "under" || last == "with" {
		return false
	}
	return slices.ContainsFunc(ts, func(t token) bool {
		return t.address || unversioned[t.lower] || strings.ContainsAny(t.lower, "0123456789")
	})
}

// named accepts the licences that a label is enough for. The SPDX list has ids
// such as "Intel" and "DOC", which are more often something else.
func named(expr string) bool {
	e, err := license.Parse(expr)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(e.Terms(), func(t license.Term) bool {
		l, ok := license.Lookup(t.ID)
		return ok && len(l.Groups) == 0 && !(strings.Contains(t.ID, "-") && strings.ContainsAny(t.ID, "0123456789"))
	})
}

// endsWell reports whether a statement is over where token i begins, or goes on
// with words that would change it.
func (r *reader) endsWell(i int) bool {
	if i >= len(r.tokens) {
		return true
	}
	g := r.gap(i - 1)
	if g == ended {
		return true
	}
	t := r.tokens[i]
	if meansMore(r.tokens[i:]) || (t.lower == "or" || t.lower == "and") && r.licenceAt(i+1) {
		return false
	}
	switch g {
	case joined:
		return t.lower == "licensed" || t.lower == "license" || t.lower == "licence"
	case spaced:
		first, _ := utf8.DecodeRuneInString(r.text[t.start:t.end])
		return harmless[t.lower] || unicode.IsLower(first) && len(t.lower) > 2 || !unicode.IsLetter(first) && !isVersion(t.lower)
	}
	return true
}

var laterWords = wordSet(`any later newer higher above greater at`)

// licenceAt reports whether another licence or version seems to follow.
func (r *reader) licenceAt(i int) bool {
	if i >= len(r.tokens) {
		return false
	}
	word := r.tokens[i].lower
	return anchors[bare(word)] || isVersion(word) || isShortVersion(word) || laterWords[word]
}

func (r *reader) gap(i int) gap {
	if i+1 >= len(r.tokens) {
		return ended
	}
	return gapOf(r.text[r.tokens[i].end:r.tokens[i+1].start])
}

// isOpen says whether words name a version of a GNU licence without a word on
// later ones.
func isOpen(id, text string) bool {
	return strings.Contains(id, "-only") && !strings.Contains(strings.ToLower(text), "only")
}
