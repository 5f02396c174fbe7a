package evidence

import "strings"

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// statementWords are the words that names of licences are made of. A statement
// in running text goes on as long as they do; what it then means, if anything,
// package license decides.
var statementWords = wordSet(`
	cc ccby ccbysa ccbync ccbynd ccbyncsa ccbyncnd creative creativecommons commons by sa nc nd bysa bync bynd byncsa byncnd
	attribution share alike sharealike non commercial noncommercial no derivs noderivs derivatives noderivatives derivative
	noderivative works zero public domain dedication mark pdm universal generic unported international intl
	license licence licensed under the v ver version
	us usa united states igo uk england and wales au australia de germany at austria nl netherlands fr france jp japan
	gnu gpl gplv lgpl lgplv agpl agplv gfdl gfdlv fdl general lesser library affero free documentation only or any later newer higher above greater
	mit expat apache software bsd clause new modified revised simplified zlib libpng boost mozilla mpl eclipse isc
	sil ofl open font oga ogaby opengameart art libre fal lal wtfpl unlicense`)

// modifiers change the licence that they follow.
var modifiers = wordSet(`
	nc nd sa bysa bync bynd noncommercial sharealike noderivs noderivatives only igo port ported plus like style compatible equivalent
	before until previously formerly`)

// modifierPairs do so in two words.
var modifierPairs = wordSet(`non-commercial no-derivs no-derivatives no-derivative share-alike`)

// harmless words may follow a licence after mere space without being part of it.
var harmless = wordSet(`
	license licence licenses licences licensed text deed see by for from with to as is are was were on in at it this that
	https http you your we our my credits credit created made copyright c author authors source title file files
	© asset assets pack art music sound sounds work works and or but also which where`)

// anchors are the words that a statement in running text may begin with.
var anchors = wordSet(`
	cc ccby ccbysa ccbync ccbynd ccbyncsa ccbyncnd creative creativecommons attribution public pdm gnu gpl gplv lgpl lgplv
	agpl agplv gfdl gfdlv general lesser library affero sil ofl open oga ogaby opengameart free art mit apache bsd zlib
	mozilla mpl boost wtfpl fal`)

// bare is a word without the version that is written at its end: "cc0" is "cc".
func bare(word string) string {
	return strings.TrimRight(word, "0123456789.+")
}

func isVersion(word string) bool {
	return word != "" && word[0] >= '0' && word[0] <= '9' && bare(word) == ""
}

// isShortVersion reports a version such as "v3".
func isShortVersion(word string) bool {
	rest, ok := strings.CutPrefix(word, "v")
	return ok && isVersion(rest)
}

func inStatement(t token) bool {
	word := bare(t.lower)
	return word == "" && len(t.lower) <= 4 || statementWords[word]
}

// meansMore reports words that would make another licence of one before them.
func meansMore(ts []token) bool {
	t := ts[0]
	if modifiers[t.lower] || isVersion(t.lower) && strings.Contains(t.lower, ".") || isShortVersion(t.lower) {
		return true
	}
	return len(ts) > 1 && modifierPairs[t.lower+"-"+ts[1].lower]
}
