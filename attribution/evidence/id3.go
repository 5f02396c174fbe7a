package evidence

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// id3Frames are the frames that matter, of version 2.3 and 2.4 and, with three
// letters, of 2.2: https://id3.org. The roles of WXXX and TXXX are decided by
// their descriptions.
var id3Frames = map[string]role{
	"WCOP": licence, "TCOP": rights, "WXXX": rights, "TXXX": rights, "COMM": rights, "USER": rights, "WOAF": rights, "WOAS": rights,
	"TPE1": author, "TIT2": title,
	"WCP": licence, "TCR": rights, "WXX": rights, "TXX": rights, "COM": rights, "WAF": rights, "WAS": rights, "TP1": author, "TT2": title,
}

// readID3 reads an ID3v2 tag at the beginning of a file or chunk.
func readID3(s *source) []field {
	b, version := id3Tag(s)
	headLen, idLen := 10, 4
	if version == 2 {
		headLen, idLen = 6, 3
	}
	var out fieldSet
	for range maxChunks {
		if len(b) < headLen || b[0] == 0 {
			break
		}
		id, n := string(b[:idLen]), frameLength(b, version)
		if n < 0 || n > len(b)-headLen {
			break
		}
		if r, ok := id3Frames[id]; ok {
			id3Frame(&out, id, r, b[headLen:headLen+n])
		}
		b = b[headLen+n:]
	}
	return out.all
}

// id3Tag is the frames of a tag and its version, 2 to 4.
func id3Tag(s *source) ([]byte, byte) {
	head := s.at(0, 10)
	if len(head) < 10 || string(head[:3]) != "ID3" || head[3] < 2 || head[3] > 4 {
		return nil, 0
	}
	version, flags := head[3], head[5]
	b := s.upTo(10, syncsafe(head[6:]), s.limits.Member)
	const unsynchronised, extended = 0x80, 0x40
	if flags&unsynchronised != 0 {
		b = bytes.ReplaceAll(b, []byte{0xff, 0}, []byte{0xff})
	}
	if flags&extended != 0 && version > 2 && len(b) >= 4 {
		n := int64(binary.BigEndian.Uint32(b)) + 4
		if version == 4 {
			n = syncsafe(b)
		}
		b = b[min(n, int64(len(b))):]
	}
	return b, version
}

// syncsafe reads 28 bits from four bytes.
func syncsafe(b []byte) int64 {
	return int64(b[0]&0x7f)<<21 | int64(b[1]&0x7f)<<14 | int64(b[2]&0x7f)<<7 | int64(b[3]&0x7f)
}

func frameLength(b []byte, version byte) int {
	switch version {
	case 2:
		return int(b[3])<<16 | int(b[4])<<8 | int(b[5])
	case 3:
		return int(min(binary.BigEndian.Uint32(b[4:]), 1<<30))
	}
	return int(syncsafe(b[4:]))
}

func id3Frame(out *fieldSet, id string, r role, b []byte) {
	described := id[0] == 'W' && len(b) > 0 && strings.HasPrefix(id, "WX")
	switch {
	case id[0] == 'W' && !described:
		out.add(id, r, untilNUL(b))
		return
	case len(b) < 1:
		return
	}
	encoding := b[0]
	b = b[1:]
	if language := strings.HasPrefix(id, "COM") || id == "USER"; language {
		b = b[min(3, len(b)):]
	}
	hasDescription := described || strings.HasPrefix(id, "TX") || strings.HasPrefix(id, "COM")
	if !hasDescription {
		out.add(id, r, id3Text(encoding, b))
		return
	}
	description, rest := cutID3(encoding, b)
	name := id3Text(encoding, description)
	if described {
		encoding = 0 // addresses are always ISO 8859-1
	}
	if known, ok := roles[strings.ToLower(name)]; ok {
		r = known
	} else if strings.HasPrefix(id, "TX") {
		return // ratings, gains and the like
	}
	out.add(strings.TrimSpace(id+" "+excerpt(name)), r, id3Text(encoding, rest))
}

// cutID3 splits at the first NUL of an encoding.
func cutID3(encoding byte, b []byte) (before, after []byte) {
	if encoding == 1 || encoding == 2 {
		for i := 0; i+1 < len(b); i += 2 {
			if b[i] == 0 && b[i+1] == 0 {
				return b[:i], b[i+2:]
			}
		}
		return b, nil
	}
	before, after, _ = bytes.Cut(b, []byte{0})
	return before, after
}

func id3Text(encoding byte, b []byte) string {
	switch encoding {
	case 1:
		return strings.ReplaceAll(decode(b), "\x00", "\n")
	case 2:
		return strings.ReplaceAll(decodeUTF16(b, true), "\x00", "\n")
	}
	return strings.ReplaceAll(latin1(b), "\x00", "\n")
}
