package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

// FuzzJournal has a journal hold anything, as after a kill or a power failure:
// it says nothing, or names blobs that can be looked up.
func FuzzJournal(f *testing.F) {
	key, digest := strings.Repeat("ab", 32), string(asset.SumSHA256(nil))
	f.Add([]byte(key + " " + digest + " token\n"))
	f.Add([]byte(key + " " + digest + " token\nended token\n"))
	f.Add([]byte(key + " sha2" + key + " " + digest + " token\n"))
	f.Add([]byte(key + " md5:d41d8cd98f00b204e9800998ecf8427e token\n" + key))
	f.Add([]byte("\n\n\x00 \xff \n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "finished"), data, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		w := s.Watch()
		for k, e := range w.known {
			if _, err := s.blobPath(e.digest); err != nil || strings.ContainsAny(k, " \n") {
				t.Errorf("%q became %q: %v", k, e.digest, err)
			}
		}
	})
}
