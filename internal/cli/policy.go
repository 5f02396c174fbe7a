package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution/license"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/manifest"
)

// replacePolicy takes the policy of --policy, whole, instead of the manifest's:
// a manifest must not be able to add to the policy that its project is held to.
func (s *session) replacePolicy(p *project) error {
	if s.set.policy == "" {
		return nil
	}
	policy, err := manifest.LoadPolicy(s.set.policy)
	var bad *manifest.Error
	switch {
	case errors.As(err, &bad):
		s.add(bad.Findings...)
	case err != nil:
		return exitf(exitUsage, "--policy: %v", err)
	}
	p.unused, p.Policy = p.Policy.Pos, policy
	return nil
}

// compilePolicy makes the policy ready for use, and adds what is wrong with it.
func (s *session) compilePolicy(p *project) {
	policy, findings := license.Compile(p.Policy)
	s.add(findings...)
	p.policy = policy
	if p.unused == (asset.Position{}) {
		return
	}
	s.add(policy.Apply(asset.Finding{
		Rule: license.RulePolicyUnused, Pos: p.unused,
		Text:   fmt.Sprintf("this policy is not used: --policy %s replaces all of it", s.set.policy),
		Remedy: "move what is still wanted of it into that file, and remove it here",
	})...)
}

// subject is the work as the policy sees it.
func (w *work) subject() license.Subject {
	return license.Subject{
		Handle: w.Entry.Handle, Provider: w.Entry.Provider,
		Credit: w.asset.Credit, Digests: w.digests(), At: w.Entry.At,
	}
}

// digests are those of the files to download, as far as they are known. What the
// lock knows of an entry that has changed since says nothing of its files now.
func (w *work) digests() []asset.Digest {
	if w.State != lockfile.Pinned && w.asset.Fingerprint == w.Locked.Fingerprint {
		return []asset.Digest{w.Entry.SHA256}
	}
	digests := make([]asset.Digest, len(w.asset.Files))
	for i, f := range w.asset.Files {
		digests[i] = f.Digest
	}
	return digests
}

// judge lets the policy look at the credits of the works: those of the lock for
// what is pinned, those of the fresh answer for what was resolved, and otherwise
// what the manifest says. What it settles, such as the choice between two
// licences, is recorded in them.
func (s *session) judge(p *project, works []*work) error {
	subjects := make([]license.Subject, len(works))
	for i, w := range works {
		subjects[i] = w.subject()
	}
	findings := p.policy.Check(subjects, s.env.Now())
	for i, credit := range p.policy.SettleAll(subjects, s.env.Now()) {
		works[i].asset.Credit = credit
	}
	if s.filtered() {
		findings = slices.DeleteFunc(findings, func(f asset.Finding) bool { return f.Rule == license.RuleExceptionUnused })
	}
	return s.rule(findings)
}

// rule adds findings on licences and credits, and fails if one is an error. With
// --warn-only none is.
func (s *session) rule(findings []asset.Finding) error {
	for i, f := range findings {
		if s.set.warnOnly && f.Severity == asset.Error {
			findings[i].Severity = asset.Warning
		}
	}
	s.add(findings...)
	if worst(findings) == asset.Error {
		return &exitError{code: exitPolicy}
	}
	return nil
}

// worst is the gravest severity among the findings, empty when there are none.
func worst(findings []asset.Finding) asset.Severity {
	var found asset.Severity
	for _, f := range findings {
		switch {
		case f.Severity == asset.Error:
			return asset.Error
		case f.Severity == asset.Warning, found == "":
			found = f.Severity
		}
	}
	return found
}
