package report

import (
	"errors"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// Sink receives what a run does while it does it. All methods may be called
// from several goroutines at once, in any order, Done last and once. Only Done
// fails: a log that cannot be written must not stop a download.
type Sink interface {
	// Phase starts a part of the run, such as "resolve" or "fetch".
	Phase(name string)
	// Plan says how many files the phase is going to move, and how many bytes
	// as far as sizes are known.
	Plan(files int, bytes int64)
	// Event is one step of one file.
	Event(e fetch.Event)
	// Say is one line for people, without line break.
	Say(format string, args ...any)
	// Finding is something that a person should look at, as soon as it is known.
	Finding(f asset.Finding)
	// Done ends the output: bars vanish, groups close, files get written.
	Done(r *Run) error
}

// Multi sends everything to each of sinks in turn.
func Multi(sinks ...Sink) Sink { return multi(sinks) }

type multi []Sink

func (m multi) Phase(name string) {
	for _, s := range m {
		s.Phase(name)
	}
}

func (m multi) Plan(files int, bytes int64) {
	for _, s := range m {
		s.Plan(files, bytes)
	}
}

func (m multi) Event(e fetch.Event) {
	for _, s := range m {
		s.Event(e)
	}
}

func (m multi) Say(format string, args ...any) {
	for _, s := range m {
		s.Say(format, args...)
	}
}

func (m multi) Finding(f asset.Finding) {
	for _, s := range m {
		s.Finding(f)
	}
}

func (m multi) Done(r *Run) error {
	var errs []error
	for _, s := range m {
		errs = append(errs, s.Done(r))
	}
	return errors.Join(errs...)
}
