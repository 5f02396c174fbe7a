package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/origin"
)

const (
	victimFiles    = 300
	takeover       = 256 << 10 // that a connection may read past its range while another takes it over
	victimManifest = "assets/asset_manifest.toml"
	victimLock     = "assets/asset_manifest.lock"
	victimCredits  = "assets/_downloaded/ATTRIBUTION.txt"
)

// victim is a project whose fetching is killed.
type victim struct {
	*files
	dir    string
	cmd    *exec.Cmd
	began  time.Time
	output bytes.Buffer
	exited chan error
	done   bool // a run came to its end
	placed int  // files that were in place after the last kill
	cost   tally
}

// tally is what some runs cost, and how much of it has an explanation.
type tally struct {
	runs, kills, requests int
	sent, files           int64
	lost                  int64 // by kills: what of as many files as there are connections had been sent
	taken                 int64 // by idle connections from busy ones, which read on for a while
}

func (a *tally) add(b tally) {
	a.runs += b.runs
	a.kills += b.kills
	a.sent += b.sent
	a.files += b.files
	a.lost += b.lost
	a.taken += b.taken
	a.requests += b.requests
}

func (a tally) String() string {
	return fmt.Sprintf("%d kills in %d runs: %d bytes sent in %d requests for %d bytes of files, %d again, where %d were under way at a kill and %d where a range was taken over",
		a.kills, a.runs, a.sent, a.requests, a.files, a.sent-a.files, a.lost, a.taken)
}

// files are served to all victims of a chain.
type files struct {
	*origin.Origin
	manifest string
	bodies   map[string][]byte // by path below the output folder
	total    int64
	fresh    time.Duration // that a run on empty folders takes
}

func newFiles(t *testing.T, pinned bool) *files {
	t.Helper()
	o, err := origin.Start(origin.Options{Shape: origin.Shape{Latency: 6 * time.Millisecond, Rate: 4 << 20}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	f := &files{Origin: o, bodies: map[string][]byte{}}
	var manifest strings.Builder
	random := rand.New(rand.NewPCG(4, 2))
	for i := range victimFiles {
		body := make([]byte, victimSize(random))
		_, _ = rand.NewChaCha8([32]byte{byte(i), byte(i >> 8)}).Read(body) // never fails
		name := fmt.Sprintf("f%03d", i)
		o.Add("/"+name+".bin", origin.File{Body: body})
		f.bodies[fmt.Sprintf("url/%s/%s_other.bin", name, name)] = body
		f.total += int64(len(body))
		fmt.Fprintf(&manifest, "[[assets]]\nhandle = %q\nprovider = \"url\"\ntype = \"other\"\nlicense = \"CC0-1.0\"\nurl = %q\n",
			name, o.URL("/"+name+".bin"))
		if pinned {
			fmt.Fprintf(&manifest, "sha256 = \"%x\"\n", sha256.Sum256(body))
		}
	}
	f.manifest = manifest.String()
	return f
}

func newVictim(t *testing.T, f *files) *victim {
	t.Helper()
	v := &victim{files: f, dir: t.TempDir()}
	v.cost.files = f.total
	v.write(t, victimManifest, f.manifest)
	return v
}

func victimSize(random *rand.Rand) int {
	switch random.IntN(75) {
	case 0:
		return 400_000 + random.IntN(300_000)
	case 1, 2, 3, 4, 5, 6, 7:
		return 20_000 + random.IntN(40_000)
	}
	return 100 + random.IntN(6_000)
}

func (v *victim) path(name string) string { return filepath.Join(v.dir, filepath.FromSlash(name)) }

func (v *victim) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(v.path(name)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(v.path(name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// start begins a run of the program.
func (v *victim) start(t *testing.T) {
	t.Helper()
	v.Reset()
	v.output.Reset()
	v.cmd = v.command("fetch")
	v.cmd.Stderr = &v.output
	if err := v.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	v.began = time.Now()
	v.exited = make(chan error, 1)
	go func(cmd *exec.Cmd, exited chan<- error) { exited <- cmd.Wait() }(v.cmd, v.exited)
}

func (v *victim) command(args ...string) *exec.Cmd {
	cmd := exec.Command("fetch-assets", args...)
	cmd.Dir = v.dir
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "HOME="+v.dir,
		"GORACE=atexit_sleep_ms=0") // the race detector sleeps for a second before it lets a process end
	return cmd
}

// killBefore kills the run at a part, from 0 to 1, of the time that it should
// take by what is left to do, unless it has come to its end by then.
func (v *victim) killBefore(t *testing.T, part float64) {
	t.Helper()
	left := 0.2 + 0.8*float64(victimFiles-v.placed)/victimFiles
	select {
	case err := <-v.exited:
		v.judge(t, err)
		return
	case <-time.After(time.Duration(part * left * float64(v.fresh))):
	}
	if err := v.cmd.Process.Kill(); err != nil && !v.done {
		t.Log(err) // it ended in this moment
	}
	if err := <-v.exited; err == nil {
		v.judge(t, nil)
		return
	}
	v.cost.kills++
	v.cost.lost += v.account(t)
	v.placed = v.checkFiles(t)
	for _, name := range []string{victimLock, victimCredits} {
		if _, err := os.Stat(v.path(name)); err == nil && !v.done {
			v.lockIsWhole(t, name)
		}
	}
}

// finish lets the run come to its end.
func (v *victim) finish(t *testing.T) {
	t.Helper()
	err := <-v.exited
	if v.cost.runs == 0 {
		v.fresh = time.Since(v.began)
	}
	v.judge(t, err)
}

// account adds up what the origin sent in this run, and returns the most of it
// that a kill may have cost.
func (v *victim) account(t *testing.T) int64 {
	t.Helper()
	for range 500 { // until the origin has noticed
		if v.Active() == 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	byPath := map[string]int64{}
	for _, rec := range v.Log() {
		byPath[rec.Path] += rec.Sent
		v.cost.sent += rec.Sent
		v.cost.requests++
	}
	v.cost.taken += int64(len(v.Log())-len(byPath)) * takeover
	v.cost.runs++
	sent := slices.Sorted(maps.Values(byPath))
	var lost int64
	for _, n := range sent[max(0, len(sent)-fetch.DefaultConcurrency):] {
		lost += n
	}
	return lost
}
