package license

import (
	"slices"
	"strings"
	"testing"

	"github.com/github/go-spdx/v2/spdxexp"
	"github.com/google/go-cmp/cmp"
)

// TestLookup holds names, addresses and duties against the licences' own texts.
func TestLookup(t *testing.T) {
	t.Parallel()
	const (
		cc  = "https://creativecommons.org/licenses/"
		gnu = "https://www.gnu.org/licenses/"
	)
	// duties: a author, t title, n notice, s share alike, c changes
	tests := []struct{ id, name, address, groups, duties string }{
		{"CC0-1.0", "Creative Commons Zero v1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/", PublicDomain, ""},
		{"CC-PDM-1.0", "Creative Commons Public Domain Mark 1.0", "https://creativecommons.org/publicdomain/mark/1.0/", PublicDomain, ""},
		{"CC-PDDC", "Creative Commons Public Domain Dedication and Certification", cc + "publicdomain/", PublicDomain, ""},
		{"Unlicense", "The Unlicense", "https://unlicense.org/", PublicDomain, ""},
		{"CC-BY-1.0", "Creative Commons Attribution 1.0 Generic", cc + "by/1.0/", Attribution, "atc"},
		{"CC-BY-2.0", "Creative Commons Attribution 2.0 Generic", cc + "by/2.0/", Attribution, "atc"},
		{"CC-BY-2.5", "Creative Commons Attribution 2.5 Generic", cc + "by/2.5/", Attribution, "atc"},
		{"CC-BY-2.5-AU", "Creative Commons Attribution 2.5 Australia", cc + "by/2.5/au/", Attribution, "atc"},
		{"CC-BY-3.0", "Creative Commons Attribution 3.0 Unported", cc + "by/3.0/", Attribution, "atc"},
		{"CC-BY-3.0-US", "Creative Commons Attribution 3.0 United States", cc + "by/3.0/us/", Attribution, "atc"},
		{"CC-BY-3.0-IGO", "Creative Commons Attribution 3.0 IGO", cc + "by/3.0/igo/", Attribution, "atc"},
		{"CC-BY-4.0", "Creative Commons Attribution 4.0 International", cc + "by/4.0/", Attribution, "ac"},
		{"CC-BY-SA-2.0", "Creative Commons Attribution-ShareAlike 2.0 Generic", cc + "by-sa/2.0/", ShareAlike, "atsc"},
		{"CC-BY-SA-2.0-UK", "Creative Commons Attribution-ShareAlike 2.0 England and Wales", cc + "by-sa/2.0/uk/", ShareAlike, "atsc"},
		{"CC-BY-SA-2.1-JP", "Creative Commons Attribution-ShareAlike 2.1 Japan", cc + "by-sa/2.1/jp/", ShareAlike, "atsc"},
		{"CC-BY-SA-3.0", "Creative Commons Attribution-ShareAlike 3.0 Unported", cc + "by-sa/3.0/", ShareAlike, "atsc"},
		{"CC-BY-SA-4.0", "Creative Commons Attribution-ShareAlike 4.0 International", cc + "by-sa/4.0/", ShareAlike, "asc"},
		{"CC-SA-1.0", "Creative Commons ShareAlike 1.0 Generic", cc + "sa/1.0/", ShareAlike, "sc"},
		{"CC-BY-NC-4.0", "Creative Commons Attribution-NonCommercial 4.0 International", cc + "by-nc/4.0/", NonCommercial, "ac"},
		{"CC-BY-ND-3.0", "Creative Commons Attribution-NoDerivs 3.0 Unported", cc + "by-nd/3.0/", NoDerivatives, "atc"},
		{"CC-BY-ND-4.0", "Creative Commons Attribution-NoDerivatives 4.0 International", cc + "by-nd/4.0/", NoDerivatives, "ac"},
		{"CC-BY-NC-SA-3.0", "Creative Commons Attribution-NonCommercial-ShareAlike 3.0 Unported", cc + "by-nc-sa/3.0/", NonCommercial + " " + ShareAlike, "atsc"},
		{"CC-BY-NC-ND-1.0", "Creative Commons Attribution-NonCommercial-NoDerivs 1.0 Generic", cc + "by-nd-nc/1.0/", NonCommercial + " " + NoDerivatives, "atc"},
		{"CC-BY-NC-ND-4.0", "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International", cc + "by-nc-nd/4.0/", NonCommercial + " " + NoDerivatives, "ac"},
		{"LicenseRef-OGA-BY-3.0", "OpenGameArt Attribution (OGA-BY) 3.0", "https://static.opengameart.org/OGA-BY-3.0.txt", Attribution, "atc"},
		{"LicenseRef-OGA-BY-4.0", "OpenGameArt Attribution (OGA-BY) 4.0", "https://opengameart.org/content/oga-by-40-faq", Attribution, "ac"},
		{"GPL-2.0-only", "GNU General Public License v2.0 only", gnu + "old-licenses/gpl-2.0.html", CopyleftCode, "nsc"},
		{"GPL-2.0-or-later", "GNU General Public License v2.0 or later", gnu + "old-licenses/gpl-2.0.html", CopyleftCode, "nsc"},
		{"GPL-3.0-only", "GNU General Public License v3.0 only", gnu + "gpl-3.0.html", CopyleftCode, "nsc"},
		{"LGPL-2.1-only", "GNU Lesser General Public License v2.1 only", gnu + "old-licenses/lgpl-2.1.html", CopyleftCode, "nsc"},
		{"LGPL-3.0-or-later", "GNU Lesser General Public License v3.0 or later", gnu + "lgpl-3.0.html", CopyleftCode, "nsc"},
		{"AGPL-3.0-only", "GNU Affero General Public License v3.0 only", gnu + "agpl-3.0.html", CopyleftCode, "nsc"},
		{"GFDL-1.2-only", "GNU Free Documentation License v1.2 only", gnu + "old-licenses/fdl-1.2.html", CopyleftCode, "nsc"},
		{"MIT", "MIT License", "https://opensource.org/license/mit/", PermissiveCode, "n"},
		{"OFL-1.1", "SIL Open Font License 1.1", "https://openfontlicense.org", Font, "ns"},
		{"OFL-1.1-RFN", "SIL Open Font License 1.1 with Reserved Font Name", "https://openfontlicense.org", Font, "ns"},
		{"0BSD", "BSD Zero Clause License", "https://spdx.org/licenses/0BSD.html", PermissiveCode, ""},
		{"MIT-0", "MIT No Attribution", "https://spdx.org/licenses/MIT-0.html", PermissiveCode, ""},
		{"WTFPL", "Do What The F*ck You Want To Public License", "https://spdx.org/licenses/WTFPL.html", PermissiveCode, ""},
		{"Zlib", "zlib License", "https://spdx.org/licenses/Zlib.html", PermissiveCode, "nc"},
		{"BSD-3-Clause", `BSD 3-Clause "New" or "Revised" License`, "https://spdx.org/licenses/BSD-3-Clause.html", PermissiveCode, "n"},
		{"Apache-2.0", "Apache License 2.0", "https://spdx.org/licenses/Apache-2.0.html", PermissiveCode, "nc"},
		{"LAL-1.3", "Licence Art Libre (Free Art License) 1.3", "https://artlibre.org/licence/lal/en/", ShareAlike, "asc"},
		{"Vim", "Vim", "https://spdx.org/licenses/Vim.html", "", ""},
	}
	for _, test := range tests {
		t.Run(test.id, func(t *testing.T) {
			t.Parallel()
			want := License{
				ID: test.id, Name: test.name, Address: test.address, Groups: strings.Fields(test.groups),
				NeedsAuthor: strings.Contains(test.duties, "a"), NeedsTitle: strings.Contains(test.duties, "t"),
				NeedsNotice: strings.Contains(test.duties, "n"), ShareAlike: strings.Contains(test.duties, "s"),
				Changes: strings.Contains(test.duties, "c"),
			}
			if test.groups == "" {
				want.Groups = nil
			}
			got, ok := Lookup(strings.ToLower(test.id))
			if diff := cmp.Diff(want, got); !ok || diff != "" {
				t.Errorf("Lookup(%q) = %t, difference -want +got:\n%s", test.id, ok, diff)
			}
		})
	}
}

