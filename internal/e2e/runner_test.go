package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// runner is what a GitHub-hosted runner keeps for one job: the folders that it
// mounts into every container action.
type runner struct {
	image string
	temp  string // holds all the others, as the runner's _temp and _work do
	steps int
}

// The user that owns the workspace on a hosted runner. Containers run as root.
const runnerUser = 1001

// newRunner starts a job whose workspace has the given files.
func newRunner(t *testing.T, files map[string]string) *runner {
	t.Helper()
	r := &runner{image: image(t), temp: t.TempDir()}
	for _, dir := range []string{"home", "workflow", "file_commands", "runner_temp", "workspace"} {
		mkdir(t, filepath.Join(r.temp, dir))
	}
	write(t, filepath.Join(r.temp, "workflow/event.json"), `{"ref":"refs/heads/main"}`)
	for name, text := range files {
		write(t, r.path(name), text)
	}
	r.own(t)
	return r
}

// own gives all folders to the runner's user, where the test may do that.
func (r *runner) own(t *testing.T) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	err := filepath.WalkDir(r.temp, func(name string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(name, runnerUser, runnerUser))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// path is where a file of the workspace is on the host.
func (r *runner) path(name string) string {
	return filepath.Join(r.temp, "workspace", filepath.FromSlash(name))
}

// files are the contents of the workspace by name, the cache's aside.
func (r *runner) files(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	root := filepath.Join(r.temp, "workspace")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.Name() == cacheDir:
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		rel, err := filepath.Rel(root, name)
		files[filepath.ToSlash(rel)] = read(t, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// step is one use of the action in a job.
type step struct {
	with   map[string]string // the inputs
	env    map[string]string
	before []string // further arguments of docker run
	bare   bool     // no runner at all: neither GITHUB_* nor files nor inputs
	args   []string // of the container, which the action has none of
}

// outcome is what a step leaves behind.
type outcome struct {
	code        int
	log         string // standard output and standard error, as the runner reads them
	stdout      string
	outputs     map[string]string
	summary     string
	annotations []annotation
}

// commandFiles are the files through which a step talks to the runner, by the
// variable that names each.
var commandFiles = map[string]string{
	"GITHUB_OUTPUT":       "set_output",
	"GITHUB_STEP_SUMMARY": "step_summary",
	"GITHUB_ENV":          "set_env",
	"GITHUB_PATH":         "add_path",
	"GITHUB_STATE":        "save_state",
}

// run does a step the way the runner does, with one difference: the container
// shares the host's network, so that it reaches origins on loopback.
func (r *runner) run(t *testing.T, s step) outcome {
	t.Helper()
	cmd := r.command(t, s)
	var log, stdout bytes.Buffer
	both := &lockedWriter{to: &log}
	cmd.Stdout, cmd.Stderr = io.MultiWriter(both, &stdout), both
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	o := outcome{code: cmd.ProcessState.ExitCode(), log: log.String(), stdout: stdout.String()}
	o.annotations = annotationsIn(o.log)
	if !s.bare {
		o.outputs = outputsIn(t, read(t, r.commandFile("GITHUB_OUTPUT")))
		o.summary = read(t, r.commandFile("GITHUB_STEP_SUMMARY"))
	}
	if o.code == 125 {
		t.Fatalf("docker run failed:\n%s", o.log)
	}
	return o
}

func (r *runner) commandFile(variable string) string {
	return filepath.Join(r.temp, "file_commands", fmt.Sprintf("%s_%d", commandFiles[variable], r.steps))
}

func (r *runner) command(t *testing.T, s step) *exec.Cmd {
	t.Helper()
	args := []string{
		"run", "--rm", "--label", "fetch-assets-e2e", "--network", "host",
		"--workdir", "/github/workspace", "--volume", filepath.Join(r.temp, "workspace") + ":/github/workspace",
	}
	env := maps.Clone(s.env)
	if !s.bare {
		env = r.environment(t, s)
		for _, dir := range []string{"home", "workflow", "file_commands", "runner_temp"} {
			args = append(args, "--volume", filepath.Join(r.temp, dir)+":/github/"+dir)
		}
		args = append(args, "--volume", "/var/run/docker.sock:/var/run/docker.sock")
	}
	// The runner names the variables and leaves the values to its environment.
	cmd := exec.CommandContext(t.Context(), "docker")
	cmd.Env = os.Environ()
	for _, name := range slices.Sorted(maps.Keys(env)) {
		args = append(args, "--env", name)
		cmd.Env = append(cmd.Env, name+"="+env[name])
	}
	args = append(append(args, s.before...), r.image)
	cmd.Args = append(append(cmd.Args, args...), s.args...)
	return cmd
}

// environment is what the runner sets for a container action, and new empty
// files for what the action says in return.
func (r *runner) environment(t *testing.T, s step) map[string]string {
	t.Helper()
	r.steps++
	env := map[string]string{
		"CI": "true", "GITHUB_ACTIONS": "true", "HOME": "/github/home",
		"GITHUB_WORKSPACE": "/github/workspace", "GITHUB_EVENT_PATH": "/github/workflow/event.json",
		"GITHUB_EVENT_NAME": "push", "GITHUB_REF": "refs/heads/main", "GITHUB_REF_NAME": "main",
		"GITHUB_REF_TYPE": "branch", "GITHUB_REF_PROTECTED": "false", "GITHUB_HEAD_REF": "", "GITHUB_BASE_REF": "",
		"GITHUB_SHA": strings.Repeat("0", 40), "GITHUB_REPOSITORY": "example/game", "GITHUB_REPOSITORY_OWNER": "example",
		"GITHUB_SERVER_URL": "https://github.com", "GITHUB_API_URL": "https://api.github.com",
		"GITHUB_GRAPHQL_URL": "https://api.github.com/graphql", "GITHUB_ACTOR": "somebody",
		"GITHUB_TRIGGERING_ACTOR": "somebody", "GITHUB_WORKFLOW": "assets", "GITHUB_JOB": "fetch",
		"GITHUB_RUN_ID": "1", "GITHUB_RUN_NUMBER": "1", "GITHUB_RUN_ATTEMPT": "1", "GITHUB_RETENTION_DAYS": "90",
		"GITHUB_ACTION": "fetch", "GITHUB_ACTION_REPOSITORY": "astraweave/fetch-assets", "GITHUB_ACTION_REF": "v1",
		"RUNNER_OS": "Linux", "RUNNER_ARCH": "X64", "RUNNER_NAME": "e2e", "RUNNER_ENVIRONMENT": "github-hosted",
		"RUNNER_TOOL_CACHE": "/opt/hostedtoolcache", "RUNNER_TEMP": "/github/runner_temp", "RUNNER_WORKSPACE": "/home/runner/work/game",
		"ACTIONS_RUNTIME_URL": "https://pipelines.invalid/", "ACTIONS_RUNTIME_TOKEN": "e2e",
		"ACTIONS_CACHE_URL": "https://cache.invalid/", "ACTIONS_RESULTS_URL": "https://results.invalid/",
	}
	for variable := range commandFiles {
		name := r.commandFile(variable)
		write(t, name, "")
		env[variable] = "/github/file_commands/" + filepath.Base(name)
	}
	inputs := actionInputs(t)
	for name, value := range s.with {
		if _, ok := inputs[name]; !ok {
			t.Fatalf("action.yml has no input %q", name)
		}
		inputs[name] = value
	}
	for name, value := range inputs {
		env["INPUT_"+strings.ToUpper(name)] = value
	}
	maps.Copy(env, s.env)
	return env
}
