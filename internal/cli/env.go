// Package cli is the command line of fetch-assets, and what the GitHub Action
// runs: it reads flags, action inputs and environment, carries out a command,
// and decides the exit code. It is the only package that sees all the others.
package cli

import (
	"io"
	"time"
)

// Env is the world that a run sees. Nothing below package cli reads the
// process's environment, clock or standard streams.
type Env struct {
	Args     []string            // without the program's name
	Getenv   func(string) string // nil means an empty environment
	Stdout   io.Writer           // the result asked for, and nothing else
	Stderr   io.Writer           // everything else
	Now      func() time.Time
	Terminal int // columns of the terminal behind Stderr; 0 means that it is none
}

// getenv reads the environment, which may be missing.
func (e Env) getenv(name string) string {
	if e.Getenv == nil {
		return ""
	}
	return e.Getenv(name)
}

// onGitHub says whether a GitHub runner, or one that behaves like it, runs us.
func (e Env) onGitHub() bool { return e.getenv("GITHUB_ACTIONS") == "true" }
