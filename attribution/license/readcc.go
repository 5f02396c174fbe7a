package license

import "strings"

// ccVocabulary has the words of statements about Creative Commons licences.
var ccVocabulary = vocabulary{
	"creative commons": "names:cc", "creativecommons": "names:cc", "cc": "names:cc",

	"cc 0": "kind:zero", "cc zero": "kind:zero", "creative commons zero": "kind:zero", "creative commons 0": "kind:zero",
	"creative commons cc 0": "kind:zero", "creative commons cc zero": "kind:zero",
	"public domain mark": "kind:mark", "pdm": "kind:mark", "cc pdm": "kind:mark",
	"public domain": "domain:public", "public domain dedication": "domain:public",

	"by": "element:BY", "attribution": "names:cc,element:BY",
	"sa": "element:SA", "sharealike": "element:SA", "share alike": "element:SA",
	"nc": "element:NC", "noncommercial": "element:NC", "non commercial": "element:NC",
	"nd": "element:ND", "noderivatives": "element:ND", "no derivatives": "element:ND",
	"noderivs": "element:ND", "no derivs": "element:ND",
	"noderivative works": "element:ND", "no derivative works": "element:ND",
	"ccby": "names:cc,element:BY", "ccbysa": "names:cc,element:BY,element:SA",
	"ccbync": "names:cc,element:BY,element:NC", "ccbynd": "names:cc,element:BY,element:ND",
	"ccbyncsa": "names:cc,element:BY,element:NC,element:SA", "ccbyncnd": "names:cc,element:BY,element:NC,element:ND",
	"bysa": "element:BY,element:SA", "bync": "element:BY,element:NC", "bynd": "element:BY,element:ND",
	"byncsa": "element:BY,element:NC,element:SA", "byncnd": "element:BY,element:NC,element:ND",

	"universal": "scope:Universal", "generic": "scope:Generic", "unported": "scope:Unported",
	"international": "scope:International", "intl": "scope:International",

	"us": "port:US", "usa": "port:US", "united states": "port:US", "igo": "port:IGO",
	"uk": "port:UK", "england and wales": "port:UK", "england wales": "port:UK",
	"au": "port:AU", "australia": "port:AU", "de": "port:DE", "germany": "port:DE",
	"at": "port:AT", "austria": "port:AT", "nl": "port:NL", "netherlands": "port:NL",
	"fr": "port:FR", "france": "port:FR", "jp": "port:JP", "japan": "port:JP",

	"+": "suffix:+", "public license": "", "public licence": "",
	"the": "", "a": "", "license": "", "licence": "", "licensed": "", "under": "", "v": "", "ver": "", "version": "",
}

// readCC reads a statement such as "Attribution-ShareAlike 3.0 (CC BY-SA 3.0)".
// The hint explains one that means such a licence and leaves something open.
func readCC(statement string) (id, hint string) {
	f, ok := ccVocabulary.read(statement)
	switch {
	case !ok:
		return "", ""
	case f[kind] != "":
		return f.zeroOrMark(), ""
	case f[domain] != "" || f[names] == "":
		return "", ""
	case !strings.HasPrefix(f[element], "BY"):
		return "", `Creative Commons has many licences: write which one, such as "CC0-1.0" or "CC-BY-4.0"`
	case f[version] == "":
		return "", versionsOf("CC-" + f[element])
	}
	return f.creditLicence()
}

// zeroOrMark has a single version to choose from, so a missing one does no harm.
func (f facts) zeroOrMark() string {
	fits := f[element] == "" && f[port] == "" && f[suffix] == "" &&
		(f[version] == "" || f[version] == "1.0") && (f[scope] == "" || f[scope] == "Universal")
	switch {
	case !fits:
		return ""
	case f[kind] == "zero":
		return "CC0-1.0"
	}
	return "CC-PDM-1.0"
}

func (f facts) creditLicence() (id, hint string) {
	id = "CC-" + f[element] + "-" + f[version]
	if s := f[scope]; s != "" && (s != ccScopes[f[version]] || f[port] != "") {
		return "", ""
	}
	if f[port] != "" {
		id += "-" + f[port]
	}
	switch _, ok := activeID(id); {
	case !ok && f[port] == "":
		return "", versionsOf("CC-" + f[element])
	case !ok:
		return "", id + ` has no SPDX id: write "LicenseRef-` + id + `" and name it in policy.allow`
	}
	return id + f[suffix], ""
}
