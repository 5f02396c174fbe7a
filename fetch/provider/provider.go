// Package provider turns entries of a manifest into assets: files with
// addresses, and a credit. Each provider is a sub-package or a name in package
// direct; [Set] holds them all and adds what none of them may forget.
package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/provider/direct"
	"github.com/astraweave/fetch-assets/fetch/provider/polyhaven"
	"github.com/astraweave/fetch-assets/fetch/provider/rule"
	"github.com/astraweave/fetch-assets/internal/suggest"
)

// Provider is one place that assets come from. Both methods may be called from
// any number of goroutines.
type Provider interface {
	// Validate finds what is wrong with an entry, without the network.
	Validate(e asset.Entry) []asset.Finding
	// Credit is what can be said of an entry's credit without the network.
	Credit(e asset.Entry) asset.Credit
	// Resolve may ask the network. The same entry gives the same asset as long
	// as the provider's offer stays the same.
	Resolve(ctx context.Context, e asset.Entry) (asset.Asset, error)
}

// HTTP asks for the small answers of providers' APIs.
type HTTP = polyhaven.HTTP

// Sources knows the source addresses of the provider "url".
type Sources = direct.Sources

// Set is all providers under their names. It may be used from any number of
// goroutines.
type Set struct {
	providers map[string]Provider
}

// New makes the set. With nil for h entries of Poly Haven can be validated but
// not resolved; with nil for s source addresses are refused.
func New(h HTTP, s Sources) *Set {
	providers := map[string]Provider{polyhaven.Name: &polyhaven.Provider{HTTP: h}}
	for _, name := range direct.Names() {
		providers[name] = direct.New(name, s)
	}
	return &Set{providers: providers}
}

// Names lists the canonical names of all providers, sorted.
func Names() []string {
	return slices.Sorted(maps.Keys(New(nil, nil).providers))
}

// Hosts lists the patterns of the hosts that a provider's files may come from,
// redirects included: exact names, or "*.itch.io" for all hosts below. Nil means
// any host.
func Hosts(provider string) []string {
	if provider == polyhaven.Name {
		return polyhaven.Hosts()
	}
	return direct.Hosts(provider)
}

// Validate finds what is wrong with an entry, without the network: a provider
// that does not exist, and what the provider itself finds. Findings have the
// rule "manifest"; those that are only odd have the severity warning.
func (s *Set) Validate(e asset.Entry) []asset.Finding {
	p, ok := s.providers[e.Provider]
	if !ok {
		return []asset.Finding{unknown(e)}
	}
	return p.Validate(e)
}

// Credit is what can be said of an entry's credit without the network: what the
// entry says, and what holds for everything that the provider has.
func (s *Set) Credit(e asset.Entry) asset.Credit {
	p, ok := s.providers[e.Provider]
	if !ok {
		return asset.Credit{License: e.License}
	}
	return p.Credit(e)
}

// Resolve makes an asset of an entry. Its files have keys and places of their
// own, all below the folder <provider>/<handle>. Errors name the handle.
func (s *Set) Resolve(ctx context.Context, e asset.Entry) (asset.Asset, error) {
	a, err := s.resolve(ctx, e)
	if err != nil {
		return asset.Asset{}, fmt.Errorf("resolving %q of provider %q: %w", e.Handle, e.Provider, err)
	}
	return a, nil
}

func (s *Set) resolve(ctx context.Context, e asset.Entry) (asset.Asset, error) {
	p, ok := s.providers[e.Provider]
	if !ok {
		return asset.Asset{}, rule.Err([]asset.Finding{unknown(e)})
	}
	a, err := p.Resolve(ctx, e)
	if err != nil {
		return asset.Asset{}, err
	}
	// Whatever a provider took over from an answer, nothing leaves its folder.
	return a, rule.CheckAsset(a)
}

func unknown(e asset.Entry) asset.Finding {
	names := Names()
	remedy := "valid names are " + strings.Join(names, ", ")
	if near := suggest.Nearest(e.Provider, names); near != "" {
		remedy = fmt.Sprintf("did you mean %q? %s", near, remedy)
	}
	if e.Provider == "" {
		return rule.Error(e, "provider", "provider is missing", remedy)
	}
	return rule.Error(e, "provider", fmt.Sprintf("unknown provider %q", e.Provider), remedy)
}
