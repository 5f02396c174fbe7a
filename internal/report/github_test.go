package report

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

// step is a step of a job as its runner sets it up.
type step struct {
	*GitHub
	log             bytes.Buffer
	output, summary string
}

func newStep(t *testing.T, env map[string]string) *step {
	t.Helper()
	dir := t.TempDir()
	s := &step{output: filepath.Join(dir, "output"), summary: filepath.Join(dir, "summary")}
	all := map[string]string{
		"GITHUB_OUTPUT": s.output, "GITHUB_STEP_SUMMARY": s.summary,
		"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/game", "GITHUB_SHA": "abc",
	}
	for k, v := range env {
		all[k] = v
	}
	s.GitHub = NewGitHub(GitHubOptions{Getenv: func(k string) string { return all[k] }, Stdout: &s.log})
	return s
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return string(b)
}

func TestGitHub(t *testing.T) {
	t.Parallel()
	s := newStep(t, nil)
	r := failRun()
	r.Findings = warnRun().Findings
	if err := s.Done(r); err != nil {
		t.Fatal(err)
	}
	golden(t, "annotations.txt", s.log.String())
	golden(t, "outputs.txt", read(t, s.output))
	if got := read(t, s.summary); !strings.Contains(got, "https://github.com/o/game/blob/abc/assets/asset_manifest.toml#L36") {
		t.Errorf("the summary does not lead to the manifest:\n%s", got)
	}
}

func TestAnnotationsAreAtMostTenOfAKind(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{1: 1, 9: 9, 10: 10, 11: 10, 500: 10} {
		s := newStep(t, nil)
		r := plainRun()
		for i := range n {
			for _, severity := range []asset.Severity{asset.Warning, asset.Error} {
				r.Findings = append(r.Findings, asset.Finding{Rule: "x", Severity: severity, Pos: asset.Position{File: manifest, Line: i + 1}, Text: "wrong"})
			}
		}
		if err := s.Done(r); err != nil {
			t.Fatal(err)
		}
		log := s.log.String()
		if got := strings.Count(log, "::error "); got != want {
			t.Errorf("%d annotations for %d errors, want %d", got, n, want)
		}
		if strings.LastIndex(log, "::error ") > strings.Index(log, "::warning ") {
			t.Error("a warning comes before an error")
		}
		if closing := fmt.Sprintf("and %d more, see the summary", n-9); n > 10 && strings.Count(log, closing) != 2 {
			t.Errorf("%q is missing in %s", closing, log)
		}
	}
}

func TestHostileTextForgesNothing(t *testing.T) {
	t.Parallel()
	for i, evil := range hostile {
		s := newStep(t, nil)
		r := plainRun()
		a := one("h", "url", "MIT", 3, broke(errors.New(evil), 0, 1))
		a.Handle, a.Pos.File = evil, evil
		r.Assets = []Asset{a}
		r.Findings = []asset.Finding{{Rule: evil, Severity: asset.Warning, Handle: evil, Pos: asset.Position{File: evil, Line: 1}, Text: evil, Remedy: evil}}
		if err := s.Done(r); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(s.log.String(), "\n"), "\n")
		if len(lines) != 2 || !strings.HasPrefix(lines[0], "::error col=1,") || !strings.HasPrefix(lines[1], "::warning ") {
			t.Errorf("text %d makes the log %.300q", i, s.log.String())
		}
		for _, line := range lines {
			if strings.Contains(line, "##[") || len(line) > 4096+200 {
				t.Errorf("text %d makes the line %.300q", i, line)
			}
		}
		if got, want := read(t, s.output), read(t, newOutputs(t, r)); got != want {
			t.Errorf("text %d changes the outputs: %s", i, got)
		}
	}
}

// newOutputs is a file with the outputs of a run like r that has no text.
func newOutputs(t *testing.T, r *Run) string {
	t.Helper()
	s := newStep(t, nil)
	clean := *r
	clean.Findings = []asset.Finding{{Severity: asset.Warning}}
	clean.Assets = []Asset{one("h", "url", "MIT", 3, broke(errors.New("x"), 0, 1))}
	if err := s.Done(&clean); err != nil {
		t.Fatal(err)
	}
	return s.output
}

func TestOutputRefusesForgery(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, key, value string }{
		{"line break", "lock-file", "a\nverdict=pass"},
		{"carriage return", "lock-file", "a\rverdict=pass"},
		{"delimiter", "lock-file", "_GitHubActionsFileCommandDelimeter_"},
		{"null", "lock-file", "a\x00b"},
		{"line separator", "lock-file", "a\u2028b"},
		{"length", "lock-file", strings.Repeat("x", 1<<20)},
		{"name with break", "a\nb", "x"},
		{"name with sign", "a<<b", "x"},
		{"no name", "", "x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newStep(t, nil)
			if err := s.Output(tt.key, tt.value); err == nil {
				t.Error("was not refused")
			}
			if got := read(t, s.output); got != "" {
				t.Errorf("wrote %q", got)
			}
		})
	}
}

func TestGitHubWithoutFiles(t *testing.T) {
	t.Parallel()
	s := newStep(t, map[string]string{"GITHUB_OUTPUT": "", "GITHUB_STEP_SUMMARY": ""})
	if err := s.Done(passRun()); err != nil {
		t.Fatal(err)
	}
	if err := s.Output("cache-key", "x"); err != nil {
		t.Fatal(err)
	}
	want := "no outputs: the runner gives no GITHUB_OUTPUT\nno job summary: the runner gives no GITHUB_STEP_SUMMARY\n"
	if got := s.log.String(); got != want {
		t.Errorf("log is %q, want %q", got, want)
	}
}

func TestGitHubNeverPanics(t *testing.T) {
	t.Parallel()
	dir := t.TempDir() // a folder cannot be written like a file
	s := newStep(t, map[string]string{"GITHUB_OUTPUT": dir, "GITHUB_STEP_SUMMARY": dir})
	if err := s.Done(passRun()); err == nil {
		t.Error("writing to a folder did not fail")
	}
	broken := NewGitHub(GitHubOptions{Stdout: brokenWriter{}})
	if err := broken.Done(failRun()); err == nil {
		t.Error("writing to nowhere did not fail")
	}
	if err := broken.Mask("secret"); err == nil {
		t.Error("masking to nowhere did not fail")
	}
	if err := NewGitHub(GitHubOptions{}).Done(&Run{}); err != nil {
		t.Errorf("nothing to do failed: %v", err)
	}
}

func TestSummaryIsAppendedWithinTheLimitOfTheStep(t *testing.T) {
	t.Parallel()
	for have, want := range map[int]string{0: "in place", 10: "in place", SummaryLimit - 100: "in place", SummaryLimit + 5: ""} {
		s := newStep(t, nil)
		before := strings.Repeat("x", have)
		if err := os.WriteFile(s.summary, []byte(before), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := s.Done(passRun()); err != nil {
			t.Fatal(err)
		}
		got, ok := strings.CutPrefix(read(t, s.summary), before)
		if !ok || !strings.Contains(got, want) || want == "" && got != "" || len(got)+have > 1<<20 {
			t.Errorf("after %d bytes came %d: %.200q", have, len(got), got)
		}
	}
}

func TestMask(t *testing.T) {
	t.Parallel()
	s := newStep(t, nil)
	if err := s.Mask("first%\nsecond\r\n\n"); err != nil {
		t.Fatal(err)
	}
	if got, want := s.log.String(), "::add-mask::first%25\n::add-mask::second\n"; got != want {
		t.Errorf("log is %q, want %q", got, want)
	}
}
