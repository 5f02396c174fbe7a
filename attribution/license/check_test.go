package license

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

var today = time.Date(2026, 6, 15, 23, 30, 0, 0, time.UTC)

// full is a credit that lacks nothing.
func full(expr string) asset.Credit {
	return asset.Credit{
		Title: "Work", Authors: []asset.Author{{Name: "Somebody"}}, License: expr,
		SourceURL: "https://example.com/work", Notice: "Copyright Somebody",
	}
}

func TestCheckLicenses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		allow []string
		expr  string
		want  string // rules
	}{
		{"CC0", nil, "CC0-1.0", ""},
		{"CC-BY", nil, "CC-BY-3.0", ""},
		{"ported CC-BY", nil, "CC-BY-3.0-US", ""},
		{"OGA-BY", nil, "LicenseRef-OGA-BY-3.0", ""},
		{"or later", nil, "CC-BY-3.0+", ""},
		{"share-alike", nil, "CC-BY-SA-4.0", RuleShareAlike},
		{"GPL", nil, "GPL-3.0-only", RuleDenied + " " + RuleShareAlike},
		{"LGPL", nil, "LGPL-2.1-or-later", RuleDenied + " " + RuleShareAlike},
		{"NC", nil, "CC-BY-NC-4.0", RuleDenied},
		{"ND", nil, "CC-BY-ND-4.0", RuleDenied},
		{"NC-SA although SA is allowed", nil, "CC-BY-NC-SA-4.0", RuleDenied + " " + RuleShareAlike},
		{"NC-ND", nil, "CC-BY-NC-ND-4.0", RuleDenied},
		{"permissive code", nil, "MIT", RuleDenied},
		{"font", nil, "OFL-1.1", RuleDenied + " " + RuleShareAlike},
		{"in no group", nil, "Vim", RuleDenied},
		{"reference", nil, "LicenseRef-Store", RuleDenied},
		{"no licence", nil, "", RuleUnknown},
		{"blank licence", nil, "  ", RuleUnknown},
		{"NOASSERTION", nil, "NOASSERTION", RuleUnknown},
		{"NONE", nil, "none", RuleUnknown},
		{"invalid", nil, "CC-BY", RuleInvalid},
		{"repaired", nil, "CC BY 4.0", RuleRepaired},
		{"repaired and denied", nil, "CC BY-NC 4.0", RuleRepaired + " " + RuleDenied},
		{"deprecated", nil, "GPL-3.0", RuleRepaired + " " + RuleDenied + " " + RuleShareAlike},

		{"nothing is allowed", []string{}, "CC0-1.0", RuleDenied},
		{"by id", []string{"GPL-3.0-only"}, "GPL-3.0-only", RuleShareAlike},
		{"by id in other case", []string{"mit"}, "MIT", ""},
		{"by id of another version", []string{"GPL-2.0-only"}, "GPL-3.0-only", RuleDenied + " " + RuleShareAlike},
		{"only is not or later", []string{"GPL-3.0-or-later"}, "GPL-3.0-only", RuleDenied + " " + RuleShareAlike},
		{"by reference", []string{"LicenseRef-Store"}, "LicenseRef-Store", ""},
		{"by group", []string{"permissive-code"}, "MIT", ""},
		{"one of two groups", []string{"non-commercial"}, "CC-BY-NC-SA-4.0", RuleDenied + " " + RuleShareAlike},
		{"both groups", []string{"non-commercial", "share-alike"}, "CC-BY-NC-SA-4.0", RuleShareAlike},
		{"one id does not open its group", []string{"CC-BY-NC-4.0"}, "CC-BY-NC-3.0", RuleDenied},
		{"an allowed CC-BY is no CC-BY-SA", []string{"attribution"}, "CC-BY-SA-3.0", RuleDenied + " " + RuleShareAlike},

		{"choice with a good one", nil, "GPL-3.0-only OR CC-BY-3.0", ""},
		{"choice without", nil, "GPL-3.0-only OR MIT", RuleDenied + " " + RuleShareAlike},
		{"duties of the choice only", nil, "CC0-1.0 OR CC-BY-SA-3.0", ""},
		{"sum with a bad one", nil, "CC0-1.0 AND GPL-3.0-only", RuleDenied + " " + RuleShareAlike},
		{"sum of good ones", nil, "CC0-1.0 AND CC-BY-4.0", ""},
		{"exception of a licence adds rights", []string{"GPL-2.0-only"}, "GPL-2.0-only WITH Font-exception-2.0", RuleShareAlike},
		{"allowed with exception", []string{"GPL-2.0-only WITH Font-exception-2.0"}, "GPL-2.0-only WITH Font-exception-2.0", RuleShareAlike},
		{"allowed only with exception", []string{"GPL-2.0-only WITH Font-exception-2.0"}, "GPL-2.0-only", RuleDenied + " " + RuleShareAlike},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			policy := compile(t, asset.Policy{Allow: test.allow})
			findings := policy.Check([]Subject{{Handle: "x", Provider: "url", Credit: full(test.expr)}}, today)
			if got := rulesOf(findings); got != test.want {
				t.Errorf("%q gives %q, want %q", test.expr, got, test.want)
			}
			for _, f := range findings {
				if f.Handle != "x" || f.Text == "" || f.Remedy == "" || f.Severity != policy.Severity(f.Rule) {
					t.Errorf("finding is incomplete: %+v", f)
				}
			}
		})
	}
}

