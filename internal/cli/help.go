package cli

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

const introduction = `fetch-assets downloads the third-party assets that a game's manifest lists, fast
and verified, checks their licences, and writes ATTRIBUTION.txt.

Usage: fetch-assets <command> [flags]

Start here:
  fetch-assets demo      a complete run against a built-in server, no network
  fetch-assets fetch     the real thing, for assets/asset_manifest.toml

A manifest is a TOML file with one table for each asset:

  [[assets]]
  handle = "forest_floor"         # your name for it
  provider = "polyhaven"          # polyhaven polypizza opengameart kenney itchio url
  type = "texture"                # texture hdri model audio sprite tileset font other
  id = "forest_floor"
  resolution = "2k"

  [[assets]]
  handle = "robot"
  provider = "polypizza"
  type = "model"
  url = "https://static.poly.pizza/85a95cc6-99dc-4522-a79f-fcf04c308f1e.glb"
  license = "CC-BY-3.0"           # an SPDX id
  title = "Robot"
  author = "Poly by Google"
  source_url = "https://poly.pizza/m/9A6cuitiB_4"

Commands:
`

const conclusion = `
Every flag can also be given as a variable: --cache-dir is FETCH_ASSETS_CACHE_DIR.

Exit codes: 0 good, 1 some asset failed, 2 usage or manifest, 3 licence policy,
4 lock out of date, 130 interrupted.

More about a command: fetch-assets <command> --help
`

const fetchHelp = `Reads the manifest and the lock beside it, asks providers only about entries that
are new or changed, judges all licences before a byte moves, downloads what is
missing in parallel, verifies it, and places it below the output folder as
<provider>/<handle>/<handle>_<key>.<ext>. Then it writes the lock (commit it) and
ATTRIBUTION.txt. A second run downloads nothing and asks nobody. When something
fails, the other assets still arrive, but lock and credits stay those of the last
good run, and the next run goes on from where this one stopped.`

const checkHelp = `Judges the manifest, the lock, the licences and the credits without any network:
what a pull request needs. It says which entries are new or changed since the lock
was written, which licences the policy refuses, and whether ATTRIBUTION.txt is out
of date. With --base it reports only what a change adds, removes or relicenses, and
what is wrong with that. Exit code 3 means a licence or credit problem, 4 an
outdated lock, 1 a file that is there but not as the lock says.`

const verifyHelp = `Hashes every file of the lock on disk, in parallel, and names each one that is
missing or different. It needs no network and changes nothing; repair with
fetch-assets fetch.`

const attributionHelp = `Writes <output dir>/ATTRIBUTION.txt and one ATTRIBUTION.txt for each provider from
the lock alone. The same lock gives the same bytes. --format writes another form,
--template a form of your own. With --check nothing is written: the exit code is 1,
with a diff, when a file is out of date.`

const scanHelp = `Looks inside every file of a folder (licence texts, archives, images, models, sound,
fonts) and lists what they say about their licences, and which of them no entry of
the manifest accounts for. --format entries prints a manifest to start from, --json
everything. It needs no manifest and changes nothing.`

const pruneHelp = `Removes what fetch-assets once placed below the output folder and no entry accounts
for any more, and files in the cache that the lock does not name. Files that
fetch-assets did not place are never touched. Begin with --dry-run.`

const demoHelp = `Starts a small web server on this machine that plays all five providers, fetches a
manifest of ten assets from it, and says where to look. No network is used.`

// usage is the help about a topic: a command's name, or "" for the program.
func usage(topic string) (string, error) {
	if topic == "" {
		return introduction + commandList() + conclusion, nil
	}
	c, ok := findCommand(topic)
	if !ok {
		return "", unknownCommand(topic)
	}
	return c.usage(), nil
}

func commandList() string {
	return columns(func(row func(...string)) {
		for _, c := range commands() {
			row("  "+c.name, c.short)
		}
	})
}

// usage is the help about the command.
func (c command) usage() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage: fetch-assets %s [flags]\n\n%s\n\nFlags:\n", c.name, c.long)
	b.WriteString(columns(func(row func(...string)) {
		for _, o := range options {
			if c.has(o.name) {
				row(o.synopsis(), o.explanation())
			}
		}
		row("  --help", "print this")
	}))
	if len(c.aliases) > 0 {
		fmt.Fprintf(&b, "\nAlso known as: %s\n", strings.Join(c.aliases, ", "))
	}
	fmt.Fprintf(&b, "\nExample: %s\n", c.example)
	return b.String()
}

func (o option) synopsis() string {
	if o.isSwitch() {
		return "  --" + o.name
	}
	return "  --" + o.name + " " + o.value
}

func (o option) explanation() string {
	if o.def == "" {
		return o.usage
	}
	return fmt.Sprintf("%s (default: %s)", o.usage, o.def)
}

// columns lines up rows of cells.
func columns(rows func(row func(cells ...string))) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	rows(func(cells ...string) { fmt.Fprintln(w, strings.Join(cells, "\t")) })
	w.Flush() // a strings.Builder takes everything
	return b.String()
}
