package store

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSync(t *testing.T) {
	t.Parallel()
	s, err := Open(filepath.Join(t.TempDir(), "cache"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	o, err := OpenOutput(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	src := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(src, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	d, _, err := s.AddFile(src)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Place(o, "a/b.txt", d); err != nil {
		t.Fatal(err)
	}
	for name, sync := range map[string]func(*Output, []string) error{"all": s.Sync, "each": s.syncEach} {
		if err := sync(o, []string{"a/b.txt"}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.syncEach(o, []string{"a/gone.txt"}); err == nil {
		t.Error("a file that is not there was synced")
	}
}
