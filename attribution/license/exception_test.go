package license

import (
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

// TestExceptionForOneFile: what was let through was that file, and no other.
func TestExceptionForOneFile(t *testing.T) {
	t.Parallel()
	good, other := asset.SumSHA256([]byte("good")), asset.SumSHA256([]byte("other"))
	exception := asset.Exception{
		Asset: "door", License: "CC-BY-NC-4.0", Digest: good, Reason: "bought from the author",
		Pos: asset.Position{File: "policy.toml", Line: 4},
	}
	tests := []struct {
		name  string
		files []asset.Digest
		want  string // a part of text and remedy, "" when it passes
	}{
		{"that file", []asset.Digest{good}, ""},
		{"another file", []asset.Digest{other}, "the exception in policy.toml:4 is for the file with the SHA-256 " + good.Short() + "..., and the asset's has " + other.Short() + "..."},
		{"not resolved", nil, "and the asset's is not known yet"},
		{"not known yet", []asset.Digest{""}, `write sha256 = "` + good.Hex() + `" for the asset`},
		{"one more file", []asset.Digest{good, other}, "is for one file, and the asset has 2"},
		{"twice", []asset.Digest{good, good}, "is for one file, and the asset has 2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			policy := compile(t, asset.Policy{Exceptions: []asset.Exception{exception}})
			findings := policy.Check([]Subject{{Handle: "door", Credit: full("CC-BY-NC-4.0"), Digests: test.files}}, today)
			if test.want == "" {
				if len(findings) > 0 {
					t.Errorf("found %+v, want nothing", findings)
				}
				return
			}
			if got := rulesOf(findings); got != RuleDenied+" "+RuleExceptionUnused {
				t.Fatalf("found %q", got)
			}
			if got := findings[0].Text + "; " + findings[0].Remedy; !strings.Contains(got, test.want) {
				t.Errorf("found %q, want %q", got, test.want)
			}
			if want := " whose file has the SHA-256 " + good.Short() + "..."; !strings.HasSuffix(findings[1].Text, want) {
				t.Errorf("found %q, want %q at its end", findings[1].Text, want)
			}
		})
	}
}

// TestExpiredExceptionIsNamed: who is refused learns that it was let in once.
func TestExpiredExceptionIsNamed(t *testing.T) {
	t.Parallel()
	policy := compile(t, asset.Policy{Exceptions: []asset.Exception{
		{Asset: "d*", License: "CC-BY-NC-4.0", Reason: "x", Expires: "2026-06-14", Pos: asset.Position{File: "a.toml", Line: 9}},
	}})
	findings := policy.Check([]Subject{{Handle: "door", Credit: full("CC-BY-NC-4.0")}}, today)
	if want := "; the exception in a.toml:9 expired on 2026-06-14"; len(findings) != 2 || !strings.HasSuffix(findings[0].Text, want) {
		t.Errorf("found %+v, want %q", findings, want)
	}
}
