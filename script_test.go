package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/astraweave/fetch-assets/internal/demo"
	"github.com/astraweave/fetch-assets/internal/origin"
)

var update = flag.Bool("update", false, "rewrite the golden parts of the scripts in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"fetch-assets": main})
}

// TestScripts runs testdata/script/*.txtar through the real entry point, one
// process for each command, against a real HTTP server on loopback.
//
// Besides the commands of testscript there are:
//
//	origin                   serve the folders below origin/, one for each host,
//	                         and send what is asked of https://<host>/ there
//	providers                start the five providers of the demo instead
//	fault PATH EFFECT...     make something happen to requests for a path
//	heal                     take all faults away
//	requests N [PATH]        fail unless there were N requests since the last look
//	lines N FILE TEXT        fail unless TEXT is in exactly N lines of the file
//	waitfor PATH             wait until a path has been asked for
//
// and the condition [root], true for a user who may write everywhere.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setupScript,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"origin":    startOrigin,
			"providers": startProviders,
			"fault":     injectFault,
			"heal":      heal,
			"requests":  countRequests,
			"lines":     countLines,
			"waitfor":   waitForRequest,
		},
		Condition: func(name string) (bool, error) {
			if name != "root" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return os.Geteuid() == 0, nil
		},
	})
}

// setupScript clears what a runner would otherwise lend to the scripts, and
// makes room for the script's server.
func setupScript(env *testscript.Env) error {
	env.Setenv("NO_COLOR", "1")
	env.Setenv("GORACE", "atexit_sleep_ms=0") // or every process sleeps for a second at its end
	env.Setenv("HOME", env.WorkDir)
	env.Values[serverKey{}] = new(server)
	return nil
}

// serverKey is under which a script keeps its [server].
type serverKey struct{}

// server is what a script's commands share.
type server struct {
	*origin.Origin
	seen      int            // requests that were counted already
	seenPaths map[string]int // the same for each path
}

// serverOf is the server that the script has started.
func serverOf(ts *testscript.TestScript) *server {
	s, ok := ts.Value(serverKey{}).(*server)
	if !ok || s.Origin == nil {
		ts.Fatalf("start an origin first")
	}
	return s
}

func startOrigin(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg || len(args) != 0, "origin")
	o, err := origin.Start(origin.Options{})
	ts.Check(err)
	ts.Defer(func() { o.Close() })
	root := ts.MkAbs("origin")
	ts.Check(filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		body, err := os.ReadFile(name)
		o.Add("/"+filepath.ToSlash(rel), origin.File{Body: body, ContentType: contentType(name)})
		return err
	}))
	hosts, err := os.ReadDir(root)
	ts.Check(err)
	var mirrors []string
	for _, host := range hosts {
		mirrors = append(mirrors, fmt.Sprintf("https://%s/=%s/%s/", host.Name(), o.URL(""), host.Name()))
	}
	keep(ts, o, mirrors)
}

func startProviders(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg || len(args) != 0, "providers")
	d, err := demo.Start(origin.Shape{})
	ts.Check(err)
	ts.Defer(func() { d.Close() })
	var mirrors []string
	for _, m := range d.Mirrors() {
		mirrors = append(mirrors, m.From+"="+m.To)
	}
	ts.Check(os.WriteFile(ts.MkAbs("demo.toml"), []byte(d.Manifest()), 0o644))
	keep(ts, d.Origin, mirrors)
}

// keep makes o the server of the script.
func keep(ts *testscript.TestScript, o *origin.Origin, mirrors []string) {
	ts.Setenv("ORIGIN", o.URL(""))
	ts.Setenv("FETCH_ASSETS_MIRROR", strings.Join(mirrors, " "))
	s, ok := ts.Value(serverKey{}).(*server)
	if !ok || s.Origin != nil {
		ts.Fatalf("a script has one server")
	}
	s.Origin, s.seenPaths = o, map[string]int{}
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".json":
		return "application/json"
	}
	return ""
}

