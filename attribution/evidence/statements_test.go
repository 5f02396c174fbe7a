package evidence

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// statement is what a text says and the licences that it names, joined by
// " + "; empty where a careful reader would not say.
type statement struct{ text, want string }

// licencesOf joins the licences that were found.
func licencesOf(found []Found) string {
	var ids []string
	for _, f := range found {
		ids = append(ids, f.License)
	}
	return strings.Join(ids, " + ")
}

// ids has every id that game assets are commonly under, as tags and as labels.
var ids = []string{
	"CC0-1.0", "CC-PDM-1.0", "CC-PDDC", "CC-BY-1.0", "CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-4.0",
	"CC-BY-SA-2.0", "CC-BY-SA-2.5", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-NC-3.0", "CC-BY-NC-4.0",
	"CC-BY-ND-3.0", "CC-BY-ND-4.0", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-3.0", "CC-BY-NC-ND-4.0",
	"CC-BY-3.0-US", "CC-BY-3.0-AU", "CC-BY-3.0-DE", "CC-BY-SA-2.1-JP", "LicenseRef-OGA-BY-3.0", "LicenseRef-OGA-BY-4.0",
	"GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later",
	"LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later",
	"MIT", "OFL-1.1", "OFL-1.1-RFN", "OFL-1.1-no-RFN", "Unlicense", "0BSD", "MIT-0", "WTFPL", "Zlib", "BSD-3-Clause", "Apache-2.0", "LAL-1.3",
}