func TestLookupUnknown(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"", "CC-BY", "GPL-3.0", "LicenseRef-Store", "CC-BY-3.0-FR", "Font-exception-2.0"} {
		if l, ok := Lookup(id); ok {
			t.Errorf("Lookup(%q) = %+v, want nothing", id, l)
		}
	}
}

// TestGroups: nothing that the name of a licence suggests, and the list of
// groups does not mean, may slip into a group.
func TestGroups(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for _, g := range Groups() {
		if len(g.Members) == 0 || g.About == "" || !slices.IsSorted(g.Members) {
			t.Errorf("group %q is empty, unsorted or unexplained", g.Name)
		}
		for _, id := range g.Members {
			seen[id] = true
			ok, canonical := spdxexp.ActiveLicense(id)
			if !strings.HasPrefix(id, licenseRef) && (!ok || canonical != id) {
				t.Errorf("group %q holds %q, which is no SPDX id", g.Name, id)
			}
		}
	}
	if n := len(catalog()); n != len(seen) {
		t.Errorf("%d licences, of which %d are in groups", n, len(seen))
	}
	for _, id := range []string{"NCSA", "HPND", "NLPL", "ANTLR-PD", "Vim"} {
		l, ok := Lookup(id)
		if !ok || slices.Contains(l.Groups, NonCommercial) || slices.Contains(l.Groups, NoDerivatives) {
			t.Errorf("Lookup(%q) = %+v, %t", id, l, ok)
		}
	}
}

// TestEveryPort: each Creative Commons licence of the SPDX list is known, with
// a scope in its name.
func TestEveryPort(t *testing.T) {
	t.Parallel()
	for _, l := range ccLicenses() {
		if strings.HasSuffix(l.Name, " ") || !strings.HasPrefix(l.Address, deedRoot) || len(l.Groups) == 0 {
			t.Errorf("%+v is incomplete", l)
		}
		if id, ok := FromAddress(l.Address + "legalcode"); !ok || id != l.ID {
			t.Errorf("FromAddress(%q) = %q, %t, want %q", l.Address+"legalcode", id, ok, l.ID)
		}
	}
	if n := len(ccLicenses()); n < 52 {
		t.Errorf("only %d licences of Creative Commons", n)
	}
}

// TestGroupsAreCopies: a caller cannot change the tables.
func TestGroupsAreCopies(t *testing.T) {
	t.Parallel()
	l, _ := Lookup("CC0-1.0")
	l.Groups[0] = "mine"
	Groups()[0].Members[0] = "mine"
	if l, _ := Lookup("CC0-1.0"); l.Groups[0] != PublicDomain || Groups()[0].Members[0] == "mine" {
		t.Error("a caller changed the tables")
	}
}
