package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// reviewRun is a check against a base.
func reviewRun() *Run {
	r := licenseRun()
	r.Command, r.Base, r.Resolved = "check", "origin/main", 0
	at := func(line int) asset.Position { return asset.Position{File: manifest, Line: line, Column: 1} }
	r.Changes = []Change{
		{Handle: "bad_song", Kind: Added, New: "GPL-2.0-only", Provider: "opengameart", Title: "Bad | Song", Source: "https://opengameart.org/content/bad-song", Pos: at(4)},
		{Handle: "nameless", Kind: Added, Provider: "url", Pos: at(12)},
		{Handle: "wind", Kind: Relicensed, Old: "CC0-1.0", New: "CC-BY-4.0", Provider: "url", Detail: "authors", Pos: at(20)},
		{Handle: "lost", Kind: Relicensed, Old: "CC0-1.0", Provider: "url", Pos: at(21)},
		{Handle: "ship", Kind: Changed, Old: "CC0-1.0", New: "CC0-1.0", Provider: "polyhaven", Detail: "resolution 2k -> 4k, 3 files", Pos: at(30)},
		{Handle: "", Kind: Changed, Detail: "allow: public-domain -> public-domain, MIT", Pos: at(1)},
		{Handle: "door", Kind: Removed, Old: "MIT", Provider: "kenney"},
	}
	return r
}

func quietRun() *Run {
	r := plainRun()
	r.Command, r.Base = "check", "origin/main"
	return r
}

func TestChanges(t *testing.T) {
	t.Parallel()
	warned := reviewRun()
	warned.Findings[0].Severity = asset.Warning
	for name, r := range map[string]*Run{"review": reviewRun(), "review-warn": warned, "review-quiet": quietRun()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const blob = "https://github.com/o/game/blob/abc"
			golden(t, "summary-"+name+".md", Summary(r, SummaryOptions{Blob: blob}))
			golden(t, "comment-"+name+".md", Comment(r, CommentOptions{Blob: blob, Log: "https://github.com/o/game/actions/runs/5"}))
			var b strings.Builder
			if err := Table(&b, r, TableOptions{}); err != nil {
				t.Fatal(err)
			}
			golden(t, "table-"+name+".txt", b.String())
		})
	}
}

func TestSilent(t *testing.T) {
	t.Parallel()
	quiet, full := quietRun(), plainRun()
	noticed := quietRun()
	noticed.Findings = []asset.Finding{{Severity: asset.Notice, Text: "x"}}
	for _, tt := range []struct {
		name               string
		r                  *Run
		silent, remarkable bool
	}{
		{"nothing changed", quiet, true, false},
		{"changes and an error", reviewRun(), false, true},
		{"only a notice", noticed, false, false},
		{"no comparison", full, false, false},
	} {
		if got := tt.r.Silent(); got != tt.silent {
			t.Errorf("%s: silent is %t", tt.name, got)
		}
		if got := tt.r.Remarkable(); got != tt.remarkable {
			t.Errorf("%s: remarkable is %t", tt.name, got)
		}
	}
}

// evilReview has n changes and findings all of whose texts are hostile.
func evilReview(n int) *Run {
	r := evilRun(0)
	r.Command, r.Base = "check", hostile[0]
	for i := range n {
		evil := hostile[i%len(hostile)]
		r.Changes = append(r.Changes, Change{
			Handle: fmt.Sprintf("%d%s", i, evil), Kind: ChangeKinds()[i%4], Old: evil, New: evil + "2", Detail: evil,
			Provider: evil, Title: evil, Source: "https://e.example/" + evil, Pos: asset.Position{File: evil, Line: i},
		})
		r.Findings = append(r.Findings, asset.Finding{Rule: evil, Severity: asset.Warning, Handle: evil, Pos: asset.Position{File: evil, Line: i}, Text: evil, Remedy: evil})
	}
	return r
}

func TestChangesOfHostileText(t *testing.T) {
	t.Parallel()
	r := evilReview(len(hostile))
	s := Summary(r, SummaryOptions{Blob: "https://github.com/o/game/blob/abc"})
	checkSummary(t, s)
	if rows := strings.Count(s, " | <code>"); rows != len(hostile) {
		t.Errorf("%d rows for %d changes", rows, len(hostile))
	}
	marker, body, _ := strings.Cut(Comment(r, CommentOptions{}), "\n")
	if marker != CommentMarker(manifest) {
		t.Errorf("the comment begins with %q", marker)
	}
	checkSummary(t, body)
	var b strings.Builder
	if err := Table(&b, r, TableOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); strings.Contains(got, "##[") || strings.Contains(got, "\n::") || strings.Contains(got, "\x1b") {
		t.Errorf("something hostile came through: %.500q", got)
	}
	if err := NewGitHub(GitHubOptions{}).Done(r); err != nil {
		t.Error(err)
	}
}

func TestLimitsOfChanges(t *testing.T) {
	t.Parallel()
	r := evilReview(5000)
	if n := len(Comment(r, CommentOptions{})); n > CommentLimit {
		t.Errorf("a comment of %d bytes", n)
	}
	if n := len(Summary(r, SummaryOptions{})); n > SummaryLimit {
		t.Errorf("a summary of %d bytes", n)
	}
}

func TestCommentMarker(t *testing.T) {
	t.Parallel()
	a, b := CommentMarker("a --> b"), CommentMarker("b")
	if a == b || strings.Count(a, "-->") != 1 || strings.Contains(a, "\n") {
		t.Errorf("markers %q and %q", a, b)
	}
}

func TestBaseLeavesOtherStatusesAlone(t *testing.T) {
	t.Parallel()
	r := reviewRun()
	r.Assets = append(r.Assets, one("x", "url", "MIT", 3, was(fetch.Current, 5)))
	if got, want := r.Headline(), "1 licence problem"; got != want {
		t.Errorf("headline %q, want %q", got, want)
	}
}
