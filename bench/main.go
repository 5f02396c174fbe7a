// Command bench measures fetch-assets beside the clients that people use.
//
//	go run ./bench
//
// It starts a server on this machine that is as slow as a scenario says, lets
// every client that it finds fetch the same files into an empty folder, in turn
// and several times over, and hashes what arrived. It prints a table for each
// scenario and writes bench/RESULTS.md and bench/results.svg.
//
// Clients are curl, wget2, aria2c and a plain program over go-getter; nginx is
// a second server. What is not installed is left out. Linux and macOS only.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run is the harness, or one of the programs that the harness starts: they are
// modes of this binary because a client is measured as a process of its own.
func run(ctx context.Context, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case modeMeasure:
			return measureMain(ctx, args[1:])
		case modeGoGetter:
			return goGetterMain(ctx, args[1:])
		case modeProfile:
			os.Exit(profileMain(ctx, args[1:]))
		}
	}
	set, err := parse(args, os.Stderr)
	if err != nil || set == nil {
		return err
	}
	return bench(ctx, *set, os.Stdout, os.Stderr)
}
