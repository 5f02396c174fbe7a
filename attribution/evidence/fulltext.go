package evidence

import (
	"slices"
	"strings"

	"github.com/google/licensecheck"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// legalWords are in the texts of licences. A text with fewer than two of them
// is no licence by itself: reading one with licensecheck is quick, but its first
// use takes a second to prepare, which most runs can do without.
var legalWords = []string{
	"warrant", "permission", "permitted", "redistribut", "hereby", "liab", "licensor", "copyright notice",
	"terms and conditions", "merchantab", "as-is", "as is", "public domain", "unencumbered", "free software",
	"waive", "public license", "without restriction", "copyleft", "royalty-free", "commons clause", "right to sell",
	"lizenz", "haftung", "oeuvre", "auteur", "logiciel", "beer",
}

const (
	shortestText = 150  // bytes; the shortest licences are about 200
	longNotice   = 3000 // bytes; notices of game packs are shorter, most licences longer
)

func mayHoldFullText(text string) bool {
	lower := strings.ToLower(text)
	enough := 2
	switch {
	case len(text) < shortestText:
		return false
	case len(text) > longNotice && strings.Contains(lower, "licen"):
		enough = 1
	}
	for _, w := range legalWords {
		if strings.Contains(lower, w) {
			enough--
		}
		if enough == 0 {
			return true
		}
	}
	return false
}

// fullTexts lists the licences that a text holds in full, or whose customary
// notice it holds. A match without a licence marks words to leave alone.
func fullTexts(text string) []mention {
	if !mayHoldFullText(text) {
		return nil
	}
	var all []mention
	for _, m := range licensecheck.Scan([]byte(text)).Match {
		// Of a ported deed, licensecheck gives the id of the unported one.
		if m.IsURL {
			continue
		}
		id, open := fromLicensecheck(m.ID)
		all = append(all, mention{license: id, start: m.Start, end: m.End, confidence: Strong, open: open, full: true})
	}
	return withoutBareTexts(all)
}

// addenda restrict the licence that they are attached to. None has an SPDX id.
var addenda = map[string]string{
	"CommonsClause": "LicenseRef-Commons-Clause",
	"Anti996":       "LicenseRef-Anti-996",
}

func isAddendum(id string) bool {
	return id == addenda["CommonsClause"] || id == addenda["Anti996"]
}

// fromLicensecheck makes an id of the current SPDX list. The text of a GNU
// licence says nothing of later versions: that is up to the notice beside it.
func fromLicensecheck(id string) (expr string, open bool) {
	if ref, ok := addenda[id]; ok {
		return ref, false
	}
	if id == "GPL-2.0-or-3.0" {
		return "GPL-2.0-only OR GPL-3.0-only", false
	}
	if e, err := license.Parse(id); err == nil {
		return e.String(), false
	}
	expr, _, ok := license.Repair(id)
	if !ok {
		return "", false
	}
	return expr, strings.HasSuffix(expr, "-only")
}

// withoutBareTexts drops the text of a GNU licence where a notice beside it
// says which versions are meant.
func withoutBareTexts(all []mention) []mention {
	decided := func(m mention) bool {
		base := strings.TrimSuffix(m.license, "-only")
		return slices.ContainsFunc(all, func(o mention) bool {
			return !o.open && (o.license == base+"-only" || o.license == base+"-or-later")
		})
	}
	for i, m := range all {
		if m.open && decided(m) {
			all[i].license = ""
		}
	}
	return all
}

// withAddenda joins addenda to the licences that they restrict. Without any,
// they stand for themselves.
func withAddenda(all []mention) []mention {
	var refs []string
	licensed := false
	for _, m := range all {
		if isAddendum(m.license) {
			refs = append(refs, m.license)
		} else if m.license != "" {
			licensed = true
		}
	}
	if len(refs) == 0 || !licensed {
		return all
	}
	for i, m := range all {
		switch {
		case isAddendum(m.license):
			all[i].license = ""
		case m.license != "":
			all[i].license = combine(" AND ", append([]string{m.license}, refs...))
		}
	}
	return all
}

// combine joins expressions, and is empty when the result is none.
func combine(operator string, exprs []string) string {
	parts := make([]string, len(exprs))
	for i, e := range exprs {
		parts[i] = "(" + e + ")"
	}
	e, err := license.Parse(strings.Join(parts, operator))
	if err != nil {
		return ""
	}
	return e.String()
}
