package manifest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// samePlain fails when values that are made of statements are not those that the
// decoder reads. It returns whether they were made.
func samePlain(t *testing.T, data []byte) bool {
	t.Helper()
	_, got, err := newOutline(data)
	if err != nil || got == nil {
		return false
	}
	want, err := decodeAll(data)
	if err != nil {
		t.Fatalf("the decoder refuses what was read as plain: %v\n%q", err, data)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("values (-decoder +plain):\n%s\n%q", diff, data)
	}
	return true
}

func TestPlainValues(t *testing.T) {
	t.Parallel()
	for data, plain := range map[string]bool{
		"": true,
		"a = \"x\\ty\"\nb = '''\nx\ny'''\nc = -12\nd = false\ne = 2027-01-31": true,
		"a = []\nb = [1, \"x\", [true], 2027-01-31]":                          true,
		"[a]\nx = 1\n[a.b]\nx = 2\n[a.c.d]\nx = 3\n[a.c.e]":                   true,
		"[[a]]\nx = 1\n[a.b]\ny = 1\n[[a]]\n[[a.c]]\n[[a.c]]\nz = 1":          true,
		"[a.b]\n[[a.c]]": true,

		"a = 1_000": false, "a = +1": false, "a = 0x1f": false, "a = 1.5": false, "a = 99999999999999999999": false,
		"a = 2027-01-31T10:00:00": false, "a = 10:00:00": false, "a = 2027-13-31": false,
		"a = {}": false, "a.b = 1": false, "a = \"\\u0000\"": false, "a = '''x\r\ny'''": false,
		"a = 1\na = 2": false, "[a]\n[a]": false, "[a.b]\n[a]": false, "a = 1\n[a]": false, "a = []\n[[a]]": false,
		"[a]\n[[a]]": false, "[[a]]\n[a]": false, "a = 1\n[a.b]": false, "[a]\nb = 1\n[a.b]": false, "a = [{b = 1}]": false,
	} {
		if got := samePlain(t, []byte(data)); got != plain {
			t.Errorf("%q is plain: %t, want %t", data, got, plain)
		}
	}
}

// TestManifestsArePlain: what saves time must be the usual case.
func TestManifestsArePlain(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatal("no manifests", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !samePlain(t, data) {
			t.Logf("%s is not plain", file)
		}
	}
	if data, err := os.ReadFile("testdata/unified.toml"); err != nil || !samePlain(t, data) {
		t.Errorf("the usual form is not plain (%v)", err)
	}
}

func FuzzPlainValues(f *testing.F) {
	f.Add([]byte("a = 1\n[[b]]\nc = [\"x\", 2027-01-31, true]\n[b.d]\ne = '''\nx'''\n"))
	f.Add([]byte("[a.b]\nc = \"\\u00e9\\\"\"\n[[a.d]]\n'e f' = -0\n[a]\n"))
	f.Fuzz(func(t *testing.T, data []byte) { samePlain(t, data) })
}
