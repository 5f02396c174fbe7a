package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/astraweave/fetch-assets/internal/httpx"
)

// settings is what the flags, inputs and variables of a run amount to.
type settings struct {
	manifest    string
	policy      string
	provider    string
	outputDir   string
	cacheDir    string
	reportFile  string
	sarif       string
	base        string
	comment     string
	token       string
	importLock  string
	format      string
	output      string
	template    string
	dir         string
	handle      string         // only this asset; not an option
	demoMirrors []httpx.Mirror // of the demo's server; not an option
	concurrency int            // zero means to find out
	retries     int
	timeout     time.Duration
	stall       time.Duration // zero means the default
	http2       bool
	durable     bool
	mirrors     []string
	allow       []string
	locked      bool
	failFast    bool
	full        bool
	check       bool
	dryRun      bool
	warnOnly    bool
	evidence    bool
	groups      bool
	json        bool
	quiet       bool
	help        bool
}

// option is one setting: a flag, for most commands an input of the action with
// the same name, and a variable FETCH_ASSETS_<NAME>. The table of options makes
// the flags, the help texts and the documentation.
type option struct {
	name  string // "cache-dir"
	value string // what stands for the value in the help; empty for a switch
	def   string // default, in words or as a value; empty for none
	usage string // one line, lower case
	set   func(*settings, string) error
}

// options is the table, in the order in which the help shows it.
var options = []option{
	{"manifest", "FILE", defaultManifest, "the manifest to read", text(func(s *settings) *string { return &s.manifest })},
	{"provider", "NAME", "", "only the assets of this provider", text(func(s *settings) *string { return &s.provider })},
	{"concurrency", "N", "8", "connections in all, over all files together, or auto to find out how many are good", concurrency},
	{"retries", "N", "3", "further tries after an error that can heal", number(0, 20, func(s *settings) *int { return &s.retries })},
	{"timeout", "TIME", "none", "stop the whole run after this time, such as 90s or 20m", duration(func(s *settings) *time.Duration { return &s.timeout })},
	{"stall-timeout", "TIME", "30s", "reconnect, and go on, when a connection brings no byte for this time", duration(func(s *settings) *time.Duration { return &s.stall })},
	{"http2", "", "", "use HTTP/2 where a server offers it; several connections of HTTP/1.1 are mostly faster", toggle(func(s *settings) *bool { return &s.http2 })},
	{"durable", "", "", "wait at the end until the disk has every file", toggle(func(s *settings) *bool { return &s.durable })},
	{"locked", "", "", "change nothing in the lock: a new or changed entry is an error", toggle(func(s *settings) *bool { return &s.locked })},
	{"fail-fast", "", "", "stop at the first asset that fails", toggle(func(s *settings) *bool { return &s.failFast })},
	{"full", "", "", "hash every file again, even one that looks untouched", toggle(func(s *settings) *bool { return &s.full })},
	{"policy", "FILE", "[policy] of the manifest", "the licence policy to follow", text(func(s *settings) *string { return &s.policy })},
	{"allow-licenses", "LIST", "allow of the policy", "SPDX ids and groups to allow, separated by commas", list(func(s *settings) *[]string { return &s.allow })},
	{"warn-only", "", "", "report licence and credit problems as warnings, and never fail because of them", toggle(func(s *settings) *bool { return &s.warnOnly })},
	{"explain-groups", "", "", "print the licence groups with their members, and do nothing else", toggle(func(s *settings) *bool { return &s.groups })},
	{"output-dir", "DIR", "output_dir of the manifest", "where the assets go", text(func(s *settings) *string { return &s.outputDir })},
	{"cache-dir", "DIR", "cache_dir of the manifest", "where verified files and unfinished downloads are kept", text(func(s *settings) *string { return &s.cacheDir })},
	{"import-lock", "FILE", "", "take the hashes of an astraweave-assets polyhaven.lock", text(func(s *settings) *string { return &s.importLock })},
	{"mirror", "FROM=TO", "", "ask TO for addresses that begin with FROM; repeatable", more(func(s *settings) *[]string { return &s.mirrors })},
	{"report", "FILE", "", "write the full report of the run as JSON", text(func(s *settings) *string { return &s.reportFile })},
	{"sarif", "FILE", "", "write all problems as SARIF 2.1.0, for code scanning", text(func(s *settings) *string { return &s.sarif })},
	{"base", "REF", "", "report only what changed since this git ref, or against another manifest FILE.toml", text(func(s *settings) *string { return &s.base })},
	{"comment", "WHEN", "never", "keep a comment on the pull request: never, on-change or always", oneOf(func(s *settings) *string { return &s.comment }, commentNever, commentOnChange, commentAlways)},
	{"token", "TOKEN", "GITHUB_TOKEN of the environment", "what the comment is written with; as a variable it stays out of process lists", text(func(s *settings) *string { return &s.token })},
	{"format", "NAME", "text", "the form of the credits: " + formatNames(), text(func(s *settings) *string { return &s.format })},
	{"output", "FILE", "in the output folder", "where the credits go; - for standard output", text(func(s *settings) *string { return &s.output })},
	{"template", "FILE", "", "write the credits with this template of Go's text/template", text(func(s *settings) *string { return &s.template })},
	{"check", "", "", "change nothing, and fail with a diff when the credits are out of date", toggle(func(s *settings) *bool { return &s.check })},
	{"evidence", "", "", "look inside the files that are there for what they say of their licences", toggle(func(s *settings) *bool { return &s.evidence })},
	{"dry-run", "", "", "only say what would be removed", toggle(func(s *settings) *bool { return &s.dryRun })},
	{"dir", "DIR", "", "the folder to scan, or for the demonstration (a new temporary one)", text(func(s *settings) *string { return &s.dir })},
	{"json", "", "", "print the result as JSON on standard output", toggle(func(s *settings) *bool { return &s.json })},
	{"quiet", "", "", "print errors only", toggle(func(s *settings) *bool { return &s.quiet })},
}

