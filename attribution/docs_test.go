package attribution

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestDocumentation: what docs/credits.md says of formats, keys and templates
// is so.
func TestDocumentation(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/credits.md")
	if err != nil {
		t.Fatal(err)
	}
	docs := string(text)

	want := "| format | usual file | what it is |\n| --- | --- | --- |\n"
	for _, f := range Formats() {
		want += "| `" + f.Name + "` | `" + f.File + "` | " + f.About + " |\n"
	}
	if got := between(t, docs, "<!-- formats -->\n", "<!-- end -->"); got != want {
		t.Errorf("formats:\n%s", Diff("docs/credits.md", []byte(got), []byte(want)))
	}

	for prefix, v := range map[string]any{"": Document{}, "licenses[].": LicenseCount{}, "works[].": Entry{}} {
		for f := range reflect.TypeOf(v).Fields() {
			key, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
			row := "| `" + prefix + key + "` | "
			if _, line, ok := strings.Cut(docs, row); !ok {
				t.Errorf("there is no row for %s%s", prefix, key)
			} else if line, _, _ = strings.Cut(line, "\n"); strings.Contains(line, "| always") != (rest == "") {
				t.Errorf("%s%s: %q", prefix, key, line)
			}
		}
	}
	for f := range reflect.TypeFor[Work]().Fields() {
		if f.IsExported() && f.Name != "Terms" && !strings.Contains(docs, "`."+f.Name+"`") {
			t.Errorf("the field %s of works is not there", f.Name)
		}
	}

	r, err := Template("credits.tmpl", between(t, docs, "```gotemplate\n", "```"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r(&b, sample()); err != nil {
		t.Fatal(err)
	}
	golden(t, "docs-template", b.Bytes())
}

func between(t *testing.T, s, start, end string) string {
	t.Helper()
	_, s, found := strings.Cut(s, start)
	s, _, ended := strings.Cut(s, end)
	if !found || !ended {
		t.Fatalf("there is nothing between %q and %q", start, end)
	}
	return s
}
