package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// runHere runs the program in memory and returns what it prints.
func runHere(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Run(t.Context(), Env{Args: args, Stdout: &out, Stderr: &errs, Now: noon})
	return code, out.String(), errs.String()
}

func TestExplainGroups(t *testing.T) {
	t.Parallel()
	code, stdout, stderr := runHere(t, "check", "--explain-groups", "--manifest", "no-such-file.toml")
	if code != exitGood || stderr != "" {
		t.Fatalf("exit code %d, standard error %q", code, stderr)
	}
	for _, g := range license.Groups() {
		for _, want := range append(g.Members, g.Name, g.About) {
			if !strings.Contains(stdout, want) {
				t.Errorf("%q is missing", want)
			}
		}
	}
	for line := range strings.Lines(stdout) {
		if strings.HasPrefix(line, "    ") && len(line) > 80 {
			t.Errorf("line of %d characters: %q", len(line), line)
		}
	}
}

func TestExplainGroupsAsJSON(t *testing.T) {
	t.Parallel()
	code, stdout, _ := runHere(t, "check", "--explain-groups", "--json")
	var got struct {
		Groups []struct {
			Name, About string
			Members     []string
			Default     bool `json:"allowed_by_default"`
		}
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || code != exitGood {
		t.Fatalf("exit code %d, %v", code, err)
	}
	var groups []license.Group
	var allowed []string
	for _, g := range got.Groups {
		groups = append(groups, license.Group{Name: g.Name, About: g.About, Members: g.Members})
		if g.Default {
			allowed = append(allowed, g.Name)
		}
	}
	if diff := cmp.Diff(license.Groups(), groups); diff != "" {
		t.Errorf("groups -want +got:\n%s", diff)
	}
	if diff := cmp.Diff(license.DefaultAllow(), allowed); diff != "" {
		t.Errorf("allowed by default -want +got:\n%s", diff)
	}
}