func TestCheckDuties(t *testing.T) {
	t.Parallel()
	without := func(expr string, change func(*asset.Credit)) asset.Credit {
		c := full(expr)
		change(&c)
		return c
	}
	bare := func(c *asset.Credit) { *c = asset.Credit{License: c.License} }
	tests := []struct {
		name   string
		credit asset.Credit
		want   string
	}{
		{"CC0 needs nothing", without("CC0-1.0", bare), ""},
		{"CC-BY 3.0", without("CC-BY-3.0", bare), "author-missing title-missing source-missing"},
		{"CC-BY 4.0 needs no title", without("CC-BY-4.0", bare), "author-missing source-missing"},
		{"OGA-BY 3.0", without("LicenseRef-OGA-BY-3.0", bare), "author-missing title-missing source-missing"},
		{"MIT", without("MIT", bare), "notice-missing"},
		{"0BSD", without("0BSD", bare), ""},
		{"blank author", without("CC-BY-4.0", func(c *asset.Credit) { c.Authors = []asset.Author{{Name: " ", URL: "https://x.example"}} }), "author-missing"},
		{"no title", without("CC-BY-SA-2.0", func(c *asset.Credit) { c.Title = "" }), "title-missing share-alike"},
		{"no source", without("CC-BY-4.0", func(c *asset.Credit) { c.SourceURL = "" }), "source-missing"},
		{"sum asks for both", without("MIT AND CC-BY-4.0", bare), "author-missing source-missing notice-missing"},
		{"each duty once", without("CC-BY-3.0 AND CC-BY-4.0", bare), "author-missing title-missing source-missing"},
		{"choice asks for the chosen", without("CC0-1.0 OR CC-BY-4.0", bare), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			policy := compile(t, asset.Policy{Allow: []string{"public-domain", "attribution", "share-alike", "permissive-code"}})
			if got := rulesOf(policy.Check([]Subject{{Handle: "x", Credit: test.credit}}, today)); got != test.want {
				t.Errorf("found %q, want %q", got, test.want)
			}
		})
	}
}

func TestCheckProviders(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, provider, expr, want string }{
		{"Kenney", "kenney", "CC0-1.0", ""},
		{"Kenney without a licence", "kenney", "", ""},
		{"Kenney, misspelt", "kenney", "cc0", RuleRepaired},
		{"Kenney under CC-BY", "kenney", "CC-BY-4.0", RuleProvider},
		{"Kenney under a choice", "kenney", "CC0-1.0 OR MIT", RuleProvider},
		{"Poly Haven under GPL", "polyhaven", "GPL-3.0-only", RuleProvider + " " + RuleDenied + " " + RuleShareAlike},
		{"Poly Haven without a licence", "polyhaven", "", ""},
		{"Poly Pizza without a licence", "polypizza", "", RuleUnknown},
		{"itch.io under CC-BY", "itchio", "CC-BY-4.0", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := Subject{Handle: "x", Provider: test.provider, Credit: full(test.expr)}
			if got := rulesOf(compile(t, asset.Policy{}).Check([]Subject{s}, today)); got != test.want {
				t.Errorf("found %q, want %q", got, test.want)
			}
		})
	}
}

