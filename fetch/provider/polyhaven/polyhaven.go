// Package polyhaven resolves entries of Poly Haven, https://polyhaven.com,
// through its public API. Everything there is CC0-1.0.
//
// The API is documented at https://github.com/Poly-Haven/Public-API. Nothing in
// its answers is trusted: addresses must be on its file hosts, names of files
// must be plain.
package polyhaven

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/provider/rule"
)

// Name is the provider's canonical name.
const Name = "polyhaven"

// License is the licence of every asset of Poly Haven,
// https://polyhaven.com/license.
const License = "CC0-1.0"

// DefaultResolution is taken for an entry that names none.
const DefaultResolution = "2k"

const (
	api = "https://api.polyhaven.com"
	// A model of sixty maps in all formats and resolutions makes about half a
	// mebibyte. Parsed, an answer takes many times its size.
	answerLimit = 4 << 20
)

// Hosts lists the hosts that files come from.
func Hosts() []string { return []string{"dl.polyhaven.org", "dl.polyhaven.com"} }

// HTTP asks for a small answer: at most limit bytes from rawURL, which must be
// https and, redirects included, stay on the hosts. An answer that says that
// there is no such thing is an error that is [fs.ErrNotExist].
type HTTP interface {
	GetBytes(ctx context.Context, rawURL string, hosts []string, limit int64) ([]byte, error)
}

// Provider resolves entries. It may be used from any number of goroutines if
// its HTTP may. The zero value can validate but not resolve.
type Provider struct {
	HTTP HTTP
}

// Resolve asks the API for the entry's asset, in two requests, and chooses among
// its files. It fails when [Provider.Validate] finds an error, and when a map or
// a format that the entry names is not published. Everything else that differs
// from what was asked, such as the resolution, is told in the asset's notes; the
// asset's resolution is that of its first file.
func (p *Provider) Resolve(ctx context.Context, e asset.Entry) (asset.Asset, error) {
	if err := rule.Err(p.Validate(e)); err != nil {
		return asset.Asset{}, err
	}
	about, err := ask(ctx, p.HTTP, "info", e, parseInfo)
	if err != nil {
		return asset.Asset{}, err
	}
	if err := about.suits(e); err != nil {
		return asset.Asset{}, err
	}
	offer, err := ask(ctx, p.HTTP, "files", e, parseTree)
	if err != nil {
		return asset.Asset{}, err
	}
	c, err := choose(e, offer)
	if err != nil {
		return asset.Asset{}, err
	}
	return asset.Asset{
		Handle:      e.Handle,
		Provider:    e.Provider,
		Kind:        e.Kind,
		ID:          e.ID,
		Resolution:  c.resolution(),
		Fingerprint: e.Fingerprint(),
		Credit:      credit(e, about),
		Files:       c.files,
		Notes:       c.notes.lines(),
		Pos:         e.Pos,
	}, nil
}

// ask gets one of the API's answers about the entry's asset.
func ask[T any](ctx context.Context, h HTTP, what string, e asset.Entry, parse func([]byte) (T, error)) (T, error) {
	var none T
	data, err := h.GetBytes(ctx, api+"/"+what+"/"+e.ID, []string{"api.polyhaven.com"}, answerLimit)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return none, fmt.Errorf("nothing at Poly Haven has the id %q; look it up at https://polyhaven.com/%ss: %w", e.ID, e.Kind, err)
	case err != nil:
		return none, fmt.Errorf("asking Poly Haven for the %s of %q: %w", what, e.ID, err)
	}
	answer, err := parse(data)
	if err != nil {
		return none, fmt.Errorf("reading Poly Haven's answer on the %s of %q: %w", what, e.ID, err)
	}
	return answer, nil
}

// credit is what Poly Haven says of the asset, except where the entry says it
// in the user's own words.
func credit(e asset.Entry, about info) asset.Credit {
	c := asset.Credit{
		Title:     about.name,
		Authors:   about.authors,
		License:   cmp.Or(e.License, License), // another one that is given is for the policy to judge
		SourceURL: page(e.ID),
		Changes:   e.Changes,
		Notice:    e.Notice,
	}
	if e.Title != "" {
		c.Title = e.Title
	}
	if len(e.Authors) > 0 {
		c.Authors = nil
		for _, name := range e.Authors {
			c.Authors = append(c.Authors, asset.Author{Name: name})
		}
	}
	return c
}

// page is the asset's page.
func page(id string) string { return "https://polyhaven.com/a/" + id }

func list(names []string) string { return strings.Join(names, ", ") }
