package evidence

import (
	"path"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// Outcome says how evidence relates to a declaration.
type Outcome string

// Outcomes of [Compare].
const (
	None           Outcome = "none"            // there is no evidence
	MorePermissive Outcome = "more-permissive" // the file asks for less than is declared: safe, and worth a note
	Match          Outcome = "match"           // the file confirms what is declared
	Mismatch       Outcome = "mismatch"        // the file names a stricter or a different licence
)

// Verdict is what evidence says of a declaration.
type Verdict struct {
	Outcome Outcome
	Found   Found // what decided; zero with None
}

// Compare holds a declared licence against what was found in the files of one
// asset. Any mismatch outweighs any number of matches: a pack under CC0 with a
// font under OFL in it has to be declared as both, "CC0-1.0 AND OFL-1.1". Each
// licence of a declaration with AND or OR may be found alone.
//
// Words in a read-me file do not count against a declaration that something
// surer confirms, as they are often about other works. A declaration that is
// empty or cannot be read gives None.
func Compare(declared string, found []Found) Verdict {
	canonical, _, ok := license.Repair(declared)
	if !ok {
		return Verdict{Outcome: None}
	}
	e, err := license.Parse(canonical)
	if err != nil {
		return Verdict{Outcome: None}
	}
	confirmed := slices.ContainsFunc(found, func(f Found) bool {
		return f.Confidence == Strong && outcome(e, f) == Match
	})
	best := Verdict{Outcome: None}
	for _, f := range found {
		o := outcome(e, f)
		if o == Mismatch && confirmed && f.Confidence == Weak && inReadMe(f) {
			continue
		}
		if decides(o, f, best) {
			best = Verdict{o, f}
		}
	}
	return best
}

// gravity orders outcomes by what a person has to know first.
var gravity = map[Outcome]int{None: 0, MorePermissive: 1, Match: 2, Mismatch: 3}

func decides(o Outcome, f Found, best Verdict) bool {
	if o != best.Outcome {
		return gravity[o] > gravity[best.Outcome]
	}
	return f.Confidence == Strong && best.Found.Confidence == Weak
}

func inReadMe(f Found) bool {
	name := f.Where[strings.LastIndexByte(f.Where, '!')+1:]
	return f.Field == "" && strings.HasPrefix(strings.ToLower(path.Base(name)), "read")
}

// outcome compares a declaration with one finding. Of a finding with a choice
// the best alternative counts, of one without each licence.
func outcome(declared license.Expr, f Found) Outcome {
	e, err := license.Parse(f.License)
	if err != nil {
		return None
	}
	total := None
	for _, t := range e.Terms() {
		o := bestOutcome(declared, t, f.OpenVersion)
		switch {
		case total == None:
			total = o
		case e.Choice():
			total = better(total, o)
		default:
			total = worse(total, o)
		}
	}
	return total
}

func bestOutcome(declared license.Expr, t license.Term, open bool) Outcome {
	best := Mismatch
	for _, d := range declared.Terms() {
		best = better(best, compareTerms(d, t, open))
	}
	return best
}

// quality orders outcomes by how well they bear a declaration out.
var quality = map[Outcome]int{Mismatch: 0, MorePermissive: 1, Match: 2}

func better(a, b Outcome) Outcome {
	if quality[a] > quality[b] {
		return a
	}
	return b
}

func worse(a, b Outcome) Outcome {
	if better(a, b) == a {
		return b
	}
	return a
}
