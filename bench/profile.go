package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"time"

	"github.com/astraweave/fetch-assets/internal/cli"
)

// modeProfile makes this binary fetch-assets itself, under a profile.
const modeProfile = "fetch-assets"

// own is the command line of fetch-assets.
func (l *lab) own(args ...string) []string {
	if l.set.profile == "" {
		return append([]string{l.binary}, args...)
	}
	l.profiles++
	name := fmt.Sprintf("%03d-%s", l.profiles, args[0])
	return append([]string{l.self, modeProfile, filepath.Join(l.set.profile, name)}, args...)
}

// profileMain runs fetch-assets and returns its exit code. It writes profiles
// of the time to the first argument with ".cpu", of all memory that was ever
// asked for to the one with ".allocs".
func profileMain(ctx context.Context, args []string) int {
	env := cli.Env{Args: args[1:], Getenv: os.Getenv, Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now}
	code := 1
	if err := profiled(args[0], func() { code = cli.Run(ctx, env) }); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	return code
}

func profiled(name string, run func()) error {
	out, err := os.Create(name + ".cpu")
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(out); err != nil {
		return errors.Join(err, out.Close())
	}
	run()
	pprof.StopCPUProfile()
	allocs, err := os.Create(name + ".allocs")
	if err != nil {
		return errors.Join(err, out.Close())
	}
	return errors.Join(out.Close(), pprof.Lookup("allocs").WriteTo(allocs, 0), allocs.Close())
}
