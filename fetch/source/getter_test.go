package source

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

// git runs git in dir, cut off from the machine's settings.
func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// repository has two commits: v1, also tagged annotated as a1, and main.
func repository(t *testing.T, setup func(dir string)) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git on this machine")
	}
	dir := t.TempDir()
	git(t, dir, "init", "--quiet", "--initial-branch=main")
	write(t, filepath.Join(dir, "README"), "one")
	write(t, filepath.Join(dir, "art", "a.png"), "a")
	write(t, filepath.Join(dir, "art", "sub", "b c.png"), "b\r\n")
	write(t, filepath.Join(dir, ".gitattributes"), "*.png text eol=lf\n")
	if setup != nil {
		setup(dir)
	}
	git(t, dir, "add", "--all")
	git(t, dir, "commit", "--quiet", "--message=one")
	git(t, dir, "tag", "v1")
	git(t, dir, "tag", "--annotate", "--message=x", "a1")
	write(t, filepath.Join(dir, "README"), "two")
	git(t, dir, "commit", "--quiet", "--all", "--message=two")
	return dir
}

// contents reads a folder as "name=content" lines.
func contents(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out = append(out, filepath.ToSlash(rel)+"="+string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPinAndGetFromGit(t *testing.T) {
	t.Parallel()
	repo := repository(t, nil)
	one, two := git(t, repo, "rev-parse", "v1"), git(t, repo, "rev-parse", "main")
	tests := []struct {
		name, tail, commit string
		want               []string
	}{
		{"default branch", "//README", two, []string{"README=two"}},
		{"branch", "//README?ref=main", two, []string{"README=two"}},
		{"tag", "//README?ref=v1", one, []string{"README=one"}},
		{"annotated tag", "//README?ref=a1", one, []string{"README=one"}},
		{"full name", "//README?ref=refs/tags/v1", one, []string{"README=one"}},
		{"commit", "//README?ref=" + one, one, []string{"README=one"}},
		{"folder", "//art?ref=v1", one, []string{"a.png=a", "sub/b c.png=b\n"}},
		{"folder in folder", "//art/sub", two, []string{"b c.png=b\n"}},
		{"everything", "?ref=v1", one, []string{".gitattributes=*.png text eol=lf\n", "README=one", "art/a.png=a", "art/sub/b c.png=b\n"}},
	}
	g := &Getter{TempDir: t.TempDir()}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			raw := "git::" + repo + tt.tail
			url, revision, err := g.Pin(t.Context(), raw)
			if err != nil || revision != tt.commit {
				t.Fatalf("pinned to %q, error %v, want %s", revision, err, tt.commit)
			}
			if want := "?ref=" + tt.commit; !strings.HasSuffix(url, want) || !strings.HasPrefix(raw, strings.TrimSuffix(url, want)) {
				t.Errorf("the pinned address is %q", url)
			}
			for _, address := range []string{raw, url} {
				dst := filepath.Join(t.TempDir(), "dst")
				if err := g.Get(t.Context(), address, dst); err != nil {
					t.Fatal(err)
				}
				if got := contents(t, dst); !slices.Equal(got, tt.want) {
					t.Errorf("%s gave %q, want %q", address, got, tt.want)
				}
			}
		})
	}
}

func TestNoWorkIsLeft(t *testing.T) {
	t.Parallel()
	repo := repository(t, nil)
	g := &Getter{TempDir: t.TempDir()}
	dir := t.TempDir()
	if err := g.Get(t.Context(), "git::"+repo+"//art", filepath.Join(dir, "good")); err != nil {
		t.Fatal(err)
	}
	if err := g.Get(t.Context(), "git::"+repo+"//nowhere", filepath.Join(dir, "bad")); err == nil {
		t.Error("a missing folder was found")
	}
	temps, _ := os.ReadDir(g.TempDir)
	made, _ := os.ReadDir(dir)
	if len(temps) != 0 || len(made) != 1 {
		t.Errorf("left are %v and %v", temps, made)
	}
}

func TestSparseServer(t *testing.T) {
	t.Parallel()
	repo := repository(t, func(dir string) { write(t, filepath.Join(dir, "big"), strings.Repeat("x", 1<<20)) })
	git(t, repo, "config", "uploadpack.allowFilter", "true")
	a, err := parse("git::"+repo+"//art", "/")
	if err != nil {
		t.Fatal(err)
	}
	g := (&Getter{}).git(a)
	c := command{local: true, dir: t.TempDir()}
	commit := git(t, repo, "rev-parse", "main")
	if err := g.fetch(t.Context(), c, commit); err != nil {
		t.Fatal(err)
	}
	entries, err := g.list(t.Context(), c, commit)
	if err != nil || len(entries) != 2 {
		t.Fatalf("listed %v, error %v", entries, err)
	}
	g.prefetch(t.Context(), c, entries)
	have := git(t, c.dir, "cat-file", "--batch-check", "--batch-all-objects")
	if n := strings.Count(have, " blob "); n != 2 {
		t.Errorf("%d contents were fetched, want those of the two files:\n%s", n, have)
	}
	dst := t.TempDir()
	if err := g.get(t.Context(), t.TempDir(), commit, dst); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, dst); len(got) != 2 {
		t.Errorf("got %q", got)
	}
}

