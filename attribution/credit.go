package attribution

import (
	"fmt"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution/license"
)

// Credit is the line that credits the work: title, author, source and licence,
// such as
//
//	"Forest" by Ann (https://ann.example) — https://example.com/forest — licensed under Creative Commons Attribution 3.0 Unported (https://creativecommons.org/licenses/by/3.0/)
//
// Titles are quoted; a handle that stands in for an unknown title is not.
func (w Work) Credit() string {
	return w.credit(plain)
}

// style is how a format writes the pieces of a credit.
type style struct {
	text   func(s string) string       // foreign text
	title  func(s, page string) string // title of a work, with its page or ""
	handle func(s, page string) string // a handle in place of the title
	link   func(s, page string) string // text with an address that is not empty
	source func(s string) string       // a piece for the source, "" where the title links to it
}

// plain writes text as it is, but for the dash that parts the pieces.
var plain = style{
	text:   plainText,
	title:  func(s, _ string) string { return `"` + strings.ReplaceAll(plainText(s), `"`, "'") + `"` },
	handle: func(s, _ string) string { return plainText(s) },
	link:   func(s, page string) string { return s + " (" + page + ")" },
	source: func(s string) string {
		if Link(s) != "" {
			return s
		}
		return plainText(s)
	},
}

func plainText(s string) string { return strings.ReplaceAll(mute(s), "—", "–") }

// mute keeps text from being run as a command when credits are printed into
// the log of a GitHub workflow.
func mute(s string) string { return muting.Replace(s) }

var muting = strings.NewReplacer("::", ": :", "##[", "## [")

func (w Work) credit(s style) string {
	name := s.title
	if w.Title == "" {
		name = s.handle
	}
	parts := []string{name(w.Name(), Link(w.Source))}
	if len(w.Authors) > 0 {
		parts[0] += " by " + w.authors(s)
	}
	if source := s.source(w.Source); source != "" {
		parts = append(parts, source)
	}
	return strings.Join(append(parts, w.terms(s)), " — ")
}

func (w Work) authors(s style) string {
	names := make([]string, len(w.Authors))
	for i, a := range w.Authors {
		names[i] = author(a, s)
	}
	return list(names, "and")
}

func author(a asset.Author, s style) string {
	name := s.text(a.Name)
	if a.URL != "" {
		name = s.link(name, a.URL)
	}
	if a.Role != "" {
		name += " [" + s.text(a.Role) + "]"
	}
	return name
}

// terms says what licence the work is under.
func (w Work) terms(s style) string {
	switch {
	case w.License == "":
		return "licence unknown"
	case !w.Readable:
		return "licence as given: " + s.text(w.License)
	}
	names := w.expr.Describe(func(t license.Term) string { return term(t, s) }, " and ", " or ")
	if !w.Courtesy {
		names = "licensed under " + names
	}
	if w.Offered != "" {
		names += ", chosen from " + s.text(w.Offered)
	}
	return names
}

// term is the name of a licence with the address of its deed.
func term(t license.Term, s style) string {
	name := s.text(t.ID)
	if l, ok := license.Lookup(t.ID); ok {
		name = s.link(s.text(l.Name), l.Address)
	}
	if t.OrLater {
		name += " or any later version"
	}
	if t.Exception != "" {
		name += " with " + s.link(s.text(t.Exception), license.ExceptionAddress(t.Exception))
	}
	return name
}

// list joins names as a sentence does.
func list(all []string, word string) string {
	if n := len(all) - 1; n > 0 {
		return strings.Join(all[:n], ", ") + " " + word + " " + all[n]
	}
	return strings.Join(all, "")
}

// place says where the files of the work are.
func (w Work) place() string {
	switch {
	case w.Files == 0:
		return ""
	case w.Folder == "" || w.Folder == ".":
		return count(w.Files, "file")
	}
	return count(w.Files, "file") + " in " + w.Folder
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
