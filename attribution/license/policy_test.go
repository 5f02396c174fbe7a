package license

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

var here = asset.Position{File: "assets.toml", Line: 3}

// compile makes a policy that has to be right.
func compile(t *testing.T, p asset.Policy) *Policy {
	t.Helper()
	policy, findings := Compile(p)
	if len(findings) > 0 {
		t.Fatalf("Compile found %+v", findings)
	}
	return policy
}

func TestCompileFindings(t *testing.T) {
	t.Parallel()
	good := asset.Exception{Asset: "door", License: "CC-BY-NC-4.0", Reason: "prototype", Expires: "2027-01-31"}
	with := func(change func(*asset.Exception)) asset.Policy {
		e := good
		change(&e)
		return asset.Policy{Exceptions: []asset.Exception{e}}
	}
	tests := []struct {
		name   string
		policy asset.Policy
		want   []string // text and remedy, each a part of the finding's
	}{
		{"zero", asset.Policy{}, nil},
		{"everything right", asset.Policy{
			Allow:   []string{"public-domain", "cc-by-4.0", "LicenseRef-Store", "GPL-3.0-only WITH Font-exception-2.0"},
			Unknown: "warn", Mismatch: "allow", Exceptions: []asset.Exception{good},
		}, nil},
		{"empty list", asset.Policy{Allow: []string{}}, nil},
		{"group typo", asset.Policy{Allow: []string{"atribution"}}, []string{`"atribution", which is neither a group nor an SPDX id`, `did you mean the group "attribution"?`}},
		{"group in capitals", asset.Policy{Allow: []string{"Public-Domain"}}, []string{`"Public-Domain"`, `did you mean the group "public-domain"?`}},
		{"group with a space", asset.Policy{Allow: []string{"share alike"}}, []string{`"share alike"`, `did you mean the group "share-alike"?`}},
		{"misspelt id", asset.Policy{Allow: []string{"CC BY 4.0"}}, []string{`"CC BY 4.0"`, `did you mean "CC-BY-4.0"?`}},
		{"deprecated id", asset.Policy{Allow: []string{"GPL-3.0"}}, []string{`"GPL-3.0"`, `did you mean "GPL-3.0-only"?`}},
		{"id without version", asset.Policy{Allow: []string{"CC-BY"}}, []string{`"CC-BY"`, "CC-BY has several versions"}},
		{"nonsense", asset.Policy{Allow: []string{"whatever is free"}}, []string{`"whatever is free"`, "the groups are public-domain, attribution, share-alike"}},
		{"empty entry", asset.Policy{Allow: []string{""}}, []string{`has ""`, "the groups are"}},
		{"expression", asset.Policy{Allow: []string{"MIT OR ISC"}}, []string{`"MIT OR ISC"`, "list its licences one by one"}},
		{"plus", asset.Policy{Allow: []string{"Apache-2.0+"}}, []string{`"Apache-2.0+"`, "list each version"}},
		{"unknown level", asset.Policy{Unknown: "warning"}, []string{`policy.unknown is "warning"`, `write "error", "warn", "notice", "off" or "allow"`}},
		{"level typo", asset.Policy{Mismatch: "eror"}, []string{`policy.mismatch is "eror"`, `did you mean "error"?`}},
		{"exception without asset", with(func(e *asset.Exception) { e.Asset = "" }), []string{"names no asset", `write asset = "handle"`}},
		{"exception without reason", with(func(e *asset.Exception) { e.Reason = " " }), []string{`exception for "door" gives no reason`, "write reason"}},
		{"exception without licence", with(func(e *asset.Exception) { e.License = "" }), []string{`licence ""`, "write license"}},
		{"exception with misspelt licence", with(func(e *asset.Exception) { e.License = "CC BY-NC 4.0" }), []string{`licence "CC BY-NC 4.0"`, `did you mean "CC-BY-NC-4.0"?`}},
		{"exception with a group", with(func(e *asset.Exception) { e.License = "non-commercial" }), []string{`licence "non-commercial"`, "write"}},
		{"exception with a digest", with(func(e *asset.Exception) { e.Digest = asset.SumSHA256(nil) }), nil},
		{"exception with half a digest", with(func(e *asset.Exception) { e.Digest = "sha256:12" }), []string{`"sha256:12"`, "64 hexadecimal digits"}},
		{"exception with a weak digest", with(func(e *asset.Exception) { e.Digest = "md5:d41d8cd98f00b204e9800998ecf8427e" }), []string{"md5", "64 hexadecimal digits"}},
		{"exception with a bad date", with(func(e *asset.Exception) { e.Expires = "31.1.2027" }), []string{`"31.1.2027", which is no date`, "2027-01-31"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.policy.Pos = here
			policy, findings := Compile(test.policy)
			if policy == nil {
				t.Fatal("no policy")
			}
			if test.want == nil {
				if len(findings) > 0 {
					t.Errorf("found %+v, want nothing", findings)
				}
				return
			}
			if len(findings) != 1 {
				t.Fatalf("found %+v, want one", findings)
			}
			f := findings[0]
			if f.Rule != RulePolicy || f.Severity != asset.Error || f.Pos != here {
				t.Errorf("found %+v, want an error of the policy at %s", f, here)
			}
			if !strings.Contains(f.Text, test.want[0]) || !strings.Contains(f.Remedy, test.want[1]) {
				t.Errorf("found %q and %q, want %q", f.Text, f.Remedy, test.want)
			}
		})
	}
}

