// Package source fetches from addresses that are not plain http(s): git
// repositories, the short forms of well-known hosts, and local files; and it
// opens archives.
//
// Addresses are routed by hashicorp/go-getter. Its own way to git, its http and
// its unpacking are not used, because they follow links, options and sizes that
// come from strangers.
package source

import (
	"context"

	"github.com/astraweave/fetch-assets/asset"
)

// Is reports whether rawURL is a source address; http(s) addresses are not.
func Is(rawURL string) bool { panic("todo") }

// Check reports what is wrong with a source address, without any network.
func Check(rawURL string) error { panic("todo") }

// Limits bound what is written. Zero fields mean the defaults.
type Limits struct {
	Files     int   // number of files
	Bytes     int64 // of all files together
	FileBytes int64 // of any one file
	Ratio     int   // bytes out per byte in
}

// Getter fetches sources. The zero value works. It may be used concurrently.
type Getter struct {
	Limits  Limits
	TempDir string // for work under way; empty means that of the system
	Dir     string // what relative paths start from; empty means the working directory
}

// Is is the function [Is].
func (g *Getter) Is(rawURL string) bool { return Is(rawURL) }

// Check is the function [Check].
func (g *Getter) Check(rawURL string) error { return Check(rawURL) }

// Pin turns a source address into one that always means the same: a git ref
// becomes its commit, which is the revision. Local files stay as they are.
func (g *Getter) Pin(ctx context.Context, rawURL string) (url, revision string, err error) {
	panic("todo")
}

// Get fetches rawURL into the new folder dst: only files and folders, without
// history or links. A source that is one file gives one file in dst.
func (g *Getter) Get(ctx context.Context, rawURL, dst string) error { panic("todo") }

// Unpack opens an archive (zip, tar, tar.gz, tar.xz, tar.bz2, tar.zst; an empty
// format is found by its magic number) into the new folder dst.
func Unpack(ctx context.Context, archive, format, dst string, l Limits) error { panic("todo") }

// Members lists what u picks out of the folder dst that Get or Unpack made,
// sorted by path, without digests.
func Members(dst string, u asset.Unpack) ([]asset.Member, error) { panic("todo") }
