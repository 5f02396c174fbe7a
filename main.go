// Command fetch-assets downloads the third-party assets that a game's manifest
// lists, verifies and locks them, checks their licences, and writes the credits.
// Run "fetch-assets help" to learn it, or see README.md.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/astraweave/fetch-assets/internal/cli"
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50) // a manifest of thousands of assets is measured to need a fifth less memory, and no more time
	}
	log.SetOutput(io.Discard) // net/http prints what strange servers send; every message of ours goes through a sink
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, cli.Env{
		Args:     os.Args[1:],
		Getenv:   os.Getenv,
		Stdout:   os.Stdout,
		Stderr:   os.Stderr,
		Now:      time.Now,
		Terminal: terminalWidth(os.Stderr),
	})
	stop()
	os.Exit(code)
}

// terminalWidth is the width of f in columns, or 0 when f is no terminal.
func terminalWidth(f *os.File) int {
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return max(width, 20)
}
