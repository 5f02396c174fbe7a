package cli

import (
	"context"
	"slices"
)

// command is one thing that the program can do.
type command struct {
	name    string
	aliases []string
	short   string   // one line for the list of commands
	long    string   // what it does, for its own help
	options []string // names of the options it takes, besides help
	example string
	run     func(context.Context, *session) error
}

// common are the options of every command that reads a manifest.
var common = []string{"manifest", "output-dir", "cache-dir", "policy", "allow-licenses", "json", "quiet"}

// commands lists what the program can do, in the order in which people need it.
func commands() []command {
	return []command{
		{
			name: "fetch", short: "download what is missing, verify it, lock it, write the credits",
			long:    fetchHelp,
			options: with(common, "provider", "warn-only", "concurrency", "retries", "timeout", "stall-timeout", "http2", "durable", "locked", "fail-fast", "full", "import-lock", "mirror", "report", "sarif"),
			example: "fetch-assets fetch --manifest assets/asset_manifest.toml",
			run:     runFetch,
		},
		{
			name: "check", short: "judge manifest, lock, licences and credits without downloading anything",
			long:    checkHelp,
			options: with(common, "provider", "warn-only", "base", "evidence", "comment", "token", "report", "sarif", "explain-groups"),
			example: "fetch-assets check --base main",
			run:     runCheck,
		},
		{
			name: "verify", short: "hash every file on disk and compare it with the lock",
			long:    verifyHelp,
			options: with(common, "provider", "concurrency", "report"),
			example: "fetch-assets verify --json",
			run:     runVerify,
		},
		{
			name: "attribution", aliases: []string{"regenerate-attributions"},
			short:   "write the credits again from the lock, or compare them with --check",
			long:    attributionHelp,
			options: with(common, "format", "output", "template", "check"),
			example: "fetch-assets attribution --check",
			run:     runAttribution,
		},
		{
			name: "scan", short: "tell what the files of any folder say about their licences",
			long:    scanHelp,
			options: []string{"dir", "manifest", "output-dir", "format", "json"},
			example: "fetch-assets scan --dir assets --format entries",
			run:     runScan,
		},
		{
			name: "prune", short: "remove downloaded files that no entry accounts for",
			long:    pruneHelp,
			options: with(common, "dry-run"),
			example: "fetch-assets prune --dry-run",
			run:     runPrune,
		},
		{
			name: "demo", short: "see the whole thing work in ten seconds, without a network",
			long:    demoHelp,
			options: []string{"dir", "concurrency", "json", "quiet"},
			example: "fetch-assets demo",
			run:     runDemo,
		},
		{
			name: "version", short: "print the version",
			long:    "Prints the version, and what it was built with.",
			options: []string{"json"},
			example: "fetch-assets version",
			run:     runVersion,
		},
	}
}

func with(names []string, more ...string) []string { return slices.Concat(names, more) }

// findCommand is the command of that name or alias.
func findCommand(name string) (command, bool) {
	all := commands()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == name || slices.Contains(c.aliases, name) })
	if i < 0 {
		return command{}, false
	}
	return all[i], true
}

// has says whether the command takes the option.
func (c command) has(name string) bool { return slices.Contains(c.options, name) }
