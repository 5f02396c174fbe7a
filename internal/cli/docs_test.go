package cli

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/astraweave/fetch-assets/attribution/license"
	"github.com/astraweave/fetch-assets/internal/report"
)

var update = flag.Bool("update", false, "rewrite the tables in README.md and docs")

// action is what action.yml says.
type action struct {
	Inputs, Outputs yaml.Node
	inputs, outputs map[string]parameter
}

type parameter struct {
	Description string
	Default     *string
}

func readAction(t *testing.T) action {
	t.Helper()
	data, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(data, &a); err != nil {
		t.Fatal(err)
	}
	if err := a.Inputs.Decode(&a.inputs); err != nil {
		t.Fatal(err)
	}
	if err := a.Outputs.Decode(&a.outputs); err != nil {
		t.Fatal(err)
	}
	return a
}

// names are the keys of a mapping in the order of the file.
func names(n yaml.Node) []string {
	var keys []string
	for i := 0; i < len(n.Content); i += 2 {
		keys = append(keys, n.Content[i].Value)
	}
	return keys
}

// noInputs are options that make no sense on a runner.
var noInputs = []string{"json", "dir", "explain-groups"}

func TestInputsAreOptions(t *testing.T) {
	t.Parallel()
	a := readAction(t)
	want := []string{"command"}
	for _, o := range options {
		if slices.Contains(noInputs, o.name) {
			continue
		}
		want = append(want, o.name)
		in := a.inputs[o.name]
		if !strings.Contains(strings.ToLower(in.Description), strings.ToLower(strings.FieldsFunc(o.usage, func(r rune) bool { return r == ';' || r == ':' })[0])) {
			t.Errorf("input %s is described as %q, the flag as %q", o.name, in.Description, o.usage)
		}
		if d := defaultOf(o); in.Default != nil && *in.Default != d {
			t.Errorf("input %s has default %q, the flag %q", o.name, *in.Default, d)
		}
	}
	got := names(a.Inputs)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("inputs of action.yml (-want +got):\n%s", diff)
	}
}

func defaultOf(o option) string {
	if o.isSwitch() {
		return "false"
	}
	return o.def
}

func TestEveryOptionIsTaken(t *testing.T) {
	t.Parallel()
	taken := map[string]bool{}
	for _, c := range commands() {
		for _, name := range c.options {
			if _, ok := findOption(name); !ok {
				t.Errorf("command %s takes %s, which is no option", c.name, name)
			}
			taken[name] = true
		}
	}
	for _, o := range options {
		if !taken[o.name] {
			t.Errorf("no command takes --%s", o.name)
		}
	}
}

func TestOutputsAreThoseOfTheAction(t *testing.T) {
	t.Parallel()
	var want []string
	for _, o := range report.Outputs(&report.Run{}) {
		want = append(want, o.Name)
	}
	if diff := cmp.Diff(want, names(readAction(t).Outputs)); diff != "" {
		t.Errorf("outputs of action.yml (-want +got):\n%s", diff)
	}
}

// TestTables compares the tables of the documentation with what the code says.
func TestTables(t *testing.T) {
	a := readAction(t)
	replaceTable(t, "../../README.md", "inputs", inputTable(a))
	replaceTable(t, "../../README.md", "outputs", outputTable(a))
	replaceTable(t, "../../docs/licenses.md", "groups", groupTable())
	replaceTable(t, "../../docs/licenses.md", "rules", ruleTable())
}

func inputTable(a action) string {
	var b strings.Builder
	b.WriteString("| input | meaning | default |\n| --- | --- | --- |\n")
	for _, name := range names(a.Inputs) {
		in, def := a.inputs[name], ""
		if in.Default != nil {
			def = "`" + *in.Default + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", name, in.Description, def)
	}
	return b.String()
}

func outputTable(a action) string {
	var b strings.Builder
	b.WriteString("| output | meaning |\n| --- | --- |\n")
	for _, name := range names(a.Outputs) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", name, a.outputs[name].Description)
	}
	return b.String()
}

func groupTable() string {
	var b strings.Builder
	b.WriteString("| group | what is in it | members |\n| --- | --- | --- |\n")
	for _, g := range license.Groups() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", g.Name, g.About, abridge(g.Members))
	}
	return b.String()
}

// abridge names the first members; Creative Commons alone has dozens of ports.
func abridge(members []string) string {
	const most = 12
	if len(members) <= most {
		return strings.Join(members, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(members[:most], ", "), len(members)-most)
}

func ruleTable() string {
	var b strings.Builder
	b.WriteString("| rule | level | when |\n| --- | --- | --- |\n")
	for _, r := range license.Rules() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.Name, r.Level(), r.About)
	}
	return b.String()
}

// replaceTable compares what stands between the marks of a table with want.
func replaceTable(t *testing.T, file, mark, want string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), "<!-- "+mark+" -->\n")
	have, after, ok2 := strings.Cut(rest, "<!-- end -->")
	if !ok || !ok2 {
		t.Fatalf("%s has no table between <!-- %s --> and <!-- end -->", file, mark)
	}
	if have == want {
		return
	}
	if !*update {
		t.Errorf("%s, table %s (-want +got):\n%s\nif that is meant, run: go test ./internal/cli -update", file, mark, cmp.Diff(want, have))
		return
	}
	text := before + "<!-- " + mark + " -->\n" + want + "<!-- end -->" + after
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
