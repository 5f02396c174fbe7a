package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// modeMeasure makes this binary the small parent of a client. The system counts
// the memory of a process from the fork on, so that a client would seem as
// large as its parent: this one is smaller than the harness with its server.
const modeMeasure = "measure"

// patience is how long one run of a client may take.
const patience = 5 * time.Minute

// usage is what a process and its children took.
type usage struct {
	Wall   time.Duration `json:"wall"`
	CPU    time.Duration `json:"cpu"`    // in user and system mode together
	Memory int64         `json:"memory"` // most resident bytes of one process
	Floor  int64         `json:"floor"`  // a Memory of no more than this is one of at most this
	Exit   int           `json:"exit"`
}

// measureMain runs the command after the first argument, and writes its usage
// to the file that this one names.
func measureMain(ctx context.Context, args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("%s takes FILE COMMAND", modeMeasure)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[1], args[2:]...)
	cmd.Stderr = os.Stderr
	floor := ownMemory()
	start := time.Now()
	err := cmd.Run()
	u := usage{Wall: time.Since(start), Floor: floor}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	if ctx.Err() != nil {
		return fmt.Errorf("%s did not end within %v", args[1], patience)
	}
	u.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	u.Memory, u.Exit = memory(cmd.ProcessState), cmd.ProcessState.ExitCode()
	data, err := json.Marshal(u)
	if err != nil {
		return err
	}
	return os.WriteFile(args[0], data, 0o600)
}

// failure is a client that ended with an exit code of its own.
type failure struct {
	code int
	text string // the end of what it wrote
}

func (f *failure) Error() string { return fmt.Sprintf("exit code %d: %s", f.code, f.text) }

// measure runs a command in the job's folder and says what it took.
func (j job) measure(ctx context.Context, args []string) (usage, error) {
	report := j.file("usage.json")
	cmd := exec.CommandContext(ctx, j.lab.self, append([]string{modeMeasure, report}, args...)...)
	cmd.Dir, cmd.Env = j.dir, j.environ()
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		return usage{}, fmt.Errorf("%w: %s", err, tail(said.String()))
	}
	data, err := os.ReadFile(report)
	if err != nil {
		return usage{}, err
	}
	var u usage
	if err := json.Unmarshal(data, &u); err != nil {
		return usage{}, err
	}
	if u.Exit != 0 {
		return u, &failure{u.Exit, tail(said.String())}
	}
	return u, nil
}

// environ is all that clients know of the world: no proxy, no settings of the
// user.
func (j job) environ() []string {
	env := []string{"PATH=" + j.lab.path, "HOME=" + filepath.Join(j.dir, "home"), "LANG=C.UTF-8", "TMPDIR=" + j.dir}
	if j.ca != "" {
		env = append(env, "SSL_CERT_FILE="+j.ca)
	}
	return env
}

// tail is the end of a text, on one line.
func tail(s string) string {
	const most = 300
	s = strings.Join(strings.Fields(s), " ")
	return s[max(0, len(s)-most):]
}
