package store

import (
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

// What a process did that ended properly is not believed; what one did that was
// killed, or is still at it, is.
func TestWatchTellsWhatNobodyWroteDown(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open := func() *Store {
		s, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	ended, one, two := open(), open(), open()
	fillIn := func(s *Store, key, body string) {
		p, err := s.Partial(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.File().WriteAt([]byte(body), 0); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Commit(asset.SumSHA256([]byte(body))); err != nil {
			t.Fatal(err)
		}
	}
	fill := func(key, body string) { fillIn(one, key, body) }
	fillIn(ended, "ended", "0")
	if err := ended.Close(); err != nil {
		t.Fatal(err)
	}
	fill("before", "1")
	f := two.Watch()
	fill("after", "2")
	if d, ok := f.Digest("ended"); ok {
		t.Errorf("it knows of %s, which may be stale", d)
	}
	if d, ok := f.Digest("before"); !ok || d != asset.SumSHA256([]byte("1")) {
		t.Errorf("digest of what an unfinished run did = %q, %v", d, ok)
	}
	if d, ok := f.Digest("after"); !ok || d != asset.SumSHA256([]byte("2")) {
		t.Errorf("digest = %q, %v", d, ok)
	}
	one.journal.note(plain("odd"), "sha256:nonsense")
	fill("later", "3")
	if _, ok := f.Digest("odd"); ok {
		t.Error("it believes nonsense")
	}
	if _, ok := f.Digest("later"); !ok {
		t.Error("it learns nothing after nonsense")
	}
}
