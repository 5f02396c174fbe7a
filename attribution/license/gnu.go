package license

import (
	"strings"

	"github.com/github/go-spdx/v2/spdxexp/spdxlicenses"
)

var gnuFamilies = map[string]string{
	"GPL":  "GNU General Public License",
	"LGPL": "GNU Lesser General Public License",
	"AGPL": "GNU Affero General Public License",
	"GFDL": "GNU Free Documentation License",
}

// gnuLicenses makes the licences of the GNU project from their ids.
func gnuLicenses() []License {
	var all []License
	for _, id := range spdxlicenses.GetLicenses() {
		family, rest, _ := strings.Cut(id, "-")
		if gnuFamilies[family] == "" || !strings.Contains(rest, "-") {
			continue
		}
		version, suffix, _ := strings.Cut(rest, "-")
		all = append(all, License{
			ID:          id,
			Name:        gnuName(family, version, suffix),
			Address:     gnuAddress(family, version, id),
			Groups:      []string{CopyleftCode},
			NeedsNotice: true,
			ShareAlike:  true,
			Changes:     true,
		})
	}
	return all
}

func gnuName(family, version, suffix string) string {
	name := gnuFamilies[family]
	switch {
	case family == "LGPL" && version == "2.0":
		name = "GNU Library General Public License"
	case family == "AGPL" && version == "1.0":
		name = "Affero General Public License" // not of the GNU project yet
	}
	kind := strings.NewReplacer("or-later", "or later", "no-invariants-", "(no invariant sections) ",
		"invariants-", "(with invariant sections) ").Replace(suffix)
	return name + " v" + version + " " + kind
}

func gnuAddress(family, version, id string) string {
	const root = "https://www.gnu.org/licenses/"
	page := strings.TrimPrefix(strings.ToLower(family), "g") + "-" + version + ".html"
	if family == "GPL" {
		page = "g" + page
	}
	switch {
	case family == "AGPL" && version == "1.0":
		return spdxAddress(id)
	case version == "3.0" || version == "1.3":
		return root + page
	}
	return root + "old-licenses/" + page
}
