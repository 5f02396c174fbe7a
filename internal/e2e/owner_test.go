package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/astraweave/fetch-assets/internal/origin"
)

// What root made in another user's workspace is that user's, however it ended.
func TestFilesBelongToTheOwnerOfTheWorkspace(t *testing.T) {
	t.Parallel()
	d, env := providers(t)
	d.Origin.Inject(origin.Rule{Path: "/static.poly.pizza/*", Times: 2}, origin.Status(404, ""))
	r := newRunner(t, map[string]string{manifest: d.Manifest()})
	r.run(t, step{env: env}).wantCode(t, 1)
	r.wantOwner(t)
	r.run(t, step{env: env}).wantCode(t, 0)
	r.wantOwner(t)
	r.run(t, step{env: env, bare: true, args: []string{"attribution"}}).wantCode(t, 0)
	r.wantOwner(t)
}

// wantOwner wants everything in the workspace to belong to its owner, so that
// later steps can change and delete it, and nothing to be left outside of it.
func (r *runner) wantOwner(t *testing.T) {
	t.Helper()
	owner := os.Getuid()
	if owner == 0 {
		owner = runnerUser
	}
	strangers, err := output(exec.CommandContext(t.Context(), "find", filepath.Join(r.temp, "workspace"), "!", "-uid", strconv.Itoa(owner)))
	if err != nil {
		t.Fatal(err)
	}
	if strangers != "" {
		t.Errorf("these do not belong to user %d, who owns the workspace:\n%s", owner, strangers)
	}
	for _, dir := range []string{"home", "runner_temp"} {
		left, err := os.ReadDir(filepath.Join(r.temp, dir))
		if err != nil {
			t.Fatal(err)
		}
		if len(left) > 0 {
			t.Errorf("%s has %v, want it left alone", dir, left)
		}
	}
}
