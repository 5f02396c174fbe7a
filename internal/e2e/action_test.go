package e2e

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/internal/origin"
)

const (
	manifest    = "assets/asset_manifest.toml"
	lock        = "assets/asset_manifest.lock"
	attribution = "assets/_downloaded/ATTRIBUTION.txt"
	cacheDir    = ".asset_cache"
)

func TestActionFirstAndSecondRun(t *testing.T) {
	t.Parallel()
	d, env := providers(t)
	r := newRunner(t, map[string]string{manifest: d.Manifest()})

	first := r.run(t, step{env: env})
	first.wantCode(t, 0)
	first.wantOutputs(t, map[string]string{
		"verdict": "pass", "reason": "", "total": "10", "downloaded": "10", "cached": "0", "failed": "0",
		"violations": "0", "attribution-file": attribution, "lock-file": lock,
	})
	if bytes, err := strconv.Atoi(first.outputs["bytes"]); err != nil || bytes < 1<<20 {
		t.Errorf("output bytes is %q, want more than a million", first.outputs["bytes"])
	}
	if len(first.annotations) > 0 {
		t.Errorf("annotations %v, want none", first.annotations)
	}
	for _, want := range []string{"forest_floor", "village", "CC-BY-4.0"} {
		if !strings.Contains(first.summary, want) {
			t.Errorf("the summary does not name %s:\n%s", want, first.summary)
		}
	}
	files := r.files(t)
	wantFiles(t, files)

	d.Origin.Reset()
	second := r.run(t, step{env: env, with: map[string]string{"locked": "true"}})
	second.wantCode(t, 0)
	second.wantOutputs(t, map[string]string{
		"verdict": "pass", "total": "10", "downloaded": "0", "cached": "10", "failed": "0", "bytes": "0",
	})
	if n := d.Origin.Requests(); n != 0 {
		t.Errorf("the second run sent %d requests, want none: %v", n, d.Origin.Paths())
	}
	if diff := cmp.Diff(files, r.files(t)); diff != "" {
		t.Errorf("the second run changed files (-first +second):\n%s", diff)
	}
}

// wantFiles wants what a user of the demo's manifest looks for.
func wantFiles(t *testing.T, files map[string]string) {
	t.Helper()
	for name, magic := range map[string]string{
		"polyhaven/forest_floor/forest_floor_albedo.png": "\x89PNG",
		"polyhaven/tree_trunk/tree_trunk_model.gltf":     "{",
		"polypizza/robot/robot_model.glb":                "glTF",
		"opengameart/creatures/creatures_sprite.png":     "\x89PNG",
		"kenney/shapes/License.txt":                      "",
		"url/wind/wind_audio.wav":                        "RIFF",
		"ATTRIBUTION.txt":                                "",
		"kenney/ATTRIBUTION.txt":                         "",
	} {
		if text, ok := files["assets/_downloaded/"+name]; !ok || !strings.HasPrefix(text, magic) {
			t.Errorf("%s: found %t, begins with %.8q, want %q", name, ok, text, magic)
		}
	}
	if !strings.Contains(files[attribution], "Example Composer") {
		t.Errorf("the credits lack an author:\n%s", files[attribution])
	}
}

func TestActionWithOneFileMissing(t *testing.T) {
	t.Parallel()
	d, env := providers(t)
	const gone = "/static.poly.pizza/00000000-0000-4000-8000-000000000001.glb"
	d.Origin.Inject(origin.Rule{Path: gone}, origin.Status(404, ""))
	r := newRunner(t, map[string]string{manifest: d.Manifest()})

	got := r.run(t, step{env: env})
	got.wantCode(t, 1)
	got.wantOutputs(t, map[string]string{"verdict": "fail", "reason": "network", "total": "10", "downloaded": "9", "failed": "1"})
	got.wantErrorAt(t, d.Manifest(), "[[assets]]\nhandle = \"robot\"", "robot", "404")
	if n := d.Origin.RequestsTo(gone); n != 1 {
		t.Errorf("asked %d times for what is not there, want once", n)
	}
	if !strings.Contains(got.summary, "robot") || !strings.Contains(got.summary, "404") {
		t.Errorf("the summary does not say what failed:\n%s", got.summary)
	}
	files := r.files(t)
	for _, name := range []string{lock, attribution} {
		if _, ok := files[name]; ok {
			t.Errorf("%s was written by a run that failed", name)
		}
	}

	d.Origin.Heal()
	d.Origin.Reset()
	healed := r.run(t, step{env: env})
	healed.wantCode(t, 0)
	healed.wantOutputs(t, map[string]string{"verdict": "pass", "failed": "0", "downloaded": "1", "cached": "9"})
	wantFiles(t, r.files(t))
}

