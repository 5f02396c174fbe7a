package direct

import (
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/provider/rule"
)

// Validate finds what is wrong with the entry, without the network. A missing
// licence is not for it to judge: the licence policy does.
func (p *Provider) Validate(e asset.Entry) []asset.Finding {
	fs := p.checkURL(e)
	if p.isSource(e.URL) {
		fs = append(fs, checkSourceKeys(e)...)
	} else {
		fs = append(fs, p.checkFileKeys(e)...)
	}
	fs = append(fs, p.checkCredit(e)...)
	return append(fs, checkUnused(e)...)
}

func (p *Provider) checkURL(e asset.Entry) []asset.Finding {
	switch {
	case e.URL == "":
		return []asset.Finding{rule.Error(e, "url", "url is missing",
			fmt.Sprintf("give the address of the file, such as %q", p.site.example))}
	case rule.Secret(e.URL):
		return []asset.Finding{rule.Error(e, "url",
			fmt.Sprintf("the address %s carries a user name or a password", rule.Show(e.URL)),
			"take it out; a header for the host can name an environment variable under [hosts]")}
	case p.isSource(e.URL):
		return p.checkSource(e)
	}
	return p.checkAddress(e, "url", e.URL)
}

func (p *Provider) checkSource(e asset.Entry) []asset.Finding {
	if err := p.sources.Check(e.URL); err != nil {
		return []asset.Finding{rule.Error(e, "url", err.Error(), "mend the source address")}
	}
	return nil
}

func (p *Provider) checkAddress(e asset.Entry, key, raw string) []asset.Finding {
	a := rule.Address{Hosts: p.site.hosts, Plain: p.site.hosts == nil && e.SHA256 != ""}
	problem := a.Check(raw)
	d, gone := p.site.gone(raw)
	switch {
	case problem != nil && gone:
		return []asset.Finding{rule.Error(e, key, problem.Text+": "+d.why, d.do)}
	case problem != nil:
		return []asset.Finding{rule.Error(e, key, problem.Text, problem.Remedy)}
	case gone:
		return []asset.Finding{rule.Warning(e, key, d.why, d.do)}
	}
	return nil
}

func (s site) gone(raw string) (dead, bool) {
	u, err := url.Parse(raw)
	if err != nil {
		return dead{}, false
	}
	host := strings.ToLower(u.Hostname())
	for _, d := range s.dead {
		if rule.MatchHost(host, []string{d.host}) && strings.HasPrefix(u.Path, d.path) {
			return d, true
		}
	}
	return dead{}, false
}

// keyUse is a key of the entry and whether it was given.
type keyUse struct {
	key  string
	used bool
}

func (p *Provider) checkFileKeys(e asset.Entry) []asset.Finding {
	var fs []asset.Finding
	for _, mirror := range e.Mirrors {
		fs = append(fs, p.checkAddress(e, "mirrors", mirror)...)
	}
	if e.SHA256 != "" {
		if d, err := asset.ParseDigest(string(e.SHA256)); err != nil || d.Algorithm() != asset.SHA256 {
			fs = append(fs, rule.Error(e, "sha256", fmt.Sprintf("%q is not a SHA-256", e.SHA256), "give 64 hexadecimal digits"))
		}
	}
	return append(fs, checkFormat(e)...)
}

func checkFormat(e asset.Entry) []asset.Finding {
	var fs []asset.Finding
	f := given(e)
	switch {
	case f != "" && !rule.IsExtension(f):
		fs = append(fs, rule.Error(e, "format", fmt.Sprintf("%q is not a format", e.Format),
			`give the extension of the file, such as "png" or "zip"`))
	case e.Unpack && f != "" && archives[f] == "":
		fs = append(fs, rule.Error(e, "format", fmt.Sprintf("format %q cannot be unpacked", e.Format),
			"name one of "+strings.Join(slices.Sorted(maps.Keys(archives)), ", ")+", or take unpack out"))
	}
	for _, k := range []keyUse{{"strip", e.Strip != 0}, {"include", len(e.Include) > 0}} {
		if k.used && !e.Unpack {
			fs = append(fs, rule.Error(e, k.key, k.key+" is for archives that are unpacked", "add unpack = true, or take it out"))
		}
	}
	return append(fs, checkMembers(e)...)
}

// checkMembers looks at the keys that choose among the members of a container.
func checkMembers(e asset.Entry) []asset.Finding {
	var fs []asset.Finding
	if e.Strip < 0 {
		fs = append(fs, rule.Error(e, "strip", fmt.Sprintf("strip = %d is negative", e.Strip), "give the number of leading folders to drop"))
	}
	for _, pattern := range e.Include {
		if _, err := path.Match(pattern, ""); err != nil {
			fs = append(fs, rule.Error(e, "include", fmt.Sprintf("pattern %q cannot be read", pattern), `write it like "*.png"`))
		}
	}
	return fs
}

// checkSourceKeys refuses what a source address does not go together with.
func checkSourceKeys(e asset.Entry) []asset.Finding {
	var fs []asset.Finding
	for _, k := range []keyUse{
		{"sha256", e.SHA256 != ""},
		{"mirrors", len(e.Mirrors) > 0},
		{"format", e.Format != ""},
		{"unpack", e.Unpack},
	} {
		if k.used {
			fs = append(fs, rule.Error(e, k.key, k.key+" does not go together with a source address",
				"take it out, or give an https address; the lock pins a source address and each of its files"))
		}
	}
	return append(fs, checkMembers(e)...)
}

func (p *Provider) checkCredit(e asset.Entry) []asset.Finding {
	var fs []asset.Finding
	if e.SourceURL == "" {
		return fs
	}
	// A page is shown and never fetched, so that plain http does no harm.
	a := rule.Address{Hosts: p.site.pages, Plain: p.site.pages == nil}
	if problem := a.Check(e.SourceURL); problem != nil {
		fs = append(fs, rule.Error(e, "source_url", problem.Text, problem.Remedy))
	}
	return fs
}

// checkUnused tells of keys that would be ignored in silence.
func checkUnused(e asset.Entry) []asset.Finding {
	var fs []asset.Finding
	for _, k := range []keyUse{{"id", e.ID != ""}, {"resolution", e.Resolution != ""}, {"maps", len(e.Maps) > 0}} {
		if k.used {
			fs = append(fs, rule.Warning(e, k.key, fmt.Sprintf("%s has no effect for provider %q", k.key, e.Provider), "take it out"))
		}
	}
	return fs
}
