package source

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/go-getter/v2"
)

// gitGetter is what go-getter routes git addresses to. It takes files straight
// out of git's object store and never checks anything out, so that no attribute,
// filter, hook, link or submodule of a stranger's repository comes into play, and
// the bytes are the same on every system.
type gitGetter struct {
	url    *url.URL
	subdir string
	limits Limits
	temp   string
}

var _ getter.Getter = (*gitGetter)(nil)

// detector knows what a git address looks like; it is used for nothing else.
var detector = &getter.GitGetter{Detectors: []getter.Detector{
	new(getter.GitHubDetector), new(getter.GitLabDetector), bitbucket{}, new(getter.GitDetector),
}}

// bitbucket stands in for go-getter's own detector, which asks the network.
type bitbucket struct{}

func (bitbucket) Detect(src, _ string) (string, bool, error) {
	repo, ok := strings.CutPrefix(src, "bitbucket.org/")
	if !ok {
		return "", false, nil
	}
	if strings.Count(repo, "/") != 1 {
		return "", false, errors.New("it should be bitbucket.org/owner/repository")
	}
	return "git::https://bitbucket.org/" + strings.TrimSuffix(repo, ".git") + ".git", true, nil
}

// Detect reports whether the request is for git, and puts its long form into it.
func (g *gitGetter) Detect(req *getter.Request) (bool, error) {
	ok, err := detector.Detect(req)
	// It also claims whatever it cannot parse.
	return ok && (req.Forced == "git" || schemeForm.MatchString(req.Src)), err
}

// Mode is always that of a folder.
func (g *gitGetter) Mode(context.Context, *url.URL) (getter.Mode, error) {
	return getter.ModeDir, nil
}

// GetFile is never called, as Mode says.
func (g *gitGetter) GetFile(context.Context, *getter.Request) error {
	return errors.New("a git address is a folder")
}

// Get writes the files of the commit that the request's ref names into req.Dst.
func (g *gitGetter) Get(ctx context.Context, req *getter.Request) error {
	commit := req.URL().Query().Get("ref")
	if !commitForm.MatchString(commit) {
		return fmt.Errorf("%q is not a commit", commit)
	}
	repo, err := os.MkdirTemp(g.temp, "fetch-assets-git-")
	if err != nil {
		return err
	}
	err = g.get(ctx, repo, commit, req.Dst)
	return errors.Join(err, os.RemoveAll(repo))
}

func (g *gitGetter) get(ctx context.Context, repo, commit, dst string) error {
	c := command{local: g.url.Scheme == "file", dir: repo}
	if err := g.fetch(ctx, c, commit); err != nil {
		return err
	}
	entries, err := g.list(ctx, c, commit)
	if err != nil {
		return err
	}
	g.prefetch(ctx, c, entries)
	return writeTree(ctx, dst, g.limits, func(t *tree) error { return extract(ctx, c, t, entries) })
}

// resolve finds the commit that ref, or without one the default branch, is now.
func (g *gitGetter) resolve(ctx context.Context, ref string) (string, error) {
	if commitForm.MatchString(ref) {
		return ref, nil
	}
	wanted := []string{"HEAD"}
	if ref != "" {
		// A tag goes before a branch of the same name, as everywhere in git; ^{}
		// is the commit that an annotated tag is about.
		wanted = []string{"refs/tags/" + ref + "^{}", "refs/tags/" + ref, "refs/heads/" + ref, ref}
	}
	c := command{local: g.url.Scheme == "file"}
	args := append([]string{"ls-remote", "--quiet", "--end-of-options", g.url.String()}, wanted...)
	out, err := c.output(ctx, nil, args...)
	if err != nil {
		return "", err
	}
	for _, name := range wanted {
		if commit := advertised(out, name); commit != "" {
			return commit, nil
		}
	}
	if ref == "" {
		return "", errors.New("the repository has no default branch: name a branch with ?ref=")
	}
	return "", fmt.Errorf("the repository has no branch or tag %q (a commit has to be given with all its 40 digits)", ref)
}

// advertised finds the exact name in what ls-remote printed: its patterns match
// the ends of names too.
func advertised(out, name string) string {
	for line := range strings.Lines(out) {
		commit, have, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if have == name && commitForm.MatchString(commit) {
			return commit
		}
	}
	return ""
}

