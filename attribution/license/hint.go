package license

import (
	"fmt"
	"slices"
	"strings"

	"github.com/github/go-spdx/v2/spdxexp/spdxlicenses"
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
// two letters, or one in short words.
func nearest(s string, candidates []string) (string, bool) {
	best, limit := "", min(2, len(s)/3)
	for _, c := range candidates {
		if d := distance(strings.ToLower(s), strings.ToLower(c), limit); d <= limit {
			best, limit = c, d-1
		}
	}
	return best, best != ""
}

// distance counts the letters to insert, drop, replace or swap with their
// neighbour to get from a to b. Beyond the limit it only says that it is more.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}

func differ(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
