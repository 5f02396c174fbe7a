package license

import (
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

// Choose is the alternative that a project takes of a licence with OR: the
// first that the policy's allow list passes. It is empty when the expression
// leaves no choice, when no alternative passes, and when it is no expression.
// Exceptions do not count, as they depend on the asset; see [Policy.Settle].
func Choose(expr string, p *Policy) string {
	return chosen(expr, func(e Expr) (Expr, bool) { return e.Pick(p.allows) })
}

// Settle completes the credit of an asset with what the policy decides: the
// licence in canonical form, filled in where the provider has only one, and the
// alternative taken of a licence with OR. What cannot be read stays as it is.
func (p *Policy) Settle(s Subject, today time.Time) asset.Credit {
	credit := s.Credit
	if canonical, _, ok := Repair(declaredLicense(s)); ok {
		credit.License = canonical
	}
	c := checker{policy: p, today: today, used: make([]bool, len(p.exceptions)), subject: s}
	credit.Chosen = chosen(credit.License, c.choose)
	return credit
}

func chosen(expr string, choose func(Expr) (Expr, bool)) string {
	canonical, _, ok := Repair(expr)
	if !ok {
		return ""
	}
	e, err := Parse(canonical)
	if err != nil || !e.Choice() {
		return ""
	}
	got, _ := choose(e)
	return got.String()
}