// TestCompilePositions: a finding points at the key that it is about.
func TestCompilePositions(t *testing.T) {
	t.Parallel()
	at := func(line int) asset.Position { return asset.Position{File: "p.toml", Line: line} }
	_, findings := Compile(asset.Policy{
		Allow: []string{"x"}, Unknown: "x", Mismatch: "x",
		Exceptions: []asset.Exception{{Asset: "a", License: "MIT", Pos: at(5)}},
		Pos:        at(1),
		Keys:       map[string]asset.Position{"allow": at(2), "unknown": at(3)},
	})
	var got []int
	for _, f := range findings {
		got = append(got, f.Pos.Line)
	}
	if diff := cmp.Diff([]int{2, 3, 1, 5}, got); diff != "" {
		t.Errorf("lines -want +got:\n%s", diff)
	}
}

// TestWrongEntriesAllowNothing: what is wrong in a policy makes it stricter.
func TestWrongEntriesAllowNothing(t *testing.T) {
	t.Parallel()
	policy, findings := Compile(asset.Policy{
		Allow:   []string{"GPL-3.0", "non commercial", "MIT OR GPL-2.0-only", "CC-BY-4.0"},
		Unknown: "alow",
		Exceptions: []asset.Exception{
			{Asset: "*", License: "CC-BY-ND-4.0"},
			{Asset: "*", License: "CC-BY-NC-4.0", Reason: "x", Expires: "soon"},
		},
	})
	if len(findings) != 6 {
		t.Errorf("%d findings, want 6: %+v", len(findings), findings)
	}
	for _, expr := range []string{"GPL-3.0-only", "GPL-2.0-only", "MIT", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "CC0-1.0"} {
		if got := rulesOf(policy.Check([]Subject{{Handle: "a", Credit: full(expr)}}, today)); !strings.Contains(got, RuleDenied) {
			t.Errorf("%s passes: %s", expr, got)
		}
	}
	if policy.Severity(RuleUnknown) != asset.Error {
		t.Error("a typo in a level made an unknown licence acceptable")
	}
}

func TestSeverity(t *testing.T) {
	t.Parallel()
	policy := compile(t, asset.Policy{Unknown: "allow", Mismatch: "warn"})
	for rule, want := range map[string]asset.Severity{
		RuleUnknown: asset.Notice, RuleMismatch: asset.Warning, RuleDenied: asset.Error,
		RuleShareAlike: asset.Notice, RuleTitle: asset.Warning, "no-such-rule": asset.Error,
	} {
		if got := policy.Severity(rule); got != want {
			t.Errorf("Severity(%q) = %q, want %q", rule, got, want)
		}
	}
	if got := compile(t, asset.Policy{}).Severity(RuleMismatch); got != asset.Error {
		t.Errorf("by default a mismatch is %q", got)
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern, name string
		want          bool
	}{
		{"door", "door", true}, {"door", "doors", false}, {"door", "Door", false},
		{"*", "anything", true}, {"*", "", true},
		{"door_*", "door_slam", true}, {"door_*", "door", false}, {"*_slam", "door_slam", true},
		{"*oo*", "door", true}, {"d*r", "door", true}, {"d*r", "doors", false},
		{"a*a", "a", false}, {"a*b*c", "abc", true}, {"a*b*c", "acb", false},
		{"a*bb*b", "abb", false}, {"**", "x", true}, {"", "x", false}, {"[d]oor", "door", false},
	}
	for _, test := range tests {
		if got := match(test.pattern, test.name); got != test.want {
			t.Errorf("match(%q, %q) = %t", test.pattern, test.name, got)
		}
	}
}

// rulesOf sums findings up, such as "license-denied share-alike".
func rulesOf(findings []asset.Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Rule)
	}
	return strings.Join(all, " ")
}
