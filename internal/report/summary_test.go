package report

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

func TestSummary(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*Run{
		"pass": passRun(), "warm": warmRun(), "warn": warnRun(), "fail": failRun(), "license": licenseRun(), "interrupted": interruptedRun(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "summary-"+name+".md", Summary(r, SummaryOptions{Blob: "https://github.com/o/game/blob/abc"}))
		})
	}
}

// evilRun has n assets all of whose texts are hostile.
func evilRun(n int) *Run {
	r := plainRun()
	for i := range n {
		evil := hostile[i%len(hostile)]
		a := one("h", "url", "MIT", i, came(1000, i, i+100))
		if i%3 == 0 {
			a.Results[0] = broke(errors.New(evil), i, i+50)
		}
		a.Handle, a.Credit.Title, a.Credit.License = fmt.Sprintf("%d%s", i, evil), evil, evil
		a.Credit.Authors, a.Credit.SourceURL, a.Note = []asset.Author{{Name: evil}}, "https://e.example/"+evil, evil
		a.Provider, a.Results[0].File.Key = evil, evil
		r.Assets = append(r.Assets, a)
		r.Findings = append(r.Findings, asset.Finding{Rule: evil, Severity: asset.Warning, Handle: a.Handle, Pos: asset.Position{File: evil, Line: i}, Text: evil, Remedy: evil, License: evil})
		r.Waits = append(r.Waits, Wait{Handle: evil, Reason: evil, Duration: 5})
	}
	return r
}

func TestSummaryOfHostileText(t *testing.T) {
	t.Parallel()
	r := evilRun(len(hostile))
	s := Summary(r, SummaryOptions{Blob: "https://github.com/o/game/blob/abc"})
	checkSummary(t, s)
	if rows := strings.Count(s, "\n| <code>"); rows != len(hostile) {
		t.Errorf("%d rows for %d assets", rows, len(hostile))
	}
	golden(t, "summary-hostile.md", s)
}

// checkSummary looks for what hostile text could have broken.
func checkSummary(t *testing.T, s string) {
	t.Helper()
	for _, tag := range []string{"<details>", "</details>", "<summary>", "</summary>"} {
		if n, want := strings.Count(s, tag), strings.Count(s, "<details>"); n != want {
			t.Errorf("%d times %s, want %d", n, tag, want)
		}
	}
	if strings.Contains(s, "<script") || strings.Contains(s, "<!--") || strings.Contains(s, "\x1b") || strings.Contains(s, "\u202e") {
		t.Error("something hostile came through")
	}
	if strings.Contains(s, "](") || strings.Contains(s, "@") {
		t.Error("a link or a mention came through")
	}
	checkLines(t, s)
}

// checkLines looks at each line: no commands, fences in pairs, and every row of
// a table with as many cells as its head.
func checkLines(t *testing.T, s string) {
	t.Helper()
	cells, fences := 0, 0
	for line := range strings.Lines(s) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") {
			t.Errorf("line %q holds a command", line)
		}
		if strings.HasPrefix(line, "```") {
			fences++
			if line != "```\n" && line != "```mermaid\n" {
				t.Errorf("fence %q", line)
			}
		}
		n := 0
		if strings.HasPrefix(line, "|") {
			n = strings.Count(line, "|")
		}
		if cells != 0 && n != 0 && n != cells {
			t.Errorf("row %q has %d bars, its head %d", line, n, cells)
		}
		cells = n
	}
	if fences%2 != 0 {
		t.Errorf("%d fences", fences)
	}
}

func TestSummaryStaysInItsLimit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		n, limit, shown int
	}{{5000, 0, 3000}, {1000, 0, 1000}, {5000, 100 << 10, 100}, {10, 20 << 10, 10}, {100, 100, 0}, {100, 1, 0}} {
		t.Run(fmt.Sprintf("%d assets in %d bytes", tt.n, tt.limit), func(t *testing.T) {
			t.Parallel()
			r := plainRun()
			for i := range tt.n {
				a := one(fmt.Sprintf("asset_with_a_fairly_long_name_%04d", i), "polyhaven", "CC-BY-SA-4.0", i, came(1<<20, i, i+500))
				a.Credit.Title = strings.Repeat("*Title* with | <markup> ", 5)
				if i%7 == 0 {
					a.Results[0] = broke(errors.New(strings.Repeat("[error] ", 100)), i, i+50)
				}
				r.Assets = append(r.Assets, a)
			}
			s := Summary(r, SummaryOptions{Limit: tt.limit})
			if limit := max(tt.limit, 1); tt.limit == 0 && len(s) > SummaryLimit || tt.limit > 0 && len(s) > limit {
				t.Errorf("%d bytes are over the limit", len(s))
			}
			if rows := strings.Count(s, "| <code>asset"); rows < tt.shown {
				t.Errorf("%d rows, want at least %d", rows, tt.shown)
			}
			if tt.limit > 100 && strings.Count(s, "| <code>asset") < tt.n && !strings.Contains(s, "more, see <code>fetch-assets-report.json") {
				t.Error("rows were left out without a word on where they are")
			}
			if tt.limit == 0 || tt.limit > 1000 {
				checkSummary(t, s)
			}
		})
	}
}

func FuzzSummary(f *testing.F) {
	for _, s := range hostile {
		f.Add(s[:min(len(s), 300)])
	}
	f.Fuzz(func(t *testing.T, evil string) {
		r := plainRun()
		a := one("good", "url", "MIT", 3, came(1000, 0, 100))
		b := a
		b.Handle, b.Credit.Title, b.Credit.License, b.Credit.SourceURL = evil, evil, evil, evil
		b.Provider, b.Note, b.Err = evil, evil, errors.New(evil)
		b.Results = []fetch.Result{came(1000, 0, 50)}
		r.Assets = []Asset{a, b, a}
		r.Findings = []asset.Finding{{Rule: evil, Severity: asset.Error, Handle: evil, Pos: asset.Position{File: evil, Line: 3}, Text: evil, Remedy: evil}}
		s := Summary(r, SummaryOptions{Blob: "https://github.com/o/r/blob/1"})
		checkSummary(t, s)
		if n := strings.Count(s, "| <code>good</code> |"); n != 2 {
			t.Errorf("%d of 2 good assets are left", n)
		}
	})
}
