package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/attribution/license"
)

func TestEveryRuleIsDescribed(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, r := range ruleDescriptions() {
		if known[r.ID] {
			t.Errorf("rule %s is described twice", r.ID)
		}
		known[r.ID] = true
		if r.Short == "" || r.Help == "" {
			t.Errorf("rule %s lacks a description or help", r.ID)
		}
	}
	if got, want := len(licenseHelp), len(license.Rules()); got != want {
		t.Errorf("help for %d rules on licences, there are %d", got, want)
	}
	for name, rules := range rulesInSource(t) {
		for _, rule := range rules {
			if !known[rule] {
				t.Errorf("%s makes findings of rule %s, which rules.go does not describe", name, rule)
			}
		}
	}
}

var ruleLiteral = regexp.MustCompile(`Rule:\s+"([a-z-]+)"`)

// rulesInSource lists the rules that the program's files name in findings.
func rulesInSource(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for _, dir := range []string{"../../fetch", "../../attribution", "../../internal/cli"} {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			text, err := os.ReadFile(name)
			for _, m := range ruleLiteral.FindAllSubmatch(text, -1) {
				found[name] = append(found[name], string(m[1]))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(found) == 0 {
		t.Error("no file names a rule: the search is wrong")
	}
	return found
}