func TestCheckExceptions(t *testing.T) {
	t.Parallel()
	exception := func(pattern, license, expires string) asset.Exception {
		return asset.Exception{Asset: pattern, License: license, Reason: "prototype", Expires: expires}
	}
	tests := []struct {
		name      string
		exception asset.Exception
		expr      string
		want      string
	}{
		{"lets through", exception("door_slam", "CC-BY-NC-4.0", ""), "CC-BY-NC-4.0", ""},
		{"by pattern", exception("door_*", "CC-BY-NC-4.0", ""), "CC-BY-NC-4.0", ""},
		{"in other case", exception("door_slam", "cc-by-nc-4.0", ""), "CC-BY-NC-4.0", ""},
		{"last day", exception("door_slam", "CC-BY-NC-4.0", "2026-06-15"), "CC-BY-NC-4.0", ""},
		{"day after", exception("door_slam", "CC-BY-NC-4.0", "2026-06-14"), "CC-BY-NC-4.0", RuleDenied + " " + RuleExceptionOld},
		{"expired and not needed", exception("door_slam", "CC-BY-NC-4.0", "2026-06-14"), "CC0-1.0", RuleExceptionOld},
		{"other asset", exception("window", "CC-BY-NC-4.0", ""), "CC-BY-NC-4.0", RuleDenied + " " + RuleExceptionUnused},
		{"other version", exception("door_slam", "CC-BY-NC-3.0", ""), "CC-BY-NC-4.0", RuleDenied + " " + RuleExceptionUnused},
		{"not needed", exception("door_slam", "CC0-1.0", ""), "CC0-1.0", RuleExceptionUnused},
		{"unknown is not excepted", exception("door_slam", "CC0-1.0", ""), "", RuleUnknown + " " + RuleExceptionUnused},
		{"one part of a sum", exception("door_slam", "CC-BY-NC-4.0", ""), "CC-BY-NC-4.0 AND CC-BY-ND-4.0", RuleDenied},
		{"whole sum", exception("door_slam", "CC-BY-NC-4.0 AND CC-BY-ND-4.0", ""), "CC-BY-NC-4.0 AND CC-BY-ND-4.0", ""},
		{"not needed for a choice", exception("door_slam", "CC-BY-NC-4.0", ""), "CC-BY-NC-4.0 OR CC0-1.0", RuleExceptionUnused},
		{"needed for a choice", exception("door_slam", "CC-BY-NC-4.0", ""), "GPL-3.0-only OR CC-BY-NC-4.0", ""},
		{"duties remain", exception("door_slam", "CC-BY-NC-SA-4.0", ""), "CC-BY-NC-SA-4.0", RuleShareAlike},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			policy := compile(t, asset.Policy{Exceptions: []asset.Exception{test.exception}})
			got := rulesOf(policy.Check([]Subject{{Handle: "door_slam", Credit: full(test.expr)}}, today))
			if got != test.want {
				t.Errorf("found %q, want %q", got, test.want)
			}
		})
	}
}