var statements = []statement{
	// Zero and marks, in words.
	{"License: CC0", "CC0-1.0"},
	{"License: CC0 1.0 Universal", "CC0-1.0"},
	{"Licence: CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0-1.0"},
	{"(Creative Commons Zero, CC0)", "CC0-1.0"},
	{"Creative Commons Zero", "CC0-1.0"},
	{"All files are CC0.", "CC0-1.0"},
	{"Released under CC0, no credit needed", "CC0-1.0"},
	{"Credit is not required, CC0 licence.", "CC0-1.0"},
	{"No attribution required (CC0)", "CC0-1.0"},
	{"All sounds in this pack are CC0-licensed.", "CC0-1.0"},
	{"Public Domain Mark 1.0", "CC-PDM-1.0"},
	{"Title: Gull\nAuthor: Ada\nLicence: CC0\n", "CC0-1.0"},

	// Credit licences, in words.
	{"License: CC-BY 3.0", "CC-BY-3.0"},
	{"CC BY 4.0", "CC-BY-4.0"},
	{"CC-BY-4.0", "CC-BY-4.0"},
	{"cc_by_4.0", "CC-BY-4.0"},
	{"CCBY 4.0", "CC-BY-4.0"},
	{"Art by Ada, CC-BY 3.0, from OpenGameArt", "CC-BY-3.0"},
	{"Creative Commons Attribution 3.0 Unported", "CC-BY-3.0"},
	{"Creative Commons\nAttribution 4.0 International", "CC-BY-4.0"},
	{"Attribution 4.0 International (CC BY 4.0)", "CC-BY-4.0"},
	{"This work is licensed under the Creative Commons Attribution 4.0 International License.", "CC-BY-4.0"},
	{"This work is licensed under a Creative Commons Attribution-ShareAlike 3.0 Unported License", "CC-BY-SA-3.0"},
	{"Creative Commons Attribution-NonCommercial 4.0", "CC-BY-NC-4.0"},
	{"Creative Commons Attribution-NoDerivatives 4.0 International", "CC-BY-ND-4.0"},
	{"CC BY-NC-SA 4.0", "CC-BY-NC-SA-4.0"},
	{"CC-BY-NC-ND 3.0", "CC-BY-NC-ND-3.0"},
	{"CC-BY-SA, version 3.0", "CC-BY-SA-3.0"},
	{"CC BY-SA\n3.0", "CC-BY-SA-3.0"},
	{"© 2019 Ada Example, CC-BY-SA 4.0", "CC-BY-SA-4.0"},
	{"Music: \"Harbour\" by Ada (CC BY 3.0)", "CC-BY-3.0"},
	{"Music: Ada [CC BY 3.0]; Sound: Grace [CC0]", "CC-BY-3.0 + CC0-1.0"},
	{"Attribution-NonCommercial-ShareAlike 4.0 International", "CC-BY-NC-SA-4.0"},
	{"CC BY 3.0 US", "CC-BY-3.0-US"},
	{"CC-BY-3.0 or later", "CC-BY-3.0+"},
	{"CC-BY-SA 3.0+", "CC-BY-SA-3.0+"},
	{"OGA-BY 3.0", "LicenseRef-OGA-BY-3.0"},
	{"License: OGA-BY 4.0", "LicenseRef-OGA-BY-4.0"},
	{"| hat.png | Ada | CC-BY 3.0 | yes |", "CC-BY-3.0"},
	{"**License:** [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)", "CC-BY-4.0"},

	// Choices and sums.
	{"CC-BY 3.0 or GPL 3.0", "CC-BY-3.0 OR GPL-3.0-only"},
	{"CC-BY-SA 3.0 and GPL-2.0-or-later", "CC-BY-SA-3.0 AND GPL-2.0-or-later"},
	{"SPDX-License-Identifier: CC-BY-4.0 OR OFL-1.1", "CC-BY-4.0 OR OFL-1.1"},
	{"// SPDX-License-Identifier: MIT", "MIT"},
	{"/* SPDX-License-Identifier: GPL-2.0+ */", "GPL-2.0-or-later"},
	{"<!-- SPDX-License-Identifier: CC0-1.0 -->", "CC0-1.0"},
	{"SPDX-License-Identifier: GPL-2.0", "GPL-2.0-only"},
	{"License(s): CC-BY 3.0 ( http://creativecommons.org/licenses/by/3.0/ ), GPL 3.0 ( http://www.gnu.org/licenses/gpl-3.0.html )", "CC-BY-3.0 OR GPL-3.0-only"},

	// GNU, in words.
	{"License: GPLv3", "GPL-3.0-only"},
	{"GPL-3.0", "GPL-3.0-only"},
	{"GNU GPL v2 or later", "GPL-2.0-or-later"},
	{"GNU General Public License version 3", "GPL-3.0-only"},
	{"GNU Lesser General Public License v2.1 or later", "LGPL-2.1-or-later"},
	{"licensed under the LGPL 3.0", "LGPL-3.0-only"},
	{"GNU Affero General Public License v3.0", "AGPL-3.0-only"},

	{"GPL 2 or higher", "GPL-2.0-or-later"},
	{"CC BY-SA 3.0/GPL 3.0", "CC-BY-SA-3.0 OR GPL-3.0-only"},
	{"GPL2 / CC-BY-SA 3", "GPL-2.0-only OR CC-BY-SA-3.0"},
	{"Unless otherwise noted, CC-BY 4.0", "CC-BY-4.0"},
	{"Lizenz: CC BY-SA 3.0 DE", "CC-BY-SA-3.0-DE"},
	{"Icons: CC BY 4.0, Fonts: SIL OFL 1.1, Code: MIT License", "CC-BY-4.0 + OFL-1.1 + MIT"},
	{"https://creativecommons.org/licenses/by/4.0/?ref=chooser-v1", "CC-BY-4.0"},

	// Others, in words.
	{"MPL-2.0", "MPL-2.0"},
	{"BSD-3-Clause", "BSD-3-Clause"},
	{"Apache-2.0", "Apache-2.0"},
	{"License: MIT", "MIT"},
	{"MIT License", "MIT"},
	{"Released under the MIT license.", "MIT"},
	{"License: zlib/libpng", "Zlib"},
	{"zlib License", "Zlib"},
	{"Apache License, Version 2.0", "Apache-2.0"},
	{"License: BSD 3-Clause", "BSD-3-Clause"},
	{"SIL Open Font License 1.1", "OFL-1.1"},
	{"SIL OPEN FONT LICENSE Version 1.1", "OFL-1.1"},
	{"This Font Software is licensed under the SIL Open Font License, Version 1.1. This license is available with a FAQ at: https://scripts.sil.org/OFL", "OFL-1.1"},
	{"This Font Software is licensed under the SIL Open Font License, Version 1.1.", "OFL-1.1"},
	{"Free Art License 1.3", "LAL-1.3"},
	{"Licence Art Libre 1.3", "LAL-1.3"},
	{"License: Unlicense", "Unlicense"},
	{"License: WTFPL", "WTFPL"},
	{"License: NCSA", "NCSA"},
	{"License: HPND", "HPND"},
	{"License: ISC", "ISC"},

	// Addresses.
	{"http://creativecommons.org/licenses/by/3.0", "CC-BY-3.0"},
	{"see https://creativecommons.org/licenses/by-sa/4.0/deed.fr", "CC-BY-SA-4.0"},
	{"https://creativecommons.org/licenses/by-nc-nd/4.0/legalcode", "CC-BY-NC-ND-4.0"},
	{"https://creativecommons.org/licenses/by/3.0/us/", "CC-BY-3.0-US"},
	{"https://creativecommons.org/licenses/by-nc/4.0/legalcode.de", "CC-BY-NC-4.0"},
	{"creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"},
	{"www.creativecommons.org/licenses/by/2.5/", "CC-BY-2.5"},
	{"https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"},
	{"<a rel=\"license\" href=\"http://creativecommons.org/licenses/by/4.0/\">", "CC-BY-4.0"},
	{"https://scripts.sil.org/OFL", "OFL-1.1"},
	{"openfontlicense.org", "OFL-1.1"},
	{"https://openfontlicense.org", "OFL-1.1"},
	{"https://www.gnu.org/licenses/gpl-3.0.html", "GPL-3.0-only"},
	{"http://www.gnu.org/licenses/old-licenses/gpl-2.0.html", "GPL-2.0-only"},
	{"https://opensource.org/licenses/MIT", "MIT"},
	{"http://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"},
	{"https://unlicense.org/", "Unlicense"},
	{"https://artlibre.org/licence/lal/en/", "LAL-1.3"},
	{"https://static.opengameart.org/OGA-BY-3.0.txt", "LicenseRef-OGA-BY-3.0"},
	{"https://spdx.org/licenses/Zlib.html", "Zlib"},
	{"2019 Ada. Licensed to the public under http://creativecommons.org/licenses/by-nc/4.0/ verify at http://example.com/ada", "CC-BY-NC-4.0"},

	// Questions left open.
	{"License: CC-BY", ""},
	{"Creative Commons Attribution", ""},
	{"Creative Commons", ""},
	{"Public domain", ""},
	{"License: Public Domain", ""},
	{"License: GPL", ""},
	{"Licensed under the GNU General Public License", ""},
	{"License: free", ""},
	{"License: royalty free", ""},
	{"Copyright 2020 Ada Example. All rights reserved.", ""},
	{"License: see LICENSE.txt", ""},
	{"OGA-BY", ""},
	{"License: OFL", ""},
	{"License: BSD", ""},
	{"CC BY 2", ""},
	{"CC BY 9.0", ""},
	{"http://creativecommons.org/licenses/sampling+/1.0/", ""},
	{"https://creativecommons.org/licenses/by/3.0/br/", ""},
	{"https://creativecommons.org/licenses/by/", ""},
	{"https://creativecommons.org/licenses/", ""},
	{"https://creativecommons.org/", ""},
	{"CC BY 3.0 Brazil", ""},
	{"CC BY 3.0 BR", ""},
	{"SPDX-License-Identifier: Ada-1.0", ""},
	{"SPDX-License-Identifier:", ""},
	{"", ""},

	// Said of something else, denied, or doubted.
	{"This is not CC0.", ""},
	{"not licensed under CC-BY 3.0", ""},
	{"These files are no longer CC0", ""},
	{"Formerly released under CC-BY 3.0", ""},
	{"compatible with CC BY 4.0", ""},
	{"It isn't under the MIT license", ""},
	{"GPL-3.0 compatible", ""},
	{"an MIT-style license", ""},
	{"BSD-like", ""},
	{"CC0-like terms", ""},
	{"Is this CC0?", ""},
	{"Ask me if you need it under CC-BY 4.0", ""},
	{"Non-CC0", ""},
	{"unlike https://creativecommons.org/licenses/by/4.0/ works", ""},
	{"either the terms of the GPL version 2, or the conditions below", ""},

	{"You may choose between CC0 and CC-BY 4.0", ""},
	{"This was CC-BY-SA 3.0 before", ""},
	{"GPL v2/v3", ""},
	{"GPL version 2 or 3", ""},
	{"CC-BY 3.0/4.0", ""},
	{"Runs on Apache 2.4 and Apache 2.0 servers", ""},
	{"License: CC-BY-NC-SA 2.0 KR", ""},
	{"SKETCHFAB Standard (https://sketchfab.com/licenses)", ""},

	// Contradictions.
	{"CC-BY 3.0 (non-commercial)", ""},
	{"CC0, but for non-commercial use only", ""},
	{"CC-BY-SA 3.0 (http://creativecommons.org/licenses/by/3.0/)", ""},
	{"CC BY-NC (http://creativecommons.org/licenses/by/4.0/)", ""},
	{"CC-BY 4.0. Commercial use is prohibited.", ""},

	// Words in which an id hides.
	{"Sounds and grounds of the island of Candy", ""},
	{"By Ada 4.0", ""},
	{"Copyright MIT", ""},
	{"Copyright (c) Intel", ""},
	{"License: Intel", ""},
	{"License: Fair use", ""},
	{"Made at MIT in 2020", ""},
	{"NCSA Mosaic screenshot", ""},
	{"the National Center for Supercomputing Applications", ""},
	{"HPND", ""},
	{"Zed and the curl of the sea, a fair wind", ""},
	{"cc: by 4.0 pm please send it to ada@example.com", ""},
	{"gpl.png cc0.png mit.txt", ""},
	{"https://example.com/cc-by-4.0/assets", ""},
	{"https://img.shields.io/badge/license-MIT-blue.svg", ""},
	{"https://opengameart.org/content/cc0-textures", ""},
	{"https://creativecommons.org.example.com/licenses/by/4.0/", ""},
	{"SCC0 ACC0 CC01", ""},
	{"Creative Commons Sampling Plus 1.0", ""},
	{"The license of the Adobe tools applies", ""},
	{"version 4.0 by Ada", ""},
}

