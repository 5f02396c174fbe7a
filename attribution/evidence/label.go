package evidence

import "strings"

var (
	givers  = wordSet(`licensed released available published distributed provided shared offered dedicated covered`)
	fillers = wordSet(`the a an terms of following license licence`)
	nouns   = wordSet(`license licence licenses licences`)
)

// labelled reports whether the words before token i announce a licence, as in
// "License: " and "released under the terms of the ".
func (r *reader) labelled(i int) bool {
	if i == 0 {
		return false
	}
	if r.isLabel(i - 1) {
		return true
	}
	k := i - 1
	for k > 0 && fillers[r.tokens[k].lower] && r.gap(k) == spaced {
		k--
	}
	return k > 0 && r.tokens[k].lower == "under" && r.gap(k) == spaced && givers[r.tokens[k-1].lower]
}

// isLabel reports "License:", "License =", "License -" and "License(s):".
func (r *reader) isLabel(i int) bool {
	if i < 0 || i+1 >= len(r.tokens) {
		return false
	}
	between := r.text[r.tokens[i].end:r.tokens[i+1].start]
	if !strings.ContainsAny(between, ":=") && strings.Trim(between, " ") != "-" || len(between) > 12 {
		return false
	}
	return nouns[r.tokens[i].lower] ||
		i > 0 && r.tokens[i].lower == "s" && nouns[r.tokens[i-1].lower]
}

var (
	// denials turn a statement around from a few words away.
	denials = wordSet(`not isn't aren't wasn't doesn't don't can't won't cannot never neither nor unlike incompatible compatible
		compatibility formerly previously originally whether either if unless instead rather similar than between isnt dont arent nicht`)
	// deniers do so right before it.
	deniers = wordSet(`no non without like longer anti un`)
	// duties are what a denial may refer to in place of the licence.
	duties = wordSet(`required necessary mandatory needed obligatory needs need have require requires must otherwise`)
)

const denialReach = 6 // tokens

// negated reports words before token i, in the same sentence, that say that the
// statement is not meant.
func (r *reader) negated(i int) bool {
	for k := i - 1; k >= 0 && i-k <= denialReach; k-- {
		if r.gap(k) == ended || r.isLabel(k) {
			return false
		}
		word := strings.ReplaceAll(r.tokens[k].lower, "’", "'")
		if denials[word] && !duties[r.tokens[k+1].lower] || deniers[word] && i-k <= 2 {
			return true
		}
	}
	return false
}

// questioned reports that the sentence of token i ends in a question mark.
func (r *reader) questioned(i int) bool {
	end := len(r.text)
	if i+1 < len(r.tokens) {
		end = r.tokens[i+1].start
	}
	return strings.Contains(r.text[r.tokens[i].end:end], "?")
}
