package license

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

func TestLevels(t *testing.T) {
	t.Parallel()
	at := asset.Position{File: "policy.toml", Line: 7, Column: 1}
	const bySA, byAuthor = `licence "CC-BY-SA-4.0" is share-alike`, `licence "CC-BY-SA-4.0" asks for the name of the author, and none is given`
	anonymous := full("CC-BY-SA-4.0")
	anonymous.Authors = nil
	tests := []struct {
		name   string
		levels map[string]string
		want   []string // severity and text
	}{
		{"none", nil, []string{"error " + byAuthor, "notice " + bySA}},
		{"the rules' own", map[string]string{"author-missing": "error", "share-alike": "notice"}, []string{"error " + byAuthor, "notice " + bySA}},
		{"lower and higher", map[string]string{"author-missing": "warn", "share-alike": "error"}, []string{
			"warning " + byAuthor + ` (level "warn" is set by the policy)`,
			"error " + bySA + ` (level "error" is set by the policy in policy.toml:7:1)`,
		}},
		{"off", map[string]string{"author-missing": "off", "share-alike": "off"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			policy := compile(t, asset.Policy{Levels: test.levels, Keys: map[string]asset.Position{"levels.share-alike": at}})
			var got []string
			for _, f := range policy.Check([]Subject{{Handle: "x", Credit: anonymous}}, today) {
				got = append(got, string(f.Severity)+" "+f.Text)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestEveryRuleHasALevel: each one can be set to each level, but for the policy's own.
func TestEveryRuleHasALevel(t *testing.T) {
	t.Parallel()
	for _, r := range Rules() {
		for word, severity := range map[string]asset.Severity{"error": asset.Error, "warn": asset.Warning, "notice": asset.Notice, "off": ""} {
			policy, findings := Compile(asset.Policy{Levels: map[string]string{r.Name: word}})
			if r.Name == RulePolicy {
				if len(findings) != 1 || policy.Severity(r.Name) != asset.Error {
					t.Errorf("%s = %q: found %+v, severity %q", r.Name, word, findings, policy.Severity(r.Name))
				}
				continue
			}
			if len(findings) > 0 || policy.Severity(r.Name) != severity {
				t.Errorf("%s = %q: found %+v, severity %q", r.Name, word, findings, policy.Severity(r.Name))
			}
		}
	}
}

func TestLevelFindings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		policy asset.Policy
		want   string // text and remedy, parts of them
	}{
		{"typo", asset.Policy{Levels: map[string]string{"autor-missing": "warn"}}, `has "autor-missing", which is no rule with a level; did you mean "author-missing"?`},
		{"British spelling", asset.Policy{Levels: map[string]string{"licence-denied": "warn"}}, `did you mean "license-denied"?`},
		{"underscore", asset.Policy{Levels: map[string]string{"title_missing": "warn"}}, `did you mean "title-missing"?`},
		{"one word", asset.Policy{Levels: map[string]string{"unknown": "warn"}}, `did you mean "license-unknown"?`},
		{"another's rule", asset.Policy{Levels: map[string]string{"lock-outdated": "off"}}, "the rules are license-denied, license-unknown"},
		{"the policy itself", asset.Policy{Levels: map[string]string{"policy": "warn"}}, `has "policy", which is no rule with a level; take it out`},
		{"unknown level", asset.Policy{Levels: map[string]string{"share-alike": "fatal"}}, `policy.levels.share-alike is "fatal"; write "error", "warn", "notice" or "off"`},
		{"level typo", asset.Policy{Levels: map[string]string{"share-alike": "notic"}}, `did you mean "notice"?`},
		{"empty level", asset.Policy{Levels: map[string]string{"share-alike": ""}}, `policy.levels.share-alike is ""`},
		{"allow is for the short forms", asset.Policy{Levels: map[string]string{"license-unknown": "allow"}}, `policy.levels.license-unknown is "allow"`},
		{"twice", asset.Policy{Unknown: "warn", Levels: map[string]string{"license-unknown": "warn"}}, "policy.unknown and policy.levels both set the level of license-unknown; remove one"},
		{"twice", asset.Policy{Mismatch: "allow", Levels: map[string]string{"license-mismatch": "warn"}}, "policy.mismatch and policy.levels both set the level of license-mismatch"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.policy.Keys = map[string]asset.Position{}
			for rule := range test.policy.Levels {
				test.policy.Keys["levels."+rule] = here
			}
			test.policy.Keys["unknown"], test.policy.Keys["mismatch"] = here, here
			_, findings := Compile(test.policy)
			if len(findings) != 1 {
				t.Fatalf("found %+v, want one", findings)
			}
			f := findings[0]
			if got := f.Text + "; " + f.Remedy; !strings.Contains(got, test.want) || f.Rule != RulePolicy || f.Severity != asset.Error || f.Pos != here {
				t.Errorf("found %+v, want an error of the policy at %v with %q", f, here, test.want)
			}
		})
	}
}

func TestApply(t *testing.T) {
	t.Parallel()
	policy := compile(t, asset.Policy{Mismatch: "warn", Levels: map[string]string{"share-alike": "off"}})
	got := policy.Apply(
		asset.Finding{Rule: RuleMismatch, Severity: asset.Notice, Text: "set"},
		asset.Finding{Rule: RuleShareAlike, Text: "off"},
		asset.Finding{Rule: RuleAuthor, Severity: asset.Notice, Text: "keeps its own"},
		asset.Finding{Rule: RuleAuthor, Text: "gets its rule's"},
		asset.Finding{Rule: RuleNoEvidence, Text: "is off by itself"},
		asset.Finding{Rule: "elsewhere", Text: "is not known"},
	)
	want := []asset.Finding{
		{Rule: RuleMismatch, Severity: asset.Warning, Text: `set (level "warn" is set by the policy)`},
		{Rule: RuleAuthor, Severity: asset.Notice, Text: "keeps its own"},
		{Rule: RuleAuthor, Severity: asset.Error, Text: "gets its rule's"},
		{Rule: "elsewhere", Severity: asset.Error, Text: "is not known"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
