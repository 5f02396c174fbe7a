package license

import (
	"strings"
	"sync"

	"github.com/github/go-spdx/v2/spdxexp/spdxlicenses"
)

// aliases has names that people give to licences, as [words] without filler.
var aliases = map[string]string{
	"expat":                      "MIT",
	"mit no attribution":         "MIT-0",
	"apache 2":                   "Apache-2.0",
	"asl 2.0":                    "Apache-2.0",
	"apache software 2.0":        "Apache-2.0",
	"bsd 3":                      "BSD-3-Clause",
	"3 clause bsd":               "BSD-3-Clause",
	"new bsd":                    "BSD-3-Clause",
	"modified bsd":               "BSD-3-Clause",
	"revised bsd":                "BSD-3-Clause",
	"bsd 2":                      "BSD-2-Clause",
	"2 clause bsd":               "BSD-2-Clause",
	"simplified bsd":             "BSD-2-Clause",
	"bsd zero clause":            "0BSD",
	"zero clause bsd":            "0BSD",
	"bsd 0 clause":               "0BSD",
	"mpl 2":                      "MPL-2.0",
	"mozilla public 2.0":         "MPL-2.0",
	"eclipse public 2.0":         "EPL-2.0",
	"boost 1.0":                  "BSL-1.0",
	"boost software 1.0":         "BSL-1.0",
	"zlib libpng":                "Zlib",
	"sil open font 1.1":          "OFL-1.1",
	"open font 1.1":              "OFL-1.1",
	"sil ofl 1.1":                "OFL-1.1",
	"sil open font 1.1 ofl":      "OFL-1.1",
	"sil open font 1.0":          "OFL-1.0",
	"sil ofl 1.0":                "OFL-1.0",
	"wtfpl 2":                    "WTFPL",
	"wtfpl 2.0":                  "WTFPL",
	"free art 1.3":               "LAL-1.3",
	"art libre 1.3":              "LAL-1.3",
	"fal 1.3":                    "LAL-1.3",
	"free art 1.2":               "LAL-1.2",
	"art libre 1.2":              "LAL-1.2",
	"oga by 3":                   ogaBy3,
	"oga by 3.0":                 ogaBy3,
	"oga by 3.0 +":               ogaBy3, // a LicenseRef takes no plus; 3.0 is what is certain
	"ogaby 3.0":                  ogaBy3,
	"opengameart by 3.0":         ogaBy3,
	"oga by 4":                   ogaBy4,
	"oga by 4.0":                 ogaBy4,
	"oga by 4.0 +":               ogaBy4,
	"ogaby 4.0":                  ogaBy4,
	"opengameart by 4.0":         ogaBy4,
	"creative commons pddc":      "CC-PDDC",
	"polyform noncommercial 1.0": "PolyForm-Noncommercial-1.0.0",
	"creative commons public domain dedication and certification": "CC-PDDC",
	"public domain dedication and certification":                  "CC-PDDC",
}

// openQuestions has statements that name no single licence, and what to do.
var openQuestions = map[string]string{
	"public domain":       `say what put it there: write "CC0-1.0" if its author gave it away with CC0, "CC-PDM-1.0" if it is marked as free of known copyright`,
	"pd":                  `write "CC0-1.0" if its author gave it away with CC0, "CC-PDM-1.0" if it is marked as free of known copyright`,
	"oga by":              `OGA-BY has several versions: write "LicenseRef-OGA-BY-3.0" or "LicenseRef-OGA-BY-4.0", whichever the work's page says`,
	"apache":              `the Apache License has several versions: write "Apache-2.0" if that is the one`,
	"bsd":                 `there are several BSD licences: write "BSD-2-Clause" or "BSD-3-Clause", whichever the text is`,
	"mpl":                 `the Mozilla Public License has several versions: write "MPL-2.0" if that is the one`,
	"ofl":                 `the Open Font License has several versions: write "OFL-1.1" if that is the one`,
	"sil ofl":             `the Open Font License has several versions: write "OFL-1.1" if that is the one`,
	"open font":           `the Open Font License has several versions: write "OFL-1.1" if that is the one`,
	"sil open font":       `the Open Font License has several versions: write "OFL-1.1" if that is the one`,
	"free art":            `the Free Art License has several versions: write "LAL-1.3" if that is the one`,
	"fal":                 `the Free Art License has several versions: write "LAL-1.3" if that is the one`,
	"unlicensed":          `that usually means that no licence is given; the public domain dedication is "Unlicense"`,
	"all rights reserved": noLicence,
	"proprietary":         noLicence,
	"copyright":           noLicence,
	"none":                noLicence,
	"commercial":          ownTerms,
	"custom":              ownTerms,
	"royalty free":        ownTerms,
	"free":                ownTerms,
	"free to use":         ownTerms,
	"cc sampling +":       ownTerms,
	"sampling +":          ownTerms,
}

const (
	noLicence = `nobody may use the work unless its author allows it: ask the author, or use another asset`
	ownTerms  = `that is not a licence; if the seller or author has terms of their own, read them and write "LicenseRef-" with a name for them, and name that in policy.allow`
)

// readName finds a licence by its id, however it is punctuated, or by a name
// that people give it. What is in brackets has to name the same one.
func readName(statement string) (id, hint string) {
	if id, hint := readWords(words(statement)); id != "" || hint != "" {
		return id, hint
	}
	for _, ws := range segments(statement) {
		part, _ := readWords(ws)
		if part == "" || id != "" && part != id {
			return "", ""
		}
		id = part
	}
	return id, ""
}

func readWords(full []string) (id, hint string) {
	for _, ws := range [][]string{full, withoutFiller(full)} {
		name := strings.Join(ws, " ")
		if id := idsByWords()[name]; id != "" {
			return id, ""
		}
		if id := aliases[name]; id != "" {
			return id, ""
		}
		if hint := openQuestions[name]; hint != "" {
			return "", hint
		}
	}
	return "", ""
}

// idsByWords finds ids whatever stands between their words. Ids that differ in
// punctuation only are left out.
var idsByWords = sync.OnceValue(func() map[string]string {
	byWords := make(map[string]string)
	for _, id := range spdxlicenses.GetLicenses() {
		name := strings.Join(words(id), " ")
		if _, twice := byWords[name]; twice {
			byWords[name] = ""
			continue
		}
		byWords[name] = id
	}
	return byWords
})
