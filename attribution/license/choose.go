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
	return understand(expr).chosen(func(e Expr) (Expr, bool) { return e.Pick(p.allows) })
}

// Settle completes the credit of an asset with what the policy decides: the
// licence in canonical form, filled in where the provider has only one, and the
// alternative taken of a licence with OR. What cannot be read stays as it is.
func (p *Policy) Settle(s Subject, today time.Time) asset.Credit {
	return p.SettleAll([]Subject{s}, today)[0]
}

// SettleAll is [Policy.Settle] for each of subjects, in order. A licence that
// many of them share is read once.
func (p *Policy) SettleAll(subjects []Subject, today time.Time) []asset.Credit {
	c := newChecker(p, today)
	credits := make([]asset.Credit, len(subjects))
	for i, s := range subjects {
		c.subject = s
		credits[i] = c.settle()
	}
	return credits
}

func (c *checker) settle() asset.Credit {
	credit := c.subject.Credit
	r := c.understand(declaredLicense(c.subject))
	if r.err == nil {
		credit.License = r.expr.String()
	}
	credit.Chosen = r.chosen(c.choose)
	return credit
}

// chosen is the alternative taken, if there is a choice.
func (r reading) chosen(choose func(Expr) (Expr, bool)) string {
	if r.err != nil || !r.expr.Choice() {
		return ""
	}
	got, _ := choose(r.expr)
	return got.String()
}
