package license

import "strings"

// worksTable has the licences for works of art that do not follow from their
// ids.
//
// The group public-domain holds dedications and marks only: their authors keep
// no copyright as far as the law lets them give it up. 0BSD, MIT-0 and WTFPL
// ask for nothing either, but they are licences, under which a copyright goes
// on, and are in permissive-code.
var worksTable = []License{
	{ID: "CC0-1.0", Name: "Creative Commons Zero v1.0 Universal",
		Address: "https://creativecommons.org/publicdomain/zero/1.0/", Groups: []string{PublicDomain}},
	{ID: "CC-PDM-1.0", Name: "Creative Commons Public Domain Mark 1.0",
		Address: "https://creativecommons.org/publicdomain/mark/1.0/", Groups: []string{PublicDomain}},
	{ID: "CC-PDDC", Name: "Creative Commons Public Domain Dedication and Certification",
		Address: "https://creativecommons.org/licenses/publicdomain/", Groups: []string{PublicDomain}},
	{ID: "PDDL-1.0", Name: "Open Data Commons Public Domain Dedication & License 1.0",
		Address: "https://opendatacommons.org/licenses/pddl/1-0/", Groups: []string{PublicDomain}},
	{ID: "Unlicense", Name: "The Unlicense",
		Address: "https://unlicense.org/", Groups: []string{PublicDomain}},
	{ID: ogaBy3, Name: "OpenGameArt Attribution (OGA-BY) 3.0", Groups: []string{Attribution},
		Address: "https://static.opengameart.org/OGA-BY-3.0.txt", NeedsAuthor: true, NeedsTitle: true, Changes: true},
	{ID: ogaBy4, Name: "OpenGameArt Attribution (OGA-BY) 4.0", Groups: []string{Attribution},
		Address: "https://opengameart.org/content/oga-by-40-faq", NeedsAuthor: true, Changes: true},
	{ID: "LAL-1.2", Name: "Licence Art Libre (Free Art License) 1.2", Groups: []string{ShareAlike},
		Address: "https://artlibre.org/licence/lal/licence-art-libre-12/", NeedsAuthor: true, ShareAlike: true, Changes: true},
	{ID: "LAL-1.3", Name: "Licence Art Libre (Free Art License) 1.3", Groups: []string{ShareAlike},
		Address: "https://artlibre.org/licence/lal/en/", NeedsAuthor: true, ShareAlike: true, Changes: true},
	{ID: "PolyForm-Noncommercial-1.0.0", Name: "PolyForm Noncommercial License 1.0.0", Groups: []string{NonCommercial},
		Address: "https://polyformproject.org/licenses/noncommercial/1.0.0/", NeedsNotice: true},
}

// named is an id with its publisher's name and, where that is better than
// SPDX's own page, an address.
type named struct{ id, name, address string }

var fonts = []named{
	{"OFL-1.0", "SIL Open Font License 1.0", ""},
	{"OFL-1.0-RFN", "SIL Open Font License 1.0 with Reserved Font Name", ""},
	{"OFL-1.0-no-RFN", "SIL Open Font License 1.0 with no Reserved Font Name", ""},
	{"OFL-1.1", "SIL Open Font License 1.1", "https://openfontlicense.org"},
	{"OFL-1.1-RFN", "SIL Open Font License 1.1 with Reserved Font Name", "https://openfontlicense.org"},
	{"OFL-1.1-no-RFN", "SIL Open Font License 1.1 with no Reserved Font Name", "https://openfontlicense.org"},
	{"Ubuntu-font-1.0", "Ubuntu Font Licence v1.0", "https://ubuntu.com/legal/font-licence"},
	{"Bitstream-Vera", "Bitstream Vera Font License", ""},
	{"Bitstream-Charter", "Bitstream Charter Font License", ""},
	{"Arphic-1999", "Arphic Public License", ""},
	{"IPA", "IPA Font License", ""},
	{"mplus", "mplus Font License", ""},
	{"Lucida-Bitmap-Fonts", "Lucida Bitmap Fonts License", ""},
	{"ParaType-Free-Font-1.3", "ParaType Free Font Licensing Agreement v1.3", ""},
}

