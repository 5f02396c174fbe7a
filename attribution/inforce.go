package attribution

import (
	"slices"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// terms is what an asset's credit says of its licence.
type terms struct{ license, chosen string }

// inForce is what the licence of a [Work] comes to; see its fields.
type inForce struct {
	license, offered   string
	readable, courtesy bool
	expr               license.Expr
}

func readTerms(t terms) inForce {
	as := inForce{license: Clean(t.license)}
	canonical, _, ok := license.Repair(t.license)
	if !ok {
		return as
	}
	e, err := license.Parse(canonical)
	if err != nil {
		return as
	}
	if chosen, ok := choice(e, t.chosen); ok {
		e, as.offered = chosen, canonical
	}
	as.expr, as.readable, as.license = e, true, e.String()
	as.courtesy = !slices.ContainsFunc(e.Terms(), func(t license.Term) bool {
		l, ok := license.Lookup(t.ID)
		return !ok || !l.Courtesy()
	})
	return as
}

// choice reads the alternative taken, which counts only if it was on offer.
func choice(offered license.Expr, chosen string) (license.Expr, bool) {
	e, err := license.Parse(chosen)
	if err != nil || !offered.Choice() {
		return license.Expr{}, false
	}
	terms := e.Terms()
	got, ok := offered.Pick(func(t license.Term) bool { return slices.Contains(terms, t) })
	return got, ok && got.String() == e.String()
}
