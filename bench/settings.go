package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"
	"time"
)

// settings is what the flags of a run amount to.
type settings struct {
	rounds   int
	limit    time.Duration  // after which a scenario begins no further round; 0 means none
	scenario *regexp.Regexp // of the names of the scenarios to run
	client   *regexp.Regexp // of the names of the clients to run
	quick    bool           // one round, and the largest scenarios an eighth of their size
	list     bool           // only say what there is
	work     string         // folder for everything that is downloaded; empty means a temporary one
	out      string         // folder for RESULTS.md and results.svg; empty means that none are written
	binary   string         // fetch-assets to measure; empty means to build it
	profile  string         // folder for CPU profiles of fetch-assets; empty means none
}

// parse reads the flags. Without error and without settings, it has printed the
// help that was asked for.
func parse(args []string, usage io.Writer) (*settings, error) {
	var s settings
	var scenario, client string
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(usage)
	f.IntVar(&s.rounds, "rounds", 5, "`times` that each client runs each scenario")
	f.DurationVar(&s.limit, "limit", 0, "`time` after which a scenario begins no further round (default: none)")
	f.StringVar(&scenario, "scenario", "", "run only the scenarios whose name matches this `expression`")
	f.StringVar(&client, "client", "", "run only the clients whose name matches this `expression`")
	f.BoolVar(&s.quick, "quick", false, "one round, and the largest scenarios an eighth of their size")
	f.BoolVar(&s.list, "list", false, "print the names of scenarios and clients, and stop")
	f.StringVar(&s.work, "work", "", "`folder` to download into (default: a temporary one)")
	f.StringVar(&s.out, "out", "", "`folder` for RESULTS.md and results.svg (default: bench for a whole run, none otherwise)")
	f.StringVar(&s.binary, "binary", "", "fetch-assets `program` to measure (default: the one built from this tree)")
	f.StringVar(&s.profile, "profile", "", "`folder` for CPU profiles of fetch-assets, whose times then do not count")
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil, nil
		}
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	return s.finish(scenario, client)
}

func (s *settings) finish(scenario, client string) (*settings, error) {
	var err error
	if s.scenario, err = regexp.Compile(scenario); err != nil {
		return nil, fmt.Errorf("-scenario: %w", err)
	}
	if s.client, err = regexp.Compile(client); err != nil {
		return nil, fmt.Errorf("-client: %w", err)
	}
	if s.rounds < 1 {
		return nil, fmt.Errorf("-rounds is %d, and has to be 1 or more", s.rounds)
	}
	if s.quick {
		s.rounds = 1
	}
	whole := scenario == "" && client == "" && !s.quick && s.profile == ""
	if whole && s.out == "" {
		s.out = "bench"
	}
	return s, nil
}
