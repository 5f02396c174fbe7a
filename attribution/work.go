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

	expr  license.Expr
	files []asset.File
}

// Name is the title of the work or, when that is not known, its handle.
func (w Work) Name() string {
	return cmp.Or(w.Title, w.Handle)
}

// works prepares assets for credits, in the order in which they are credited:
// by provider and handle.
func works(assets []asset.Asset) []Work {
	all := make([]Work, len(assets))
	for i, a := range assets {
		all[i] = newWork(a)
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

func newWork(a asset.Asset) Work {
	w := Work{
		Handle:   Clean(a.Handle),
		Provider: Clean(a.Provider),
		From:     provider(a.Provider),
		Kind:     asset.Kind(Clean(string(a.Kind))),
		Title:    Clean(a.Credit.Title),
		Source:   address(a.Credit.SourceURL),
		Changes:  Clean(a.Credit.Changes),
		Notice:   Clean(a.Credit.Notice),
		files:    a.Files,
	}
	for _, author := range a.Credit.Authors {
		if name := Clean(author.Name); name != "" {
			w.Authors = append(w.Authors, asset.Author{Name: name, URL: Link(author.URL), Role: Clean(author.Role)})
		}
	}
	w.setLicense(a.Credit)
	w.Files, w.Folder = placed(a.Files)
	return w
}

// setLicense reads the licence in force.
func (w *Work) setLicense(c asset.Credit) {
	w.License = Clean(c.License)
	canonical, _, ok := license.Repair(c.License)
	if !ok {
		return
	}
	e, err := license.Parse(canonical)
	if err != nil {
		return
	}
	if chosen, ok := choice(e, c.Chosen); ok {
		e, w.Offered = chosen, canonical
	}
	w.expr, w.Readable, w.License, w.Terms = e, true, e.String(), e.Terms()
	w.Courtesy = !slices.ContainsFunc(w.Terms, func(t license.Term) bool {
		l, ok := license.Lookup(t.ID)
		return !ok || !l.Courtesy()
	})
}

// choice reads the alternative taken, which counts only if it was on offer.
func choice(offered license.Expr, chosen string) (license.Expr, bool) {
	e, err := license.Parse(chosen)
	if err != nil || !offered.Choice() {
		return license.Expr{}, false
	}
	terms := e.Terms()
	got, ok := offered.Pick(func(t license.Term) bool { return slices.Contains(terms, t) })
	return got, ok && got.String() == e.String()
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
