package attribution

import (
	"cmp"
	"maps"
	"slices"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// License is a licence as credits show it.
type License struct {
	ID      string // SPDX id, with what an expression adds to it; empty when it is not known
	Name    string // for people
	Address string // of the deed or the text; empty when it is not known
}

// Use is a licence with the number of works that are under it.
type Use struct {
	License
	Works int
}

// Licenses lists the licences in force, each once. It is empty when they are
// not known.
func (w Work) Licenses() []License {
	all := make([]License, len(w.Terms))
	for i, t := range w.Terms {
		all[i] = newLicense(t)
	}
	return all
}

func newLicense(t license.Term) License {
	l, _ := license.Lookup(t.ID)
	name := term(t, style{text: plain.text, link: func(name, _ string) string { return name }})
	return License{ID: t.String(), Name: name, Address: l.Address}
}

// uses sums up the licences in force, sorted by id, those of unknown works
// first. A work under several licences counts for each of them.
func uses(all []Work) []Use {
	works := make(map[license.Term]int) // thousands of works share a few licences
	unknown := 0
	for i := range all {
		for _, t := range all[i].Terms {
			works[t]++
		}
		if len(all[i].Terms) == 0 {
			unknown++
		}
	}
	sums := make(map[string]Use)
	for t, n := range works {
		l := newLicense(t)
		sums[l.ID] = Use{License: l, Works: sums[l.ID].Works + n}
	}
	if unknown > 0 {
		sums[""] = Use{License: License{Name: "licence unknown"}, Works: unknown}
	}
	return slices.SortedFunc(maps.Values(sums), func(a, b Use) int { return cmp.Compare(a.ID, b.ID) })
}
