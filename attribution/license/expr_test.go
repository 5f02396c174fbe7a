package license

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, expr, want string }{
		{"one id", "CC-BY-3.0", "CC-BY-3.0"},
		{"canonical case", "cc-by-sa-4.0", "CC-BY-SA-4.0"},
		{"surrounding space", "  MIT\t\n", "MIT"},
		{"choice", "CC-BY-4.0 OR OFL-1.1", "CC-BY-4.0 OR OFL-1.1"},
		{"operators in lower case", "mit or isc and zlib", "MIT OR ISC AND Zlib"},
		{"and binds closer", "MIT AND ISC OR Zlib", "MIT AND ISC OR Zlib"},
		{"group that counts", "MIT AND (ISC OR Zlib)", "MIT AND (ISC OR Zlib)"},
		{"group that does not count", "((MIT)) OR (ISC AND Zlib)", "MIT OR ISC AND Zlib"},
		{"nested choice", "MIT OR (ISC OR (Zlib OR X11))", "MIT OR ISC OR Zlib OR X11"},
		{"nested sum", "(MIT AND ISC) AND Zlib", "MIT AND ISC AND Zlib"},
		{"no space round brackets", "(MIT)OR(ISC)", "MIT OR ISC"},
		{"or later", "Apache-2.0+", "Apache-2.0+"},
		{"or later in a choice", "CC-BY-SA-3.0+ OR GPL-3.0-or-later", "CC-BY-SA-3.0+ OR GPL-3.0-or-later"},
		{"exception", "gpl-2.0-or-later with font-exception-2.0", "GPL-2.0-or-later WITH Font-exception-2.0"},
		{"exception in a sum", "GPL-2.0-only WITH Classpath-exception-2.0 AND MIT", "GPL-2.0-only WITH Classpath-exception-2.0 AND MIT"},
		{"reference", "LicenseRef-Store", "LicenseRef-Store"},
		{"reference keeps its case", "licenseref-Store", "LicenseRef-Store"},
		{"known reference", "licenseref-oga-by-3.0", "LicenseRef-OGA-BY-3.0"},
		{"document reference", "documentref-a:LICENSEREF-b", "DocumentRef-a:LicenseRef-b"},
		{"id with an operator inside", "ORMIT OR MIT", ""},
		{"ids that contain operators", "OAR OR ANTLR-PD", "OAR OR ANTLR-PD"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e, err := Parse(test.expr)
			if test.want == "" {
				if err == nil {
					t.Fatalf("Parse(%q) = %q, want an error", test.expr, e)
				}
				return
			}
			if err != nil || e.String() != test.want {
				t.Errorf("Parse(%q) = %q, %v, want %q", test.expr, e, err, test.want)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, expr, want string }{
		{"empty", "", "it ends where a licence has to follow"},
		{"blank", "  ", "it ends where a licence has to follow"},
		{"unknown id", "CC-BY", `"CC-BY" is not an id of the SPDX licence list`},
		{"missing operator", "MIT ISC", `found "ISC" where AND, OR or WITH has to follow`},
		{"missing right side", "MIT OR", "it ends where a licence has to follow"},
		{"missing left side", "OR MIT", `found "OR" where a licence has to follow`},
		{"unclosed", "(MIT OR ISC", `it ends where ")" has to follow`},
		{"unopened", "MIT)", `found ")" where AND, OR or WITH has to follow`},
		{"empty group", "()", `found ")" where a licence has to follow`},
		{"exception alone", "MIT WITH", "it ends where an exception has to follow"},
		{"exception that is none", "MIT WITH ISC", `"ISC" is not an exception`},
		{"exception as licence", "Classpath-exception-2.0", "is not an id"},
		{"space before plus", "Apache-2.0 +", `found "+"`},
		{"plus on a reference", "LicenseRef-a+", "is not an id"},
		{"plus on only", "GPL-2.0-only+", "the id itself says which versions"},
		{"deprecated", "GPL-3.0", "write GPL-3.0-only, or GPL-3.0-or-later if the work's page says so"},
		{"deprecated with plus", "GPL-2.0+", "write GPL-2.0-or-later"},
		{"deprecated with exception", "GPL-2.0-with-font-exception", "write GPL-2.0-only WITH Font-exception-2.0"},
		{"deprecated without a certain heir", "Nunit", "https://spdx.org/licenses/Nunit.html"},
		{"foreign letters", "МIT", `found "М"`},
		{"reference without a name", "LicenseRef-", "is not an id"},
		{"document reference without licence", "DocumentRef-a", "is not an id"},
		{"none", "NONE", "is not an id"},
		{"too long", strings.Repeat("(", MaxLength) + "MIT", "too long"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e, err := Parse(test.expr)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Parse(%q) = %q, %v, want an error with %q", test.expr, e, err, test.want)
			}
		})
	}
}

func TestTerms(t *testing.T) {
	t.Parallel()
	e, err := Parse("MIT AND (ISC OR MIT OR GPL-2.0-only WITH Font-exception-2.0)")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"MIT", "ISC", "GPL-2.0-only WITH Font-exception-2.0"}
	terms := e.Terms()
	if len(terms) != len(want) {
		t.Fatalf("Terms() = %v, want %v", terms, want)
	}
	for i, term := range terms {
		if term.String() != want[i] {
			t.Errorf("Terms()[%d] = %q, want %q", i, term, want[i])
		}
	}
	if len(Expr{}.Terms()) != 0 {
		t.Error("the zero Expr has terms")
	}
}

func TestPick(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, expr, want string
		allowed          []string
	}{
		{"first that passes", "GPL-3.0-only OR CC-BY-3.0 OR CC0-1.0", "CC-BY-3.0", []string{"CC-BY-3.0", "CC0-1.0"}},
		{"none passes", "GPL-3.0-only OR MIT", "", []string{"CC0-1.0"}},
		{"every part counts", "MIT AND CC0-1.0", "", []string{"CC0-1.0"}},
		{"sum", "MIT AND CC0-1.0", "MIT AND CC0-1.0", []string{"CC0-1.0", "MIT"}},
		{"choice in a sum", "MIT AND (GPL-3.0-only OR ISC)", "MIT AND ISC", []string{"ISC", "MIT"}},
		{"sum in a choice", "MIT AND GPL-3.0-only OR ISC AND MIT", "ISC AND MIT", []string{"ISC", "MIT"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e, err := Parse(test.expr)
			if err != nil {
				t.Fatal(err)
			}
			got, ok := e.Pick(func(term Term) bool {
				return strings.Contains(" "+strings.Join(test.allowed, " ")+" ", " "+term.ID+" ")
			})
			if ok != (test.want != "") || got.String() != test.want {
				t.Errorf("Pick of %q = %q, %t, want %q", test.expr, got, ok, test.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"MIT", "cc-by-4.0 or (ofl-1.1 and zlib)", "GPL-2.0+", "GPL-2.0-only WITH Font-exception-2.0",
		"DocumentRef-a:LicenseRef-b", "((((", "MIT OR", "Apache-2.0+ AND LicenseRef-x", "\x00\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		e, err := Parse(expr)
		if err != nil {
			return
		}
		if len(e.Terms()) == 0 {
			t.Fatalf("Parse(%q) has no terms", expr)
		}
		canonical := e.String()
		again, err := Parse(canonical)
		if err != nil && len(canonical) <= MaxLength {
			t.Fatalf("Parse(%q) gave %q, which does not parse: %v", expr, canonical, err)
		}
		if err == nil && again.String() != canonical {
			t.Fatalf("Parse(%q) gave %q, which parses as %q", expr, canonical, again)
		}
	})
}
