package license

import (
	"fmt"
	"strings"
)

// denied explains why an expression does not pass, part by part, and what could
// be done about it.
func (c *checker) denied(e Expr) {
	var whys, remedies []string
	for _, t := range c.refused(e) {
		whys = append(whys, c.policy.why(t))
		why, remedy := c.lapsed(t, e)
		whys, remedies = append(whys, why...), append(remedies, remedy...)
	}
	name := fmt.Sprintf("%q", e)
	remedies = append(remedies, fmt.Sprintf("use another asset; or, if the project may use this one, add %s to policy.allow, "+
		"or let it through alone with [[policy.exceptions]] asset = %q, license = %s, reason = \"...\"",
		c.lacking(e), c.subject.Handle, name))
	c.report(RuleDenied, "license", e.String(),
		"licence "+name+" is not allowed: "+strings.Join(whys, "; "), strings.Join(remedies, "; or "))
}

// refused are the licences of an expression that neither the allow list nor an
// exception lets through.
func (c *checker) refused(e Expr) []Term {
	var terms []Term
	for _, t := range e.Terms() {
		if !c.policy.allows(t) && c.exception(t, e) < 0 {
			terms = append(terms, t)
		}
	}
	return terms
}

// lacking lists what the allow list would need for an expression to pass.
func (c *checker) lacking(e Expr) string {
	var ids []string
	for _, t := range c.refused(e) {
		ids = append(ids, fmt.Sprintf("%q", Term{ID: t.ID, Exception: t.Exception}))
	}
	if e.op == opOr {
		return alternatives(ids)
	}
	return strings.Join(ids, " and ")
}

// why names the entry of the policy that is missing.
func (p *Policy) why(t Term) string {
	list := "policy.allow" + in(p.listed)
	if p.isDefault {
		list += " (by default " + strings.Join(DefaultAllow(), ", ") + ")"
	}
	l, _ := Lookup(t.ID)
	var missing []string
	for _, g := range l.Groups {
		if !p.groups[g] {
			missing = append(missing, g)
		}
	}
	switch {
	case len(missing) == 0:
		return fmt.Sprintf("no entry of %s names %s", list, t)
	case len(missing) < len(l.Groups):
		return fmt.Sprintf("%s is in the groups %s, and no entry of %s names it or %s", t, strings.Join(l.Groups, " and "), list, missing[0])
	}
	return fmt.Sprintf("no entry of %s names %s or its group %s", list, t, strings.Join(missing, " and "))
}

// lapsed says which exceptions would let a licence through if they still held.
func (c *checker) lapsed(t Term, whole Expr) (whys, remedies []string) {
	for _, e := range c.policy.exceptions {
		if !e.covers(c.subject, t, whole.String()) {
			continue
		}
		why, remedy := c.lapse(e)
		whys = append(whys, "the exception"+in(e.source.Pos)+" "+why)
		if remedy != "" {
			remedies = append(remedies, remedy)
		}
	}
	return whys, remedies
}

// lapse is why an exception that covers the asset and its licence does not hold.
func (c *checker) lapse(e exception) (why, remedy string) {
	files := c.subject.Digests
	bound := "is for the file with the SHA-256 " + e.digest.Short() + "..."
	switch {
	case e.expired(c.today):
		return "expired on " + e.expires, ""
	case len(files) > 1:
		return fmt.Sprintf("is for one file, and the asset has %d", len(files)), ""
	case len(files) == 0 || files[0] == "":
		return bound + ", and the asset's is not known yet",
			fmt.Sprintf("write sha256 = %q for the asset, so that no other file is let in", e.digest.Hex())
	}
	return fmt.Sprintf("%s, and the asset's has %s...", bound, files[0].Short()), ""
}