// effects are the faults that scripts can name, with what their words mean.
var effects = map[string]func(words []string) (origin.Effect, error){
	"html":     plainEffect(origin.HTML()),
	"empty":    plainEffect(origin.Empty()),
	"norange":  plainEffect(origin.NoRange()),
	"gzip":     plainEffect(origin.Gzip()),
	"loop":     plainEffect(origin.RedirectLoop()),
	"endless":  plainEffect(origin.Endless()),
	"reset":    sizedEffect(origin.Reset),
	"truncate": sizedEffect(origin.Truncate),
	"stall":    sizedEffect(origin.Stall),
	"flip":     sizedEffect(origin.FlipByte),
	"lie":      sizedEffect(origin.LieLength),
	"redirect": func(words []string) (origin.Effect, error) { return origin.Redirect(words[0]), nil },
	"status": func(words []string) (origin.Effect, error) {
		code, err := strconv.Atoi(words[0])
		return origin.Status(code, strings.Join(words[1:], " ")), err
	},
	"slow": func(words []string) (origin.Effect, error) {
		latency, err := time.ParseDuration(words[0])
		return origin.Slow(origin.Shape{Latency: latency}), err
	},
}

func plainEffect(e origin.Effect) func([]string) (origin.Effect, error) {
	return func([]string) (origin.Effect, error) { return e, nil }
}

func sizedEffect(build func(int64) origin.Effect) func([]string) (origin.Effect, error) {
	return func(words []string) (origin.Effect, error) {
		n, err := strconv.ParseInt(words[0], 10, 64)
		return build(n), err
	}
}

// injectFault is "fault PATH [xTIMES] EFFECT [WORD...]".
func injectFault(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg || len(args) < 2, "fault PATH [xTIMES] EFFECT [WORD...]")
	rule, words := origin.Rule{Path: args[0]}, args[1:]
	if times, ok := strings.CutPrefix(words[0], "x"); ok {
		n, err := strconv.Atoi(times)
		ts.Check(err)
		rule.Times, words = n, words[1:]
	}
	makeEffect, ok := effects[words[0]]
	refuse(ts, !ok, "fault PATH EFFECT: there is no effect "+words[0])
	effect, err := makeEffect(append(words[1:], "0")[:max(1, len(words)-1)])
	ts.Check(err)
	serverOf(ts).Inject(rule, effect)
}

func heal(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg || len(args) != 0, "heal")
	serverOf(ts).Heal()
}

// countRequests is "requests N [PATH]": so many since the same was asked last.
func countRequests(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg || len(args) < 1 || len(args) > 2, "requests N [PATH]")
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	s := serverOf(ts)
	if len(args) == 2 {
		now := s.RequestsTo(args[1])
		got := now - s.seenPaths[args[1]]
		s.seenPaths[args[1]] = now
		refuse(ts, got != want, fmt.Sprintf("%d requests for %s, got %d", want, args[1], got))
		return
	}
	got := s.Requests() - s.seen
	s.seen = s.Requests()
	refuse(ts, got != want, fmt.Sprintf("%d requests, got %d for %q", want, got, s.Paths()))
}

// countLines is "lines N FILE TEXT".
func countLines(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg || len(args) != 3, "lines N FILE TEXT")
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		if strings.Contains(line, args[2]) {
			got++
		}
	}
	refuse(ts, got != want, fmt.Sprintf("%d lines with %q, got %d", want, args[2], got))
}

// waitForRequest is "waitfor PATH".
func waitForRequest(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg || len(args) != 1, "waitfor PATH")
	s := serverOf(ts)
	for range 1000 {
		if s.RequestsTo(args[0]) > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	refuse(ts, true, "a request for "+args[0])
}

// refuse ends the script when wrong, saying what was wanted.
func refuse(ts *testscript.TestScript, wrong bool, want string) {
	if wrong {
		ts.Fatalf("want: %s", want)
	}
}