// The first protocol gives only commits that a branch or a tag points to.
func TestServerThatGivesOnlyTips(t *testing.T) {
	repo := repository(t, nil)
	settings := filepath.Join(t.TempDir(), "gitconfig")
	write(t, settings, "[protocol]\nversion = 0\n")
	t.Setenv("GIT_CONFIG_GLOBAL", settings)
	old := git(t, repo, "rev-parse", "main~1")
	git(t, repo, "tag", "--delete", "v1", "a1")
	dst := filepath.Join(t.TempDir(), "dst")
	if err := new(Getter).Get(t.Context(), "git::"+repo+"//README?ref="+old, dst); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, dst); !slices.Equal(got, []string{"README=one"}) {
		t.Errorf("got %q", got)
	}
	gone := filepath.Join(t.TempDir(), "gone")
	hidden := strings.Repeat("ab", 20)
	err := new(Getter).Get(t.Context(), "git::"+repo+"?ref="+hidden, gone)
	if err == nil || !strings.Contains(err.Error(), "unadvertised object") {
		t.Errorf("error is %v, want that of the first attempt", err)
	}
}

func TestGitFailures(t *testing.T) {
	t.Parallel()
	repo := repository(t, nil)
	missing := strings.Repeat("0123456789", 4)
	tests := []struct{ name, raw, want string }{
		{"no such ref", "git::" + repo + "?ref=v9", `no branch or tag "v9"`},
		{"short commit", "git::" + repo + "?ref=" + git(t, repo, "rev-parse", "--short", "v1"), "all its 40 digits"},
		{"no such commit", "git::" + repo + "?ref=" + missing, "not our ref"},
		{"no such folder", "git::" + repo + "//x/y", `no folder or file "x/y"`},
		{"no such repository", "git::" + filepath.Join(repo, "none"), "git failed"},
		{"not allowed", "git::ssh://git@localhost:1/none?ref=x", "git failed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := new(Getter).Get(t.Context(), tt.raw, filepath.Join(t.TempDir(), "dst"))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestCancelledGet(t *testing.T) {
	t.Parallel()
	repo := repository(t, nil)
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	for _, raw := range []string{"git::" + repo, repo} {
		if err := new(Getter).Get(ctx, raw, filepath.Join(t.TempDir(), "dst")); !errors.Is(err, why) {
			t.Errorf("%s: error is %v, want the cause", raw, err)
		}
	}
}

func TestWhatARepositoryCannotSmuggle(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege there")
	}
	marker := filepath.Join(t.TempDir(), "ran")
	repo := repository(t, func(dir string) {
		for name, target := range map[string]string{"art/out.png": "/etc/passwd", "art/in.png": "a.png", "lib": "art"} {
			if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
		write(t, filepath.Join(dir, "art", "lfs.png"), lfsHead+"v1\noid sha256:00\nsize 5\n")
		write(t, filepath.Join(dir, "art", "con.png"), "device")
		write(t, filepath.Join(dir, ".gitattributes"), "*.png filter=evil\n")
		write(t, filepath.Join(dir, ".gitmodules"), "[submodule \"x\"]\npath=x\nurl=file:///\n")
	})
	write(t, filepath.Join(repo, ".git", "hooks", "post-checkout"), "#!/bin/sh\ntouch "+marker)
	dst := filepath.Join(t.TempDir(), "dst")
	if err := new(Getter).Get(t.Context(), "git::"+repo, dst); err != nil {
		t.Fatal(err)
	}
	for _, line := range contents(t, dst) {
		name, _, _ := strings.Cut(line, "=")
		fi, err := os.Lstat(filepath.Join(dst, name))
		if err != nil || !fi.Mode().IsRegular() || fi.Mode().Perm()&0o111 != 0 {
			t.Errorf("%s is %v, error %v", name, fi.Mode(), err)
		}
		if strings.HasPrefix(name, "lib") || strings.Contains(name, ".git/") {
			t.Errorf("%s arrived", name)
		}
	}
	if _, err := os.Lstat(marker); err == nil {
		t.Error("a hook ran")
	}
	for pattern, want := range map[string]string{"out.png": "link", "in.png": "link", "lib": "link", "lfs.png": "Git LFS", "con.png": "device"} {
		_, err := Members(dst, asset.Unpack{Include: []string{pattern}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("picking %s: error is %v, want one with %q", pattern, err, want)
		}
	}
	got, err := Members(dst, asset.Unpack{Include: []string{"a.png"}})
	if err != nil || len(got) != 1 || got[0].Name != "art/a.png" {
		t.Errorf("picking what is fine: %v, %v", got, err)
	}
	err = new(Getter).Get(t.Context(), "git::"+repo+"//art/lfs.png", filepath.Join(t.TempDir(), "dst"))
	if err == nil || !strings.Contains(err.Error(), "Git LFS") {
		t.Errorf("getting the pointer alone: %v", err)
	}
}

func TestFilesFromThisDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "kit", "a.png"), "a")
	write(t, filepath.Join(dir, "kit", "sub", "b.png"), "b")
	write(t, filepath.Join(dir, "kit", ".git", "config"), "secret")
	write(t, filepath.Join(dir, "50% #1?", "c.png"), "c")
	write(t, filepath.Join(dir, "kit.zip"), "PK")
	if err := os.Symlink("/etc", filepath.Join(dir, "kit", "etc")); err != nil {
		t.Skip(err)
	}
	g := &Getter{Dir: dir}
	tests := []struct {
		raw  string
		want []string
	}{
		{"./kit//sub", []string{"b.png=b"}},
		{"./kit//a.png", []string{"a.png=a"}},
		{"file://" + dir + "/kit//sub/b.png", []string{"b.png=b"}},
		{"./kit.zip", []string{"kit.zip=PK"}},
		{"file://" + dir + "/50%25%20%231%3F", []string{"c.png=c"}},
		{"./kit", []string{noteName + `=[{"name":"etc","reason":"it is a link, and links are not followed"}]`, "a.png=a", "sub/b.png=b"}},
	}
	for _, tt := range tests {
		dst := filepath.Join(t.TempDir(), "dst")
		if err := g.Get(t.Context(), tt.raw, dst); err != nil {
			t.Errorf("%s: %v", tt.raw, err)
			continue
		}
		if got := contents(t, dst); !slices.Equal(got, tt.want) {
			t.Errorf("%s gave %q, want %q", tt.raw, got, tt.want)
		}
		if url, revision, err := g.Pin(t.Context(), tt.raw); url != tt.raw || revision != "" || err != nil {
			t.Errorf("%s was pinned to %q, %q, %v", tt.raw, url, revision, err)
		}
	}
	for _, raw := range []string{"./none", "./kit//etc/passwd", "./kit//etc", "./kit.zip//x", "./kit//none"} {
		dst := filepath.Join(t.TempDir(), "dst")
		if err := g.Get(t.Context(), raw, dst); err == nil {
			t.Errorf("%s gave %q", raw, contents(t, dst))
		}
		if _, err := os.Lstat(dst); err == nil {
			t.Errorf("%s left a folder", raw)
		}
	}
	if err := g.Get(t.Context(), "./kit", filepath.Join(dir, "kit", "sub", "dst")); err == nil || !strings.Contains(err.Error(), "lies inside") {
		t.Errorf("copying a folder into itself: %v", err)
	}
	if err := g.Get(t.Context(), "./kit.zip", dir); err == nil || len(contents(t, dir)) != 5 {
		t.Errorf("a full folder was taken for a new one: %v", err)
	}
	g.Limits.Files = 1
	if err := g.Get(t.Context(), "./kit", filepath.Join(t.TempDir(), "dst")); err == nil || !strings.Contains(err.Error(), "more than 1 files") {
		t.Errorf("over the limit: %v", err)
	}
}

