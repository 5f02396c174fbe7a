package attribution

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// Options chooses what credits are about. The zero Options means everything.
type Options struct {
	Provider string // only works of this provider, by its canonical name
}

// FileName is the name of credits in text form, in the output folder and in
// each provider's folder below it.
const FileName = "ATTRIBUTION.txt"

// Text writes credits as plain text in UTF-8, with LF at the end of each line.
// First come the licences with the number of works under each, then the works
// whose licences ask for credit, then, as a courtesy, the others.
func Text(assets []asset.Asset, o Options) []byte {
	return text(works(assets), o)
}

func text(all []Work, o Options) []byte {
	if o.Provider != "" {
		all = only(all, func(w Work) bool { return w.Provider == o.Provider })
	}
	var b bytes.Buffer
	heading(&b, "Attribution", '=')
	if len(all) == 0 {
		b.WriteString(nothing + "\n")
		return b.Bytes()
	}
	fmt.Fprintf(&b, "%s\n", intro(all, o))
	textLicenses(&b, uses(all))
	textWorks(&b, "Credits", "", only(all, asked))
	textWorks(&b, "Courtesy", courtesy, only(all, free))
	return b.Bytes()
}

const nothing = "No works by others are used."

// asked and free are the two halves of all credits.
func asked(w Work) bool { return !w.Courtesy }
func free(w Work) bool  { return w.Courtesy }

const courtesy = "These works may be used without credit. They are listed with thanks."

// intro says what the works are there for. A provider's file lies beside them.
func intro(all []Work, o Options) string {
	where := "This project uses " + count(len(all), "work") + " by others."
	if o.Provider != "" {
		where = "This folder holds " + count(len(all), "work") + " by others"
		if from := provider(o.Provider); from != other {
			where += ", from " + from
		}
		where += "."
	}
	return where + " To be named here is no endorsement.\nThe address after each licence leads to its text."
}

func textLicenses(b *bytes.Buffer, all []Use) {
	heading(b, "Licences", '=')
	for _, u := range all {
		name := u.Name
		if u.ID != "" && u.ID != u.Name {
			name += " (" + u.ID + ")"
		}
		fmt.Fprintf(b, "%6d  %s\n", u.Works, name)
		if u.Address != "" {
			fmt.Fprintf(b, "%6s  %s\n", "", u.Address)
		}
	}
}

func textWorks(b *bytes.Buffer, title, about string, all []Work) {
	if len(all) == 0 {
		return
	}
	heading(b, title, '=')
	if about != "" {
		fmt.Fprintf(b, "%s\n", about)
	}
	for _, group := range byProvider(all) {
		heading(b, group[0].From, '-')
		for i, w := range group {
			if i > 0 {
				b.WriteByte('\n')
			}
			textWork(b, w)
		}
	}
}

// textWork writes a work. The creator's own wording comes first.
func textWork(b *bytes.Buffer, w Work) {
	if w.Notice != "" {
		fmt.Fprintf(b, "%s\n", mute(w.Notice))
	}
	fmt.Fprintf(b, "%s\n", w.Credit())
	if w.Changes != "" {
		fmt.Fprintf(b, "    Changes: %s\n", mute(w.Changes))
	}
	about := w.Handle
	if place := w.place(); place != "" {
		about += ", " + place
	}
	fmt.Fprintf(b, "    Asset: %s\n", mute(about))
}

// heading underlines a title, with one blank line before all but the first.
func heading(b *bytes.Buffer, title string, line rune) {
	if b.Len() > 0 && !bytes.HasSuffix(b.Bytes(), []byte("\n\n")) {
		b.WriteByte('\n')
	}
	fmt.Fprintf(b, "%s\n%s\n\n", title, strings.Repeat(string(line), len([]rune(title))))
}

// only picks works out. It copies none when it picks all, which is usual.
func only(all []Work, keep func(Work) bool) []Work {
	n := 0
	for i := range all {
		if keep(all[i]) {
			n++
		}
	}
	if n == len(all) {
		return all
	}
	kept := make([]Work, 0, n)
	for i := range all {
		if keep(all[i]) {
			kept = append(kept, all[i])
		}
	}
	return kept
}
