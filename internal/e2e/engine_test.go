package e2e

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// needEngine skips the test where there is no Docker engine to run it on, or
// fails it where .ci/run said that there has to be one.
func needEngine(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("building an image takes minutes; run without -short")
	}
	if runtime.GOOS != "linux" {
		lack(t, "container actions run on Linux only")
	}
	if _, err := exec.LookPath("docker"); err != nil {
		lack(t, "there is no docker command here: %v", err)
	}
	kind, err := docker(t.Context(), "version", "--format", "{{.Server.Os}}")
	if err != nil {
		lack(t, "no Docker engine answers: %v", err)
	}
	if kind != "linux" {
		lack(t, "the Docker engine runs %s containers", kind)
	}
}

func lack(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("FETCH_ASSETS_CI") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// docker runs a docker command and returns its standard output, trimmed. The
// error holds what it said.
func docker(ctx context.Context, args ...string) (string, error) {
	return output(exec.CommandContext(ctx, "docker", args...))
}

func output(cmd *exec.Cmd) (string, error) {
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s%s", strings.Join(cmd.Args, " "), err, out, said.Bytes())
	}
	return strings.TrimSpace(string(out)), nil
}
