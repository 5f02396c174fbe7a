package license

// gnuVocabulary has the words of statements about licences of the GNU project.
var gnuVocabulary = vocabulary{
	"gpl": "family:GPL", "gplv": "family:GPL", "gnugpl": "family:GPL",
	"general public license": "family:GPL", "general public licence": "family:GPL",
	"lgpl": "family:LGPL", "lgplv": "family:LGPL", "lesser gpl": "family:LGPL", "library gpl": "family:LGPL",
	"lesser general public license": "family:LGPL", "lesser general public licence": "family:LGPL",
	"library general public license": "family:LGPL", "library general public licence": "family:LGPL",
	"agpl": "family:AGPL", "agplv": "family:AGPL", "affero gpl": "family:AGPL",
	"affero general public license": "family:AGPL", "affero general public licence": "family:AGPL",
	"gfdl": "family:GFDL", "gfdlv": "family:GFDL", "fdl": "family:GFDL",
	"free documentation license": "family:GFDL", "free documentation licence": "family:GFDL",

	"only": "suffix:-only", "+": "suffix:-or-later",
	"gnu": "", "the": "", "license": "", "licence": "", "licensed": "", "under": "", "v": "", "ver": "", "version": "",
}

// readGNU reads a statement such as "GNU General Public License v3 (GPLv3)". A
// version that stands alone means that version only: it is what SPDX takes the
// old ids for, and it claims no right that was not given.
func readGNU(statement string) (id, hint string) {
	f, ok := gnuVocabulary.read(statement)
	if !ok || f[family] == "" {
		return "", ""
	}
	v := f[version]
	if v == "2" {
		v = "2.0" // a 2.1 is never written so, unlike with Creative Commons
	}
	if v == "" {
		return "", versionsOf(f[family])
	}
	end := f[suffix]
	if end == "" {
		end = "-only"
	}
	id, _ = activeID(f[family] + "-" + v + end)
	return id, ""
}
