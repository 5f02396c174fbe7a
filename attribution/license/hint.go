package license

import (
	"fmt"
	"slices"
	"strings"

	"github.com/github/go-spdx/v2/spdxexp/spdxlicenses"

	"github.com/astraweave/fetch-assets/internal/suggest"
)

// versionsOf asks for the version of a licence that has several.
func versionsOf(name string) string {
	var ids []string
	for _, id := range spdxlicenses.GetLicenses() {
		rest, ok := strings.CutPrefix(id, name+"-")
		if ok && isNumber(rest) && !strings.Contains(strings.TrimSuffix(rest, "-only"), "-") {
			ids = append(ids, fmt.Sprintf("%q", id))
		}
	}
	slices.Reverse(ids)
	if len(ids) == 0 {
		return ""
	}
	return fmt.Sprintf("%s has several versions: write %s, whichever the work's page says", name, alternatives(ids))
}

// orGeneral is a hint for when there is no better one.
func orGeneral(hint, statement string) string {
	if hint != "" {
		return hint
	}
	if id, ok := nearest(statement, spdxlicenses.GetLicenses()); ok {
		return fmt.Sprintf("did you mean %q?", id)
	}
	return `write an SPDX id such as "CC0-1.0" or "CC-BY-4.0" (https://spdx.org/licenses), or "LicenseRef-" with a name for terms that are not on that list`
}

func alternatives(all []string) string {
	if len(all) == 1 {
		return all[0]
	}
	n := len(all) - 1
	return strings.Join(all[:n], ", ") + " or " + all[n]
}

// nearest finds the candidate that differs least from s, and not by more than
// two letters, or one in short words: more would be another licence.
func nearest(s string, candidates []string) (string, bool) {
	best := suggest.Within(s, candidates, min(2, len(s)/3))
	return best, best != ""
}
