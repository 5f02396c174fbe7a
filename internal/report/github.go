package report

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/sethvargo/go-githubactions"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// GitHubOptions say where a step of GitHub Actions runs.
type GitHubOptions struct {
	Getenv func(string) string // nil means an empty environment
	Stdout io.Writer           // where the runner reads commands; standard output and standard error both are
}

// GitHub is the sink for a step of GitHub Actions: Done annotates the manifest,
// sets the outputs and writes the job summary. What the runner does not offer,
// such as a file for outputs, is left out and said so; nothing panics.
type GitHub struct {
	o      GitHubOptions
	mu     sync.Mutex // the library writes without one
	action *githubactions.Action
}

// NewGitHub is a sink for the step that o describes.
func NewGitHub(o GitHubOptions) *GitHub {
	if o.Getenv == nil {
		o.Getenv = func(string) string { return "" }
	}
	if o.Stdout == nil {
		o.Stdout = io.Discard
	}
	action := githubactions.New(githubactions.WithGetenv(o.Getenv), githubactions.WithWriter(o.Stdout))
	return &GitHub{o: o, action: action}
}

// Phase does nothing.
func (*GitHub) Phase(string) {}

// Plan does nothing.
func (*GitHub) Plan(int, int64) {}

// Event does nothing.
func (*GitHub) Event(fetch.Event) {}

// Say does nothing.
func (*GitHub) Say(string, ...any) {}

// Finding does nothing: annotations wait for Done, when the gravest are known.
func (*GitHub) Finding(asset.Finding) {}

// Done annotates, sets outputs and writes the summary. It tries all of them and
// returns what failed.
func (g *GitHub) Done(r *Run) error {
	return errors.Join(g.annotate(r), g.outputs(r), g.summarise(r))
}

// Mask makes the runner replace a secret by *** in all that it logs from now
// on. It works line by line, so a secret of several lines is masked as such.
func (g *GitHub) Mask(secret string) error {
	for line := range strings.Lines(secret) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := g.do(func() { g.action.AddMask(line) }); err != nil {
			return err
		}
	}
	return nil
}

// do calls the library, which panics when it cannot write.
func (g *GitHub) do(f func()) (err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("telling the runner: %v", p)
		}
	}()
	f()
	return nil
}

// say writes one line to the log.
func (g *GitHub) say(s string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	_, _ = io.WriteString(g.o.Stdout, disarm(s)+"\n")
}

// summarise appends the summary to what the step has written already.
func (g *GitHub) summarise(r *Run) error {
	file := g.o.Getenv("GITHUB_STEP_SUMMARY")
	if file == "" {
		g.say("no job summary: the runner gives no GITHUB_STEP_SUMMARY")
		return nil
	}
	limit := SummaryLimit
	if info, err := os.Stat(file); err == nil {
		limit -= int(min(info.Size(), int64(limit)))
	}
	text := Summary(r, SummaryOptions{Limit: max(limit, 1), Blob: g.blob()})
	if text == "" {
		g.say("no job summary: this step has filled it already")
		return nil
	}
	return g.do(func() { g.action.AddStepSummary(text) })
}

// blob is the address of this commit's files on GitHub, empty when not known.
func (g *GitHub) blob() string {
	server, repository, sha := g.o.Getenv("GITHUB_SERVER_URL"), g.o.Getenv("GITHUB_REPOSITORY"), g.o.Getenv("GITHUB_SHA")
	if server == "" || repository == "" || sha == "" {
		return ""
	}
	return cmp.Or(strings.TrimRight(server, "/"), "https://github.com") + "/" + repository + "/blob/" + sha
}
