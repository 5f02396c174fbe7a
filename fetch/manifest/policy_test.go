package manifest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

const shared = `allow = ["public-domain"]
unknown = "warn"
[levels]
author-missing = "warn"
"share-alike" = "off"
[[exceptions]]
asset = "door_*"
license = "CC-BY-NC-4.0"
sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
reason = "prototype only"
`

// sharedPolicy is what shared says when its first line is line.
func sharedPolicy(line int) asset.Policy {
	at := func(l, column int) asset.Position {
		return asset.Position{File: "p.toml", Line: line + l, Column: column}
	}
	return asset.Policy{
		Allow: []string{"public-domain"}, Unknown: "warn",
		Levels: map[string]string{"author-missing": "warn", "share-alike": "off"},
		Exceptions: []asset.Exception{{
			Asset: "door_*", License: "CC-BY-NC-4.0", Digest: asset.SumSHA256(nil), Reason: "prototype only", Pos: at(5, 1),
		}},
		Keys: map[string]asset.Position{
			"allow": at(0, 1), "unknown": at(1, 1), "levels.author-missing": at(3, 1), "levels.share-alike": at(4, 1),
		},
	}
}

func TestPolicyFile(t *testing.T) {
	t.Parallel()
	inTable := strings.NewReplacer("[levels]", "[policy.levels]", "[[exceptions]]", "[[policy.exceptions]]").Replace(shared)
	top, table := sharedPolicy(1), sharedPolicy(2)
	top.Pos, table.Pos = asset.Position{File: "p.toml", Line: 1, Column: 1}, asset.Position{File: "p.toml", Line: 1, Column: 1}
	top.Keys["levels"], top.Keys["exceptions"] = asset.Position{File: "p.toml", Line: 3, Column: 1}, asset.Position{File: "p.toml", Line: 6, Column: 3}
	table.Keys["levels"], table.Keys["exceptions"] = asset.Position{File: "p.toml", Line: 4, Column: 1}, asset.Position{File: "p.toml", Line: 7, Column: 10}
	for name, test := range map[string]struct {
		data string
		want asset.Policy
	}{
		"keys at the top": {shared, top},
		"in a table":      {"[policy]\n" + inTable, table},
		"empty":           {"", asset.Policy{Pos: asset.Position{File: "p.toml", Line: 1, Column: 1}, Keys: map[string]asset.Position{}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := parsePolicy("p.toml", []byte(test.data))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestPolicyFileFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, data string
		want       []string
	}{
		{"syntax", "allow = \n", []string{`p.toml:1:9: not valid TOML`}},
		{"unknown key", "alow = []", []string{`p.toml:1:1: unknown key "alow"; did you mean "allow"?`}},
		{"wrong types", "allow = 1\nlevels = [\"x\"]\nunknown = \"never\"", []string{
			"p.toml:1:1: allow is an integer, want an array of strings",
			"p.toml:2:1: levels is an array, want a table",
			`p.toml:3:1: unknown is "never", which is none of its values; valid are: error, warn, notice, off, allow`,
		}},
		{"levels", "[levels]\nshare-alike = 1\nauthor-missing = \"\"", []string{
			"p.toml:2:1: levels: share-alike is an integer, want a string",
			"p.toml:3:1: levels: author-missing is empty; give it a value, or remove the key",
		}},
		{"exception", "[[exceptions]]\nasset = \"x\"\nlicence = \"MIT\"\nsha256 = \"12\"", []string{
			"p.toml:1:1: exceptions: license is missing",
			"p.toml:1:1: exceptions: reason is missing",
			`p.toml:3:1: exceptions: unknown key "licence"; did you mean "license"?`,
			`p.toml:4:1: exceptions: sha256 is "12", want 64 hexadecimal digits`,
		}},
		{"both forms", "allow = []\n[policy]\nunknown = \"warn\"", []string{
			`p.toml:1:1: unknown key "allow"; move it into [policy], or take the line [policy] out`,
		}},
		{"a whole manifest", "[policy]\n" + good, []string{`p.toml:2:3: unknown key "assets"; a file with a policy has nothing but [policy] in it`}},
		{"no table", "policy = 1", []string{"p.toml:1:1: policy is an integer, want a table"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := parsePolicy("p.toml", []byte(test.data))
			var bad *Error
			if !errors.As(err, &bad) || len(bad.Findings) != len(test.want) {
				t.Fatalf("parsePolicy() = %v, want %q", err, test.want)
			}
			for i, line := range strings.Split(bad.Error(), "\n") {
				if !strings.HasPrefix(line, test.want[i]) || bad.Findings[i].Rule != PolicyRule {
					t.Errorf("found %q [%s], want %q", line, bad.Findings[i].Rule, test.want[i])
				}
			}
		})
	}
}

func TestLoadPolicy(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "policy.toml")
	if _, err := LoadPolicy(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("LoadPolicy() of no file = %v", err)
	}
	if err := os.WriteFile(path, []byte(shared), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := LoadPolicy(path)
	if err != nil || got.Unknown != "warn" || got.Keys["unknown"].File != filepath.ToSlash(path) {
		t.Errorf("LoadPolicy() = %+v, %v", got, err)
	}
	if err := os.WriteFile(path, make([]byte, MaxBytes+1), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadPolicy(path); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("LoadPolicy() of a huge file = %v", err)
	}
}