// fetch brings the commit into the empty repository c.dir: without history, and
// when only a part is wanted, without contents.
func (g *gitGetter) fetch(ctx context.Context, c command, commit string) error {
	format := "--object-format=sha1"
	if len(commit) == 64 {
		format = "--object-format=sha256"
	}
	if _, err := c.output(ctx, nil, "init", "--quiet", "--bare", "--template=", format); err != nil {
		return err
	}
	if _, err := c.output(ctx, nil, "config", "remote.origin.url", g.url.String()); err != nil {
		return err
	}
	args := []string{"fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--depth=1"}
	if g.subdir != "" {
		args = append(args, "--filter=blob:none")
	}
	_, err := c.output(ctx, nil, append(args, "--end-of-options", "origin", commit)...)
	if err == nil || ctx.Err() != nil {
		return err
	}
	// Old servers give only what a branch or a tag points to: take everything.
	_, allErr := c.output(ctx, nil, "fetch", "--quiet", "--no-recurse-submodules", "--end-of-options",
		"origin", "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
	if allErr == nil {
		_, allErr = c.output(ctx, nil, "rev-parse", "--quiet", "--verify", "--end-of-options", commit+"^{commit}")
	}
	if allErr != nil {
		return err
	}
	return nil
}

// gitEntry is one entry of a commit's tree.
type gitEntry struct {
	name string // below the subfolder
	mode string // "100644" or "100755" for a file
	id   string
}

func (e gitEntry) isFile() bool { return strings.HasPrefix(e.mode, "100") }

// list reads the commit's tree. A subdir that is a file is that one file.
func (g *gitGetter) list(ctx context.Context, c command, commit string) ([]gitEntry, error) {
	args := []string{"ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit}
	if g.subdir != "" {
		args = append(args, g.subdir)
	}
	out, err := c.output(ctx, nil, args...)
	if err != nil {
		return nil, err
	}
	var entries []gitEntry
	for line := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		if line == "" {
			continue
		}
		e, err := parseTreeLine(line)
		if err != nil {
			return nil, err
		}
		if e.name == g.subdir {
			e.name = path.Base(e.name)
		} else if g.subdir != "" {
			e.name = strings.TrimPrefix(e.name, g.subdir+"/")
		}
		entries = append(entries, e)
	}
	if len(entries) == 0 && g.subdir != "" {
		return nil, fmt.Errorf("commit %s has no folder or file %q", commit, g.subdir)
	}
	return entries, nil
}

// parseTreeLine reads "100644 blob <id>\t<name>".
func parseTreeLine(line string) (gitEntry, error) {
	meta, name, ok := strings.Cut(line, "\t")
	fields := strings.Fields(meta)
	if !ok || len(fields) != 3 || !commitForm.MatchString(fields[2]) {
		return gitEntry{}, fmt.Errorf("git listed an entry as %q", line)
	}
	return gitEntry{name: name, mode: fields[0], id: fields[2]}, nil
}

// prefetch asks for all missing contents in one go. Where it fails, they come one
// by one when they are read.
func (g *gitGetter) prefetch(ctx context.Context, c command, entries []gitEntry) {
	if g.subdir == "" {
		return
	}
	_, _ = c.output(ctx, strings.NewReader(ids(entries)), "-c", "fetch.negotiationAlgorithm=noop",
		"fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
		"--filter=blob:none", "--stdin", "origin")
}

// ids lists the files' object names, a line each.
func ids(entries []gitEntry) string {
	var b strings.Builder
	for _, e := range entries {
		if e.isFile() {
			b.WriteString(e.id + "\n")
		}
	}
	return b.String()
}

// extract writes the contents of all files into t.
func extract(ctx context.Context, c command, t *tree, entries []gitEntry) error {
	for _, e := range entries {
		switch e.mode {
		case "120000":
			if err := t.other(e.name, "it is a link, and links are not followed"); err != nil {
				return err
			}
		case "160000":
			if err := t.other(e.name, "it is a submodule: add its repository as an asset of its own"); err != nil {
				return err
			}
		}
	}
	files := slices.DeleteFunc(slices.Clone(entries), func(e gitEntry) bool { return !e.isFile() })
	return c.stream(ctx, strings.NewReader(ids(files)), func(r *bufio.Reader) error {
		for _, e := range files {
			if err := extractOne(t, r, e); err != nil {
				return err
			}
		}
		return nil
	}, "cat-file", "--batch")
}

// extractOne reads "<id> blob <size>\n<content>\n".
func extractOne(t *tree, r *bufio.Reader, e gitEntry) error {
	head, err := r.ReadString('\n')
	if err != nil {
		return fmt.Errorf("git did not send %q: %w", e.name, err)
	}
	fields := strings.Fields(head)
	if len(fields) != 3 || fields[1] != "blob" {
		return fmt.Errorf("git did not send %q, but %q", e.name, head)
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return err
	}
	content := &io.LimitedReader{R: r, N: size}
	if err := t.file(e.name, size, content); err != nil {
		return err
	}
	// What the tree did not want is still in the way of the next file.
	if _, err := io.Copy(io.Discard, content); err != nil {
		return err
	}
	if content.N != 0 {
		return fmt.Errorf("git sent %q short of %d bytes", e.name, content.N)
	}
	_, err = r.Discard(1)
	return err
}