// Built-in values of the settings that have one.
const (
	defaultManifest    = "assets/asset_manifest.toml"
	defaultConcurrency = 8
	defaultRetries     = 3
)

// newSettings is a run without any flag.
func newSettings() settings {
	return settings{manifest: defaultManifest, format: "text", comment: commentNever, concurrency: defaultConcurrency, retries: defaultRetries}
}

// findOption is the option of that name.
func findOption(name string) (option, bool) {
	i := slices.IndexFunc(options, func(o option) bool { return o.name == name })
	if i < 0 {
		return option{}, false
	}
	return options[i], true
}

// isSwitch says whether the option needs no value.
func (o option) isSwitch() bool { return o.value == "" }

// variable is the environment variable that sets the option.
func (o option) variable() string {
	return "FETCH_ASSETS_" + strings.ToUpper(strings.ReplaceAll(o.name, "-", "_"))
}

func text(field func(*settings) *string) func(*settings, string) error {
	return func(s *settings, v string) error {
		*field(s) = v
		return nil
	}
}

// oneOf takes one of a few words.
func oneOf(field func(*settings) *string, words ...string) func(*settings, string) error {
	return func(s *settings, v string) error {
		if !slices.Contains(words, v) {
			return fmt.Errorf("%q is not one of %s", v, strings.Join(words, ", "))
		}
		*field(s) = v
		return nil
	}
}

// list takes several values at once; a later list replaces an earlier one.
func list(field func(*settings) *[]string) func(*settings, string) error {
	return func(s *settings, v string) error {
		*field(s) = fields(v)
		return nil
	}
}

// more takes several values at once, and adds them to those that are there.
func more(field func(*settings) *[]string) func(*settings, string) error {
	return func(s *settings, v string) error {
		*field(s) = append(*field(s), fields(v)...)
		return nil
	}
}

// fields splits a list at commas and white space.
func fields(v string) []string {
	return strings.FieldsFunc(v, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
}

func toggle(field func(*settings) *bool) func(*settings, string) error {
	return func(s *settings, v string) error {
		on, err := strconv.ParseBool(strings.ToLower(v))
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", v)
		}
		*field(s) = on
		return nil
	}
}

func concurrency(s *settings, v string) error {
	if strings.EqualFold(v, "auto") {
		s.concurrency = 0
		return nil
	}
	if number(1, 256, func(s *settings) *int { return &s.concurrency })(s, v) != nil {
		return fmt.Errorf("%q is neither auto nor a whole number from 1 to 256", v)
	}
	return nil
}

func number(least, most int, field func(*settings) *int) func(*settings, string) error {
	return func(s *settings, v string) error {
		n, err := strconv.Atoi(v)
		if err != nil || n < least || n > most {
			return fmt.Errorf("%q is not a whole number from %d to %d", v, least, most)
		}
		*field(s) = n
		return nil
	}
}

func duration(field func(*settings) *time.Duration) func(*settings, string) error {
	return func(s *settings, v string) error {
		d, err := time.ParseDuration(v)
		if err != nil || d <= 0 {
			return fmt.Errorf("%q is not a time such as 90s or 20m", v)
		}
		*field(s) = d
		return nil
	}
}
