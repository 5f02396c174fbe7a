package store

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

// BenchmarkWarm is all that a run with nothing to do asks of the store, for
// 10,000 files in 1,000 folders.
func BenchmarkWarm(b *testing.B) {
	const files = 10_000
	dir, out := b.TempDir(), filepath.Join(b.TempDir(), "out")
	name := func(i int) string { return fmt.Sprintf("kenney/asset%04d/file%02d.png", i/10, i%10) }
	var digests []asset.Digest
	s, o := warm(b, dir, out)
	for i := range files {
		p, err := s.Partial(b.Context(), name(i))
		if err != nil {
			b.Fatal(err)
		}
		d := asset.SumSHA256([]byte(name(i)))
		if _, err := p.File().WriteString(name(i)); err != nil {
			b.Fatal(err)
		}
		if _, err := p.Commit(d); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Place(o, name(i), d); err != nil {
			b.Fatal(err)
		}
		digests = append(digests, d)
	}
	b.Logf("cold: %v", b.Elapsed())
	finish(b, s, o)
	for b.Loop() {
		s, o := warm(b, dir, out)
		for i, d := range digests {
			if ok, err := s.Check(o, name(i), d, 0, false); !ok || err != nil {
				b.Fatal(ok, err)
			}
		}
		finish(b, s, o)
	}
}

func warm(b *testing.B, dir, out string) (*Store, *Output) {
	s, err := Open(dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	o, err := OpenOutput(out)
	if err != nil {
		b.Fatal(err)
	}
	return s, o
}

func finish(b *testing.B, s *Store, o *Output) {
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	if err := o.Close(); err != nil {
		b.Fatal(err)
	}
}
