// Package direct resolves entries that give the address of their file: those of
// Poly Pizza, OpenGameArt, Kenney and itch.io, each held to its own hosts, and
// those of the provider "url", which is for everything else.
//
// Nothing is asked of the network, except what a reference of a source address,
// such as the branch of "git::https://…?ref=main", points to.
package direct

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/provider/rule"
)

// Sources knows the source addresses that the provider "url" takes besides
// http(s): git, files, folders of a repository. [source.Getter] is the one.
//
// [source.Getter]: https://pkg.go.dev/github.com/astraweave/fetch-assets/fetch/source#Getter
type Sources interface {
	Is(raw string) bool     // whether raw is a source address
	Check(raw string) error // what is wrong with it, found without the network
	// Pin names the same content in a way that does not move, and the revision
	// that this froze, such as a git commit.
	Pin(ctx context.Context, raw string) (url, revision string, err error)
}

// Provider resolves the entries of one site. It may be used from any number of
// goroutines if its Sources may.
type Provider struct {
	site    site
	sources Sources
}

// New is the provider of one of [Names]; it panics for any other name. With nil
// for s, source addresses are refused like other addresses that are not https.
func New(name string, s Sources) *Provider {
	site, ok := sites[name]
	if !ok {
		panic(fmt.Sprintf("direct: no provider %q", name))
	}
	return &Provider{site: site, sources: s}
}

// Resolve makes one file and the credit of what the entry says. It fails when
// [Provider.Validate] finds an error, or when a source address cannot be pinned.
func (p *Provider) Resolve(ctx context.Context, e asset.Entry) (asset.Asset, error) {
	if err := errors.Join(ctx.Err(), rule.Err(p.Validate(e))); err != nil {
		return asset.Asset{}, err
	}
	a := asset.Asset{
		Handle:      e.Handle,
		Provider:    e.Provider,
		Kind:        e.Kind,
		Fingerprint: e.Fingerprint(),
		Credit:      p.Credit(e),
		Pos:         e.Pos,
	}
	if !p.isSource(e.URL) {
		a.Files = []asset.File{p.file(e)}
		return a, nil
	}
	f, revision, err := p.pinned(ctx, e)
	if err != nil {
		return asset.Asset{}, err
	}
	a.Files, a.Revision = []asset.File{f}, revision
	return a, nil
}

func (p *Provider) file(e asset.Entry) asset.File {
	f := asset.File{
		Key:     p.key(e),
		URL:     e.URL,
		Mirrors: slices.Clone(e.Mirrors),
		Digest:  e.SHA256,
	}
	if e.Unpack {
		f.Format, f.Unpack = archiveFormat(e), unpack(e)
		return f
	}
	ext := format(e)
	f.Format = ext
	if ext == "" {
		ext = usual(e.Kind)
	}
	f.Path = fmt.Sprintf("%s/%s_%s.%s", folder(e), e.Handle, f.Key, ext)
	return f
}

// pinned makes the file of a source address. It is a container even when it
// holds one file: only who opens it can tell.
func (p *Provider) pinned(ctx context.Context, e asset.Entry) (asset.File, string, error) {
	url, revision, err := p.sources.Pin(ctx, e.URL)
	if err != nil {
		return asset.File{}, "", fmt.Errorf("pinning %s: %w", rule.Show(e.URL), err)
	}
	return asset.File{Key: p.key(e), URL: url, Unpack: unpack(e)}, revision, nil
}

func unpack(e asset.Entry) *asset.Unpack {
	return &asset.Unpack{Dir: folder(e), Strip: e.Strip, Include: slices.Clone(e.Include)}
}

func folder(e asset.Entry) string { return e.Provider + "/" + e.Handle }

func (p *Provider) key(e asset.Entry) string {
	if key, ok := p.site.keys[e.Kind]; ok {
		return key
	}
	return string(e.Kind)
}

// Credit is what can be said of the credit without the network, which here is all.
func (p *Provider) Credit(e asset.Entry) asset.Credit {
	c := asset.Credit{
		Title:     e.Title,
		License:   e.License,
		SourceURL: e.SourceURL,
		Changes:   e.Changes,
		Notice:    e.Notice,
	}
	for _, name := range e.Authors {
		c.Authors = append(c.Authors, asset.Author{Name: name})
	}
	if c.License == "" {
		c.License = p.site.license // another one that is given is for the policy to judge
	}
	if len(c.Authors) == 0 && p.site.author.Name != "" {
		c.Authors = []asset.Author{p.site.author}
	}
	if c.SourceURL == "" && p.site.page != nil {
		c.SourceURL = p.site.page(e.URL)
	}
	return c
}

// isSource tells source addresses from plain ones. An address with http(s) in
// front is always plain: no other reading of it may get hold of it.
func (p *Provider) isSource(raw string) bool {
	lower := strings.ToLower(raw)
	if strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://") {
		return false
	}
	return p.site.sources && p.sources != nil && p.sources.Is(raw)
}
