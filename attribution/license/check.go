package license

import (
	"fmt"
	"strings"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

// Subject is an asset as far as its licence goes.
type Subject struct {
	Handle   string
	Provider string // canonical name
	Credit   asset.Credit
	Digests  []asset.Digest                  // of each file to download; empty ones are not known yet
	At       func(key string) asset.Position // where a key of the entry is; nil means nowhere
}

func (s Subject) at(key string) asset.Position {
	if s.At == nil {
		return asset.Position{}
	}
	return s.At(key)
}

// Check judges all assets of a manifest, in order, and then the policy's own
// exceptions. Today decides which of those have expired. An exception counts as
// unused when none of these subjects needs it, so subjects should be all of a
// project's assets.
func (p *Policy) Check(subjects []Subject, today time.Time) []asset.Finding {
	c := newChecker(p, today)
	for _, s := range subjects {
		c.subject = s
		c.check()
	}
	c.leftovers()
	return c.findings
}

// checker goes through the subjects one by one.
type checker struct {
	policy   *Policy
	today    time.Time
	used     []bool             // by exception
	read     map[string]reading // by what was declared: most assets share a few licences
	subject  Subject
	findings []asset.Finding
}

func newChecker(p *Policy, today time.Time) *checker {
	return &checker{policy: p, today: today, used: make([]bool, len(p.exceptions)), read: make(map[string]reading)}
}

// reading is what a declared licence was understood as.
type reading struct {
	expr Expr
	hint string
	err  error
}

func (c *checker) check() {
	declared := declaredLicense(c.subject)
	if isUnknown(declared) {
		c.unknown()
		return
	}
	r := c.understand(declared)
	if r.err != nil {
		c.report(RuleInvalid, "license", declared, r.err.Error(), r.hint)
		return
	}
	if r.hint != "" {
		c.report(RuleRepaired, "license", r.expr.String(),
			fmt.Sprintf("licence %q is read as %q%s", declared, r.expr, becauseDeprecated(declared)), r.hint)
	}
	c.provider(r.expr)
	chosen, ok := c.choose(r.expr)
	if !ok {
		c.denied(r.expr)
		chosen = r.expr
	}
	c.duties(chosen)
}

// declaredLicense is the licence that the entry gives or, where it gives none,
// the one that its provider publishes everything under.
func declaredLicense(s Subject) string {
	if declared := strings.TrimSpace(s.Credit.License); declared != "" {
		return declared
	}
	return ProviderLicense(s.Provider)
}

// isUnknown covers the two words with which SPDX says that it does not know.
func isUnknown(declared string) bool {
	return declared == "" || strings.EqualFold(declared, "NOASSERTION") || strings.EqualFold(declared, "NONE")
}

func (c *checker) understand(declared string) reading {
	r, ok := c.read[declared]
	if !ok {
		r = understand(declared)
		c.read[declared] = r
	}
	return r
}

func understand(declared string) reading {
	canonical, hint, ok := Repair(declared)
	if !ok {
		_, err := Parse(declared)
		return reading{err: err, hint: hint}
	}
	if hint != "" {
		hint = strings.Replace(hint, "write ", "write license = ", 1)
	}
	e, err := Parse(canonical)
	return reading{expr: e, hint: hint, err: err}
}

// choose resolves the choices of an expression: to the first alternative that
// the allow list passes or, only if there is none, one that exceptions pass.
func (c *checker) choose(e Expr) (Expr, bool) {
	if got, ok := e.Pick(c.policy.allows); ok {
		return got, true
	}
	got, ok := e.Pick(func(t Term) bool { return c.policy.allows(t) || c.exception(t, e) >= 0 })
	if !ok {
		c.use(e, e) // an exception for a part has its purpose, even if it is not enough
	}
	c.use(got, e)
	return got, ok
}

// use notes which exceptions let the terms of an expression through.
func (c *checker) use(e, whole Expr) {
	for _, t := range e.Terms() {
		if i := c.exception(t, whole); i >= 0 && !c.policy.allows(t) {
			c.used[i] = true
		}
	}
}

// exception is the index of the first one in force for a licence, -1 if none is.
func (c *checker) exception(t Term, whole Expr) int {
	for i, e := range c.policy.exceptions {
		if !e.expired(c.today) && e.covers(c.subject, t, whole.String()) && e.holds(c.subject.Digests) {
			return i
		}
	}
	return -1
}

// leftovers reports exceptions that no longer do anything.
func (c *checker) leftovers() {
	c.subject = Subject{}
	for i, e := range c.policy.exceptions {
		what := fmt.Sprintf("the exception that lets %q through for %q", e.source.License, e.asset)
		switch {
		case e.expired(c.today):
			c.reportAt(RuleExceptionOld, e.source.Pos, e.license, what+" expired on "+e.expires,
				"replace the asset, or give the exception a new date and a reason that still holds")
		case !c.used[i]:
			text, remedy := e.unused()
			c.reportAt(RuleExceptionUnused, e.source.Pos, e.license, what+text, remedy)
		}
	}
}

func (c *checker) report(rule, key, license, text, remedy string) {
	c.reportAt(rule, c.subject.at(key), license, text, remedy)
}

func (c *checker) reportAt(rule string, pos asset.Position, license, text, remedy string) {
	c.findings = append(c.findings, c.policy.Apply(asset.Finding{
		Rule: rule, Handle: c.subject.Handle, Pos: pos,
		Text: text, Remedy: remedy, License: license,
	})...)
}
