package report

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// delimiter is what the library puts around values of several lines. It is the
// same for all values and known to everybody, so a value that holds it could
// end itself and set outputs of its own.
const delimiter = "_GitHubActionsFileCommandDelimeter_"

// maxOutput is far below GitHub's limit and far above what a path or a number needs.
const maxOutput = 16 << 10

var outputName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// Output sets one output of the step, unless the runner gives no file for them.
// A name or value that could set more than this one output is refused: with a
// line break or another control character, the library's delimiter, or more
// than 16 KiB.
func (g *GitHub) Output(name, value string) error {
	if !outputName.MatchString(name) {
		return fmt.Errorf("output name %q is refused: want small letters, digits and dashes", Clean(name, nameLimit))
	}
	if strings.ContainsFunc(value, unicode.IsControl) || strings.ContainsAny(value, "\u2028\u2029") ||
		strings.Contains(value, delimiter) || len(value) > maxOutput {
		return fmt.Errorf("output %s is not set: its value %q is not one plain line", name, Clean(value, nameLimit))
	}
	if g.o.Getenv("GITHUB_OUTPUT") == "" {
		return nil
	}
	return g.do(func() { g.action.SetOutput(name, value) })
}

// outputs sets what every run has.
func (g *GitHub) outputs(r *Run) error {
	if g.o.Getenv("GITHUB_OUTPUT") == "" {
		g.say("no outputs: the runner gives no GITHUB_OUTPUT")
		return nil
	}
	var errs []error
	for _, o := range Outputs(r) {
		errs = append(errs, g.Output(o.Name, o.Value))
	}
	return errors.Join(errs...)
}

// Output is one output of the action.
type Output struct{ Name, Value string }

// Outputs are the outputs of a run, in the order in which action.yml has them.
// An empty path means that there is no such file.
func Outputs(r *Run) []Output {
	t := r.Totals()
	return []Output{
		{"verdict", string(r.Verdict())},
		{"reason", string(r.Reason())},
		{"total", strconv.Itoa(t.Total)},
		{"downloaded", strconv.Itoa(t.Downloaded)},
		{"cached", strconv.Itoa(t.Cached)},
		{"failed", strconv.Itoa(t.Failed)},
		{"bytes", strconv.FormatInt(t.Received, 10)},
		{"violations", strconv.Itoa(r.Violations())},
		{"attribution-file", r.AttributionFile},
		{"lock-file", r.LockFile},
		{"report-file", r.ReportFile},
	}
}
