package cli

import (
	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution/license"
	"github.com/astraweave/fetch-assets/internal/report"
)

// Rules that are not about licences.
const (
	ruleManifest        = "manifest"
	ruleResolve         = "resolve"
	ruleLockOutdated    = "lock-outdated"
	ruleLockOrphan      = "lock-orphan"
	ruleCreditsOutdated = "credits-outdated"
	ruleCreditsMissing  = "credits-missing"
	ruleCreditsOrphan   = "credits-orphan"
	ruleIntegrity       = "integrity"
	ruleFileRepaired    = "file-repaired"
	ruleFetchFailed     = "fetch-failed"
)

// otherRules are the rules that no policy has a say on.
var otherRules = []report.Rule{
	{
		ID: ruleManifest, Severity: asset.Error, Short: "the manifest cannot be understood",
		Full: "A key that is misspelt, a value of the wrong kind or a dangerous name is never guessed at: what was meant might have been a licence.",
		Help: "Correct the line as the message says. `docs/manifest.md` has every key.",
	},
	{
		ID: ruleResolve, Severity: asset.Warning, Short: "the provider's answer left something to decide",
		Full: "What was decided may be decided otherwise another time, as it is not in the manifest.",
		Help: "State it in the manifest.",
	},
	{
		ID: ruleLockOutdated, Severity: asset.Error, Short: "an entry is new or has changed since the lock was written",
		Full: "Nobody has seen yet which files the entry stands for, so nothing verifies them.",
		Help: "Run `fetch-assets fetch`, and commit the lock.",
	},
	{
		ID: ruleLockOrphan, Severity: asset.Warning, Short: "the lock has an asset that the manifest does not list",
		Full: "The credits still name it, although nothing uses it any more.",
		Help: "Run `fetch-assets fetch`, and commit the lock.",
	},
	{
		ID: ruleCreditsOutdated, Severity: asset.Error, Short: "a file of credits does not say what the lock says",
		Full: "A licence that asks for credit is kept only while the credits are right.",
		Help: "Run `fetch-assets attribution`, and commit what it writes.",
	},
	{
		ID: ruleCreditsMissing, Severity: asset.Error, Short: "a file of credits is missing although others are there",
		Full: "What ships without its credits breaks the licences that ask for them.",
		Help: "Run `fetch-assets attribution`, and commit what it writes.",
	},
	{
		ID: ruleCreditsOrphan, Severity: asset.Warning, Short: "a file credits assets of a provider that none comes from",
		Full: "It is left from assets that are gone.",
		Help: "Remove the file.",
	},
	{
		ID: ruleIntegrity, Severity: asset.Error, Short: "a file is not what the lock says",
		Full: "It was damaged, changed by hand, or replaced at its source.",
		Help: "Run `fetch-assets fetch`. Where the source really has another file now, remove the asset from the lock first, and look at what is new.",
	},
	{
		ID: ruleFileRepaired, Severity: asset.Warning, Short: "a file was not what the lock says and has been replaced",
		Full: "Changes made in the output folder do not last.",
		Help: "Keep changed copies of assets outside of it.",
	},
	{
		ID: ruleFetchFailed, Severity: asset.Error, Short: "an asset could not be had",
		Full: "Its source does not answer, or not with the file that is wanted.",
		Help: "Look at the address, add `mirrors`, or choose another asset.",
	},
}

// licenseHelp says what to do about each rule on licences.
var licenseHelp = map[string]string{
	license.RuleDenied:          "Choose another asset, or allow its licence in `[policy]` once somebody has read it. `[[policy.exceptions]]` lets it through for one asset.",
	license.RuleUnknown:         "Find the licence on the asset's page and write it as `license = \"<SPDX id>\"`. Without a licence nobody may ship the asset.",
	license.RuleInvalid:         "Write an SPDX expression, such as `CC-BY-4.0`, or `LicenseRef-<name>` for a licence that SPDX does not know.",
	license.RuleRepaired:        "Write the licence as the message says.",
	license.RuleAuthor:          "Add `author = \"<name>\"` as the licence asks for it in the credits.",
	license.RuleTitle:           "Add `title = \"<title>\"` as the licence asks for it in the credits.",
	license.RuleSource:          "Add `source_url = \"<page>\"` as the licence asks for it in the credits.",
	license.RuleNotice:          "Add `notice = \"<copyright line>\"` as the author wrote it.",
	license.RuleShareAlike:      "What is made from the asset has to be offered under the same licence. Make sure that this is wanted.",
	license.RuleProvider:        "Look at the asset's page: the provider publishes everything under one licence, and the entry says another one.",
	license.RuleWider:           "Nothing. What is declared is the safer of the two.",
	license.RuleMismatch:        "Look at the file that the message names. Correct `license`, or ask the author.",
	license.RuleNoEvidence:      "Keep a copy of the asset's page, or of a message from its author.",
	license.RuleExceptionOld:    "Replace the asset, or renew the exception with a reason that still holds.",
	license.RuleExceptionUnused: "Remove the exception from the policy.",
	license.RulePolicyUnused:    "Move what is still wanted into the policy that is used, and remove the other one.",
	license.RulePolicy:          "Correct the policy as the message says. A policy with a mistake allows nothing by it.",
}

// ruleDescriptions describes every rule that a finding can have.
func ruleDescriptions() []report.Rule {
	var all []report.Rule
	for _, r := range license.Rules() {
		all = append(all, report.Rule{ID: r.Name, Severity: r.Severity, Short: r.About, Help: licenseHelp[r.Name]})
	}
	return append(all, otherRules...)
}
