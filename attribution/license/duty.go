package license

import (
	"fmt"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// single holds the providers that publish everything under one licence, with
// the pages that say so.
var single = map[string]struct{ name, license, page string }{
	"kenney":    {"Kenney", "CC0-1.0", "https://kenney.nl/support"},
	"polyhaven": {"Poly Haven", "CC0-1.0", "https://polyhaven.com/license"},
}

// ProviderLicense is the licence that a provider publishes everything under,
// and empty for providers with assets under many.
func ProviderLicense(provider string) string {
	return single[provider].license
}

func (c *checker) unknown() {
	remedy := "look it up where the asset comes from"
	if page := c.subject.Credit.SourceURL; page != "" {
		remedy = fmt.Sprintf("look it up on %q", page)
	}
	c.report(RuleUnknown, "license", "", "no licence is given, and without one nobody may use the asset",
		remedy+` and write license = "..." with its SPDX id; if the page says nothing, ask the author or use another asset`)
}

// provider holds a declaration against the licence of everything that the
// provider has.
func (c *checker) provider(e Expr) {
	p, ok := single[c.subject.Provider]
	if !ok || e.String() == p.license {
		return
	}
	c.report(RuleProvider, "license", e.String(),
		fmt.Sprintf("licence %q is given, but %s publishes everything under %s (%s)", e, p.name, p.license, p.page),
		fmt.Sprintf(`write license = %q or leave it out; if the asset is not %s's own, write provider = "url"`, p.license, p.name))
}

// duties reports what the licences in force ask for and the entry lacks, each
// duty once.
func (c *checker) duties(e Expr) {
	credit := c.subject.Credit
	for _, d := range []struct {
		rule, key, asks, remedy string
		missing                 bool
		needs                   func(License) bool
	}{
		{RuleAuthor, "author", "the name of the author", `write author = "..." as the work's page names them`,
			noAuthor(credit), func(l License) bool { return l.NeedsAuthor }},
		{RuleTitle, "title", "the title of the work", `write title = "..." as the work's page has it`,
			credit.Title == "", func(l License) bool { return l.NeedsTitle }},
		{RuleSource, "source_url", "a link to the work", `write source_url = "https://..." with the work's page`,
			credit.SourceURL == "", func(l License) bool { return l.NeedsAuthor }},
		{RuleNotice, "notice", "its copyright notice on every copy", `write notice = "Copyright (c) <year> <name>" as the licence file has it`,
			credit.Notice == "", func(l License) bool { return l.NeedsNotice }},
	} {
		if l, ok := first(e, d.needs); ok && d.missing {
			c.report(d.rule, d.key, l.ID, fmt.Sprintf("licence %q asks for %s, and none is given", l.ID, d.asks), d.remedy)
		}
	}
	if l, ok := first(e, func(l License) bool { return l.ShareAlike }); ok {
		c.report(RuleShareAlike, "license", l.ID, fmt.Sprintf("licence %q is share-alike", l.ID),
			"nothing to do as long as the asset is used unchanged; what is made from it has to be passed on under the same licence")
	}
}

func noAuthor(credit asset.Credit) bool {
	for _, a := range credit.Authors {
		if strings.TrimSpace(a.Name) != "" {
			return false
		}
	}
	return true
}

// first finds the first licence of an expression that has a property.
func first(e Expr, has func(License) bool) (License, bool) {
	for _, t := range e.Terms() {
		if l, ok := Lookup(t.ID); ok && has(l) {
			return l, true
		}
	}
	return License{}, false
}
