package attribution

import (
	"strings"

	spdx "github.com/spdx/tools-golang/spdx/v2/v2_3"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// declared is what the creator offers the work under, where SPDX can say so.
func (w Work) declared() string {
	switch {
	case !w.Readable:
		return ""
	case w.Offered != "":
		return w.Offered
	}
	return w.License
}

// references lists the licences that the SPDX list does not have, in the order
// in which the works name them, those offered and not taken included.
func references(all []Work) []string {
	var found []string
	seen := map[string]bool{}
	for _, w := range all {
		e, err := license.Parse(spdxExpression(w, w.declared()))
		if err != nil {
			continue
		}
		for _, t := range e.Terms() {
			if strings.HasPrefix(t.ID, "LicenseRef-") && !seen[t.ID] {
				seen[t.ID] = true
				found = append(found, t.ID)
			}
		}
	}
	return found
}

// otherLicense tells of a licence that the SPDX list does not have. Its text is
// not in a lock, only the place where it can be read, if that is known.
func otherLicense(id string) *spdx.OtherLicense {
	l, ok := license.Lookup(id)
	if !ok || l.Address == "" {
		return &spdx.OtherLicense{LicenseIdentifier: id, LicenseName: noAssertion, ExtractedText: "The text of " + id + " is kept by the project that uses it."}
	}
	return &spdx.OtherLicense{
		LicenseIdentifier:      id,
		LicenseName:            l.Name,
		ExtractedText:          l.Name + ". Its text is at " + l.Address,
		LicenseCrossReferences: []string{l.Address},
	}
}
