package review

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution/license"
	"github.com/astraweave/fetch-assets/internal/report"
)

// ComparePolicy says how the policy itself changed: a change may not loosen it
// unseen. It answers with nothing when both mean the same.
func ComparePolicy(base, head asset.Policy) []report.Change {
	if spelt(base) == spelt(head) {
		return nil
	}
	c := report.Change{Kind: report.Changed, Pos: head.Pos}
	var details []string
	if old, now := allowed(base), allowed(head); old != now {
		details = append(details, "allow: "+old+" -> "+now)
	}
	for _, e := range head.Exceptions {
		if !slices.ContainsFunc(base.Exceptions, sameException(e)) {
			details = append(details, "new exception: "+e.License+" for "+e.Asset+" ("+e.Reason+")")
		}
	}
	for _, e := range base.Exceptions {
		if !slices.ContainsFunc(head.Exceptions, sameException(e)) {
			details = append(details, "exception gone: "+e.License+" for "+e.Asset)
		}
	}
	details = append(details, levelDifferences(base, head)...)
	c.Detail = strings.Join(details, "; ")
	return []report.Change{c}
}

func allowed(p asset.Policy) string {
	allow := p.Allow
	if allow == nil {
		allow = license.DefaultAllow()
	}
	if len(allow) == 0 {
		return "nothing"
	}
	return strings.Join(allow, ", ")
}

func sameException(e asset.Exception) func(asset.Exception) bool {
	e.Pos = asset.Position{}
	return func(other asset.Exception) bool {
		other.Pos = asset.Position{}
		return e == other
	}
}

// levelDifferences lists the rules whose level is another one now.
func levelDifferences(base, head asset.Policy) []string {
	before, after := levels(base), levels(head)
	names := maps.Clone(before)
	maps.Copy(names, after)
	var found []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if before[name] != after[name] {
			found = append(found, fmt.Sprintf("level of %s: %s -> %s", name, cmp.Or(before[name], "default"), cmp.Or(after[name], "default")))
		}
	}
	return found
}

func levels(p asset.Policy) map[string]string {
	all := map[string]string{}
	if p.Unknown != "" {
		all[license.RuleUnknown] = p.Unknown
	}
	if p.Mismatch != "" {
		all[license.RuleMismatch] = p.Mismatch
	}
	maps.Copy(all, p.Levels)
	return all
}

// spelt is all that a policy says, without where it says it.
func spelt(p asset.Policy) string {
	p.Pos, p.Keys = asset.Position{}, nil
	if p.Allow == nil {
		p.Allow = license.DefaultAllow()
	}
	p.Exceptions = slices.Clone(p.Exceptions)
	for i := range p.Exceptions {
		p.Exceptions[i].Pos = asset.Position{}
	}
	b, err := json.Marshal(p)
	if err != nil {
		panic("review: a policy has only text: " + err.Error())
	}
	return string(b)
}