var permissive = []named{
	{"Apache-2.0", "Apache License 2.0", ""},
	{"Artistic-2.0", "Artistic License 2.0", ""},
	{"BlueOak-1.0.0", "Blue Oak Model License 1.0.0", ""},
	{"BSD-1-Clause", "BSD 1-Clause License", ""},
	{"BSD-2-Clause", `BSD 2-Clause "Simplified" License`, ""},
	{"BSD-2-Clause-Patent", "BSD-2-Clause Plus Patent License", ""},
	{"BSD-3-Clause", `BSD 3-Clause "New" or "Revised" License`, ""},
	{"BSD-3-Clause-Clear", "BSD 3-Clause Clear License", ""},
	{"BSL-1.0", "Boost Software License 1.0", "https://www.boost.org/LICENSE_1_0.txt"},
	{"FTL", "Freetype Project License", ""},
	{"HPND", "Historical Permission Notice and Disclaimer", ""},
	{"ISC", "ISC License", ""},
	{"Libpng", "libpng License", ""},
	{"libpng-2.0", "PNG Reference Library version 2", ""},
	{"MIT", "MIT License", "https://opensource.org/license/mit/"},
	{"MulanPSL-2.0", "Mulan Permissive Software License, Version 2", ""},
	{"NCSA", "University of Illinois/NCSA Open Source License", ""},
	{"Unicode-3.0", "Unicode License v3", ""},
	{"UPL-1.0", "Universal Permissive License v1.0", ""},
	{"WTFPL", "Do What The F*ck You Want To Public License", ""},
	{"X11", "X11 License", ""},
	{"Zlib", "zlib License", ""},
	{"0BSD", "BSD Zero Clause License", ""},
	{"MIT-0", "MIT No Attribution", ""},
}

// copyleft has the licences besides GNU's own that ask for the source.
var copyleft = []named{
	{"CDDL-1.0", "Common Development and Distribution License 1.0", ""},
	{"CDDL-1.1", "Common Development and Distribution License 1.1", ""},
	{"CECILL-2.1", "CeCILL Free Software License Agreement v2.1", ""},
	{"CPL-1.0", "Common Public License 1.0", ""},
	{"EPL-1.0", "Eclipse Public License 1.0", ""},
	{"EPL-2.0", "Eclipse Public License 2.0", ""},
	{"EUPL-1.1", "European Union Public License 1.1", ""},
	{"EUPL-1.2", "European Union Public License 1.2", ""},
	{"MPL-1.1", "Mozilla Public License 1.1", ""},
	{"MPL-2.0", "Mozilla Public License 2.0", "https://www.mozilla.org/MPL/2.0/"},
	{"MPL-2.0-no-copyleft-exception", "Mozilla Public License 2.0 (no copyleft exception)", "https://www.mozilla.org/MPL/2.0/"},
	{"MS-RL", "Microsoft Reciprocal License", ""},
	{"OSL-3.0", "Open Software License 3.0", ""},
	{"QPL-1.0", "Q Public License 1.0", ""},
	{"SSPL-1.0", "Server Side Public License, v 1", ""},
}

func fontTable() []License {
	all := expand(fonts, Font)
	for i := range all {
		all[i].NeedsNotice = true
		all[i].ShareAlike = strings.HasPrefix(all[i].ID, "OFL-")
	}
	return all
}

func codeTable() []License {
	free := expand(permissive, PermissiveCode)
	for i := range free {
		id := free[i].ID
		free[i].NeedsNotice = id != "0BSD" && id != "MIT-0" && id != "WTFPL"
		free[i].Changes = id == "Apache-2.0" || id == "Zlib"
	}
	strong := expand(copyleft, CopyleftCode)
	for i := range strong {
		strong[i].NeedsNotice, strong[i].ShareAlike, strong[i].Changes = true, true, true
	}
	return append(free, strong...)
}

func expand(rows []named, group string) []License {
	all := make([]License, len(rows))
	for i, r := range rows {
		all[i] = License{ID: r.id, Name: r.name, Address: r.address, Groups: []string{group}}
		if r.address == "" {
			all[i].Address = spdxAddress(r.id)
		}
	}
	return all
}
