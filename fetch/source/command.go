package source

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
	"unicode"
)

// command runs git, fenced in.
type command struct {
	dir   string // the repository; empty outside of one
	local bool   // the remote is on this disk
}

// fences hold for git and for all that it starts itself. Only encrypted
// transports are open, also to a server that redirects.
var fences = []string{
	"-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "credential.interactive=false",
	"-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "submodule.recurse=false",
	"-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60",
	"-c", "protocol.allow=never",
}

// kept are the variables of git's own that are the user's say on how to reach
// servers. Others could point git to another repository.
var kept = []string{"GIT_SSH", "GIT_SSL_", "GIT_HTTP_", "GIT_CONFIG_GLOBAL=", "GIT_EXEC_PATH=", "GIT_PROXY_"}

func (c command) build(ctx context.Context, args []string) *exec.Cmd {
	all := append([]string{}, fences...)
	if c.local {
		all = append(all, "-c", "protocol.file.allow=always")
	} else {
		all = append(all, "-c", "protocol.https.allow=always", "-c", "protocol.ssh.allow=always")
	}
	//nolint:gosec // refs, folders and addresses were checked, and follow --end-of-options
	cmd := exec.CommandContext(ctx, "git", append(all, args...)...)
	cmd.Env = gitEnv(cmd.Environ())
	if c.dir != "" {
		cmd.Dir = c.dir
		cmd.Env = append(cmd.Env, "GIT_DIR="+c.dir)
	}
	// Helpers that git started may hold its pipes open after it was killed.
	cmd.WaitDelay = 2 * time.Second
	return cmd
}

func gitEnv(environ []string) []string {
	var env []string
	ssh := false
	for _, v := range environ {
		if strings.HasPrefix(v, "GIT_") && !hasAnyPrefix(v, kept) {
			continue
		}
		ssh = ssh || strings.HasPrefix(v, "GIT_SSH")
		env = append(env, v)
	}
	if !ssh {
		env = append(env, "GIT_SSH_COMMAND=ssh -oBatchMode=yes")
	}
	return append(env, "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS=", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_ATTR_NOSYSTEM=1", "GIT_LITERAL_PATHSPECS=1", "LC_ALL=C")
}

func hasAnyPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// output runs git to its end and returns what it printed.
func (c command) output(ctx context.Context, in io.Reader, args ...string) (string, error) {
	cmd := c.build(ctx, args)
	var out bytes.Buffer
	errs := &tail{}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &out, errs
	if err := cmd.Run(); err != nil {
		return "", gitError(ctx, err, errs)
	}
	return out.String(), nil
}

// stream runs git while read reads what it prints. An error of read stops git.
func (c command) stream(ctx context.Context, in io.Reader, read func(*bufio.Reader) error, args ...string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := c.build(ctx, args)
	errs := &tail{}
	cmd.Stdin, cmd.Stderr = in, errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return gitError(ctx, err, errs)
	}
	if err := read(bufio.NewReaderSize(out, 256<<10)); err != nil {
		cancel()
		if waitErr := cmd.Wait(); errors.Is(err, io.EOF) && waitErr != nil {
			return gitError(ctx, waitErr, errs)
		}
		return err
	}
	if err := cmd.Wait(); err != nil {
		return gitError(ctx, err, errs)
	}
	return nil
}

// gitError says what git said.
func gitError(ctx context.Context, err error, errs *tail) error {
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("git is needed for this and was not found: install git, or give an https address: %w", err)
	case ctx.Err() != nil && errs.empty():
		return context.Cause(ctx)
	}
	return fmt.Errorf("git failed: %q: %w", errs.String(), err)
}

// tail keeps the end of what a program complains about.
type tail struct{ b []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.b = append(t.b, p...)
	if over := len(t.b) - 4096; over > 0 {
		t.b = t.b[over:]
	}
	return len(p), nil
}

func (t *tail) empty() bool { return len(bytes.TrimSpace(t.b)) == 0 }

// String is the last lines, on one line and without what could steer a terminal.
func (t *tail) String() string {
	lines := strings.Split(strings.TrimSpace(string(t.b)), "\n")
	text := strings.Join(lines[max(0, len(lines)-4):], " / ")
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
}
