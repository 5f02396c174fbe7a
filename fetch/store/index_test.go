package store

import (
	"maps"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

var emptyHash = asset.SumSHA256(nil).Hex()

func TestIndexRoundTrip(t *testing.T) {
	t.Parallel()
	odd := filepath.Join(t.TempDir(), "a b\n\"c\"\xff")
	want := map[string]record{
		emptyHash: {emptyHash, stamp{0, math.MinInt64, math.MaxUint64}},
		odd:       {emptyHash, stamp{math.MaxInt64, 5, 0}},
	}
	got, err := parseIndex(formatIndex(want))
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("got %v, error %v, want %v", got, err, want)
	}
}

func TestBadIndexIsRefusedWhole(t *testing.T) {
	t.Parallel()
	good := header + "\n" + emptyHash + " 1 2 3\n"
	tests := map[string]string{
		"empty file":     "",
		"other version":  strings.Replace(good, "1", "2", 1),
		"cut off":        good[:len(good)-2],
		"short hash":     header + "\nabc 1 2 3\n",
		"upper case":     strings.ToUpper(good),
		"no inode":       header + "\n" + emptyHash + " 1 2\n",
		"not a number":   header + "\n" + emptyHash + " 1 x 3\n",
		"relative path":  header + "\n" + emptyHash + " 1 2 3 \"a\"\n",
		"unquoted path":  header + "\n" + emptyHash + " 1 2 3 /a\n",
		"blank line":     good + "\n",
		"binary garbage": "\x00\x01\x02",
	}
	for name, text := range tests {
		if got, err := parseIndex([]byte(text)); err == nil {
			t.Errorf("%s: got %v, want an error", name, got)
		}
	}
	if _, err := parseIndex([]byte(good)); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

func TestGarbageIndexCostsOnlyHashing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := put(t, s, "hello")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "index"), "garbage")
	s, err = Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Lookup(d, 5, false); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := readIndex(filepath.Join(dir, "index")); len(got) != 1 {
		t.Errorf("the index was not made anew: %v", got)
	}
}

// A blob whose bytes are wrong but whose stamp is right passes: only so is it
// known that a warm run does not read.
func TestStampIsTrustedAndSaved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := put(t, s, "hello")
	path, _, err := s.Lookup(d, 0, false)
	if err != nil {
		t.Fatal(err)
	}
	fi, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, path, "hullo")
	if err := os.Chtimes(path, fi.ModTime(), fi.ModTime()); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, Options{})
	if _, _, err := s.Lookup(d, 5, false); err != nil {
		t.Errorf("the blob was read although its stamp is right: %v", err)
	}
	if _, _, err := s.Lookup(d, 5, true); err == nil {
		t.Error("a full look-up did not read")
	}
}

func TestSaveMerges(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := open(t, dir, Options{})
	gone := put(t, first, "gone")
	if err := first.index.save(); err != nil {
		t.Fatal(err)
	}
	one, two := open(t, dir, Options{}), open(t, dir, Options{})
	a, b := put(t, one, "a"), put(t, two, "b")
	if err := one.Remove(gone); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Store{one, two} {
		if err := s.index.save(); err != nil {
			t.Fatal(err)
		}
	}
	got := readIndex(filepath.Join(dir, "index"))
	_, hasA := got[a.Hex()]
	_, hasB := got[b.Hex()]
	_, hasGone := got[gone.Hex()]
	if !hasA || !hasB || hasGone {
		t.Errorf("index has a %v, b %v, removed %v", hasA, hasB, hasGone)
	}
}

func TestNothingLearntWritesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, "x")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	path := filepath.Join(dir, "index")
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	s, err = Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Lookup(asset.SumSHA256([]byte("x")), 0, false); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if fi, _ := os.Stat(path); !fi.ModTime().Equal(old) {
		t.Error("the index was written although nothing changed")
	}
}

func FuzzParseIndex(f *testing.F) {
	f.Add([]byte(header + "\n" + emptyHash + " 1 2 3\n"))
	f.Add([]byte(header + "\n" + emptyHash + " 1 -2 3 \"/a b\"\n"))
	f.Add([]byte(header + "\n"))
	f.Add([]byte("x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := parseIndex(data)
		if err != nil {
			return
		}
		again, err := parseIndex(formatIndex(got))
		if err != nil || !maps.Equal(got, again) {
			t.Errorf("%v became %v, error %v", got, again, err)
		}
	})
}
