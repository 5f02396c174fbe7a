package evidence

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// exifTags are the tags of IFD0 that matter: EXIF 2.32, 4.6.
var exifTags = map[int]struct {
	name string
	role role
}{
	0x010e: {"ImageDescription", rights},
	0x013b: {"Artist", author},
	0x8298: {"Copyright", rights},
}

const (
	tiffXMP  = 0x02bc
	tiffIPTC = 0x83bb
	maxTags  = 1024
)

// readEXIF reads the first directory of TIFF data, as EXIF has it.
func readEXIF(b []byte) []field {
	return readTIFF(inMemory(bytes.TrimPrefix(b, []byte("Exif\x00\x00")), Limits{}.orDefaults()))
}

// readTIFF reads the first directory of a TIFF file, and the XMP and IPTC data
// that it refers to.
func readTIFF(s *source) []field {
	head := s.at(0, 8)
	if len(head) < 8 {
		return nil
	}
	order := byteOrder(string(head[:4]))
	if order == nil {
		return nil
	}
	at := int64(order.Uint32(head[4:]))
	n := bounded{s.at(at, 2), order}.u16(0)
	entries := bounded{s.at(at+2, 12*int64(min(n, maxTags))), order}
	var out fieldSet
	for i := 0; i+12 <= len(entries.b); i += 12 {
		tiffEntry(&out, s, entries, i)
	}
	return out.all
}

func byteOrder(magic string) binary.ByteOrder {
	switch magic {
	case "II*\x00":
		return binary.LittleEndian
	case "MM\x00*":
		return binary.BigEndian
	}
	return nil
}

var tiffSizes = map[int]int64{1: 1, 2: 1, 3: 2, 4: 4, 7: 1}

func tiffEntry(out *fieldSet, s *source, e bounded, i int) {
	tag := e.u16(i)
	known, ok := exifTags[tag]
	if !ok && tag != tiffXMP && tag != tiffIPTC {
		return
	}
	n := e.u32(i+4) * tiffSizes[e.u16(i+2)]
	value := e.slice(int64(i+8), min(n, 4))
	if n > 4 {
		value = s.at(e.u32(i+8), n)
	}
	switch tag {
	case tiffXMP:
		out.addAll("", readXMP(value))
	case tiffIPTC:
		out.addAll("", readIPTC(value))
	default:
		// Copyright holds the photographer's and the editor's, NUL between them.
		out.add(known.name, known.role, strings.ReplaceAll(strings.TrimRight(latin1(value), "\x00"), "\x00", "\n"))
	}
}
