package cli

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/sethvargo/go-githubactions"

	"github.com/astraweave/fetch-assets/internal/suggest"
)

// invocation is what the user, or the runner, asks for.
type invocation struct {
	command  command
	settings settings
	topic    string // the command to explain, "" for the program; only with settings.help
}

// parse makes sense of the arguments, the action's inputs and the environment.
// A flag beats an input, an input beats a variable, all beat the manifest.
func parse(env Env) (invocation, error) {
	name, args := commandName(env)
	switch name {
	case "", "help", "-h", "-help", "--help":
		return invocation{settings: settings{help: true}, topic: firstOf(args)}, nil
	case "-v", "-version", "--version":
		name = "version"
	}
	c, ok := findCommand(name)
	if !ok {
		return invocation{}, unknownCommand(name)
	}
	inv := invocation{command: c, settings: newSettings(), topic: c.name}
	if err := fromEnvironment(env, c, &inv.settings); err != nil {
		return inv, err
	}
	return inv, fromFlags(args, c, &inv.settings)
}

// commandName splits the command from its arguments. The action has no
// arguments: there the command is an input.
func commandName(env Env) (string, []string) {
	if len(env.Args) > 0 {
		return env.Args[0], env.Args[1:]
	}
	if !env.onGitHub() {
		return "", nil
	}
	if name := input(env, "command"); name != "" {
		return name, nil
	}
	return "fetch", nil
}

// input is the value of an input of the action, "" when it was not given.
func input(env Env, name string) string {
	if !env.onGitHub() {
		return ""
	}
	action := githubactions.New(githubactions.WithGetenv(env.getenv), githubactions.WithWriter(io.Discard))
	return action.GetInput(name)
}

// fromEnvironment sets what variables and inputs say. Empty means not given.
func fromEnvironment(env Env, c command, s *settings) error {
	for _, o := range options {
		if !c.has(o.name) {
			continue
		}
		source, value := "input "+o.name, input(env, o.name)
		if value == "" {
			source, value = "variable "+o.variable(), env.getenv(o.variable())
		}
		if value == "" {
			continue
		}
		if err := o.set(s, value); err != nil {
			return exitf(exitUsage, "%s: %v", source, err)
		}
	}
	return nil
}

// fromFlags sets what the flags say.
func fromFlags(args []string, c command, s *settings) error {
	flags := newFlagSet(c, s)
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		s.help = true
		return nil
	case err != nil:
		return flagError(c, err)
	case flags.NArg() > 0:
		return exitf(exitUsage, "%s takes no argument %q; flags begin with --, see: fetch-assets %s --help", c.name, flags.Arg(0), c.name)
	}
	return nil
}

// newFlagSet declares the options of a command as flags that set s.
func newFlagSet(c command, s *settings) *flag.FlagSet {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(new(bytes.Buffer))
	flags.Usage = func() {}
	for _, o := range options {
		if !c.has(o.name) {
			continue
		}
		set := func(v string) error { return o.set(s, v) }
		if o.isSwitch() {
			flags.BoolFunc(o.name, o.usage, set)
		} else {
			flags.Func(o.name, o.usage, set)
		}
	}
	return flags
}

// flagError adds to an error of package flag what the user can do about it.
func flagError(c command, err error) error {
	text := strings.ReplaceAll(err.Error(), " -", " --")
	unknown, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !ok {
		return exitf(exitUsage, "%s; see: fetch-assets %s --help", text, c.name)
	}
	hint := ""
	if near := suggest.Nearest(unknown, c.options); near != "" {
		hint = fmt.Sprintf("; did you mean --%s?", near)
	}
	return exitf(exitUsage, "%s has no flag --%s%s see: fetch-assets %s --help", c.name, unknown, orElse(hint, ";"), c.name)
}

// unknownCommand names the commands that there are.
func unknownCommand(name string) error {
	names := []string{"help"}
	for _, c := range commands() {
		names = append(names, c.name)
	}
	slices.Sort(names)
	hint := ""
	if near := suggest.Nearest(name, names); near != "" {
		hint = fmt.Sprintf("did you mean %s? ", near)
	}
	return exitf(exitUsage, "unknown command %q; %sthe commands are %s", name, hint, strings.Join(names, ", "))
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
