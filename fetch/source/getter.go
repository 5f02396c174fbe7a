package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/hashicorp/go-getter/v2"
)

// Getter fetches sources. The zero value works. It may be used concurrently.
type Getter struct {
	Limits  Limits
	TempDir string // for work under way; empty means the system's
	Dir     string // where relative paths start; empty means the working directory
}

// Is is the function [Is].
func (g *Getter) Is(rawURL string) bool { return Is(rawURL) }

// Check is the function [Check].
func (g *Getter) Check(rawURL string) error { return Check(rawURL) }

// Pin turns a source address into one that always means the same bytes: the ref
// of a git address becomes its commit, which is the revision. It asks the server,
// unless the ref is a commit already. A local path stays as it is and has no
// revision.
func (g *Getter) Pin(ctx context.Context, rawURL string) (address, revision string, err error) {
	a, err := g.parse(rawURL)
	if err != nil || !a.git {
		return rawURL, "", err
	}
	commit, err := g.git(a).resolve(ctx, a.ref)
	if err != nil {
		return "", "", fmt.Errorf("source %q: %w", rawURL, err)
	}
	return pinned(rawURL, commit), commit, nil
}

// Get fetches rawURL into the folder dst, which must not exist or be empty. It
// receives folders and plain files only, no history; what was left out is noted
// for [Members]. A source that is one file gives one file in dst, under its own
// name. On failure dst is removed.
func (g *Getter) Get(ctx context.Context, rawURL, dst string) error {
	a, err := g.parse(rawURL)
	if err != nil {
		return err
	}
	if err := newFolder(dst); err != nil {
		return fmt.Errorf("source %q: %w", rawURL, err)
	}
	if err := g.get(ctx, a, dst); err != nil {
		return errors.Join(fmt.Errorf("source %q: %w", rawURL, err), os.RemoveAll(dst))
	}
	return nil
}

func (g *Getter) get(ctx context.Context, a address, dst string) error {
	git := g.git(a)
	src := *a.url
	if a.git {
		commit, err := git.resolve(ctx, a.ref)
		if err != nil {
			return err
		}
		src.RawQuery = url.Values{"ref": {commit}}.Encode()
	}
	// Everything is set, as what is not would be shared with, or taken from, the
	// whole process; no decompressor, as archives are opened by Unpack.
	client := &getter.Client{
		Getters:         []getter.Getter{git, new(getter.FileGetter)},
		Decompressors:   map[string]getter.Decompressor{},
		DisableSymlinks: true,
	}
	// In place, the file getter only says where the files are.
	req := &getter.Request{Src: src.String(), Dst: dst, GetMode: getter.ModeAny, Inplace: true}
	if a.git {
		req.Forced = "git"
	}
	res, err := client.Get(ctx, req)
	if err != nil || a.git {
		return err
	}
	return copyLocal(ctx, res.Dst, a.subdir, dst, g.Limits)
}

func (g *Getter) parse(raw string) (address, error) {
	dir, err := filepath.Abs(g.Dir)
	if err != nil {
		return address{}, fmt.Errorf("source address %q: %w", raw, err)
	}
	return parse(raw, dir)
}

func (g *Getter) git(a address) *gitGetter {
	return &gitGetter{url: a.url, subdir: a.subdir, limits: g.Limits, temp: g.TempDir}
}

// newFolder makes dst, or finds it empty.
func newFolder(dst string) error {
	err := os.Mkdir(dst, 0o755)
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	entries, readErr := os.ReadDir(dst)
	if readErr == nil && len(entries) == 0 {
		return nil
	}
	return errors.Join(err, readErr)
}
