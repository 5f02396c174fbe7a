package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// sarifRules are the rules of a report, each at its index.
type sarifRules struct {
	list []sarifRule
}

func newSarifRules(rules []Rule) *sarifRules {
	s := &sarifRules{list: []sarifRule{}}
	for _, r := range rules {
		s.list = append(s.list, describe(r))
	}
	return s
}

// index is where the rule of that id is. One that nobody described is added.
func (s *sarifRules) index(id string, f asset.Finding) int {
	i := slices.IndexFunc(s.list, func(r sarifRule) bool { return r.ID == id })
	if i >= 0 {
		return i
	}
	s.list = append(s.list, describe(Rule{ID: id, Severity: f.Severity, Short: "Something of the kind " + id + " was found"}))
	return len(s.list) - 1
}

func describe(r Rule) sarifRule {
	help := cmp.Or(r.Help, r.Full, r.Short)
	return sarifRule{
		ID: r.ID, Name: pascal(r.ID),
		Short:         sarifText{Text: sentence(r.Short)},
		Full:          sarifText{Text: sentence(cmp.Or(r.Full, r.Short))},
		Help:          sarifHelp{Text: strings.ReplaceAll(help, "`", ""), Markdown: help},
		HelpURI:       homepage + "/blob/main/docs/licenses.md#rules",
		Configuration: sarifConfiguration{Level: sarifLevel(r.Severity)},
	}
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

// pascal makes "license-denied" the "LicenseDenied" that SARIF wants for names.
func pascal(id string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(id, "-") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

// fingerprints counts what findings with equal identities there are.
type fingerprints map[string]int

// of identifies a finding by what it is about and not by its place or wording,
// so that it stays the same when lines move: rule, asset and licence, and where
// there is no asset the text. Several with the same identity are numbered.
func (p fingerprints) of(f asset.Finding) string {
	identity := []string{f.Rule, f.Handle, f.License}
	if f.Handle == "" {
		identity = append(identity, f.Text)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", identity))
	id := hex.EncodeToString(sum[:16])
	p[id]++
	if n := p[id]; n > 1 {
		return fmt.Sprintf("%s:%d", id, n)
	}
	return id
}
