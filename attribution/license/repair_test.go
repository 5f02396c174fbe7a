package license

import (
	"strings"
	"testing"
)

// statements are what people and sites write, with the expression that each
// stands for. None means that it has to stay unread.
var statements = []struct{ name, statement, want string }{
	// As SPDX writes them.
	{"canonical", "CC-BY-4.0", "CC-BY-4.0"},
	{"canonical choice", "CC-BY-4.0 OR OFL-1.1", "CC-BY-4.0 OR OFL-1.1"},
	{"canonical reference", "LicenseRef-Store-EULA", "LicenseRef-Store-EULA"},
	{"lower case", "cc-by-sa-3.0", "CC-BY-SA-3.0"},
	{"upper case", "CC0-1.0", "CC0-1.0"},
	{"lower case operators", "mit or cc0-1.0", "MIT OR CC0-1.0"},

	// Creative Commons, abbreviated.
	{"spaces", "CC BY 4.0", "CC-BY-4.0"},
	{"space before the version", "CC-BY 3.0", "CC-BY-3.0"},
	{"underscores", "CC_BY_SA_4.0", "CC-BY-SA-4.0"},
	{"slash", "CC-BY/4.0", "CC-BY-4.0"},
	{"en dashes", "CC–BY–SA–3.0", "CC-BY-SA-3.0"},
	{"no-break space", "CC\u00a0BY\u00a04.0", "CC-BY-4.0"},
	{"v before the version", "CC-BY v3.0", "CC-BY-3.0"},
	{"version word", "CC BY version 4.0", "CC-BY-4.0"},
	{"glued", "CCBY4.0", "CC-BY-4.0"},
	{"glued share-alike", "CCBYSA 3.0", "CC-BY-SA-3.0"},
	{"version before the elements", "CC 4.0 BY-SA", "CC-BY-SA-4.0"},
	{"short version 3", "CC-BY-3", "CC-BY-3.0"},
	{"short version 4", "CC BY-NC 4", "CC-BY-NC-4.0"},
	{"order of elements", "CC-BY-SA-NC 4.0", "CC-BY-NC-SA-4.0"},
	{"no derivatives", "CC BY-ND 4.0", "CC-BY-ND-4.0"},
	{"non-commercial, no derivatives", "CC BY-NC-ND 3.0", "CC-BY-NC-ND-3.0"},
	{"old order", "CC BY-ND-NC 1.0", "CC-BY-NC-ND-1.0"},
	{"or later", "CC-BY-SA 3.0 or later", "CC-BY-SA-3.0+"},
	{"plus", "CC-BY-SA 3.0+", "CC-BY-SA-3.0+"},
	{"port", "CC BY 3.0 US", "CC-BY-3.0-US"},
	{"labelled", "License: CC-BY 4.0", "CC-BY-4.0"},
	{"SPDX tag", "SPDX-License-Identifier: CC-BY-4.0", "CC-BY-4.0"},
	{"quoted", `"CC BY 4.0"`, "CC-BY-4.0"},
	{"full stop", "CC BY 4.0.", "CC-BY-4.0"},
	{"licensed under", "Licensed under CC BY-SA 4.0", "CC-BY-SA-4.0"},

	// Creative Commons, in full.
	{"name 4.0", "Creative Commons Attribution 4.0 International", "CC-BY-4.0"},
	{"name with v", "Creative Commons Attribution v4.0 International", "CC-BY-4.0"},
	{"name 4.0 in legal code", "Creative Commons Attribution-ShareAlike 4.0 International Public License", "CC-BY-SA-4.0"},
	{"name 3.0", "Creative Commons Attribution 3.0 Unported License", "CC-BY-3.0"},
	{"name 2.5", "Creative Commons Attribution-Share Alike 2.5 Generic", "CC-BY-SA-2.5"},
	{"name 2.0 non-commercial", "Attribution-NonCommercial 2.0 Generic", "CC-BY-NC-2.0"},
	{"SPDX name", "Creative Commons Attribution Non Commercial No Derivatives 4.0 International", "CC-BY-NC-ND-4.0"},
	{"deed title", "Attribution 4.0 International (CC BY 4.0)", "CC-BY-4.0"},
	{"deed title 3.0", "Attribution-NoDerivs 3.0 Unported (CC BY-ND 3.0)", "CC-BY-ND-3.0"},
	{"twice without brackets", "Creative Commons Attribution 4.0 International, CC BY 4.0", "CC-BY-4.0"},
	{"port in full", "Creative Commons Attribution 3.0 United States License", "CC-BY-3.0-US"},
	{"port England", "Attribution-ShareAlike 2.0 England and Wales", "CC-BY-SA-2.0-UK"},
	{"port IGO", "Attribution 3.0 IGO", "CC-BY-3.0-IGO"},
	{"old style", "Creative Commons Attribution-NonCommercial-NoDerivs 3.0", "CC-BY-NC-ND-3.0"},
	{"sentence", "This work is licensed under a Creative Commons Attribution 4.0 International License.", "CC-BY-4.0"},
	{"sentence with address", "This work is licensed under a Creative Commons Attribution 3.0 Unported License. https://creativecommons.org/licenses/by/3.0/", "CC-BY-3.0"},

	// Public domain.
	{"cc0", "cc0", "CC0-1.0"},
	{"CC0 1.0", "CC0 1.0", "CC0-1.0"},
	{"CC-0", "CC-0", "CC0-1.0"},
	{"CC Zero", "CC Zero", "CC0-1.0"},
	{"Creative Commons Zero", "Creative Commons Zero v1.0 Universal", "CC0-1.0"},
	{"with both names", "(Creative Commons Zero, CC0)", "CC0-1.0"},
	{"CC0 Public Domain", "CC0 Public Domain", "CC0-1.0"},
	{"Public Domain (CC0)", "Public Domain (CC0)", "CC0-1.0"},
	{"CC0 deed title", "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0-1.0"},
	{"mark", "Public Domain Mark 1.0", "CC-PDM-1.0"},
	{"mark, short", "PDM 1.0", "CC-PDM-1.0"},
	{"old dedication", "Public Domain Dedication and Certification", "CC-PDDC"},
	{"The Unlicense", "The Unlicense", "Unlicense"},

	// Addresses.
	{"deed", "https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"},
	{"deed http", "http://creativecommons.org/licenses/by/3.0/", "CC-BY-3.0"},
	{"deed without slash", "https://creativecommons.org/licenses/by-sa/4.0", "CC-BY-SA-4.0"},
	{"deed without scheme", "creativecommons.org/licenses/by/2.5/", "CC-BY-2.5"},
	{"deed with www", "https://www.creativecommons.org/licenses/by-nc/4.0/", "CC-BY-NC-4.0"},
	{"deed.en", "https://creativecommons.org/licenses/by/4.0/deed.en", "CC-BY-4.0"},
	{"deed.zh-hans", "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.zh-hans", "CC-BY-NC-SA-4.0"},
	{"legal code", "https://creativecommons.org/licenses/by-nd/4.0/legalcode", "CC-BY-ND-4.0"},
	{"legalcode.de", "https://creativecommons.org/licenses/by/4.0/legalcode.de", "CC-BY-4.0"},
	{"legalcode.txt", "https://creativecommons.org/publicdomain/zero/1.0/legalcode.txt", "CC0-1.0"},
	{"ported deed", "http://creativecommons.org/licenses/by/3.0/us/", "CC-BY-3.0-US"},
	{"ported deed in a language", "https://creativecommons.org/licenses/by-sa/3.0/de/deed.en", "CC-BY-SA-3.0-DE"},
	{"old order in address", "https://creativecommons.org/licenses/by-nd-nc/1.0/", "CC-BY-NC-ND-1.0"},
	{"zero deed", "http://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"},
	{"mark deed", "https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"},
	{"dedication deed", "https://creativecommons.org/licenses/publicdomain/", "CC-PDDC"},
	{"query and fragment", "https://creativecommons.org/licenses/by/4.0/?ref=chooser-v1#ref", "CC-BY-4.0"},
	{"address in brackets", "CC-BY (https://creativecommons.org/licenses/by/3.0/)", "CC-BY-3.0"},
	{"address in angle brackets", "<https://creativecommons.org/licenses/by/3.0/>", "CC-BY-3.0"},
	{"SPDX page", "https://spdx.org/licenses/CC-BY-4.0.html", "CC-BY-4.0"},
	{"OFL page", "https://scripts.sil.org/OFL", "OFL-1.1"},
	{"new OFL page", "https://openfontlicense.org", "OFL-1.1"},
	{"GPL page", "https://www.gnu.org/licenses/gpl-3.0.en.html", "GPL-3.0-only"},
	{"old GPL page", "http://www.gnu.org/licenses/old-licenses/gpl-2.0.txt", "GPL-2.0-only"},
	{"OGA-BY text", "http://static.opengameart.org/OGA-BY-3.0.txt", "LicenseRef-OGA-BY-3.0"},

	// OpenGameArt's names.
	{"OGA-BY 3.0", "OGA-BY 3.0", "LicenseRef-OGA-BY-3.0"},
	{"OGA-BY-4.0", "OGA-BY-4.0", "LicenseRef-OGA-BY-4.0"},
	{"OGA-BY 3.0+", "OGA-BY 3.0+", "LicenseRef-OGA-BY-3.0"},
	{"OGA GPL", "GPL 3.0", "GPL-3.0-only"},
	{"OGA LGPL", "LGPL 2.1", "LGPL-2.1-only"},
	{"OGA list", "CC-BY 3.0, GPL 2.0, or GPL 3.0", "CC-BY-3.0 OR GPL-2.0-only OR GPL-3.0-only"},
	{"OGA list without last comma", "CC-BY-SA 3.0, OGA-BY 3.0 or GPL 3.0", "CC-BY-SA-3.0 OR LicenseRef-OGA-BY-3.0 OR GPL-3.0-only"},

	// GNU.
	{"deprecated GPL-3.0", "GPL-3.0", "GPL-3.0-only"},
	{"deprecated GPL-2.0+", "GPL-2.0+", "GPL-2.0-or-later"},
	{"deprecated exception", "GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"},
	{"GPLv3", "GPLv3", "GPL-3.0-only"},
	{"GPLv3+", "GPLv3+", "GPL-3.0-or-later"},
	{"GPL v2", "GPL v2", "GPL-2.0-only"},
	{"GPL 2 or later", "GPL 2 or later", "GPL-2.0-or-later"},
	{"GPL any later", "GNU GPL version 3 or (at your option) any later version", "GPL-3.0-or-later"},
	{"GPL only", "GPLv2 only", "GPL-2.0-only"},
	{"GPL in full", "GNU General Public License v3.0", "GPL-3.0-only"},
	{"GPL in full twice", "GNU General Public License v3.0 (GPLv3)", "GPL-3.0-only"},
	{"LGPL in full", "GNU Lesser General Public License version 2.1", "LGPL-2.1-only"},
	{"Library GPL", "GNU Library General Public License v2", "LGPL-2.0-only"},
	{"AGPL", "AGPLv3", "AGPL-3.0-only"},
	{"GFDL", "GFDL 1.3", "GFDL-1.3-only"},

	// Others.
	{"MIT License", "MIT License", "MIT"},
	{"The MIT License", "The MIT License", "MIT"},
	{"The MIT License (MIT)", "The MIT License (MIT)", "MIT"},
	{"SIL OFL in brackets", "SIL Open Font License 1.1 (OFL)", "OFL-1.1"},
	{"Apache 2.0", "Apache 2.0", "Apache-2.0"},
	{"Apache in full", "Apache License, Version 2.0", "Apache-2.0"},
	{"BSD 3 clause", "BSD 3-Clause", "BSD-3-Clause"},
	{"3-clause BSD", "3-clause BSD license", "BSD-3-Clause"},
	{"Simplified BSD", "Simplified BSD License", "BSD-2-Clause"},
	{"Zero-Clause BSD", "Zero-Clause BSD", "0BSD"},
	{"zlib", "zlib license", "Zlib"},
	{"OFL 1.1", "OFL 1.1", "OFL-1.1"},
	{"SIL OFL", "SIL Open Font License 1.1", "OFL-1.1"},
	{"SIL OFL with comma", "SIL Open Font License, Version 1.1", "OFL-1.1"},
	{"MPL", "Mozilla Public License 2.0", "MPL-2.0"},
	{"Free Art", "Free Art License 1.3", "LAL-1.3"},
	{"WTFPL", "WTFPL v2", "WTFPL"},

	// Combinations.
	{"repaired choice", "CC BY 4.0 OR GPLv3", "CC-BY-4.0 OR GPL-3.0-only"},
	{"repaired sum", "CC0 and MIT License", "CC0-1.0 AND MIT"},
	{"repaired with brackets", "(CC BY 4.0 OR CC0) AND MIT", "(CC-BY-4.0 OR CC0-1.0) AND MIT"},
	{"repaired exception", "GPLv2+ with Font-exception-2.0", "GPL-2.0-or-later WITH Font-exception-2.0"},
	{"or later in a choice", "GPL 2.0 or later or CC-BY 3.0", "GPL-2.0-or-later OR CC-BY-3.0"},

	// Open questions.
	{"no version", "CC-BY", ""},
	{"no version, spaced", "CC BY-SA", ""},
	{"no version, in full", "Creative Commons Attribution", ""},
	{"half a version", "CC BY 2", ""},
	{"bare Creative Commons", "Creative Commons", ""},
	{"bare CC", "CC", ""},
	{"bare GPL", "GPL", ""},
	{"bare LGPL", "GNU LGPL", ""},
	{"bare BSD", "BSD", ""},
	{"bare Apache", "Apache License", ""},
	{"bare OFL", "SIL Open Font License", ""},
	{"bare OGA-BY", "OGA-BY", ""},
	{"public domain", "Public Domain", ""},
	{"several without or", "CC-BY 3.0, GPL 3.0", ""},
	{"slash of two", "CC-BY 3.0 / CC-BY-SA 3.0", ""},
	{"half readable choice", "CC0 OR my own terms", ""},
	{"GNU page of any version", "https://www.gnu.org/licenses/gpl.html", ""},

	// Traps.
	{"NCSA", "NCSA", "NCSA"},
	{"HPND", "HPND", "HPND"},
	{"NLPL", "NLPL", "NLPL"},
	{"ANTLR-PD", "ANTLR-PD", "ANTLR-PD"},
	{"ND in a word", "CC BY 4.0 and", ""},
	{"NC as a state", "CC BY 4.0 NC", ""},
	{"negation", "not CC0", ""},
	{"negated attribution", "CC BY 4.0 no attribution", ""},
	{"compatible", "CC BY 4.0 compatible", ""},
	{"similar", "like CC0 1.0", ""},
	{"except", "CC BY 4.0 except logos", ""},
	{"contradiction in brackets", "Attribution-NonCommercial 4.0 (CC BY 4.0)", ""},
	{"contradicting versions", "CC BY 3.0 (CC BY 4.0)", ""},
	{"contradicting address", "CC-BY-NC 4.0 https://creativecommons.org/licenses/by/4.0/", ""},
	{"contradicting scope", "Creative Commons Attribution 3.0 International", ""},
	{"zero with elements", "CC0-BY 1.0", ""},
	{"zero with a version that is none", "CC0 2.0", ""},
	{"share-alike and no derivatives", "CC BY-SA-ND 4.0", ""},
	{"version that is none", "CC-BY-5.0", ""},
	{"version without dot", "CC-BY-40", ""},
	{"port without id", "CC BY 3.0 France", ""},
	{"port of 4.0", "CC BY 4.0 US", ""},
	{"ported deed without id", "https://creativecommons.org/licenses/by/3.0/fr/", ""},
	{"other host", "https://creativecommons.org.evil.example/licenses/by/4.0/", ""},
	{"host in the path", "https://evil.example/creativecommons.org/licenses/by/4.0/", ""},
	{"user in the address", "https://creativecommons.org@evil.example/licenses/by/4.0/", ""},
	{"chooser page", "https://creativecommons.org/licenses/", ""},
	{"other address", "https://example.com/license", ""},
	{"UNLICENSED", "UNLICENSED", ""},
	{"BSL is not BUSL", "BSL 1.1", ""},
	{"MIT/X11", "MIT/X11", ""},
	{"MIT (ISC)", "MIT (ISC)", ""},
	{"attribution as a condition", "Attribution required", ""},
	{"attribution assurance", "Attribution Assurance License", ""},
	{"royalty free", "Royalty Free", ""},
	{"all rights reserved", "All rights reserved", ""},
	{"none", "NONE", ""},
	{"free for personal use", "Free for personal use", ""},
	{"store licence", "Unity Asset Store EULA", ""},
	{"sampling plus", "CC Sampling+ 1.0", ""},
	{"non-commercial alone", "Non-commercial", ""},
	{"retired NC 1.0", "CC NC 1.0", ""},
	{"developing nations", "CC DevNations 2.0", ""},
	{"GPL-compatible", "GPL-compatible", ""},
	{"GPL version that is none", "GPLv4", ""},
	{"GPL with words", "GPL 3.0 with additional terms", ""},
	{"empty", "", ""},
	{"blank", " \t", ""},
	{"brackets only", "()", ""},
	{"newline", "CC0\nMIT", ""},
	{"too long", "CC BY 4.0" + strings.Repeat(" ", MaxLength), ""},
	{"binary", "\x00\xff\xfe", ""},
}

