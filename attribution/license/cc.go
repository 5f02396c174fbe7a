package license

import (
	"slices"
	"strings"
	"sync"

	"github.com/github/go-spdx/v2/spdxexp/spdxlicenses"
)

const deedRoot = "https://creativecommons.org/licenses/"

// ccElements names the elements of Creative Commons licences. Until version
// 3.0 their deeds said NoDerivs, since 4.0 they say NoDerivatives.
var ccElements = map[string]string{
	"BY": "Attribution", "NC": "NonCommercial", "ND": "NoDerivatives", "SA": "ShareAlike",
}

// ccScopes names what a version without a jurisdiction calls itself.
var ccScopes = map[string]string{
	"1.0": "Generic", "2.0": "Generic", "2.5": "Generic", "3.0": "Unported", "4.0": "International",
}

// ccJurisdictions names the ports that the SPDX list has ids for.
var ccJurisdictions = map[string]string{
	"AT": "Austria", "AU": "Australia", "DE": "Germany", "FR": "France", "IGO": "IGO",
	"JP": "Japan", "NL": "Netherlands", "UK": "England and Wales", "US": "United States",
}

// ccLicenses makes the licences of Creative Commons from their ids, so that
// each that the SPDX list has, every port included, is known.
var ccLicenses = sync.OnceValue(func() []License {
	var all []License
	for _, id := range spdxlicenses.GetLicenses() {
		if l, ok := ccLicense(id); ok {
			all = append(all, l)
		}
	}
	return all
})

// ccLicense reads an id such as CC-BY-NC-SA-3.0-IGO.
func ccLicense(id string) (License, bool) {
	parts := strings.Split(id, "-")
	i := slices.IndexFunc(parts, func(s string) bool { return strings.Contains(s, ".") })
	if parts[0] != "CC" || i < 2 {
		return License{}, false
	}
	elements, version, port := parts[1:i], parts[i], strings.Join(parts[i+1:], "-")
	for _, e := range elements {
		if ccElements[e] == "" {
			return License{}, false
		}
	}
	return License{
		ID:          id,
		Name:        ccName(elements, version, port),
		Address:     ccAddress(elements, version, port),
		Groups:      ccGroups(elements),
		NeedsAuthor: slices.Contains(elements, "BY"),
		NeedsTitle:  slices.Contains(elements, "BY") && version != "4.0",
		ShareAlike:  slices.Contains(elements, "SA"),
		Changes:     true,
	}, true
}

func ccName(elements []string, version, port string) string {
	names := make([]string, len(elements))
	for i, e := range elements {
		names[i] = ccElements[e]
		if e == "ND" && version != "4.0" {
			names[i] = "NoDerivs"
		}
	}
	scope := ccScopes[version]
	if port != "" {
		scope = ccJurisdictions[port]
	}
	return "Creative Commons " + strings.Join(names, "-") + " " + version + " " + scope
}

// ccAddress is the address of the deed.
func ccAddress(elements []string, version, port string) string {
	kind := strings.ToLower(strings.Join(elements, "-"))
	if kind == "by-nc-nd" && version == "1.0" {
		kind = "by-nd-nc" // the only version that has them in this order
	}
	address := deedRoot + kind + "/" + version + "/"
	if port != "" {
		address += strings.ToLower(port) + "/"
	}
	return address
}

// ccGroups puts a licence into the group of every restriction that it has.
func ccGroups(elements []string) []string {
	var groups []string
	if slices.Contains(elements, "NC") {
		groups = append(groups, NonCommercial)
	}
	if slices.Contains(elements, "ND") {
		groups = append(groups, NoDerivatives)
	}
	if slices.Contains(elements, "SA") {
		groups = append(groups, ShareAlike)
	}
	if groups == nil {
		groups = []string{Attribution}
	}
	return groups
}
