package attribution

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution/license"
)

// Work is an asset as credits show it. All its text is clean; see [Clean].
type Work struct {
	Handle   string
	Provider string // canonical name
	From     string // the provider's name for people
	Kind     asset.Kind

	Title   string // of the work; empty when it is not known
	Authors []asset.Author
	Source  string // the page of the work, a link where it is one
	Changes string
	Notice  string // the wording that the creator asks for

	License  string         // SPDX expression in force: the alternative taken, or all of it
	Offered  string         // the whole expression, where an alternative was taken
	Readable bool           // License is an SPDX expression
	Terms    []license.Term // of License, in order, each once
	Courtesy bool           // no licence in force asks for a credit

	Files  int    // how many files the asset has
	Folder string // the folder that all of them are in, below the output folder

	expr     license.Expr
	files    []asset.File
	revision string
}

// Name is the title of the work or, when that is not known, its handle.
func (w Work) Name() string {
	return cmp.Or(w.Title, w.Handle)
}

// works prepares assets for credits, in the order in which they are credited:
// by provider and handle.
func works(assets []asset.Asset) []Work {
	all := make([]Work, len(assets))
	read := make(map[terms]inForce) // most assets share a few licences
	for i, a := range assets {
		key := terms{a.Credit.License, a.Credit.Chosen}
		if _, ok := read[key]; !ok {
			read[key] = readTerms(key)
		}
		all[i] = newWork(a, read[key])
	}
	slices.SortStableFunc(all, func(a, b Work) int {
		return cmp.Or(
			cmp.Compare(rankOf(a.Provider), rankOf(b.Provider)),
			cmp.Compare(strings.ToLower(a.From), strings.ToLower(b.From)),
			cmp.Compare(a.Handle, b.Handle),
		)
	})
	return all
}

func newWork(a asset.Asset, t inForce) Work {
	w := Work{
		Handle:   Clean(a.Handle),
		Provider: Clean(a.Provider),
		From:     provider(a.Provider),
		Kind:     asset.Kind(Clean(string(a.Kind))),
		Title:    Clean(a.Credit.Title),
		Source:   address(a.Credit.SourceURL),
		Changes:  Clean(a.Credit.Changes),
		Notice:   Clean(a.Credit.Notice),
		License:  t.license,
		Offered:  t.offered,
		Readable: t.readable,
		Terms:    t.expr.Terms(),
		Courtesy: t.courtesy,
		expr:     t.expr,
		files:    a.Files,
		revision: Clean(a.Revision),
	}
	for _, author := range a.Credit.Authors {
		if name := Clean(author.Name); name != "" {
			w.Authors = append(w.Authors, asset.Author{Name: name, URL: Link(author.URL), Role: Clean(author.Role)})
		}
	}
	w.Files, w.Folder = placed(a.Files)
	return w
}

// placed counts what an asset puts into the output folder and finds the folder
// that has it all.
func placed(all []asset.File) (n int, folder string) {
	var folders []string
	for _, f := range all {
		if f.Path != "" {
			n++
			folders = append(folders, path.Dir(f.Path))
		}
		n += len(f.Members)
		for _, m := range f.Members {
			folders = append(folders, path.Dir(m.Path))
		}
		if f.Unpack != nil && len(f.Members) > 0 && f.Unpack.Dir != "" {
			folders = append(folders, f.Unpack.Dir)
		}
	}
	return n, Clean(common(folders))
}

// common is the longest path that all folders are or are below.
func common(folders []string) string {
	if len(folders) == 0 {
		return ""
	}
	shared := strings.Split(folders[0], "/")
	for _, f := range folders[1:] {
		parts := strings.Split(f, "/")
		n := 0
		for n < min(len(shared), len(parts)) && shared[n] == parts[n] {
			n++
		}
		shared = shared[:n]
	}
	return strings.Join(shared, "/")
}