// TestRepair prints how much of what people write is read. An expression other
// than the right one is worse than none: there must not be any.
func TestRepair(t *testing.T) {
	t.Parallel()
	right, wrong := 0, 0
	for _, test := range statements {
		got, hint, ok := Repair(test.statement)
		switch {
		case got == test.want && ok == (test.want != ""):
			right++
		case got != "":
			wrong++
			t.Errorf("%s: Repair(%q) = %q, want %q: WRONG LICENCE", test.name, test.statement, got, test.want)
		default:
			t.Errorf("%s: Repair(%q) = nothing, want %q (%s)", test.name, test.statement, test.want, hint)
		}
		if !ok && hint == "" {
			t.Errorf("%s: Repair(%q) fails without a hint", test.name, test.statement)
		}
	}
	t.Logf("%d of %d statements right, %d wrong", right, len(statements), wrong)
}

func TestRepairHints(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, statement, want string }{
		{"canonical needs none", "CC-BY-4.0", ""},
		{"brackets need none", "( CC-BY-4.0 )", ""},
		{"case", "cc-by-4.0", `write "CC-BY-4.0"`},
		{"GPLv3 may be more", "GPLv3", `write "GPL-3.0-only", or "GPL-3.0-or-later" if the work's page says so`},
		{"GPL-3.0 may be more", "GPL-3.0", `write "GPL-3.0-only", or "GPL-3.0-or-later" if the work's page says so`},
		{"only is enough", "GPLv3 only", `write "GPL-3.0-only"`},
		{"CC-BY", "CC-BY", `CC-BY has several versions: write "CC-BY-4.0", "CC-BY-3.0", "CC-BY-2.5", "CC-BY-2.0" or "CC-BY-1.0", whichever the work's page says`},
		{"GPL", "GPL", `GPL has several versions: write "GPL-3.0-only", "GPL-2.0-only" or "GPL-1.0-only", whichever the work's page says`},
		{"ported", "CC BY 3.0 France", `CC-BY-3.0-FR has no SPDX id: write "LicenseRef-CC-BY-3.0-FR" and name it in policy.allow`},
		{"typo", "CC-BV-4.0", `did you mean "CC-BY-4.0"?`},
		{"swapped letters", "MTI", `did you mean "MIT"?`},
		{"public domain", "Public Domain", openQuestions["public domain"]},
		{"nothing near", "my own licence", `write an SPDX id such as "CC0-1.0" or "CC-BY-4.0" (https://spdx.org/licenses), or "LicenseRef-" with a name for terms that are not on that list`},
		{"part of a choice", "CC0 OR CC-BY", `CC-BY has several versions: write "CC-BY-4.0", "CC-BY-3.0", "CC-BY-2.5", "CC-BY-2.0" or "CC-BY-1.0", whichever the work's page says`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if _, hint, _ := Repair(test.statement); hint != test.want {
				t.Errorf("Repair(%q) hints %q, want %q", test.statement, hint, test.want)
			}
		})
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, expr, want string }{
		{"right", "CC-BY-4.0", ""},
		{"lower case is right too", "cc-by-4.0", ""},
		{"repairable", "CC BY 4.0", `did you mean "CC-BY-4.0"?`},
		{"open question", "CC-BY", "CC-BY has several versions"},
		{"nonsense", "stuff of mine", "write an SPDX id such as"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			err := Validate(test.expr)
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("Validate(%q) = %v, want %q", test.expr, err, test.want)
			}
		})
	}
}

