package source

import (
	"strings"
	"testing"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	const commit = "0123456789abcdef0123456789abcdef01234567"
	tests := []struct {
		name, raw  string
		isGit      bool
		url        string
		subdir     string
		ref, wrong string // wrong: part of the error
	}{
		{name: "github", raw: "github.com/org/repo", isGit: true, url: "https://github.com/org/repo.git"},
		{name: "github folder", raw: "github.com/org/repo//a/b?ref=v1.2", isGit: true, url: "https://github.com/org/repo.git", subdir: "a/b", ref: "v1.2"},
		{name: "github .git", raw: "github.com/org/repo.git//a/", isGit: true, url: "https://github.com/org/repo.git", subdir: "a"},
		{name: "gitlab", raw: "gitlab.com/org/repo?ref=main", isGit: true, url: "https://gitlab.com/org/repo.git", ref: "main"},
		{name: "bitbucket", raw: "bitbucket.org/org/repo//x", isGit: true, url: "https://bitbucket.org/org/repo.git", subdir: "x"},
		{name: "git https", raw: "git::https://example.org/r.git//x?ref=" + commit, isGit: true, url: "https://example.org/r.git", subdir: "x", ref: commit},
		{name: "depth is taken", raw: "git::https://example.org/r.git?ref=a&depth=1", isGit: true, url: "https://example.org/r.git", ref: "a"},
		{name: "scp form", raw: "git@example.org:org/r.git//x?ref=b", isGit: true, url: "ssh://git@example.org/org/r.git", subdir: "x", ref: "b"},
		{name: "ssh", raw: "git::ssh://git@example.org:22/r.git", isGit: true, url: "ssh://git@example.org:22/r.git"},
		{name: "git path", raw: "git::/srv/a b//x", isGit: true, url: "file:///srv/a%20b", subdir: "x"},
		{name: "git relative", raw: "git::./repo?ref=x", isGit: true, url: "file:///work/repo", ref: "x"},
		{name: "git file", raw: "git::file:///srv/r.git", isGit: true, url: "file:///srv/r.git"},
		{name: "path", raw: "/srv/100%/a", url: "file:///srv/100%25/a"},
		{name: "relative", raw: "./art/../kit.zip", url: "file:///work/kit.zip"},
		{name: "up", raw: "../kit//sub", url: "file:///kit", subdir: "sub"},
		{name: "file", raw: "file:///srv/a%20b//sub", url: "file:///srv/a%20b", subdir: "sub"},
		{name: "slash in branch", raw: "github.com/o/r?ref=feature/x", isGit: true, url: "https://github.com/o/r.git", ref: "feature/x"},

		{name: "ref is an option", raw: "github.com/o/r?ref=--upload-pack=x", wrong: "is not the name"},
		{name: "ref is a range", raw: "github.com/o/r?ref=a..b", wrong: "is not the name"},
		{name: "ref with a space", raw: "github.com/o/r?ref=a+b", wrong: "is not the name"},
		{name: "two refs", raw: "github.com/o/r?ref=a&ref=b", wrong: "more than once"},
		{name: "archive", raw: "github.com/o/r?archive=zip", wrong: "not known after ?"},
		{name: "sshkey", raw: "git::ssh://git@h/r?sshkey=abc", wrong: "ssh-agent"},
		{name: "one slash", raw: "github.com/org/repo/folder?ref=v1", wrong: "put //"},
		{name: "one slash, forced", raw: "git::github.com/org/repo/folder", wrong: "put //"},
		{name: "no repository", raw: "github.com/org", wrong: "github.com/username/repo"},
		{name: "climbing", raw: "github.com/o/r//../x", wrong: "not a path inside"},
		{name: "climbing later", raw: "github.com/o/r//a//../../x", wrong: "not a path inside"},
		{name: "backslash", raw: `github.com/o/r//a\..\b`, wrong: "not a path inside"},
		{name: "plain git protocol", raw: "git::git://example.org/r", wrong: "not encrypted"},
		{name: "plain http", raw: "git::http://example.org/r", wrong: "not encrypted"},
		{name: "ext", raw: "git::ext::sh -c x", wrong: "is not known"},
		{name: "ext scheme", raw: "git::ext://sh", wrong: "is not known"},
		{name: "password", raw: "git::https://me:pw@example.org/r", wrong: "keep secrets"},
		{name: "token", raw: "git::https://ghp_x@example.org/r", wrong: "keep secrets"},
		{name: "option as host", raw: "git::ssh://-oProxyCommand=x/r", wrong: "names no host"},
		{name: "option as user", raw: "git::ssh://-oProxyCommand=x@h/r", wrong: "names no host"},
		{name: "s3", raw: "s3::https://bucket.s3.amazonaws.com/x", wrong: "not supported yet"},
		{name: "s3 scheme", raw: "s3://bucket/x", wrong: "not supported yet"},
		{name: "gcs", raw: "gcs::https://x/y", wrong: "https address"},
		{name: "hg", raw: "hg::https://x/y", wrong: "Mercurial"},
		{name: "smb", raw: "smb://x/y", wrong: "mount the share"},
		{name: "forced http", raw: "http::https://x/y", wrong: "without the part"},
		{name: "unknown", raw: "ftp://x/y", wrong: "is not known"},
		{name: "file host", raw: "file://srv/a", wrong: "three slashes"},
		{name: "file query", raw: "./a?archive=zip", wrong: "takes nothing after"},
		{name: "other user", raw: "me@example.org:r.git", wrong: "git::ssh://"},
		{name: "control character", raw: "./a\nb", wrong: "control"},
		{name: "http is not ours", raw: "https://example.org/x.png", wrong: "not a source"},
		{name: "nothing at all", raw: "textures/x.png", wrong: "starts with ./"},
	}
	for _, tt := range tests {
		a, err := parse(tt.raw, "/work")
		if tt.url == "" {
			if err == nil || !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("%s: error is %v, want one with %q", tt.name, err, tt.wrong)
			}
			if Check(tt.raw) == nil {
				t.Errorf("%s: Check has no objection", tt.name)
			}
			continue
		}
		if err != nil || Check(tt.raw) != nil {
			t.Errorf("%s: errors are %v and %v", tt.name, err, Check(tt.raw))
			continue
		}
		if a.git != tt.isGit || a.url.String() != tt.url || a.subdir != tt.subdir || a.ref != tt.ref {
			t.Errorf("%s: got git %v, %s // %s, ref %q", tt.name, a.git, a.url, a.subdir, a.ref)
		}
	}
}

func TestIs(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"http://x/y", "HTTPS://x/y.zip?ref=a", "", "x.png", "a/b", "example.com/x", "textures//x"} {
		if Is(raw) {
			t.Errorf("%q passes for a source address", raw)
		}
	}
	for _, raw := range []string{"git::x", "s3://b/k", "file:///x", "./x", "../x", "/x", "github.com/o/r", "git@h:r", `C:\x`} {
		if !Is(raw) {
			t.Errorf("%q is not taken for a source address", raw)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, raw := range []string{"github.com/o/r//a?ref=b", "git::https://h/r.git", "git@h:r//x", "file:///a//b", "./a", "s3::x", "git::-x"} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		a, err := parse(raw, "/work")
		if err != nil {
			return
		}
		if a.url.Scheme != "file" && a.url.Scheme != "https" && a.url.Scheme != "ssh" {
			t.Errorf("%q is of scheme %q", raw, a.url.Scheme)
		}
		if strings.HasPrefix(a.ref, "-") || strings.Contains("/"+a.subdir+"/", "/../") {
			t.Errorf("%q has ref %q and folder %q", raw, a.ref, a.subdir)
		}
	})
}
