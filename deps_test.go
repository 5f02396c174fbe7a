package main

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/astraweave/fetch-assets"

// arrow says which packages of this module each package may import. Packages on
// one level do not import each other; only internal/cli sees everything. A new
// package needs a line here, and a reason to need what it imports.
var arrow = map[string][]string{
	".":      {"internal/cli"},
	"ensure": {"internal/cli"},

	"asset":                    {},
	"fetch":                    {"asset", "fetch/store", "internal/httpx"},
	"fetch/manifest":           {"asset", "internal/portable", "internal/suggest", "internal/tomlscan"},
	"fetch/lockfile":           {"asset", "internal/atomicfile", "internal/portable", "internal/tomlscan"},
	"fetch/provider":           {"asset", "fetch/provider/direct", "fetch/provider/polyhaven", "fetch/provider/rule", "internal/suggest"},
	"fetch/provider/direct":    {"asset", "fetch/provider/rule"},
	"fetch/provider/polyhaven": {"asset", "fetch/provider/rule"},
	"fetch/provider/rule":      {"asset"},
	"fetch/source":             {"asset", "internal/portable"},
	"fetch/store":              {"asset", "internal/atomicfile"},
	"attribution":              {"asset", "attribution/license"},
	"attribution/license":      {"asset", "internal/suggest"},
	"attribution/evidence":     {"asset", "attribution/license"},

	"internal/atomicfile": {},
	"internal/demo":       {"asset", "internal/httpx", "internal/origin"},
	"internal/github":     {},
	"internal/httpx":      {},
	"internal/origin":     {},
	"internal/owner":      {},
	"internal/portable":   {},
	"internal/report":     {"asset", "fetch", "fetch/store"},
	"internal/review":     {"asset", "attribution/license", "internal/report"},
	"internal/suggest":    {},
	"internal/tomlscan":   {},
}

// dependencies are the modules that go.mod names directly, each with the reason
// why it is here and not our own code.
var dependencies = map[string]string{
	"github.com/BurntSushi/toml":            "decodes the manifest and the lock with exact positions of syntax errors",
	"github.com/github/go-spdx/v2":          "knows the SPDX licence ids, which change several times a year",
	"github.com/gofrs/flock":                "locks files across processes on Linux, macOS and Windows alike",
	"github.com/google/go-cmp":              "prints what differs between structures (tests only)",
	"github.com/hashicorp/go-getter/v2":     "routes source addresses: git, GitHub shorthand, local folders",
	"github.com/klauspost/compress":         "unpacks tar.zst archives; go-getter links it already",
	"github.com/pelletier/go-toml/v2":       "gives every key's line, which BurntSushi/toml keeps to itself",
	"github.com/rogpeppe/go-internal":       "unified diffs of the credits, and txtar scripts through the real entry point in tests",
	"github.com/sethvargo/go-githubactions": "speaks the runner's protocol of inputs, outputs and commands",
	"github.com/ulikunitz/xz":               "unpacks tar.xz archives; go-getter links it already",
	"github.com/vbauerster/mpb/v8":          "draws several progress bars on a terminal at once",
	"go.uber.org/goleak":                    "finds goroutines that outlive their function (tests only)",
	"gopkg.in/yaml.v3":                      "reads action.yml, to compare it with flags and documentation (tests only)",
	"github.com/google/licensecheck":        "recognises the full texts of licences, and Creative Commons addresses",
	"github.com/CycloneDX/cyclonedx-go":     "writes CycloneDX bills of materials as their schema wants them",
	"github.com/spdx/tools-golang":          "writes SPDX documents as their schema wants them",
	"golang.org/x/sync":                     "bounds groups of goroutines and returns the first error",
	"golang.org/x/sys":                      "clones file contents (reflink) where the file system can",
	"golang.org/x/term":                     "says whether standard error is a terminal, and how wide",
}

func TestImportsFollowTheArrow(t *testing.T) {
	t.Parallel()
	for dir, imports := range importsOfModule(t) {
		if exempt(dir) {
			continue
		}
		allowed, known := arrow[dir]
		if !known {
			t.Errorf("package %s has no line in the arrow: add it to deps_test.go with what it may import", dir)
			continue
		}
		for _, imported := range imports {
			if dir != "internal/cli" && !slices.Contains(allowed, imported) {
				t.Errorf("%s imports %s, which the arrow forbids", dir, imported)
			}
		}
	}
}

// exempt says whether a package may import what it likes: the command line sees
// everything by design, and nothing imports benchmarks and end-to-end tests.
func exempt(dir string) bool {
	return dir == "internal/cli" || dir == "bench" || dir == "internal/e2e" || strings.HasPrefix(dir, "e2e/") || strings.HasSuffix(dir, "providertest")
}

// importsOfModule lists, for each package of this module, the other packages of
// the module that its non-test files import.
func importsOfModule(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		dir := filepath.ToSlash(filepath.Dir(name))
		found[dir] = append(found[dir], importsOfFile(t, name)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func importsOfFile(t *testing.T, name string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var imports []string
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if rest, ok := strings.CutPrefix(imported, module+"/"); ok {
			imports = append(imports, path.Clean(rest))
		}
	}
	return imports
}

func TestDirectDependenciesHaveReasons(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "mod", "edit", "-json").Output()
	if err != nil {
		t.Fatalf("go mod edit -json: %v", err)
	}
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	unused := maps.Clone(dependencies)
	for _, r := range mod.Require {
		if r.Indirect {
			continue
		}
		if dependencies[r.Path] == "" {
			t.Errorf("go.mod requires %s: give its reason in deps_test.go, or do without it", r.Path)
		}
		delete(unused, r.Path)
	}
	for name := range unused {
		t.Errorf("deps_test.go gives a reason for %s, which go.mod does not require directly", name)
	}
}
