package license

import "slices"

// Names of the groups that policy.allow may hold.
const (
	PublicDomain   = "public-domain"
	Attribution    = "attribution"
	ShareAlike     = "share-alike"
	NonCommercial  = "non-commercial"
	NoDerivatives  = "no-derivatives"
	CopyleftCode   = "copyleft-code"
	Font           = "font"
	PermissiveCode = "permissive-code"
)

// Group is a named set of licences that ask for the same kind of thing. A
// licence with several restrictions is in several groups, and a policy allows
// it only when it allows them all: CC-BY-NC-SA-4.0 needs both non-commercial
// and share-alike.
type Group struct {
	Name    string
	About   string   // one sentence
	Members []string // canonical SPDX ids, sorted
}

var groupTexts = []Group{
	{Name: PublicDomain, About: "given to the public domain, or known to be in it: nothing is asked in return"},
	{Name: Attribution, About: "any use, as long as the creator is credited"},
	{Name: ShareAlike, About: "any use with credit; what is adapted from the work has to be under the same licence"},
	{Name: NonCommercial, About: "no use for commercial advantage: not for a game that is sold or carries advertisements"},
	{Name: NoDerivatives, About: "no adapted versions may be passed on"},
	{Name: CopyleftCode, About: "licences for programs that ask for the source and for the same licence on what is combined with the work"},
	{Name: Font, About: "licences for fonts: embedding is free, changed fonts keep the licence or change their name"},
	{Name: PermissiveCode, About: "licences for programs that ask for little more than to keep the copyright notice"},
}

// DefaultAllow is the allow list of a policy that gives none.
func DefaultAllow() []string {
	return []string{PublicDomain, Attribution, ShareAlike}
}

// Groups lists every group with its members.
func Groups() []Group {
	groups := slices.Clone(groupTexts)
	for i := range groups {
		for _, l := range catalog() {
			if slices.Contains(l.Groups, groups[i].Name) {
				groups[i].Members = append(groups[i].Members, l.ID)
			}
		}
		slices.Sort(groups[i].Members)
	}
	return groups
}

func isGroup(name string) bool {
	return slices.Contains(groupNames(), name)
}

func groupNames() []string {
	names := make([]string, len(groupTexts))
	for i, g := range groupTexts {
		names[i] = g.Name
	}
	return names
}
