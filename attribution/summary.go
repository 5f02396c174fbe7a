package attribution

import (
	"cmp"
	"slices"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// Use is a licence with the number of works that are under it.
type Use struct {
	ID      string // SPDX id; empty for works whose licence is not known
	Name    string
	Address string // empty when none is known
	Works   int
}

// uses sums up the licences in force, sorted by id. A work under several counts
// for each of them.
func uses(all []Work) []Use {
	counts := make(map[string]int)
	for _, w := range all {
		if len(w.Terms) == 0 {
			counts[""]++
		}
		for _, t := range w.Terms {
			counts[t.String()]++
		}
	}
	var sums []Use
	for id, n := range counts {
		sums = append(sums, newUse(id, n))
	}
	slices.SortFunc(sums, func(a, b Use) int { return cmp.Compare(a.ID, b.ID) })
	return sums
}

func newUse(id string, n int) Use {
	u := Use{ID: id, Name: id, Works: n}
	e, err := license.Parse(id)
	switch {
	case err != nil:
		u.Name = "licence unknown"
	default:
		if l, ok := license.Lookup(e.Terms()[0].ID); ok {
			u.Address = l.Address
			u.Name = e.Describe(func(t license.Term) string { return term(t, style{text: plain.text, link: nameOnly}) }, "", "")
		}
	}
	return u
}

func nameOnly(name, _ string) string { return name }
