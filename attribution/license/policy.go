package license

import (
	"fmt"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// Policy decides which licences a project accepts. [Compile] makes one; the
// zero Policy allows nothing. A Policy does not change and may be shared.
type Policy struct {
	allow      map[string]bool // canonical terms
	groups     map[string]bool
	isDefault  bool // the allow list is the built-in one
	exceptions []exception
	listed     asset.Position   // of the allow list
	levels     map[string]level // by rule; missing means the rule's own
}

// Compile checks a policy and makes it ready for use. Whatever is wrong with
// it comes back as findings of severity [asset.Error]; entries with an error
// allow nothing, so that a slip of the pen never makes a policy weaker.
func Compile(p asset.Policy) (*Policy, []asset.Finding) {
	c := compiler{source: p, policy: &Policy{
		allow:  make(map[string]bool),
		groups: make(map[string]bool),
		listed: p.Keys["allow"],
		levels: make(map[string]level),
	}}
	c.allowList()
	c.levels()
	for _, e := range p.Exceptions {
		c.exception(e)
	}
	return c.policy, c.findings
}

// allows says whether the allow list covers a licence: by its id, or because
// it allows every group that the licence is in.
func (p *Policy) allows(t Term) bool {
	if p.allow[t.ID] || p.allow[t.String()] {
		return true
	}
	l, ok := Lookup(t.ID)
	if !ok || len(l.Groups) == 0 {
		return false
	}
	return !slices.ContainsFunc(l.Groups, func(g string) bool { return !p.groups[g] })
}

// compiler collects what is wrong with a policy.
type compiler struct {
	source   asset.Policy
	policy   *Policy
	findings []asset.Finding
}

func (c *compiler) allowList() {
	list := c.source.Allow
	if list == nil {
		list, c.policy.isDefault = DefaultAllow(), true
	}
	for _, entry := range list {
		if isGroup(entry) {
			c.policy.groups[entry] = true
			continue
		}
		if term, remedy := allowed(entry); remedy != "" {
			c.report("allow", fmt.Sprintf("policy.allow has %q, which is neither a group nor an SPDX id", entry), remedy)
		} else {
			c.policy.allow[term] = true
		}
	}
}

// allowed reads an entry of the allow list that is no group. The remedy is
// empty when it is good.
func allowed(entry string) (term, remedy string) {
	e, err := Parse(entry)
	switch {
	case err == nil && len(e.Terms()) > 1:
		return "", "list its licences one by one: every part of an expression is looked up on its own"
	case err == nil && e.term.OrLater:
		return "", "list each version that is allowed"
	case err == nil:
		return e.String(), ""
	}
	if group, ok := nearest(strings.ReplaceAll(entry, " ", "-"), groupNames()); ok {
		return "", fmt.Sprintf("did you mean the group %q?", group)
	}
	canonical, hint, ok := Repair(entry)
	if ok {
		return "", fmt.Sprintf("did you mean %q?", canonical)
	}
	return "", hint + "; the groups are " + strings.Join(groupNames(), ", ")
}

func (c *compiler) report(key, text, remedy string) {
	pos := c.source.Pos
	if p, ok := c.source.Keys[key]; ok {
		pos = p
	}
	c.reportAt(pos, text, remedy)
}

func (c *compiler) reportAt(pos asset.Position, text, remedy string) {
	c.findings = append(c.findings, asset.Finding{
		Rule: RulePolicy, Severity: asset.Error, Pos: pos, Text: text, Remedy: remedy,
	})
}