// TestIDsByWords: no two ids of the list may be told apart by punctuation only,
// or reading one without it would be a guess.
func TestIDsByWords(t *testing.T) {
	t.Parallel()
	for name, id := range idsByWords() {
		if id == "" {
			t.Errorf("several ids are written %q", name)
		}
	}
	for name, id := range aliases {
		if id == "" || strings.Join(withoutFiller(words(name)), " ") != name {
			t.Errorf("alias %q of %q can never be found", name, id)
		}
		if _, err := Parse(id); err != nil {
			t.Errorf("alias %q: %v", name, err)
		}
		if other := idsByWords()[name]; other != "" {
			t.Errorf("alias %q of %q hides the id %q", name, id, other)
		}
	}
	for address, id := range knownPages {
		if _, err := Parse(id); err != nil {
			t.Errorf("page %q: %v", address, err)
		}
	}
}

func FuzzRepair(f *testing.F) {
	for _, s := range statements {
		f.Add(s.statement)
	}
	f.Fuzz(func(t *testing.T, s string) {
		canonical, hint, ok := Repair(s)
		if !ok {
			if canonical != "" || hint == "" {
				t.Fatalf("Repair(%q) fails with %q and hint %q", s, canonical, hint)
			}
			return
		}
		again, hint, ok := Repair(canonical)
		if !ok && len(canonical) <= MaxLength || ok && (again != canonical || hint != "") {
			t.Fatalf("Repair(%q) = %q, and of that %q, %q, %t", s, canonical, again, hint, ok)
		}
	})
}
