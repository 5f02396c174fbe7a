package attribution

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// toolName is who made a bill of materials. It has no version, so that credits
// stay as they are when the tool is updated.
const toolName = "fetch-assets"

// part is a file of an asset in a bill of materials: a download, or what came
// out of one.
type part struct {
	Name   string // path below the output folder, or the key of a container
	URL    string // where it was downloaded from; empty for members
	Digest asset.Digest
	Parts  []part
}

// parts lists the downloads of an asset.
func parts(files []asset.File) []part {
	all := make([]part, len(files))
	for i, f := range files {
		all[i] = part{Name: f.Path, URL: download(f.URL), Digest: f.Digest}
		if f.Path == "" {
			all[i].Name = f.Key
		}
		for _, m := range f.Members {
			all[i].Parts = append(all[i].Parts, part{Name: m.Path, Digest: m.Digest})
		}
	}
	return all
}

// sha256 is the hash in hex, and empty when there is no SHA-256 in the lock.
func (p part) sha256() string {
	if p.Digest.Algorithm() != asset.SHA256 {
		return ""
	}
	return p.Digest.Hex()
}

// download is the address of a download: a link or, in the form that SPDX and
// pip have for it, a place in a repository at a commit. It is empty for a file
// of the project's own machine.
func download(address string) string {
	repository, isGit := strings.CutPrefix(address, "git::")
	if !isGit {
		return Link(address)
	}
	u, err := url.Parse(Link(repository))
	if err != nil || u.Host == "" {
		return ""
	}
	ref := u.Query().Get("ref")
	u.Path, u.Fragment, _ = strings.Cut(u.Path, "//")
	u.RawPath, u.RawQuery = "", ""
	if ref != "" {
		u.Path += "@" + ref
	}
	return "git+" + u.String()
}

// copyrighted is the notice, where it is one of copyright.
func (w Work) copyrighted() string {
	if notice := strings.ToLower(w.Notice); strings.Contains(notice, "copyright") || strings.Contains(notice, "©") {
		return w.Notice
	}
	return ""
}

// uuid is a UUID of version 8 (RFC 9562) that stands for the content: equal
// bills of materials have equal ones.
func uuid(content []byte) string {
	b := sha256.Sum256(content)
	b[6] = b[6]&0x0f | 0x80
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16])
}
