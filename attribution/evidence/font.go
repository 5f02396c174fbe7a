package evidence

import (
	"encoding/binary"
)

// fontNames are the ids of the name table that matter: OpenType 1.9, name table.
var fontNames = map[int]struct {
	name string
	role role
}{
	0:  {"name 0 (copyright)", rights},
	4:  {"name 4 (full name)", title},
	9:  {"name 9 (designer)", author},
	13: {"name 13 (licence)", rights},
	14: {"name 14 (licence address)", licence},
}

const (
	maxTables = 256
	maxNames  = 4096
	maxFonts  = 64
)

// readFont reads the name table of a TrueType or OpenType font, or those of the
// fonts in a collection.
func readFont(s *source) []field {
	var out fieldSet
	if !s.has(0, "ttcf") {
		readFontAt(&out, s, 0)
		return out.all
	}
	n := bounded{s.at(8, 4), binary.BigEndian}.u32(0)
	offsets := bounded{s.at(12, 4*min(n, maxFonts)), binary.BigEndian}
	for i := 0; i+4 <= len(offsets.b); i += 4 {
		readFontAt(&out, s, offsets.u32(i))
	}
	return out.all
}

func readFontAt(out *fieldSet, s *source, at int64) {
	n := bounded{s.at(at+4, 2), binary.BigEndian}.u16(0)
	tables := bounded{s.at(at+12, 16*int64(min(n, maxTables))), binary.BigEndian}
	for i := 0; i+16 <= len(tables.b); i += 16 {
		if string(tables.b[i:i+4]) == "name" {
			readNames(out, bounded{s.at(tables.u32(i+8), tables.u32(i+12)), binary.BigEndian})
		}
	}
}

func readNames(out *fieldSet, t bounded) {
	n, storage := t.u16(2), int64(t.u16(4))
	for i := range min(n, maxNames) {
		at := 6 + 12*i
		if at+12 > len(t.b) {
			return
		}
		known, ok := fontNames[t.u16(at+6)]
		if !ok {
			continue
		}
		value := t.slice(storage+int64(t.u16(at+10)), int64(t.u16(at+8)))
		out.add(known.name, known.role, fontText(t.u16(at), value))
	}
}

// fontText decodes by platform: 1 is Macintosh, whose letters are ASCII as far
// as licences go; the others have UTF-16.
func fontText(platform int, b []byte) string {
	if platform == 1 {
		return latin1(b)
	}
	return decodeUTF16(b, true)
}

func isFont(head []byte) bool {
	if len(head) < 12 {
		return false
	}
	switch string(head[:4]) {
	case "\x00\x01\x00\x00", "OTTO", "true", "ttcf":
		return true
	}
	return false
}
