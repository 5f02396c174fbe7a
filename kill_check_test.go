package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// judge looks at everything after a run that was let finish.
func (v *victim) judge(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v\n%s", err, v.output.String())
	}
	v.done = true
	v.account(t)
	if placed := v.checkFiles(t); placed != len(v.bodies) {
		t.Errorf("%d files are in place, want %d", placed, len(v.bodies))
	}
	if v.cost.sent > v.cost.files+v.cost.lost+v.cost.taken {
		t.Errorf("too much was fetched again: %s", v.cost)
	}
	if out, err := v.command("verify").CombinedOutput(); err != nil {
		t.Errorf("verify: %v\n%s", err, out)
	}
	v.checkLitter(t)
}

// checkFiles fails the test for every final name in the output that holds
// anything but its file, and returns how many there are.
func (v *victim) checkFiles(t *testing.T) int {
	t.Helper()
	placed := 0
	v.walk(t, "assets/_downloaded", func(name string) {
		base := filepath.Base(name)
		if strings.HasPrefix(base, ".fetch-assets-") || strings.HasPrefix(base, "ATTRIBUTION") {
			return
		}
		placed++
		got, err := os.ReadFile(v.path("assets/_downloaded/" + name))
		if err != nil || !bytes.Equal(got, v.bodies[name]) {
			t.Errorf("%s holds %d bytes that are wrong (%v)", name, len(got), err)
		}
	})
	return placed
}

// checkLitter fails the test for everything that a good run should not leave.
func (v *victim) checkLitter(t *testing.T) {
	t.Helper()
	v.walk(t, ".", func(name string) {
		base := filepath.Base(name)
		switch {
		case strings.HasPrefix(base, ".fetch-assets-"),
			strings.Contains(name, "/partial/"), strings.Contains(name, "/tmp/"), strings.Contains(name, "/corrupt/"),
			strings.Contains(base, "pending"):
			t.Errorf("%s is left", name)
		}
	})
}

// lockIsWhole fails the test when a lock or credits that a killed run has
// written are not those of all files.
func (v *victim) lockIsWhole(t *testing.T, name string) {
	t.Helper()
	text, err := os.ReadFile(v.path(name))
	if err != nil {
		t.Fatal(err)
	}
	for path := range v.bodies {
		if handle := strings.Split(path, "/")[1]; !bytes.Contains(text, []byte(handle)) {
			t.Errorf("%s was written without %s", name, handle)
			return
		}
	}
}

func (v *victim) walk(t *testing.T, dir string, f func(name string)) {
	t.Helper()
	root := v.path(dir)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, name)
		f(filepath.ToSlash(rel))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
