package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// CommentLimit is the length in bytes that a [Comment] keeps. GitHub takes
// 65,536 characters.
const CommentLimit = 60_000

// CommentOptions adapt [Comment]. The zero value leaves links out.
type CommentOptions struct {
	Blob string // address of the repository's files on the web; empty means no links to the manifest
	Log  string // address of the run on the web; empty means no link to it
}

// CommentMarker is the first line of the comments about a manifest, by which
// they are found again. It does not show.
func CommentMarker(manifest string) string {
	sum := sha256.Sum256([]byte(manifest))
	return "<!-- fetch-assets " + hex.EncodeToString(sum[:8]) + " -->"
}

// Comment is the run as a comment on a pull request: what a [Summary] begins
// with, under the marker of the run's manifest. It is never longer than
// [CommentLimit].
func Comment(r *Run, o CommentOptions) string {
	var b strings.Builder
	b.WriteString(CommentMarker(r.Manifest) + "\n")
	fmt.Fprintf(&b, "### %s %s: %s\n\n", mark(r.Verdict()), text(cmp.Or(r.Tool, "fetch-assets"), nameLimit), text(r.Headline(), fieldLimit))
	problemList(&b, r, o.Blob, CommentLimit/2)
	changeTable(&b, r, o.Blob, CommentLimit/3, commentChanges)
	return b.String() + commentFooter(r, o)
}

// commentChanges is how many changes a comment shows: more belong into the summary.
const commentChanges = 50

func commentFooter(r *Run, o CommentOptions) string {
	parts := []string{code(r.Manifest, nameLimit)}
	if o.Log != "" {
		parts = append(parts, link("all about this run", o.Log))
	}
	parts = append(parts, text(strings.TrimSpace(cmp.Or(r.Tool, "fetch-assets")+" "+r.Version), nameLimit))
	return "<sub>" + strings.Join(parts, " · ") + "</sub>\n"
}

// Remarkable reports whether a run has something to say to a reviewer: an error,
// a warning, or a change since the base.
func (r *Run) Remarkable() bool { return r.Verdict() != Pass || len(r.Changes) > 0 }
