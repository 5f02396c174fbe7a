package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

func TestPlaceAndCheck(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{}, {Copy: true}} {
		dir := filepath.Join(t.TempDir(), "out")
		s, out := open(t, t.TempDir(), o), output(t, dir)
		d := put(t, s, "hello")
		if ok, err := s.Check(out, "a/b/c.png", d, 5, false); ok || err != nil {
			t.Fatalf("before: %v, %v", ok, err)
		}
		m, err := s.Place(out, "a/b/c.png", d)
		if err != nil || o.Copy && m != Copy || !o.Copy && m == Copy {
			t.Fatalf("placed by %q, error %v", m, err)
		}
		if got := read(t, filepath.Join(dir, "a", "b", "c.png")); got != "hello" {
			t.Errorf("content is %q", got)
		}
		for _, full := range []bool{false, true} {
			if ok, err := s.Check(out, "a/b/c.png", d, 5, full); !ok || err != nil {
				t.Errorf("after, full %v: %v, %v", full, ok, err)
			}
		}
		if ok, _ := s.Check(out, "a/b/c.png", d, 6, false); ok {
			t.Error("a wrong size passed")
		}
		if ok, _ := s.Check(out, "a/b/c.png", asset.SumSHA256(nil), 0, false); ok {
			t.Error("a wrong digest passed")
		}
		noTemps(t, dir)
	}
}

func TestPlaceReplacesWhatIsThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, out := open(t, t.TempDir(), Options{}), output(t, dir)
	one, two := put(t, s, "one"), put(t, s, "two")
	elsewhere := filepath.Join(t.TempDir(), "precious")
	write(t, elsewhere, "precious")
	if err := os.Symlink(elsewhere, filepath.Join(dir, "a")); err != nil {
		t.Skip(err)
	}
	for i, d := range []asset.Digest{one, two, two, one} {
		if ok, err := s.Check(out, "a", d, 3, false); err != nil || ok && i != 2 {
			t.Errorf("%d: before placing: %v, %v", i, ok, err)
		}
		if _, err := s.Place(out, "a", d); err != nil {
			t.Fatal(err)
		}
		if ok, err := s.Check(out, "a", d, 3, true); err != nil || !ok {
			t.Errorf("%d: after placing: %v, %v", i, ok, err)
		}
	}
	if got := read(t, elsewhere); got != "precious" {
		t.Errorf("the target of the link became %q", got)
	}
	noTemps(t, dir)
}

func TestOnlyFilesAreRight(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, out := open(t, t.TempDir(), Options{}), output(t, dir)
	d := put(t, s, "hello")
	if _, err := s.Place(out, "file", d); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("file", filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	for rel, want := range map[string]bool{"file": true, "folder": false, "link": false, "file/x": false} {
		if ok, err := s.Check(out, rel, d, 0, true); ok != want || err != nil && rel != "file/x" {
			t.Errorf("%s: %v, %v", rel, ok, err)
		}
	}
}

func TestEditsAreNoticedAndHealed(t *testing.T) {
	t.Parallel()
	edits := map[string]string{"same size": "hullo", "longer": "hello world", "emptied": ""}
	for name, text := range edits {
		for _, o := range []Options{{}, {Copy: true}} {
			dir, cache := t.TempDir(), t.TempDir()
			s, err := Open(cache, o)
			if err != nil {
				t.Fatal(err)
			}
			out := output(t, dir)
			d := put(t, s, "hello")
			m, err := s.Place(out, "a", d)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "a"), text) // in place, and at once
			s = open(t, cache, o)
			if ok, err := s.Check(out, "a", d, 0, false); ok || err != nil {
				t.Errorf("%s, %s: the edit passed: %v, %v", name, m, ok, err)
			}
			_, err = s.Place(out, "a", d)
			if m == Hardlink {
				if !errors.Is(err, ErrCorrupt) {
					t.Fatalf("%s: error is %v, want ErrCorrupt, as the blob was edited too", name, err)
				}
				put(t, s, "hello")
				_, err = s.Place(out, "a", d)
			}
			if ok, checkErr := s.Check(out, "a", d, 5, true); !ok || err != nil || checkErr != nil {
				t.Errorf("%s, %s: not healed: %v, %v, %v", name, m, ok, err, checkErr)
			}
		}
	}
}

func TestFreshEditWithinOneTickIsNoticed(t *testing.T) {
	t.Parallel()
	// The file's time does not move although its content does, as on a coarse clock.
	dir := t.TempDir()
	s, out := open(t, t.TempDir(), Options{}), output(t, dir)
	path := filepath.Join(dir, "a")
	now := time.Now()
	for _, text := range []string{"hello", "hullo"} {
		write(t, path, text)
		if err := os.Chtimes(path, now, now); err != nil {
			t.Fatal(err)
		}
		ok, err := s.Check(out, "a", asset.SumSHA256([]byte("hello")), 5, false)
		if err != nil || ok != (text == "hello") {
			t.Errorf("%q: %v, %v", text, ok, err)
		}
	}
}

func TestPathsThatAreRefused(t *testing.T) {
	t.Parallel()
	s, out := open(t, t.TempDir(), Options{}), output(t, t.TempDir())
	d := put(t, s, "hello")
	for _, rel := range []string{"", ".", "..", "../a", "a/../b", "/a", "a//b", "a/", "./a", `a\b`, "a\x00"} {
		if _, err := s.Place(out, rel, d); err == nil {
			t.Errorf("%q was placed", rel)
		}
		if _, err := s.Check(out, rel, d, 0, false); err == nil {
			t.Errorf("%q was checked", rel)
		}
		if err := s.Adopt(out, rel, d); err == nil {
			t.Errorf("%q was adopted", rel)
		}
		if err := out.Remove(rel); err == nil {
			t.Errorf("%q was removed", rel)
		}
	}
}

