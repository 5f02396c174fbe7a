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
	sums := make(map[string]Use)
	for _, w := range all {
		licenses := w.Licenses()
		if len(licenses) == 0 {
			licenses = []License{{Name: "licence unknown"}}
		}
		for _, l := range licenses {
			sums[l.ID] = Use{License: l, Works: sums[l.ID].Works + 1}
		}
	}
	return slices.SortedFunc(maps.Values(sums), func(a, b Use) int { return cmp.Compare(a.ID, b.ID) })
}
