package attribution

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/template"

	"github.com/astraweave/fetch-assets/asset"
)

// Credits is what a template of [Template] is given.
type Credits struct {
	Works    []Work // all, by provider and handle
	Asked    []Work // those whose licences ask for credit, and those with none
	Courtesy []Work // the others
	Licenses []Use  // sorted by id
}

// Template makes a renderer of a text in the form of package text/template. It
// is given [Credits]; besides the functions of that package it may call join
// (of strings), json and markdown (which escapes). All text in credits is on
// one line, see [Clean], but not escaped for the format that the template is
// for. The name stands in errors.
func Template(name, text string) (Renderer, error) {
	t, err := template.New(name).Funcs(template.FuncMap{
		"join":     strings.Join,
		"json":     toJSON,
		"markdown": markdownText,
	}).Option("missingkey=error").Parse(text)
	if err != nil {
		return nil, fmt.Errorf("parsing template: %w", err)
	}
	return func(w io.Writer, assets []asset.Asset) error {
		all := works(assets)
		var b bytes.Buffer
		if err := t.Execute(&b, Credits{all, only(all, asked), only(all, free), uses(all)}); err != nil {
			return fmt.Errorf("running template: %w", err)
		}
		_, err := w.Write(b.Bytes())
		return err
	}, nil
}

func toJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}
