package license

import (
	"fmt"
	"slices"
	"strings"

	"github.com/github/go-spdx/v2/spdxexp"
	"github.com/github/go-spdx/v2/spdxexp/spdxlicenses"
)

// Licences that the SPDX list lacks and that game assets are really under. See
// https://opengameart.org/content/oga-by-40-faq.
const (
	ogaBy3 = "LicenseRef-OGA-BY-3.0"
	ogaBy4 = "LicenseRef-OGA-BY-4.0"
)

const (
	licenseRef  = "LicenseRef-"
	documentRef = "DocumentRef-"
)

// newTerm checks an id and the "+" after it.
func newTerm(id string, later bool) (Term, error) {
	if canonical, ok := canonicalRef(id); ok && !later {
		return Term{ID: canonical}, nil
	}
	ok, canonical := spdxexp.ActiveLicense(id)
	switch {
	case ok && later && (strings.HasSuffix(canonical, "-only") || strings.HasSuffix(canonical, "-or-later")):
		return Term{}, fmt.Errorf("%q cannot be followed by \"+\": the id itself says which versions it means", canonical)
	case ok:
		return Term{ID: canonical, OrLater: later}, nil
	}
	if later {
		id += "+"
	}
	return Term{}, unknownID(id)
}

// unknownID explains why an id is no id.
func unknownID(id string) error {
	if now := replacement(id); now != "" {
		return fmt.Errorf("the SPDX list has deprecated %q: write %s%s", id, now, orLaterToo(now))
	}
	if ok, canonical := spdxlicenses.IsDeprecatedLicense(strings.TrimSuffix(id, "+")); ok {
		return fmt.Errorf("the SPDX list has deprecated %q: write what replaces it, see https://spdx.org/licenses/%s.html", canonical, canonical)
	}
	return fmt.Errorf("%q is not an id of the SPDX licence list", id)
}

// becauseDeprecated names the ids of a statement that the SPDX list has
// deprecated; it is empty when there are none.
func becauseDeprecated(statement string) string {
	var ids []string
	for _, word := range strings.FieldsFunc(statement, func(r rune) bool { return !isIDRune(r) && r != '+' }) {
		if id := fmt.Sprintf("%q", word); replacement(word) != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return ", as the SPDX list has deprecated " + strings.Join(ids, " and ")
}

// orLaterToo reminds of the second meaning that an old GNU id may have had.
func orLaterToo(id string) string {
	base, ok := strings.CutSuffix(id, "-only")
	if !ok {
		return ""
	}
	return ", or " + base + "-or-later if the work's page says so"
}

// canonicalRef checks a reference to a licence outside of the SPDX list. Only
// the fixed parts of a reference, and the references that this package knows,
// are brought into canonical case.
func canonicalRef(id string) (string, bool) {
	doc := ""
	if rest, ok := cutPrefixFold(id, documentRef); ok {
		name, ref, found := strings.Cut(rest, ":")
		if !found || name == "" {
			return "", false
		}
		doc, id = documentRef+name+":", ref
	}
	name, ok := cutPrefixFold(id, licenseRef)
	if !ok || name == "" || strings.Contains(name, ":") {
		return "", false
	}
	ref := licenseRef + name
	for _, known := range []string{ogaBy3, ogaBy4} {
		if strings.EqualFold(ref, known) {
			ref = known
		}
	}
	return doc + ref, true
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func canonicalException(id string) (string, error) {
	ok, canonical := spdxlicenses.IsException(id)
	if !ok {
		return "", fmt.Errorf("%q is not an exception of the SPDX licence list", id)
	}
	return canonical, nil
}

// replaced holds the deprecated ids whose successor is certain and does not
// follow from the id itself.
var replaced = map[string]string{
	"gpl-2.0-with-autoconf-exception":  "GPL-2.0-only WITH Autoconf-exception-2.0",
	"gpl-2.0-with-bison-exception":     "GPL-2.0-only WITH Bison-exception-2.2",
	"gpl-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
	"gpl-2.0-with-font-exception":      "GPL-2.0-only WITH Font-exception-2.0",
	"gpl-2.0-with-gcc-exception":       "GPL-2.0-only WITH GCC-exception-2.0",
	"gpl-3.0-with-autoconf-exception":  "GPL-3.0-only WITH Autoconf-exception-3.0",
	"gpl-3.0-with-gcc-exception":       "GPL-3.0-only WITH GCC-exception-3.1",
	"ecos-2.0":                         "GPL-2.0-or-later WITH eCos-exception-2.0",
	"standardml-nj":                    "SMLNJ",
	"wxwindows":                        "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
}

// replacement is what the SPDX list defines a deprecated id to mean: the GNU
// ids without a suffix mean exactly that version ("GNU General Public License
// v3.0 only" is the name of GPL-3.0). It is empty for other ids.
func replacement(id string) string {
	if now, ok := replaced[strings.ToLower(id)]; ok {
		return now
	}
	base, later := strings.CutSuffix(id, "+")
	suffix := "-only"
	if later {
		suffix = "-or-later"
	}
	if ok, _ := spdxlicenses.IsDeprecatedLicense(base); !ok {
		return ""
	}
	if ok, now := spdxexp.ActiveLicense(base + suffix); ok {
		return now
	}
	return ""
}
