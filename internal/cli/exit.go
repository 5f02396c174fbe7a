package cli

import (
	"context"
	"errors"
	"fmt"
)

// Exit codes, promised in the documentation.
const (
	exitGood        = 0
	exitFailed      = 1   // some asset failed, or a file is not as the lock says
	exitUsage       = 2   // the command line or the manifest is wrong
	exitPolicy      = 3   // a licence or a credit breaks the policy
	exitLock        = 4   // the lock is out of date or unreadable
	exitInterrupted = 130 // Ctrl-C, or the runner cancelled the job
)

// exitError is an error that ends the program with a code of its own. An empty
// text means that everything has been said already.
type exitError struct {
	code int
	text string
}

func (e *exitError) Error() string { return e.text }

// exitf makes an exit error with a text.
func exitf(code int, format string, args ...any) error {
	return &exitError{code: code, text: fmt.Sprintf(format, args...)}
}

// exitCode is the code that err ends the program with.
func exitCode(err error) int {
	var exit *exitError
	switch {
	case err == nil:
		return exitGood
	case errors.As(err, &exit):
		return exit.code
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	return exitFailed
}

// firstError is the first of errs that is one.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
