package e2e

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The tests of the action are worth no more than what reads its answers.
func TestOutputsAreReadAsTheRunnerDoes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       map[string]string
	}{
		{"none", "", map[string]string{}},
		{"plain", "verdict=pass\ntotal=10\n", map[string]string{"verdict": "pass", "total": "10"}},
		{"empty", "reason=\n", map[string]string{"reason": ""}},
		{"block", "a<<END\n1\nb=2\nEND\nc=3\n", map[string]string{"a": "1\nb=2", "c": "3"}},
		{"arrows in a value", "a=x<<y\n", map[string]string{"a": "x<<y"}},
		{"equals in a delimiter", "a<<E=D\n1\nE=D\n", map[string]string{"a": "1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, outputsIn(t, tt.text)); diff != "" {
				t.Errorf("outputs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnnotationsAreReadAsTheRunnerDoes(t *testing.T) {
	t.Parallel()
	log := "some text ::error::not at the start\n" +
		"::group::fetch\n" +
		"::error file=a%2Cb.toml,line=3::50%25 of it%0Aand more\n" +
		"::warning::plain\n"
	want := []annotation{
		{level: "error", message: "50% of it\nand more", properties: map[string]string{"file": "a,b.toml", "line": "3"}},
		{level: "warning", message: "plain", properties: map[string]string{}},
	}
	if diff := cmp.Diff(want, annotationsIn(log), cmp.AllowUnexported(annotation{})); diff != "" {
		t.Errorf("annotations (-want +got):\n%s", diff)
	}
}