func TestWithoutGit(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, _, err := new(Getter).Pin(t.Context(), "github.com/org/repo")
	if !errors.Is(err, exec.ErrNotFound) || !strings.Contains(err.Error(), "install git") {
		t.Errorf("error is %v, want one that says what to do", err)
	}
}

func TestTransportsAreFenced(t *testing.T) {
	t.Parallel()
	repo := repository(t, nil)
	for _, url := range []string{"file://" + repo, "ext::git upload-pack " + repo, "http://127.0.0.1:1/r", "git://127.0.0.1:1/r"} {
		_, err := command{}.output(t.Context(), nil, "ls-remote", url)
		if err == nil || !strings.Contains(err.Error(), "not allowed") {
			t.Errorf("%s: error is %v, want a refusal", url, err)
		}
	}
}

func TestGitEnvironment(t *testing.T) {
	t.Parallel()
	got := gitEnv([]string{"HOME=/h", "GIT_DIR=/x", "GIT_CONFIG_COUNT=1", "GIT_SSL_CAINFO=/ca", "GIT_CONFIG_GLOBAL=/g"})
	for _, want := range []string{"HOME=/h", "GIT_SSL_CAINFO=/ca", "GIT_CONFIG_GLOBAL=/g", "GIT_TERMINAL_PROMPT=0"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, v := range got {
		if strings.HasPrefix(v, "GIT_DIR=") || strings.HasPrefix(v, "GIT_CONFIG_COUNT=") {
			t.Errorf("%s got through", v)
		}
	}
}
