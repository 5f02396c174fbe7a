package evidence

import (
	"slices"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// sameLicence reports whether two expressions have a licence in common.
func sameLicence(a, b string) bool {
	ea, errA := license.Parse(a)
	eb, errB := license.Parse(b)
	if errA != nil || errB != nil {
		return a == b
	}
	return slices.ContainsFunc(ea.Terms(), func(t license.Term) bool { return slices.Contains(eb.Terms(), t) })
}
