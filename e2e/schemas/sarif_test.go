// Package schemas holds what fetch-assets writes against the published schemas
// of the formats. It is a module of its own because of what brings the schemas.
package schemas

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	_ "github.com/securego/gosec/v2/report/sarif" // its module has the schema of SARIF 2.1.0 among its test data

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/cli"
	"github.com/astraweave/fetch-assets/internal/report"
)

// sarifSchema is the schema that OASIS published for SARIF 2.1.0.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-f", "{{.Dir}}", "github.com/securego/gosec/v2/report/sarif").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "testdata", "sarif-schema-2.1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if title := doc.(map[string]any)["title"]; title != "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema" {
		t.Fatalf("the schema is called %v", title)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, data []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("no JSON: %v", err)
	}
	return schema.Validate(doc)
}

// evil are texts that do not belong into a report.
var evil = []string{"", "a b", "\x00\x1b[31m", "\xff\xfe", "##[error]x", "\u202e", "ä/ö", strings.Repeat("x", 100_000)}

func TestSARIFIsValid(t *testing.T) {
	t.Parallel()
	schema := sarifSchema(t)
	run := &report.Run{Version: "1.2.3", Manifest: "assets/asset_manifest.toml", Err: errors.New("it broke")}
	for i, text := range evil {
		for _, severity := range []asset.Severity{asset.Error, asset.Warning, asset.Notice, ""} {
			run.Findings = append(run.Findings, asset.Finding{
				Rule: text, Severity: severity, Handle: text, Text: text, Remedy: text, License: text,
				Pos: asset.Position{File: text, Line: i, Column: i - 1},
			})
		}
	}
	for name, r := range map[string]*report.Run{"nothing": {}, "everything": run} {
		var b bytes.Buffer
		if err := report.SARIF(&b, r, report.SARIFOptions{Rules: []report.Rule{{ID: "x", Severity: asset.Error, Short: "x"}}}); err != nil {
			t.Fatal(err)
		}
		if err := validate(t, schema, b.Bytes()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSARIFOfTheProgram validates what the command writes, with all its rules.
func TestSARIFOfTheProgram(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	manifest, file := filepath.Join(dir, "my manifest.toml"), filepath.Join(dir, "out.sarif")
	if err := os.WriteFile(manifest, []byte("[[assets]]\nhandle = \"x\"\nprovider = \"url\"\ntype = \"other\"\nurl = \"https://a.example/x\"\nlicense = \"GPL-3.0-only\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	code := cli.Run(t.Context(), cli.Env{
		Args: []string{"check", "--manifest", manifest, "--sarif", file}, Stdout: &bytes.Buffer{}, Stderr: &stderr, Now: time.Now,
	})
	if code != 3 {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	schema := sarifSchema(t)
	if err := validate(t, schema, data); err != nil {
		t.Error(err)
	}
	if !bytes.Contains(data, []byte(`"license-denied"`)) {
		t.Errorf("no rule in %s", data)
	}
	if err := validate(t, schema, bytes.ReplaceAll(data, []byte(`"error"`), []byte(`"bad"`))); err == nil {
		t.Error("the schema takes a level that does not exist")
	}
	if !json.Valid(data) {
		t.Error("no JSON")
	}
}
