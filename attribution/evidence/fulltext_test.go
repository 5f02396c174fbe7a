package evidence

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// example is a file of licensecheck's own tests: "# comments", the share that is
// covered, lines of "<id> <from>,<to>", an empty line, and the text.
var example = regexp.MustCompile(`(?s)^(?:#[^\n]*\n)*[0-9.]+%\n((?:\S+ [^\n]*\n)*)\n(.*)$`)

// TestFullTexts reads the hundreds of texts that licensecheck is tested with,
// from the module cache, with everything on top of it. What licensecheck does
// not see may be found in words, but nothing may be taken for another licence.
func TestFullTexts(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads hundreds of texts")
	}
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/google/licensecheck").Output()
	names, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "testdata", "*.t*"))
	if err != nil || len(names) == 0 {
		t.Skipf("licensecheck's texts are not at hand: %v", err)
	}
	right, all := 0, 0
	for _, name := range names {
		want, text := readExample(t, name)
		if len(want) == 0 || strings.HasPrefix(filepath.Base(name), "ccurls") {
			continue
		}
		all++
		got := familiesOf(Text([]byte(text)))
		if slices.Equal(got, want) {
			right++
			continue
		}
		t.Logf("%s: got %q, want %q", filepath.Base(name), got, want)
		if wrong := slices.ContainsFunc(got, func(id string) bool { return !slices.Contains(want, id) }); wrong && !alsoNames[filepath.Base(name)] {
			t.Errorf("%s is taken for %q, want %q", filepath.Base(name), got, want)
		}
	}
	t.Logf("%d of %d texts right (%.1f %%)", right, all, 100*float64(right)/float64(all))
	if right*100 < all*90 {
		t.Errorf("only %d of %d texts are right", right, all)
	}
}

// alsoNames has texts in which further licences really are named, or the one
// with an addendum is written out.
var alsoNames = map[string]bool{"MPL-1.1.t2": true, "mixed.t2": true, "CommonsClause.t1": true,
	"Anti996.t1": true, "Anti996.t2": true, "Anti996.t3": true}

func readExample(t *testing.T, name string) (want []string, text string) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	m := example.FindStringSubmatch(string(b))
	if m == nil {
		return nil, ""
	}
	for line := range strings.Lines(m[1]) {
		id, _, _ := strings.Cut(line, " ")
		want = append(want, family(id))
	}
	slices.Sort(want)
	return slices.Compact(want), m[2]
}

func familiesOf(found []Found) []string {
	var all []string
	for _, f := range found {
		all = append(all, family(f.License))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// family drops what licensecheck writes otherwise.
func family(id string) string {
	if id == "GPL-2.0-only OR GPL-3.0-only" {
		return "GPL-2.0-or-3.0"
	}
	if strings.HasPrefix(id, "GFDL-1.1-invariants") {
		return "GFDL-1.1"
	}
	return strings.TrimSuffix(strings.TrimSuffix(id, "-only"), "-or-later")
}

func TestOpenVersion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text, want string
		open             bool
	}{
		{"words", "GPLv3", "GPL-3.0-only", true},
		{"words with only", "GPLv3 only", "GPL-3.0-only", false},
		{"address", "https://www.gnu.org/licenses/gpl-3.0.html", "GPL-3.0-only", true},
		{"tag", "SPDX-License-Identifier: GPL-3.0-only", "GPL-3.0-only", false},
		{"notice", read(t, "testdata/texts/GPL-3.0-or-later.txt"), "GPL-3.0-or-later", false},
		{"credit", "CC-BY 3.0", "CC-BY-3.0", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := Text([]byte(tt.text))
			if len(found) != 1 || found[0].License != tt.want || found[0].OpenVersion != tt.open {
				t.Errorf("Text(%q) = %+v, want %s, open %t", tt.text, found, tt.want, tt.open)
			}
		})
	}
}

// Notices of packs are what most runs read: they must not start licensecheck.
func TestNoticesNeedNoPreparation(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/notices/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal("no notices")
	}
	for _, name := range names {
		if mayHoldFullText(read(t, name)) {
			t.Errorf("%s would start licensecheck", name)
		}
	}
}
