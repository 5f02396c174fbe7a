package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var stamped = regexp.MustCompile(`-X ([\w./-]+)=\$`)

// What the release's recipes set by name is the variable that "version" prints:
// the linker says nothing about a name that does not exist.
func TestVersionIsStamped(t *testing.T) {
	t.Parallel()
	for _, recipe := range []string{"Dockerfile", ".ci/binaries"} {
		t.Run(recipe, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join(moduleRoot, recipe))
			if err != nil {
				t.Fatal(err)
			}
			m := stamped.FindSubmatch(text)
			if m == nil {
				t.Fatalf("%s stamps no version", recipe)
			}
			got, err := versionOf(t, string(m[1]), "1.2.3")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(got, "1.2.3") {
				t.Errorf("version says %q after %s set %s to 1.2.3", got, recipe, m[1])
			}
		})
	}
}

// versionOf is what the program says of its version when it is built with value
// for the variable of that name.
func versionOf(t *testing.T, variable, value string) (string, error) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "fetch-assets.exe")
	build := exec.CommandContext(t.Context(), "go", "build", "-ldflags", "-X "+variable+"="+value, "-o", program, moduleRoot)
	if _, err := output(build); err != nil {
		return "", err
	}
	return output(exec.CommandContext(t.Context(), program, "version"))
}
