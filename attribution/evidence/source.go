package evidence

import (
	"bytes"
	"encoding/binary"
	"io"
)

// source is a file of which any part can be read, whatever it claims of itself.
type source struct {
	r      io.ReaderAt
	size   int64
	limits Limits
	head   []byte // its first bytes, read once
	err    error  // the first failure to read, as of a disk; formats do not fail
}

const headSize = 4096

func newSource(r io.ReaderAt, size int64, l Limits) *source {
	s := &source{r: r, size: max(size, 0), limits: l}
	s.head = s.at(0, headSize)
	return s
}

// inMemory is a source of bytes at hand.
func inMemory(b []byte, l Limits) *source {
	return newSource(bytes.NewReader(b), int64(len(b)), l)
}

// at reads n bytes at an offset, or as many as there are and a field may have.
func (s *source) at(offset, n int64) []byte {
	return s.upTo(offset, n, s.limits.Field)
}

// upTo is at with another bound.
func (s *source) upTo(offset, n, most int64) []byte {
	if offset < 0 || n <= 0 || offset >= s.size {
		return nil
	}
	n = min(n, s.size-offset, most)
	if offset+n <= int64(len(s.head)) {
		return s.head[offset : offset+n]
	}
	b := make([]byte, n)
	got, err := s.r.ReadAt(b, offset)
	if err != nil && err != io.EOF && s.err == nil {
		s.err = err
	}
	return b[:max(0, min(got, len(b)))]
}

// has reports whether certain bytes stand at an offset.
func (s *source) has(offset int64, magic string) bool {
	return string(s.at(offset, int64(len(magic)))) == magic
}

// part is a source of its own within s.
func (s *source) part(offset, n int64) *source {
	offset = min(max(offset, 0), s.size)
	n = min(max(n, 0), s.size-offset)
	return newSource(io.NewSectionReader(s.r, offset, n), n, s.limits)
}

// bounded reads numbers of a byte order from bytes, and zero beyond their end.
type bounded struct {
	b     []byte
	order binary.ByteOrder
}

func (b bounded) u16(at int) int {
	if at < 0 || at+2 > len(b.b) {
		return 0
	}
	return int(b.order.Uint16(b.b[at:]))
}

func (b bounded) u32(at int) int64 {
	if at < 0 || at+4 > len(b.b) {
		return 0
	}
	return int64(b.order.Uint32(b.b[at:]))
}

// slice is n bytes at an offset, or as many as there are.
func (b bounded) slice(at, n int64) []byte {
	if at < 0 || n <= 0 || at >= int64(len(b.b)) {
		return nil
	}
	return b.b[at : at+min(n, int64(len(b.b))-at)]
}
