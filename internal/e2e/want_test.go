package e2e

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wantOutputs compares the outputs that want names.
func (o outcome) wantOutputs(t *testing.T, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	for name := range want {
		got[name] = o.outputs[name]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outputs (-want +got):\n%s\n%s", diff, o.log)
	}
}

func (o outcome) wantCode(t *testing.T, want int) {
	t.Helper()
	if o.code != want {
		t.Errorf("exit code %d, want %d; the log is:\n%s", o.code, want, o.log)
	}
	if strings.Contains(o.log, "panic:") {
		t.Errorf("panic in the log:\n%s", o.log)
	}
}

// wantErrorAt wants one error annotation, on the line of the manifest that says
// this, and its message to contain the texts.
func (o outcome) wantErrorAt(t *testing.T, manifestText, line string, texts ...string) {
	t.Helper()
	number := lineOf(t, manifestText, line)
	var errors []annotation
	for _, a := range o.annotations {
		if a.level == "error" {
			errors = append(errors, a)
		}
	}
	if len(errors) != 1 {
		t.Fatalf("%d error annotations, want 1; the log is:\n%s", len(errors), o.log)
	}
	if got := errors[0].properties; got["file"] != manifest || got["line"] != strconv.Itoa(number) {
		t.Errorf("the error is at %s:%s, want %s:%d (%s)", got["file"], got["line"], manifest, number, line)
	}
	for _, text := range texts {
		if !strings.Contains(errors[0].message, text) {
			t.Errorf("the error does not say %q:\n%s", text, errors[0].message)
		}
	}
}

func lineOf(t *testing.T, text, line string) int {
	t.Helper()
	before, _, found := strings.Cut("\n"+text, "\n"+line)
	if !found {
		t.Fatalf("no line %q", line)
	}
	return strings.Count(before, "\n") + 1
}