// rows is the whole table: statements, every id in three forms, notices of
// packs, and full texts, of which the name of the file is the id.
func rows(t *testing.T) []statement {
	t.Helper()
	all := append([]statement{}, statements...)
	for _, id := range ids {
		all = append(all, statement{"SPDX-License-Identifier: " + id, id}, statement{"License: " + id, id})
	}
	for name, want := range map[string]string{
		"kenney": "CC0-1.0", "kenney-without-address": "CC0-1.0", "kaykit": "CC0-1.0", "quaternius": "CC0-1.0",
		"opengameart-credits": "CC-BY-SA-3.0 OR GPL-2.0-only + CC0-1.0", "sketchfab": "CC-BY-4.0",
		"freesound-pack": "CC-BY-NC-4.0 + CC-BY-3.0", "music-credit": "CC-BY-4.0",
		"non-commercial-terms": "", "own-terms": "",
	} {
		all = append(all, statement{read(t, "testdata/notices/"+name+".txt"), want})
	}
	texts, err := filepath.Glob("testdata/texts/*.txt")
	if err != nil || len(texts) == 0 {
		t.Fatalf("no texts of licences: %v", err)
	}
	for _, name := range texts {
		all = append(all, statement{read(t, name), strings.TrimSuffix(filepath.Base(name), ".txt")})
	}
	return all
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A wrong licence is worse than none: every row with one fails. Rows that give
// less than they might are counted, and most of them must be right.
func TestText(t *testing.T) {
	t.Parallel()
	all := rows(t)
	right := 0
	for _, s := range all {
		got := licencesOf(Text([]byte(s.text)))
		switch got {
		case s.want:
			right++
		case "":
			t.Logf("unknown: %q, want %q", excerpt(s.text), s.want)
		default:
			t.Errorf("Text(%q) names %q, want %q", excerpt(s.text), got, s.want)
		}
	}
	t.Logf("%d of %d statements right (%.1f %%), none wrong unless reported above", right, len(all), 100*float64(right)/float64(len(all)))
	if right*100 < len(all)*97 {
		t.Errorf("only %d of %d statements are right", right, len(all))
	}
}
