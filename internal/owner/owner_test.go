package owner

import (
	"os"
	"path/filepath"
	"testing"
)

const somebody = 1001

// workspace is a folder of somebody's with files of root's, and a file outside.
func workspace(t *testing.T) (dir, outside string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	dir, outside = t.TempDir(), filepath.Join(t.TempDir(), "file")
	for _, name := range []string{"build/out/a/b.txt", "cache/blob", "other.txt"} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(outside, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "cache/link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, somebody, somebody); err != nil {
		t.Fatal(err)
	}
	return dir, outside
}

func ownerOf(t *testing.T, name string) int {
	t.Helper()
	info, err := os.Lstat(name)
	if err != nil {
		t.Fatal(err)
	}
	have, ok := idsOf(info)
	if !ok || have.user != have.group {
		t.Fatalf("%s belongs to %v", name, have)
	}
	return have.user
}

func TestGive(t *testing.T) {
	t.Parallel()
	dir, outside := workspace(t)
	names := []string{"build/out", filepath.Join(dir, "cache"), "missing", "", "..", outside}
	for range 2 {
		if err := Give(dir, names...); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]int{
		"build": somebody, "build/out": somebody, "build/out/a": somebody, "build/out/a/b.txt": somebody,
		"cache": somebody, "cache/blob": somebody, "cache/link": somebody, "other.txt": 0,
	}
	for name, user := range want {
		if got := ownerOf(t, filepath.Join(dir, name)); got != user {
			t.Errorf("%s belongs to %d, want %d", name, got, user)
		}
	}
	if got := ownerOf(t, outside); got != 0 {
		t.Errorf("a file outside belongs to %d now", got)
	}
}

func TestGiveInAFolderOfRoot(t *testing.T) {
	t.Parallel()
	dir, _ := workspace(t)
	if err := os.Chown(dir, 0, 0); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(filepath.Join(dir, "other.txt"), somebody, somebody); err != nil {
		t.Fatal(err)
	}
	if err := Give(dir, "other.txt"); err != nil {
		t.Fatal(err)
	}
	if got := ownerOf(t, filepath.Join(dir, "other.txt")); got != somebody {
		t.Errorf("a folder of root's took a file from %d, it belongs to %d now", somebody, got)
	}
}
