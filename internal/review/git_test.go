package review

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// repo is a repository with files at some commits.
type repo struct{ dir string }

func newRepo(t *testing.T) repo {
	t.Helper()
	r := repo{t.TempDir()}
	r.git(t, "init", "--quiet", "--initial-branch=main", ".")
	return r
}

func (r repo) git(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = r.dir
	cmd.Env = append(gitEnv(cmd.Environ()), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// commit writes a file and commits it.
func (r repo) commit(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	r.git(t, "add", ".")
	r.git(t, "commit", "--quiet", "--message=x")
	return r.git(t, "rev-parse", "HEAD")
}

func TestBaseIsWhereTheBranchBegan(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	first := r.commit(t, "sub/a", "one")
	r.git(t, "tag", "v1")
	r.git(t, "switch", "--quiet", "--create", "feature/x")
	r.commit(t, "sub/a", "mine")
	r.git(t, "switch", "--quiet", "main")
	second := r.commit(t, "sub/b", "theirs")
	r.git(t, "update-ref", "refs/remotes/origin/release", second)
	r.git(t, "switch", "--quiet", "feature/x")

	in := Repository{Dir: filepath.Join(r.dir, "sub")}
	for ref, want := range map[string]string{"main": first, "v1": first, first: first, first[:12]: first, "HEAD^": first, "HEAD~1": first, "release": first, "origin/release": first} {
		got, err := in.Base(t.Context(), ref)
		if err != nil || got != want {
			t.Errorf("base of %s is %s, %v, want %s", ref, got, err, want)
		}
	}
	r.git(t, "merge", "--quiet", "--no-edit", "main")
	if got, err := in.Base(t.Context(), "main"); err != nil || got != second {
		t.Errorf("base after a merge is %s, %v, want %s", got, err, second)
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	first := r.commit(t, "sub/a b*[x].toml", "one\n")
	if err := os.Symlink("a b*[x].toml", filepath.Join(r.dir, "sub", "link")); err != nil {
		t.Fatal(err)
	}
	second := r.commit(t, "sub/a b*[x].toml", "two\n")
	in := Repository{Dir: filepath.Join(r.dir, "sub")}
	for commit, want := range map[string]string{first: "one\n", second: "two\n"} {
		got, err := in.Read(t.Context(), commit, "a b*[x].toml", 100)
		if err != nil || string(got) != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	if _, err := in.Read(t.Context(), first, "other", 100); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := in.Read(t.Context(), second, "link", 100); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a link: %v", err)
	}
	if _, err := in.Read(t.Context(), first, "a b*[x].toml", 3); err == nil {
		t.Error("a file over the limit was read")
	}
	if _, err := (Repository{Dir: r.dir}).Read(t.Context(), first, "sub", 100); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder: %v", err)
	}
}

func TestBaseErrors(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(t, "a", "one")
	r.commit(t, "a", "two")
	in := Repository{Dir: r.dir}
	for _, ref := range []string{"", "--upload-pack=x", "-x", "a..b", "HEAD:a", "a b", "@{u}", "^main", "main\n"} {
		if _, err := in.Base(t.Context(), ref); err == nil || !strings.Contains(err.Error(), "is not the name") {
			t.Errorf("ref %q: %v", ref, err)
		}
	}
	if _, err := in.Base(t.Context(), "nowhere"); !errors.Is(err, ErrUnknown) {
		t.Errorf("an unknown ref: %v", err)
	}
	shallow := repo{t.TempDir()}
	shallow.git(t, "clone", "--quiet", "--depth=1", "file://"+r.dir, ".")
	if _, err := (Repository{Dir: shallow.dir}).Base(t.Context(), "HEAD~1"); !errors.Is(err, ErrShallow) {
		t.Errorf("a shallow clone: %v", err)
	}
	if _, err := (Repository{Dir: t.TempDir()}).Base(t.Context(), "main"); !errors.Is(err, ErrNoWorkTree) {
		t.Errorf("no repository: %v", err)
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := in.Base(done, "main"); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
}

func TestWithoutGit(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := (Repository{Dir: t.TempDir()}).Base(t.Context(), "main"); !errors.Is(err, ErrNoGit) {
		t.Errorf("got %v", err)
	}
}

// TestStrangersRepository reads from a repository of another user, as an action
// in a container does, whose configuration would run programs.
func TestStrangersRepository(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	commit := r.commit(t, "a", "one")
	trap := filepath.Join(t.TempDir(), "trap")
	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\ntouch '"+trap+"'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"core.fsmonitor", "core.pager", "core.sshCommand", "diff.x.textconv", "core.askPass", "alias.ls-tree"} {
		r.git(t, "config", key, program)
	}
	if err := os.WriteFile(filepath.Join(r.dir, ".git", "info", "attributes"), []byte("* diff=x filter=x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		for _, name := range []string{".", ".git"} {
			if err := os.Chown(filepath.Join(r.dir, name), 12345, 12345); err != nil {
				t.Fatal(err)
			}
		}
	}
	in := Repository{Dir: r.dir}
	if _, err := in.Base(t.Context(), "main"); err != nil {
		t.Error(err)
	}
	if got, err := in.Read(t.Context(), commit, "a", 100); err != nil || string(got) != "one" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := os.Stat(trap); err == nil {
		t.Error("a program of the repository's configuration ran")
	}
}
