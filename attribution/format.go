package attribution

import (
	"fmt"
	"io"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// Renderer writes credits in one format. Equal assets, in any order, give equal
// bytes. It fails only when w does, except for templates.
type Renderer func(w io.Writer, assets []asset.Asset) error

// Format is a form that credits can be written in.
type Format struct {
	Name   string // as people ask for it, such as "markdown"
	File   string // the name that a file in this form usually has
	About  string // one sentence
	Render Renderer
}

// Formats lists every format, in the order in which help shows them.
func Formats() []Format {
	return []Format{
		{"text", FileName, "plain text for people, to be shipped with the build", renderText},
		{"markdown", "ATTRIBUTION.md", "Markdown, for repositories and web pages", renderMarkdown},
		{"json", "credits.json", "JSON, for a credits screen in the game", renderJSON},
		{"csv", "credits.csv", "a table for spreadsheets and scripts", renderCSV},
		{"reuse", "REUSE.toml", "licensing information as the REUSE tool reads it", renderREUSE},
		{"html", "ATTRIBUTION.html", "a page with pictures, players, filters and search, to lie in the output folder", renderHTML},
		{"spdx", "credits.spdx.json", "an SPDX 2.3 document, a bill of materials", renderSPDX},
		{"cyclonedx", "credits.cdx.json", "a CycloneDX 1.6 bill of materials", renderCycloneDX},
	}
}

// FormatNamed finds a format by its name. Its error lists the names there are.
func FormatNamed(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("unknown format %q of credits: there are %s", name, strings.Join(names, ", "))
}

func renderText(w io.Writer, assets []asset.Asset) error {
	_, err := w.Write(Text(assets, Options{}))
	return err
}
