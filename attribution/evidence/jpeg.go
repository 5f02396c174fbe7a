package evidence

import (
	"bytes"
	"encoding/binary"
)

const jpegMagic = "\xff\xd8\xff"

// readJPEG reads EXIF, XMP, IPTC and comments in the segments before the image.
func readJPEG(s *source) []field {
	var out fieldSet
	at := int64(2)
	for range maxChunks {
		head := s.at(at, 4)
		if len(head) < 4 || head[0] != 0xff {
			break
		}
		marker, n := head[1], int64(binary.BigEndian.Uint16(head[2:]))
		switch {
		case marker == 0xff: // padding
			at++
			continue
		case marker == 0x01 || marker >= 0xd0 && marker <= 0xd8: // without a length
			at += 2
			continue
		case marker == 0xda || marker == 0xd9 || n < 2:
			return out.all
		}
		jpegSegment(&out, marker, s.at(at+4, n-2))
		at += 2 + n
	}
	return out.all
}

func jpegSegment(out *fieldSet, marker byte, b []byte) {
	const xmp = "http://ns.adobe.com/xap/1.0/\x00"
	switch {
	case marker == 0xe1 && bytes.HasPrefix(b, []byte("Exif\x00")):
		out.addAll("EXIF ", readEXIF(b))
	case marker == 0xe1 && bytes.HasPrefix(b, []byte(xmp)):
		out.addAll("", readXMP(b[len(xmp):]))
	case marker == 0xed:
		out.addAll("", readPhotoshop(b))
	case marker == 0xfe:
		out.add("comment", rights, latin1(b))
	}
}
