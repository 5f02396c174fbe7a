package evidence

import (
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// variants have the same text as another licence: what sets them apart is in
// the notices around it.
var variants = map[string]string{
	"OFL-1.0-RFN": "OFL-1.0", "OFL-1.0-no-RFN": "OFL-1.0",
	"OFL-1.1-RFN": "OFL-1.1", "OFL-1.1-no-RFN": "OFL-1.1",
	"MPL-2.0-no-copyleft-exception": "MPL-2.0",
}

func plain(id string) string {
	if base, ok := variants[id]; ok {
		return base
	}
	return id
}

// compareTerms compares a declared licence with one that was found.
func compareTerms(declared, found license.Term, open bool) Outcome {
	d, f := splitVersion(declared), splitVersion(found)
	switch {
	case d.name != f.name:
		return compareDuties(declared, found)
	case d.exception != f.exception && f.exception != "":
		if d.exception == "" && d.version == f.version && d.later == f.later {
			return MorePermissive
		}
		return Mismatch
	case d.exception != f.exception && !open:
		return Mismatch
	case d.version == f.version && d.later == f.later:
		return Match
	case d.version == f.version && d.later && (open || !f.gnu):
		return Match // what was found leaves later versions open
	case f.later && f.version <= d.version:
		return MorePermissive
	}
	return Mismatch
}

// versioned is a licence with its version apart. Versions have one digit before
// the dot each, so that they compare as text.
type versioned struct {
	name, version, exception string
	later                    bool
	gnu                      bool
}

func splitVersion(t license.Term) versioned {
	id := plain(t.ID)
	v := versioned{name: id, later: t.OrLater, exception: t.Exception}
	if base, ok := strings.CutSuffix(id, "-or-later"); ok {
		v.name, v.later, v.gnu = base, true, true
	} else if base, ok := strings.CutSuffix(id, "-only"); ok {
		v.name, v.gnu = base, true
	}
	parts := strings.Split(v.name, "-")
	i := slices.IndexFunc(parts, func(p string) bool { return isVersion(p) && strings.Contains(p, ".") })
	if i < 0 || strings.HasPrefix(id, "LicenseRef-") {
		return v
	}
	v.version = parts[i]
	v.name = strings.Join(slices.Delete(parts, i, i+1), "-")
	return v
}

// duty is what a licence asks for, as a set.
type duty int

const (
	credit duty = 1 << iota
	notice
	changes
	shareAlike
	nonCommercial
	noDerivatives
	sourceCode
	fontTerms
)

// compareDuties compares licences that are not versions of the same one.
func compareDuties(declared, found license.Term) Outcome {
	d, known := dutiesOf(declared)
	f, alsoKnown := dutiesOf(found)
	switch {
	case !alsoKnown:
		return Mismatch
	case f == 0 && known:
		return MorePermissive
	case known && f != d && f&^d == 0:
		return MorePermissive
	}
	return Mismatch
}

// dutiesOf fails for licences of which nothing is known but the id.
func dutiesOf(t license.Term) (duty, bool) {
	l, ok := license.Lookup(t.ID)
	if !ok || len(l.Groups) == 0 {
		return 0, false
	}
	all := map[duty]bool{
		credit: l.NeedsAuthor, notice: l.NeedsNotice, changes: l.Changes, shareAlike: l.ShareAlike,
		nonCommercial: slices.Contains(l.Groups, license.NonCommercial),
		noDerivatives: slices.Contains(l.Groups, license.NoDerivatives),
		sourceCode:    slices.Contains(l.Groups, license.CopyleftCode),
		fontTerms:     slices.Contains(l.Groups, license.Font),
	}
	var set duty
	for d, has := range all {
		if has {
			set |= d
		}
	}
	return set, true
}
