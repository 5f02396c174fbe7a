package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// TestMain lets the test binary be the programs that the harness starts.
func TestMain(m *testing.M) {
	modes := []string{modeMeasure, modeGoGetter, modeProfile}
	if len(os.Args) > 1 && slices.Contains(modes, os.Args[1]) {
		if err := run(context.Background(), os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}
