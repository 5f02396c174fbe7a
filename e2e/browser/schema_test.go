package browser

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution"
)

// TestCycloneDXSchema holds the bill of materials to the schema that CycloneDX
// publishes, in the copy that comes with its library.
func TestCycloneDXSchema(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(moduleDir(t, "github.com/CycloneDX/cyclonedx-go"), "schema")
	schema := compile(t, "http://cyclonedx.org/schema/bom-1.6.schema.json", map[string]string{
		"http://cyclonedx.org/schema/bom-1.6.schema.json":  filepath.Join(dir, "bom-1.6.schema.json"),
		"http://cyclonedx.org/schema/spdx.schema.json":     filepath.Join(dir, "spdx.schema.json"),
		"http://cyclonedx.org/schema/jsf-0.82.schema.json": filepath.Join(dir, "jsf-0.82.schemax.json"),
	})
	obey(t, schema, "cyclonedx")
	if schema.Validate(map[string]any{"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": "1"}) == nil {
		t.Error("the schema takes anything")
	}
}

// obey checks a format, of several projects, against a schema.
func obey(t *testing.T, schema *jsonschema.Schema, format string) {
	t.Helper()
	for name, assets := range map[string][]asset.Asset{"sample": sample(), "gallery": gallery(50), "nothing": nil} {
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(render(t, format, assets)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(document); err != nil {
			t.Errorf("%s of %s: %v", format, name, err)
		}
	}
}

func render(t *testing.T, format string, assets []asset.Asset) []byte {
	t.Helper()
	f, err := attribution.FormatNamed(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Render(&b, assets); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// compile reads a schema and those that it refers to, from files only.
func compile(t *testing.T, main string, files map[string]string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for address, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(address, document); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := c.Compile(main)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// moduleDir is where the go command keeps a module that this one needs.
func moduleDir(t *testing.T, module string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		t.Fatalf("go list -m %s: %v", module, err)
	}
	return strings.TrimSpace(string(out))
}
