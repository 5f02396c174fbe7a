package review

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"regexp"
	"strings"
	"time"
)

// Errors that callers have advice for.
var (
	ErrNoGit      = errors.New("git is not installed here")
	ErrNoWorkTree = errors.New("this is not in a git repository")
	ErrUnknown    = errors.New("git does not know it here")
	ErrShallow    = errors.New("git does not know it here, as this checkout has a part of the history only")
)

var (
	// A ref of another form could be an option, a range or a pattern to git.
	refForm    = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._/~^-]*$`)
	commitForm = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
)

// Repository reads from the git repository that a folder is in. It never writes
// to it, asks no server, and runs nothing that the repository configures.
type Repository struct {
	Dir string // any folder of the work tree
}

// Base is the commit at which the work tree's branch left the history of ref:
// what is on the branch since is what the branch changes. Where git cannot tell,
// it is the commit of ref itself. A name that only the remote "origin" has will
// do, since that is how the checkouts of CI systems look.
func (r Repository) Base(ctx context.Context, ref string) (string, error) {
	if !refForm.MatchString(ref) || strings.Contains(ref, "..") {
		return "", fmt.Errorf("%q is not the name of a branch, a tag or a commit", ref)
	}
	if _, err := r.output(ctx, 1<<10, "rev-parse", "--git-dir"); err != nil {
		return "", notWorkTree(err)
	}
	commit, err := r.commit(ctx, ref)
	if err != nil {
		return "", err
	}
	out, err := r.output(ctx, 1<<10, "merge-base", "--end-of-options", commit, "HEAD")
	if fork := strings.TrimSpace(string(out)); err == nil && commitForm.MatchString(fork) {
		return fork, nil
	}
	return commit, ctx.Err()
}

func (r Repository) commit(ctx context.Context, ref string) (string, error) {
	for _, name := range []string{ref, "origin/" + ref} {
		out, err := r.output(ctx, 1<<10, "rev-parse", "--quiet", "--verify", "--end-of-options", name+"^{commit}")
		if commit := strings.TrimSpace(string(out)); err == nil && commitForm.MatchString(commit) {
			return commit, nil
		}
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
	}
	out, err := r.output(ctx, 1<<10, "rev-parse", "--is-shallow-repository")
	if err == nil && strings.TrimSpace(string(out)) == "true" {
		return "", ErrShallow
	}
	return "", ErrUnknown
}

// Read is the content of the file called name, in the repository's folder, at a
// commit. The error is fs.ErrNotExist when there was none, and another one when
// the file has more than limit bytes.
func (r Repository) Read(ctx context.Context, commit, name string, limit int64) ([]byte, error) {
	out, err := r.output(ctx, 1<<20, "ls-tree", "-z", "--end-of-options", commit, name)
	if err != nil {
		return nil, err
	}
	line, _, _ := strings.Cut(string(out), "\x00")
	if line == "" {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	fields := strings.Fields(line)
	if len(fields) < 4 || !strings.HasPrefix(fields[0], "100") || !commitForm.MatchString(fields[2]) {
		return nil, fmt.Errorf("%s is not a plain file there", name)
	}
	return r.output(ctx, limit, "cat-file", "blob", fields[2])
}

// fences keep git from doing more than reading. In a container the work tree
// belongs to another user, which git refuses unless told; what that refusal
// guards against, programs that a stranger's repository configures, is ruled out
// by the commands used and by the other fences.
var fences = []string{
	"-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
	"-c", "protocol.allow=never", "--no-pager", "--literal-pathspecs", "--no-replace-objects", "--no-optional-locks",
}

// output runs git to its end and returns what it printed, at most limit bytes.
func (r Repository) output(ctx context.Context, limit int64, args ...string) ([]byte, error) {
	//nolint:gosec // refs and names were checked, or follow --end-of-options
	cmd := exec.CommandContext(ctx, "git", append(append([]string{}, fences...), args...)...)
	cmd.Dir = r.Dir
	cmd.Env = gitEnv(cmd.Environ())
	cmd.WaitDelay = 2 * time.Second
	var out, complaint capped
	out.limit, complaint.limit = limit, 4<<10
	cmd.Stdout, cmd.Stderr = &out, &complaint
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return nil, ErrNoGit
	case out.over:
		return nil, fmt.Errorf("git printed more than %d bytes", limit)
	case err != nil:
		return nil, &gitError{args[0], firstLine(complaint.kept.String()), err}
	}
	return out.kept.Bytes(), nil
}

// gitEnv drops the variables that would point git to another repository, such as
// those of a hook that runs us.
func gitEnv(environ []string) []string {
	var env []string
	for _, v := range environ {
		if !strings.HasPrefix(v, "GIT_") || strings.HasPrefix(v, "GIT_EXEC_PATH=") {
			env = append(env, v)
		}
	}
	return append(env, "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "LC_ALL=C")
}

// gitError says what git said.
type gitError struct {
	command, text string
	err           error
}

func (e *gitError) Error() string { return fmt.Sprintf("git %s: %q (%v)", e.command, e.text, e.err) }

func (e *gitError) Unwrap() error { return e.err }

func notWorkTree(err error) error {
	if bad := (*gitError)(nil); errors.As(err, &bad) && strings.Contains(bad.text, "not a git repository") {
		return ErrNoWorkTree
	}
	return err
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// capped keeps the first limit bytes, and notes whether there were more.
type capped struct {
	kept  bytes.Buffer // not embedded: its ReadFrom would go around Write
	limit int64
	over  bool
}

func (c *capped) Write(p []byte) (int, error) {
	room := max(0, c.limit-int64(c.kept.Len()))
	c.over = c.over || int64(len(p)) > room
	c.kept.Write(p[:min(int64(len(p)), room)])
	return len(p), nil
}
