package license

import (
	"slices"
	"strings"
)

// vocabulary maps phrases of up to four words to the facts that they state, as
// "key:value" separated by commas. A statement with any other word in it is
// not read at all, so that neither "not CC0" nor "compatible with CC BY 4.0"
// is ever taken for the licence.
type vocabulary map[string]string

// Keys of facts. Elements come from runs of words ("by nc sa") and are
// collected; every other key has one value.
const (
	element = "element"
	version = "version"
	kind    = "kind"
	scope   = "scope"
	port    = "port"
	family  = "family"
	suffix  = "suffix"
	names   = "names" // whose licence it is: the statement names the publisher
	domain  = "domain"
)

// facts are what a statement says of a licence.
type facts map[string]string

// add states a fact. It fails when that contradicts what was stated before.
func (f facts) add(key, value string) bool {
	if old, ok := f[key]; ok && old != value {
		return false
	}
	f[key] = value
	return true
}

// read collects the facts of a statement. It fails on a word that it does not
// know and on contradictions, between brackets and around them too.
func (v vocabulary) read(statement string) (facts, bool) {
	all := make(facts)
	for _, ws := range segments(statement) {
		meanings, ok := v.meanings(ws)
		if !ok || !all.addRuns(meanings) {
			return nil, false
		}
	}
	return all, true
}

// addRuns states facts in turn and each uninterrupted run of elements as one
// fact, so that "CC BY 4.0 NC" contradicts itself.
func (f facts) addRuns(meanings []string) bool {
	var run []string
	for _, m := range append(meanings, "") {
		key, value, _ := strings.Cut(m, ":")
		if key == element {
			run = append(run, value)
			continue
		}
		if len(run) > 0 && !f.add(element, canonicalElements(run)) {
			return false
		}
		run = nil
		if key != "" && !f.add(key, value) {
			return false
		}
	}
	return true
}

// canonicalElements orders elements as SPDX ids do.
func canonicalElements(run []string) string {
	slices.SortFunc(run, func(a, b string) int {
		const order = "BY NC ND SA"
		return strings.Index(order, a) - strings.Index(order, b)
	})
	return strings.Join(slices.Compact(run), "-")
}

// meanings reads words phrase by phrase, the longest phrase first.
func (v vocabulary) meanings(ws []string) ([]string, bool) {
	var all []string
	for len(ws) > 0 {
		meaning, n := v.first(ws)
		if n == 0 {
			return nil, false
		}
		if meaning != "" {
			all = append(all, strings.Split(meaning, ",")...)
		}
		ws = ws[n:]
	}
	return all, true
}

func (v vocabulary) first(ws []string) (meaning string, n int) {
	for n := min(4, len(ws)); n > 0; n-- {
		if meaning, ok := v[strings.Join(ws[:n], " ")]; ok {
			return meaning, n
		}
	}
	if isNumber(ws[0]) {
		return version + ":" + fullVersion(ws[0]), 1
	}
	return "", 0
}

func isNumber(word string) bool {
	return word[0] >= '0' && word[0] <= '9'
}

// fullVersion writes out versions that are unmistakable without their zero.
// A CC-BY 2 may be 2.0, 2.1 or 2.5; the reader finds no licence of version "2".
func fullVersion(number string) string {
	switch number {
	case "1", "3", "4":
		return number + ".0"
	}
	return number
}
