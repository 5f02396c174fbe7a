package atomicfile

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestWriteReplacesAndLeavesNothingElse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.lock")
	for _, want := range []string{"one", "", "a longer text"} {
		if err := Write(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(path); string(got) != want {
			t.Errorf("content is %q, want %q", got, want)
		}
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("folder holds %q, want the file alone", got)
	}
}

func TestWriteKeepsPermissions(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such permissions")
	}
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := WriteUnsynced(path, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if fi, _ := os.Stat(path); fi.Mode().Perm() != 0o600 {
		t.Errorf("permissions are %v, want those of the old file", fi.Mode())
	}
}

func TestWriteFailures(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := Write(dir, []byte("x"), 0o644); err == nil {
		t.Error("writing over a folder succeeded")
	}
	err := Write(filepath.Join(dir, "none", "a"), []byte("x"), 0o644)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error is %v, want one of a missing folder", err)
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("folder holds %q, want nothing", got)
	}
}

func TestWriteIfChanged(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a")
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	for i, step := range []struct {
		data string
		want bool
	}{{"one", true}, {"one", false}, {"two", true}} {
		got, err := WriteIfChanged(path, []byte(step.data), 0o644)
		if err != nil || got != step.want {
			t.Errorf("step %d: changed is %v, error %v; want %v", i, got, err, step.want)
		}
		if fi, _ := os.Stat(path); !step.want && !fi.ModTime().Equal(old) {
			t.Errorf("step %d: the modification time moved", i)
		}
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
}

func TestReadersNeverSeeHalf(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a")
	contents := [][]byte{bytes.Repeat([]byte("a"), 1<<16), bytes.Repeat([]byte("b"), 1<<17)}
	if err := Write(path, contents[0], 0o644); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for _, c := range contents {
		wg.Go(func() {
			for range 50 {
				if err := WriteUnsynced(path, c, 0o644); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 200 {
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, contents[0]) && !bytes.Equal(got, contents[1]) {
			t.Fatalf("read %d bytes of neither content, error %v", len(got), err)
		}
	}
	wg.Wait()
}

func TestTidyTellsTheDeadFromTheLiving(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "with [brackets]")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(dir, ".fetch-assets-ABCDEFGHIJKLMNOPQRSTUVWXYZ.tmp")
	foreign := filepath.Join(dir, ".fetch-assets-mine.tmp")
	for _, name := range []string{left, foreign} {
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	held := filepath.Join(dir, ".fetch-assets-22222222222222222222222222.tmp")
	f, err := fill(held, []byte("x"), 0o644, false)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	Tidy(dir)
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what a dead process left is still there: %v", err)
	}
	for _, name := range []string{foreign, held} {
		if _, err := os.Stat(name); err != nil && runtime.GOOS != "windows" {
			t.Errorf("%s is gone: %v", filepath.Base(name), err)
		}
	}
}
