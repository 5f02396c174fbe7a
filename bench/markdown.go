package main

import (
	"bytes"
	"fmt"
	"strings"
)

// memoryLimit is what fetch-assets may have resident in any scenario.
const memoryLimit = 64 * mib

// markdown is RESULTS.md.
func (r report) markdown() []byte {
	var b bytes.Buffer
	b.WriteString("# Results\n\n<!-- Written by go run ./bench; do not edit. -->\n\n")
	b.WriteString("How long it takes to fetch the same files, from a server on the same machine that is as\nslow as the scenario says. " +
		"Repeat it with `go run ./bench`.\n\n")
	b.WriteString("![bars, the shorter the better](results.svg)\n\n")
	b.WriteString(r.conditions())
	b.WriteString("\n## Targets\n\n")
	table(&b, []string{"scenario", "client", "target", "measured", "met"}, r.targetRows())
	for _, o := range r.outcomes {
		fmt.Fprintf(&b, "\n## %s\n\n`%s`%s; %s\n\n", o.scenario.title, o.scenario.name, o.idealText(), o.roundsText())
		table(&b, columns, o.rows())
	}
	b.WriteString(legend)
	return b.Bytes()
}

const legend = `
## How to read the tables

- **median**, **from - to**: seconds from the start of the process to its end, over all rounds. The clients take turns,
  each begins with an empty folder and without a cache, and all files are hashed after each run, outside the time.
- **/ best peer**: the median over that of the fastest other client that opens no more connections.
- **/ ideal**: the median over the time that latency and rates alone take when all connections are always busy.
  Files that are not cut into parts cannot reach it.
- **CPU**: user and system time of the client, median. The server runs on the same cores and is not in it.
- **requests**, **sent twice**: as the server counted them, median. HEAD requests count.
- **connections**: open at one time, the most of all rounds; nginx does not tell.
- **memory**: resident, the most of all rounds. With ` + "`<=`" + ` it was too small to be told from the process that measures.
- fetch-assets hashes what it fetches, keeps it in its cache, and writes a lock and the credits; the other clients
  hash only where they say so. The sha256sum of some systems is several times slower than openssl, so look at both.
- "auto" finds the number of connections by itself, up to the ceiling. aria2c -x8 opens up to 64 connections, so
  it is compared with "auto, ceiling 64".
`

// conditions is what the figures depend on.
func (r report) conditions() string {
	var b strings.Builder
	fmt.Fprintf(&b, "- %s\n- %s\n- downloads go to %s\n", r.machine.hardware, r.machine.system, r.machine.disk)
	fmt.Fprintf(&b, "- at most %d rounds, %s\n", r.rounds, r.machine.date)
	if r.quick {
		b.WriteString("- a quick run: the largest scenarios have an eighth of their size\n")
	}
	for _, tool := range r.machine.tools {
		fmt.Fprintf(&b, "- %s\n", tool)
	}
	return b.String()
}

func (r report) targetRows() [][]string {
	var rows [][]string
	for _, o := range r.outcomes {
		for _, v := range judge(o) {
			rows = append(rows, v.row(o.scenario.name))
		}
	}
	return append(rows, r.memory().row("all"))
}

func (v verdict) row(scenario string) []string {
	if v.got == "" {
		return []string{scenario, v.client, v.text, "not measured", ""}
	}
	met := "**no**"
	if v.met {
		met = "yes"
	}
	return []string{scenario, v.client, v.text, v.got, met}
}

// memory is the verdict on the largest fetch-assets of all runs.
func (r report) memory() verdict {
	v := verdict{client: ours, text: fmt.Sprintf("memory under %d MiB", memoryLimit/mib)}
	var most int64
	for _, o := range r.outcomes {
		for _, x := range o.results {
			if x.client.own && len(x.samples) > 0 {
				most = max(most, x.summarise().memory)
			}
		}
	}
	if most > 0 {
		v.got, v.met = size(most), most < memoryLimit
	}
	return v
}

// table writes rows in Markdown, figures to the right.
func table(b *bytes.Buffer, head []string, rows [][]string) {
	line := func(cells []string) { fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | ")) }
	line(head)
	rule := make([]string, len(head))
	for i := range rule {
		rule[i] = "---"
	}
	line(rule)
	for _, row := range rows {
		escaped := make([]string, len(row))
		for i, cell := range row {
			escaped[i] = strings.ReplaceAll(cell, "|", `\|`)
		}
		line(escaped)
	}
}
