package attribution

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // for the parts of the page
	"encoding/base64"
	"html/template"
	"io"

	"github.com/astraweave/fetch-assets/asset"
)

var (
	//go:embed page/page.html
	pageHTML string
	//go:embed page/page.css
	pageCSS string
	//go:embed page/page.js
	pageJS string

	pageTemplate = template.Must(template.New("page.html").Parse(pageHTML))

	// contentPolicy lets the page load what lies beside it and run its own
	// script, and nothing else, whatever the credits contain. A page that was
	// opened from a disk has no origin, which is why file: stands there.
	contentPolicy = "default-src 'none'; img-src 'self' file: data:; media-src 'self' file:; " +
		"script-src " + inlineSource(pageJS) + "; style-src " + inlineSource(pageCSS) + "; base-uri 'none'; form-action 'none'"
)

// inlineSource is how a content security policy names an inline text.
func inlineSource(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// page is what the template page.html is given.
type page struct {
	Policy    string
	Style     template.CSS
	Script    template.JS
	Icons     []icon
	Total     int
	Works     string // "13 works"
	Providers []choiceOf
	Licenses  []choiceOf
	Sections  []section
}

// choiceOf is a value that works can be filtered by.
type choiceOf struct {
	Name, ID, Address string
	Works             int
}

// section is one half of the works, those that need credit or those that do not.
type section struct {
	ID, Title, About string
	Cards            []card
}

// renderHTML writes a page that needs nothing but itself and, for pictures and
// sounds, the output folder that it lies in.
func renderHTML(w io.Writer, assets []asset.Asset) error {
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, newPage(works(assets))); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

func newPage(all []Work) page {
	p := page{
		Policy: contentPolicy,
		Style:  template.CSS(pageCSS), //nolint:gosec // part of the program
		Script: template.JS(pageJS),   //nolint:gosec // part of the program
		Icons:  icons,
		Total:  len(all),
		Works:  count(len(all), "work"),
	}
	m := maker{licenses: map[string]int{}, providers: map[string]int{}}
	for i, u := range uses(all) {
		m.licenses[u.ID] = i
		p.Licenses = append(p.Licenses, choiceOf{u.Name, u.ID, u.Address, u.Works})
	}
	for i, group := range byProvider(all) {
		m.providers[group[0].Provider] = i
		p.Providers = append(p.Providers, choiceOf{Name: group[0].From, Works: len(group)})
	}
	p.Sections = sections(m.cards(only(all, asked)), m.cards(only(all, free)))
	return p
}

func sections(asked, free []card) []section {
	var all []section
	if len(asked) > 0 {
		all = append(all, section{"credits", "Credits", "", asked})
	}
	if len(free) > 0 {
		all = append(all, section{"courtesy", "Courtesy", courtesy, free})
	}
	return all
}
