package origin

import (
	"bytes"
	"testing"
)

func all(c content, limit int) []byte {
	var out []byte
	for off := int64(0); off < c.size(); {
		b := c.window(off, limit)
		out = append(out, b...)
		off += int64(len(b))
	}
	return out
}

func TestGeneratedIsTheSameInAnyPieces(t *testing.T) {
	t.Parallel()
	c := generated{seed: 77, length: 3*blockSize + 5}
	whole := all(c, 1<<30)
	if int64(len(whole)) != c.length {
		t.Fatalf("got %d bytes, want %d", len(whole), c.length)
	}
	for _, limit := range []int{1000, writeSize, 777_777} {
		if !bytes.Equal(whole, all(c, limit)) {
			t.Errorf("pieces of %d bytes give another file", limit)
		}
	}
	off := int64(blockSize - 3)
	if got := c.window(off, 10); !bytes.Equal(got, whole[off:off+int64(len(got))]) || len(got) != 3 {
		t.Errorf("the window at %d is %x", off, got)
	}
}

func TestGeneratedDiffersEverywhere(t *testing.T) {
	t.Parallel()
	files, blocks := map[string]bool{}, map[string]bool{}
	for i := range 5000 {
		files[string(generated{uint64(i), 64}.window(0, 64))] = true
		blocks[string(generated{1 << 30, 1 << 40}.window(int64(i)*blockSize, 64))] = true
	}
	if len(files) != 5000 || len(blocks) != 5000 {
		t.Errorf("of 5000 each, %d files and %d blocks of a file begin differently", len(files), len(blocks))
	}
}

func TestFlipped(t *testing.T) {
	t.Parallel()
	c := literal("hello world")
	f := flipped{c, 4}
	if got := string(all(f, 3)); got != "helln world" {
		t.Errorf("got %q", got)
	}
	if string(c) != "hello world" {
		t.Error("the file itself was changed")
	}
}
