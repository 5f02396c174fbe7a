package origin

import (
	"math/rand/v2"
	"slices"
	"sync"
)

// content is a body of which any part can be had without copying it.
type content interface {
	size() int64
	// window is the content from off on: at most limit bytes, and at least one
	// as long as off is below the size. The caller must not change it.
	window(off int64, limit int) []byte
}

type literal []byte

func (l literal) size() int64 { return int64(len(l)) }

func (l literal) window(off int64, limit int) []byte {
	return l[off:min(int64(len(l)), off+int64(limit))]
}

// blockSize is the period of the random bytes that generated content is made
// of, and a power of two.
const blockSize = 1 << 20

// block holds the same random bytes twice, so that every rotation of them is
// one slice.
var block = sync.OnceValue(func() []byte {
	b := make([]byte, blockSize, 2*blockSize)
	_, _ = rand.NewChaCha8([32]byte{'o', 'r', 'i', 'g', 'i', 'n'}).Read(b) // never fails
	return append(b, b...)
})

// generated is content whose every blockSize bytes are the block, rotated by a
// distance that no other block of the file has, nor the same block of a file
// with another seed: bytes at a wrong place are always wrong bytes.
type generated struct {
	seed   uint64
	length int64
}

func (g generated) size() int64 { return g.length }

func (g generated) window(off int64, limit int) []byte {
	// Odd factors are invertible modulo a power of two.
	turn := g.seed*0x9E3779B97F4A7C15 + uint64(off/blockSize)*0xC2B2AE3D27D4EB4F
	within := off % blockSize
	start := int64(turn%blockSize) + within
	n := min(int64(limit), blockSize-within, g.length-off)
	if start >= blockSize {
		start -= blockSize
	}
	return block()[start : start+n]
}

// flipped is content with one wrong bit.
type flipped struct {
	content
	at int64
}

func (f flipped) window(off int64, limit int) []byte {
	b := f.content.window(off, limit)
	if f.at < off || f.at >= off+int64(len(b)) {
		return b
	}
	b = slices.Clone(b)
	b[f.at-off] ^= 1
	return b
}
