package store

import (
	"os"
	"path/filepath"
	"testing"
)

// Somebody who empties the cache during a run does not keep it from going on.
func TestTempSurvivesAnEmptiedCache(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "cache")
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.folder("tmp"); err != nil { // the store knows now that it is there
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	token, n, err := s.temp()
	if err != nil || token == "" || n != 1 {
		t.Errorf("temp() = %q, %d, %v, want a token, 1, nil", token, n, err)
	}
}
