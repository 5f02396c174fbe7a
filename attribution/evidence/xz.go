package evidence

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"

	"github.com/ulikunitz/xz"
)

// newXZ opens an xz stream. The library allocates whatever window the stream
// asks for, up to 4 GiB, so the header of its first block is looked at before.
func newXZ(b *bufio.Reader) (io.Reader, error) {
	const streamHeader, longestBlockHeader = 12, 1024
	head, _ := b.Peek(streamHeader + longestBlockHeader) // shorter at the end of the file
	if window, ok := xzWindow(head[min(streamHeader, len(head)):]); ok && window > maxWindow {
		return nil, errors.New("its xz stream asks for too much memory")
	}
	return xz.ReaderConfig{DictCap: 1 << 20}.NewReader(b)
}

// xzWindow is the dictionary size in a block header: The .xz File Format 1.2.1,
// 3.1 and 5.3.1.
func xzWindow(block []byte) (int64, bool) {
	if len(block) < 2 {
		return 0, false
	}
	flags, rest := block[1], block[2:]
	for _, present := range []byte{0x40, 0x80} { // compressed and uncompressed size
		if flags&present != 0 {
			rest = skipVarint(rest)
		}
	}
	if len(rest) < 3 || rest[0] != 0x21 || rest[1] != 1 {
		return 0, false
	}
	bits := int64(rest[2])
	if bits > 40 {
		return 0, false
	}
	return (2 | bits&1) << (bits/2 + 11), true
}

func skipVarint(b []byte) []byte {
	_, n := binary.Uvarint(b)
	return b[max(n, 0):]
}
