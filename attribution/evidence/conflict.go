package evidence

import (
	"slices"
	"strings"
)

// elementWords are the words that name an element of a Creative Commons
// licence. "Attribution" is in all of them.
var elementWords = map[string]string{
	"nc": "NC", "noncommercial": "NC", "nd": "ND", "noderivs": "ND", "noderivatives": "ND",
	"sa": "SA", "sharealike": "SA", "bysa": "SA", "ccbysa": "SA", "ccbync": "NC", "ccbynd": "ND",
	"ccbyncsa": "NC", "ccbyncnd": "NC",
}

// contradicted reports that the words right before an address name an element
// that its licence lacks, so that one of the two is wrong.
func (r *reader) contradicted(i int, id string) bool {
	if !strings.HasPrefix(id, "CC") {
		return false
	}
	for k := i - 1; k >= 0 && i-k <= 8 && r.gap(k) != ended && !r.tokens[k].address; k-- {
		element := elementWords[r.tokens[k].lower]
		if element == "" && k > 0 && r.tokens[k-1].lower == "non" && r.tokens[k].lower == "commercial" {
			element = "NC"
		}
		if element != "" && !slices.Contains(strings.Split(id, "-"), element) {
			return true
		}
	}
	return false
}

// conflictReach is how far apart, in bytes, the words and the address of one
// statement may be.
const conflictReach = 24

// withoutConflicts drops words that are followed by the address of another
// licence, and that address: one of them is wrong, and nobody knows which.
func (r *reader) withoutConflicts(all []mention) []mention {
	drop := make([]bool, len(all))
	for i, m := range all {
		drop[i] = drop[i] || m.conflict
		if i > 0 && r.conflict(all[i-1], m) {
			drop[i-1], drop[i] = true, true
		}
	}
	kept := all[:0:0]
	for i, m := range all {
		if !drop[i] {
			kept = append(kept, m)
		}
	}
	return kept
}

// conflict reports that words and the address right behind them disagree.
func (r *reader) conflict(words, address mention) bool {
	between := r.text[words.end:address.start]
	return words.words && !address.words && len(between) <= conflictReach && gapOf(between) != ended &&
		(address.conflict || !sameLicence(words.license, address.license))
}
