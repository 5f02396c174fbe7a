package license

import "github.com/astraweave/fetch-assets/asset"

// Names of the rules that findings of this package carry. They are stable:
// people write them into their policies and filters.
const (
	RuleDenied          = "license-denied"
	RuleUnknown         = "license-unknown"
	RuleInvalid         = "license-invalid"
	RuleRepaired        = "license-repaired"
	RuleAuthor          = "author-missing"
	RuleTitle           = "title-missing"
	RuleSource          = "source-missing"
	RuleNotice          = "notice-missing"
	RuleShareAlike      = "share-alike"
	RuleProvider        = "provider-license"
	RuleMismatch        = "license-mismatch"
	RuleWider           = "license-wider"
	RuleNoEvidence      = "evidence-missing"
	RuleExceptionOld    = "exception-expired"
	RuleExceptionUnused = "exception-unused"
	RulePolicyUnused    = "policy-unused"
	RulePolicy          = "policy"
)

// Rule is one kind of finding.
type Rule struct {
	Name     string
	Severity asset.Severity // unless a policy says otherwise; empty means that the rule is off
	About    string         // what it looks for, one sentence
}

var rules = []Rule{
	{RuleDenied, asset.Error, "the policy does not allow the licence"},
	{RuleUnknown, asset.Error, "no licence is given"},
	{RuleInvalid, asset.Error, "what is given as the licence is not an SPDX expression"},
	{RuleRepaired, asset.Warning, "the licence is not written as SPDX does, but clear"},
	{RuleAuthor, asset.Error, "the licence asks for the author's name, and none is given"},
	{RuleTitle, asset.Warning, "the licence asks for the title of the work, and none is given"},
	{RuleSource, asset.Warning, "the licence asks for a link to the work, and none is given"},
	{RuleNotice, asset.Warning, "the licence asks for its copyright notice, and none is given"},
	{RuleShareAlike, asset.Notice, "what is made from the asset has to be under the same licence"},
	{RuleProvider, asset.Error, "the licence is not the one that the provider publishes everything under"},
	{RuleMismatch, asset.Error, "a file says another licence than the one given"},
	{RuleWider, asset.Notice, "a file says a licence that asks for less than the one given"},
	{RuleNoEvidence, "", "no file of the asset says anything of its licence"},
	{RuleExceptionOld, asset.Warning, "an exception of the policy has expired"},
	{RuleExceptionUnused, asset.Warning, "an exception of the policy lets nothing through"},
	{RulePolicyUnused, asset.Warning, "the manifest has a policy, and the run follows another one"},
	{RulePolicy, asset.Error, "the policy itself is wrong"},
}

// Rules lists every rule, gravest first within its subject.
func Rules() []Rule {
	return append([]Rule(nil), rules...)
}

// Level is the word for the rule's own severity in a policy.
func (r Rule) Level() string {
	for _, word := range levelWords {
		if levels[word] == r.Severity {
			return word
		}
	}
	return ""
}

// findRule is the rule of that name.
func findRule(name string) (Rule, bool) {
	for _, r := range rules {
		if r.Name == name {
			return r, true
		}
	}
	return Rule{}, false
}
