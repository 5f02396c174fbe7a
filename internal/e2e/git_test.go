package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Dockerfile.git adds what git:: sources need.
func TestGitImageFetchesFromARepository(t *testing.T) {
	t.Parallel()
	r := newRunner(t, map[string]string{manifest: `[[assets]]
handle = "tiles"
provider = "url"
type = "tileset"
url = "git::file:///github/workspace/pack//tiles?ref=v1"
license = "CC0-1.0"
title = "Tiles"
author = "Somebody"
source_url = "https://example.com/"
`})
	commit := commitFiles(t, r.path("pack"), map[string]string{"README": "a pack\n", "tiles/grass.txt": "green\n"})

	plain := r.run(t, step{bare: true, args: []string{"fetch"}})
	plain.wantCode(t, 1)
	if !strings.Contains(plain.log, "git") {
		t.Errorf("the image without git does not say what it lacks:\n%s", plain.log)
	}

	r.image = imageName + ":git"
	if err := build(t.Context(), "Dockerfile.git", r.image, "--build-arg", "FETCH_ASSETS="+imageName); err != nil {
		t.Fatal(err)
	}
	// git refuses repositories of other users, so this one's owner runs it.
	user := fmt.Sprintf("%d:%d", os.Getuid(), os.Getgid())
	r.run(t, step{bare: true, args: []string{"fetch"}, before: []string{"--user", user}}).wantCode(t, 0)
	files := r.files(t)
	if got := files["assets/_downloaded/url/tiles/grass.txt"]; got != "green\n" {
		t.Errorf("grass.txt has %q, want the repository's", got)
	}
	if !strings.Contains(files[lock], commit) {
		t.Errorf("the lock does not pin the commit %s:\n%s", commit, files[lock])
	}
}

// commitFiles makes a repository with one commit, tagged v1, and returns the commit.
func commitFiles(t *testing.T, dir string, files map[string]string) string {
	t.Helper()
	git := func(args ...string) string {
		t.Helper()
		identity := []string{"-C", dir, "-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"}
		out, err := output(exec.CommandContext(t.Context(), "git", append(identity, args...)...))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, text := range files {
		write(t, dir+"/"+name, text)
	}
	git("init", "--quiet")
	git("add", ".")
	git("commit", "--quiet", "--message", "tiles")
	git("tag", "v1")
	return git("rev-parse", "HEAD")
}