func TestLinksOutOfTheFolderAreNotFollowed(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), t.TempDir()
	s, out := open(t, t.TempDir(), Options{}), output(t, dir)
	d := put(t, s, "hello")
	write(t, filepath.Join(outside, "x"), "hello")
	if err := os.Symlink(outside, filepath.Join(dir, "kenney")); err != nil {
		t.Skip(err)
	}
	for _, rel := range []string{"kenney/x", "kenney/new/y"} {
		_, err := s.Place(out, rel, d)
		if err == nil || !strings.Contains(err.Error(), `"kenney"`) || !strings.Contains(err.Error(), "remove it") {
			t.Errorf("%s: error is %v, want one that names the link", rel, err)
		}
		if ok, err := s.Check(out, rel, d, 0, false); ok || err == nil {
			t.Errorf("%s: was checked: %v, %v", rel, ok, err)
		}
	}
	if got, _ := os.ReadDir(outside); len(got) != 1 {
		t.Errorf("outside are %v", got)
	}
}

func TestFolderWhereAFileHasToGo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, out := open(t, t.TempDir(), Options{}), output(t, dir)
	d := put(t, s, "hello")
	if err := os.MkdirAll(filepath.Join(dir, "a", "b"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Place(out, "a", d); err == nil || !strings.Contains(err.Error(), "it is a folder") {
		t.Errorf("error is %v", err)
	}
	write(t, filepath.Join(dir, "f"), "")
	if _, err := s.Place(out, "f/x", d); err == nil || !strings.Contains(err.Error(), `"f"`) {
		t.Errorf("error is %v", err)
	}
	noTemps(t, dir)
}

func TestPlaceWithoutPermission(t *testing.T) {
	t.Parallel()
	s, out := open(t, t.TempDir(), Options{}), output(t, unwritable(t))
	d := put(t, s, "hello")
	for _, rel := range []string{"a", "a/b"} {
		if _, err := s.Place(out, rel, d); !forbidden(err) {
			t.Errorf("%s: error is %v, want one that says what to do", rel, err)
		}
	}
}

func TestPlaceSurvivesRemovedFolders(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "out")
	s, out := open(t, t.TempDir(), Options{}), output(t, dir)
	d := put(t, s, "hello")
	for _, gone := range []string{filepath.Join(dir, "a"), dir} {
		if _, err := s.Place(out, "a/b/c", d); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(gone); err != nil {
			t.Fatal(err)
		}
	}
	if ok, err := s.Check(out, "a/b/c", d, 0, false); ok || err != nil {
		t.Errorf("a removed file: %v, %v", ok, err)
	}
	if _, err := s.Place(out, "a/b/c", d); err != nil {
		t.Error(err)
	}
}

func TestPlaceOfMissingBlob(t *testing.T) {
	t.Parallel()
	s, out := open(t, t.TempDir(), Options{}), output(t, t.TempDir())
	if _, err := s.Place(out, "a", asset.SumSHA256(nil)); !errors.Is(err, ErrMiss) {
		t.Errorf("error is %v, want ErrMiss", err)
	}
}

func TestAdopt(t *testing.T) {
	t.Parallel()
	for _, age := range []time.Duration{0, time.Hour} {
		for _, o := range []Options{{}, {Copy: true}} {
			dir := t.TempDir()
			s, out := open(t, t.TempDir(), o), output(t, dir)
			path := filepath.Join(dir, "a")
			write(t, path, "hello")
			then := time.Now().Add(-age)
			if err := os.Chtimes(path, then, then); err != nil {
				t.Fatal(err)
			}
			d := asset.SumSHA256([]byte("hello"))
			if err := s.Adopt(out, "a", asset.SumSHA256(nil)); err == nil {
				t.Error("a different file was adopted")
			}
			if err := s.Adopt(out, "missing", d); err == nil {
				t.Error("a missing file was adopted")
			}
			if err := errors.Join(s.Adopt(out, "a", d), s.Adopt(out, "a", d)); err != nil {
				t.Fatal(err)
			}
			if _, _, err := s.Lookup(d, 5, true); err != nil {
				t.Error(err)
			}
			if ok, err := s.Check(out, "a", d, 5, false); !ok || err != nil {
				t.Errorf("the adopted file: %v, %v", ok, err)
			}
			if fi, _ := os.Stat(path); !fi.ModTime().Equal(then) && fi.ModTime().Sub(then).Abs() > time.Millisecond {
				t.Errorf("the time of the user's file moved from %v to %v", then, fi.ModTime())
			}
		}
	}
}

func TestOutputRemove(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, out := open(t, t.TempDir(), Options{}), output(t, dir)
	d := put(t, s, "hello")
	for _, rel := range []string{"p/a/x", "p/a/y", "p/b/z"} {
		if _, err := s.Place(out, rel, d); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(out.Remove("p/a/x"), out.Remove("p/a/x"), out.Remove("none/of/it")); err != nil {
		t.Fatal(err)
	}
	if read(t, filepath.Join(dir, "p", "a", "y")) != "hello" {
		t.Error("the neighbour is gone")
	}
	if err := out.Remove("p/a/y"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "p", "a")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the empty folder stayed: %v", err)
	}
	if read(t, filepath.Join(dir, "p", "b", "z")) != "hello" {
		t.Error("the other folder is gone")
	}
	if _, err := s.Place(out, "p/a/x", d); err != nil {
		t.Errorf("placing again: %v", err)
	}
}

func TestOpenOutputOnAFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f")
	write(t, path, "")
	if _, err := OpenOutput(path); err == nil || !strings.Contains(err.Error(), "is a file") {
		t.Errorf("error is %v", err)
	}
}