func TestActionWithALicenceThatThePolicyDenies(t *testing.T) {
	t.Parallel()
	o := serve(t, "door", "slam")
	text := entryFor(o, "door", "CC0-1.0") + "\n" + entryFor(o, "slam", "CC-BY-NC-4.0")
	r := newRunner(t, map[string]string{manifest: text})

	got := r.run(t, step{})
	got.wantCode(t, 3)
	got.wantOutputs(t, map[string]string{"verdict": "fail", "reason": "license", "violations": "1", "downloaded": "0", "bytes": "0"})
	got.wantErrorAt(t, text, `license = "CC-BY-NC-4.0"`, "slam", "CC-BY-NC-4.0")
	if n := o.Requests(); n != 0 {
		t.Errorf("%d requests went out before the policy was satisfied", n)
	}
	if !strings.Contains(got.summary, "CC-BY-NC-4.0") {
		t.Errorf("the summary does not name the licence:\n%s", got.summary)
	}
}

func TestActionWithMistakesInTheManifest(t *testing.T) {
	t.Parallel()
	o := serve(t, "door")
	text := entryFor(o, "door", "CC0-1.0") + "licence = \"CC0-1.0\"\n"
	r := newRunner(t, map[string]string{manifest: text})

	got := r.run(t, step{})
	got.wantCode(t, 2)
	got.wantOutputs(t, map[string]string{"verdict": "fail", "reason": "manifest"})
	got.wantErrorAt(t, text, `licence = "CC0-1.0"`, "license")
	if !strings.Contains(got.summary, "licence") {
		t.Errorf("the summary does not say what is wrong:\n%s", got.summary)
	}
}

func TestActionWithALockThatIsOutOfDate(t *testing.T) {
	t.Parallel()
	o := serve(t, "door", "slam")
	one := entryFor(o, "door", "CC0-1.0")
	r := newRunner(t, map[string]string{manifest: one})
	r.run(t, step{}).wantCode(t, 0)
	before := r.files(t)

	two := one + "\n" + entryFor(o, "slam", "CC0-1.0")
	write(t, r.path(manifest), two)
	got := r.run(t, step{with: map[string]string{"locked": "true"}})
	got.wantCode(t, 4)
	got.wantOutputs(t, map[string]string{"verdict": "fail", "reason": "lock"})
	got.wantErrorAt(t, two, "[[assets]]\nhandle = \"slam\"", "slam")
	before[manifest] = two
	if diff := cmp.Diff(before, r.files(t)); diff != "" {
		t.Errorf("a locked run changed files (-before +after):\n%s", diff)
	}
}

// The runner cancels a job with SIGINT, and kills it ten seconds later.
func TestActionIsCancelled(t *testing.T) {
	t.Parallel()
	o := serve(t, "door", "slam")
	stalled := make(chan struct{})
	o.Inject(origin.Rule{Path: "/slam.bin", Times: 1, When: signalOnce(stalled)}, origin.Stall(1<<10))
	text := entryFor(o, "door", "CC0-1.0") + "\n" + entryFor(o, "slam", "CC0-1.0")
	r := newRunner(t, map[string]string{manifest: text})

	const name = "fetch-assets-e2e-cancel"
	ctx, cancel := context.WithCancel(t.Context())
	var killer sync.WaitGroup
	defer killer.Wait()
	defer cancel()
	killer.Go(func() {
		select {
		case <-stalled:
			_, _ = docker(ctx, "kill", "--signal", "INT", name)
		case <-ctx.Done():
		}
	})
	got := r.run(t, step{before: []string{"--name", name}})
	got.wantCode(t, 130)
	got.wantOutputs(t, map[string]string{"verdict": "fail"})
	if got.summary == "" {
		t.Errorf("a cancelled run leaves no summary:\n%s", got.log)
	}
	files := r.files(t)
	if _, ok := files[lock]; ok {
		t.Error("a cancelled run wrote the lock")
	}

	r.run(t, step{}).wantCode(t, 0)
}

// Another CI system starts the image without anything of GitHub's.
func TestImageOutsideGitHub(t *testing.T) {
	t.Parallel()
	d, env := providers(t)
	r := newRunner(t, map[string]string{manifest: d.Manifest()})

	got := r.run(t, step{bare: true, env: env, args: []string{"fetch", "--json"}})
	got.wantCode(t, 0)
	if strings.Contains(got.log, "\n::") {
		t.Errorf("workflow commands outside of GitHub:\n%s", got.log)
	}
	var result map[string]any
	if err := json.Unmarshal([]byte(got.stdout), &result); err != nil {
		t.Errorf("standard output is not JSON: %v\n%s", err, got.stdout)
	}
	wantFiles(t, r.files(t))
}

// Some runners that say they are GitHub's give no files to write to.
func TestActionWithoutCommandFiles(t *testing.T) {
	t.Parallel()
	d, env := providers(t)
	env["GITHUB_ACTIONS"] = "true"
	env["INPUT_MANIFEST"] = manifest
	env["INPUT_CONCURRENCY"] = ""
	r := newRunner(t, map[string]string{manifest: d.Manifest()})

	got := r.run(t, step{bare: true, env: env})
	got.wantCode(t, 0)
	wantFiles(t, r.files(t))
}