// TestFindingTexts shows what a person reads.
func TestFindingTexts(t *testing.T) {
	t.Parallel()
	at := func(key string) asset.Position {
		return asset.Position{File: "assets.toml", Line: map[string]int{"license": 7, "author": 8}[key]}
	}
	tests := []struct {
		name   string
		allow  []string
		credit asset.Credit
		want   asset.Finding
	}{
		{"denied by default", nil, full("CC-BY-NC-4.0"), asset.Finding{
			Rule: RuleDenied, Severity: asset.Error, Handle: "door", Pos: at("license"), License: "CC-BY-NC-4.0",
			Text: `licence "CC-BY-NC-4.0" is not allowed: no entry of policy.allow (by default public-domain, attribution, share-alike) names CC-BY-NC-4.0 or its group non-commercial`,
			Remedy: `use another asset; or, if the project may use this one, add "CC-BY-NC-4.0" to policy.allow, ` +
				`or let it through alone with [[policy.exceptions]] asset = "door", license = "CC-BY-NC-4.0", reason = "..."`,
		}},
		{"denied by the list", []string{"CC0-1.0"}, full("LicenseRef-Store"), asset.Finding{
			Rule: RuleDenied, Severity: asset.Error, Handle: "door", Pos: at("license"), License: "LicenseRef-Store",
			Text: `licence "LicenseRef-Store" is not allowed: no entry of policy.allow names LicenseRef-Store`,
			Remedy: `use another asset; or, if the project may use this one, add "LicenseRef-Store" to policy.allow, ` +
				`or let it through alone with [[policy.exceptions]] asset = "door", license = "LicenseRef-Store", reason = "..."`,
		}},
		{"one group missing", []string{"share-alike"}, full("CC-BY-NC-SA-4.0"), asset.Finding{
			Rule: RuleDenied, Severity: asset.Error, Handle: "door", Pos: at("license"), License: "CC-BY-NC-SA-4.0",
			Text: `licence "CC-BY-NC-SA-4.0" is not allowed: CC-BY-NC-SA-4.0 is in the groups non-commercial and share-alike, and no entry of policy.allow names it or non-commercial`,
			Remedy: `use another asset; or, if the project may use this one, add "CC-BY-NC-SA-4.0" to policy.allow, ` +
				`or let it through alone with [[policy.exceptions]] asset = "door", license = "CC-BY-NC-SA-4.0", reason = "..."`,
		}},
		{"sum", []string{"CC0-1.0"}, full("CC0-1.0 AND MIT AND ISC"), asset.Finding{
			Rule: RuleDenied, Severity: asset.Error, Handle: "door", Pos: at("license"), License: "CC0-1.0 AND MIT AND ISC",
			Text: `licence "CC0-1.0 AND MIT AND ISC" is not allowed: no entry of policy.allow names MIT or its group permissive-code; ` +
				`no entry of policy.allow names ISC or its group permissive-code`,
			Remedy: `use another asset; or, if the project may use this one, add "MIT" and "ISC" to policy.allow, ` +
				`or let it through alone with [[policy.exceptions]] asset = "door", license = "CC0-1.0 AND MIT AND ISC", reason = "..."`,
		}},
		{"unknown", nil, full(""), asset.Finding{
			Rule: RuleUnknown, Severity: asset.Error, Handle: "door", Pos: at("license"),
			Text:   "no licence is given, and without one nobody may use the asset",
			Remedy: `look it up on "https://example.com/work" and write license = "..." with its SPDX id; if the page says nothing, ask the author or use another asset`,
		}},
		{"invalid", nil, full("CC-BY"), asset.Finding{
			Rule: RuleInvalid, Severity: asset.Error, Handle: "door", Pos: at("license"), License: "CC-BY",
			Text:   `licence "CC-BY": "CC-BY" is not an id of the SPDX licence list`,
			Remedy: `CC-BY has several versions: write "CC-BY-4.0", "CC-BY-3.0", "CC-BY-2.5", "CC-BY-2.0" or "CC-BY-1.0", whichever the work's page says`,
		}},
		{"repaired", nil, full("CC BY 4.0"), asset.Finding{
			Rule: RuleRepaired, Severity: asset.Warning, Handle: "door", Pos: at("license"), License: "CC-BY-4.0",
			Text: `licence "CC BY 4.0" is read as "CC-BY-4.0"`, Remedy: `write license = "CC-BY-4.0"`,
		}},
		{"deprecated", []string{"copyleft-code"}, full("(gpl-2.0+ or LGPL-2.1) and gpl-2.0+"), asset.Finding{
			Rule: RuleRepaired, Severity: asset.Warning, Handle: "door", Pos: at("license"), License: "(GPL-2.0-or-later OR LGPL-2.1-only) AND GPL-2.0-or-later",
			Text:   `licence "(gpl-2.0+ or LGPL-2.1) and gpl-2.0+" is read as "(GPL-2.0-or-later OR LGPL-2.1-only) AND GPL-2.0-or-later", as the SPDX list has deprecated "gpl-2.0+" and "LGPL-2.1"`,
			Remedy: `write license = "(GPL-2.0-or-later OR LGPL-2.1-only) AND GPL-2.0-or-later"`,
		}},
		{"author", nil, asset.Credit{License: "CC-BY-4.0", SourceURL: "https://example.com"}, asset.Finding{
			Rule: RuleAuthor, Severity: asset.Error, Handle: "door", Pos: at("author"), License: "CC-BY-4.0",
			Text: `licence "CC-BY-4.0" asks for the name of the author, and none is given`, Remedy: `write author = "..." as the work's page names them`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := compile(t, asset.Policy{Allow: test.allow}).Check([]Subject{{Handle: "door", Credit: test.credit, At: at}}, today)
			if len(got) == 0 {
				t.Fatal("found nothing")
			}
			if diff := cmp.Diff(test.want, got[0]); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestChooseAndSettle(t *testing.T) {
	t.Parallel()
	policy := compile(t, asset.Policy{Exceptions: []asset.Exception{{Asset: "door", License: "CC-BY-NC-4.0", Reason: "x"}}})
	tests := []struct{ name, expr, choose, license, chosen string }{
		{"no choice", "CC-BY-3.0", "", "CC-BY-3.0", ""},
		{"choice", "GPL-3.0-only OR CC-BY-3.0 OR CC0-1.0", "CC-BY-3.0", "GPL-3.0-only OR CC-BY-3.0 OR CC0-1.0", "CC-BY-3.0"},
		{"choice in a sum", "CC0-1.0 AND (GPL-3.0-only OR CC-BY-4.0)", "CC0-1.0 AND CC-BY-4.0", "CC0-1.0 AND (GPL-3.0-only OR CC-BY-4.0)", "CC0-1.0 AND CC-BY-4.0"},
		{"misspelt", "GPLv3 or CC BY 3.0", "CC-BY-3.0", "GPL-3.0-only OR CC-BY-3.0", "CC-BY-3.0"},
		{"by exception", "GPL-3.0-only OR CC-BY-NC-4.0", "", "GPL-3.0-only OR CC-BY-NC-4.0", "CC-BY-NC-4.0"},
		{"nothing passes", "GPL-3.0-only OR MIT", "", "GPL-3.0-only OR MIT", ""},
		{"nonsense", "my terms", "", "my terms", ""},
		{"provider's licence", "", "", "CC0-1.0", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := Choose(test.expr, policy); got != test.choose {
				t.Errorf("Choose(%q) = %q, want %q", test.expr, got, test.choose)
			}
			s := Subject{Handle: "door", Provider: "kenney", Credit: asset.Credit{License: test.expr, Chosen: "stale"}}
			got := policy.Settle(s, today)
			if got.License != test.license || got.Chosen != test.chosen {
				t.Errorf("Settle gave %q, chosen %q, want %q, chosen %q", got.License, got.Chosen, test.license, test.chosen)
			}
		})
	}
}

// TestZeroPolicy: a policy that was never compiled lets nothing through.
func TestZeroPolicy(t *testing.T) {
	t.Parallel()
	var policy Policy
	if got := rulesOf(policy.Check([]Subject{{Handle: "x", Credit: full("CC0-1.0")}}, today)); got != RuleDenied {
		t.Errorf("found %q", got)
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for _, r := range Rules() {
		if seen[r.Name] || r.About == "" || r.Level() == "" || strings.ToLower(r.Name) != r.Name {
			t.Errorf("rule %+v is incomplete or there twice", r)
		}
		seen[r.Name] = true
	}
}

func BenchmarkCheck(b *testing.B) {
	subjects := make([]Subject, 5000)
	for i := range subjects {
		subjects[i] = Subject{Handle: fmt.Sprintf("asset_%d", i), Provider: "url", Credit: full([]string{"CC0-1.0", "CC BY 4.0", "my terms", "GPL-3.0-only OR CC-BY-SA-3.0"}[i%4])}
	}
	policy, _ := Compile(asset.Policy{})
	for b.Loop() {
		policy.Check(subjects, today)
	}
}
