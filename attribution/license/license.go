package license

import (
	"slices"
	"strings"
	"sync"

	"github.com/github/go-spdx/v2/spdxexp"
)

// License is what a single licence asks of those who use a work under it.
type License struct {
	ID      string   // canonical SPDX id or LicenseRef
	Name    string   // as its publisher writes it; the id where that is not known
	Address string   // of the deed, or else of the text
	Groups  []string // every group that it is in; empty for licences in none

	NeedsAuthor bool // the author has to be named
	NeedsTitle  bool // so has the title of the work, where it is known
	NeedsNotice bool // the copyright notice has to go with every copy
	ShareAlike  bool // what is made from the work has to be under the same licence
	Changes     bool // changes have to be stated, at least in adaptations
}

// Courtesy says whether a credit is given freely: the licence asks for none.
func (l License) Courtesy() bool {
	return slices.Equal(l.Groups, []string{PublicDomain})
}

// Lookup finds a licence by its id, in any case. It fails for everything that
// is neither on the SPDX list nor known to this package. A licence that is
// only on the list has its id for a name, no group, and no duty that is known.
func Lookup(id string) (License, bool) {
	if l, ok := catalogByID()[strings.ToLower(id)]; ok {
		l.Groups = slices.Clone(l.Groups)
		return l, true
	}
	ok, canonical := spdxexp.ActiveLicense(id)
	if !ok {
		return License{}, false
	}
	return License{ID: canonical, Name: canonical, Address: spdxAddress(canonical)}, true
}

// ExceptionAddress is where the text of an exception after WITH can be read.
func ExceptionAddress(id string) string {
	return spdxAddress(id)
}

func spdxAddress(id string) string {
	return "https://spdx.org/licenses/" + id + ".html"
}

// catalog is every licence that this package knows more of than its id.
var catalog = sync.OnceValue(func() []License {
	return slices.Concat(worksTable, ccLicenses(), gnuLicenses(), fontTable(), codeTable())
})

var catalogByID = sync.OnceValue(func() map[string]License {
	byID := make(map[string]License)
	for _, l := range catalog() {
		byID[strings.ToLower(l.ID)] = l
	}
	return byID
})
