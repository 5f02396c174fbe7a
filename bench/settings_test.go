package main

import (
	"io"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		args   string
		rounds int
		out    string
		err    string
	}{
		{"whole run", "", 5, "bench", ""},
		{"quick runs have one round and leave the files alone", "-quick -rounds 7", 1, "", ""},
		{"so do runs of some scenarios", "-scenario ^one$", 5, "", ""},
		{"so do runs of some clients", "-client curl", 5, "", ""},
		{"so do profiles", "-profile prof", 5, "", ""},
		{"but may be written elsewhere", "-scenario one -out there", 5, "there", ""},
		{"bad expression", "-scenario (", 0, "", "-scenario: error parsing regexp"},
		{"no rounds", "-rounds 0", 0, "", "has to be 1 or more"},
		{"argument", "one", 0, "", `unexpected argument "one"`},
		{"unknown flag", "-x", 0, "", "not defined"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := parse(strings.Fields(tc.args), io.Discard)
			if tc.err != "" {
				if err == nil || !strings.Contains(err.Error(), tc.err) {
					t.Fatalf("error %v, want %q", err, tc.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.rounds != tc.rounds || got.out != tc.out {
				t.Errorf("%d rounds to %q, want %d to %q", got.rounds, got.out, tc.rounds, tc.out)
			}
		})
	}
}

func TestParseHelp(t *testing.T) {
	t.Parallel()
	var usage strings.Builder
	if got, err := parse([]string{"-help"}, &usage); got != nil || err != nil {
		t.Errorf("parse = %v, %v", got, err)
	}
	if !strings.Contains(usage.String(), "-rounds times") {
		t.Errorf("the help is\n%s", usage.String())
	}
}
