package evidence

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"unicode/utf8"
)

const pngMagic = "\x89PNG\r\n\x1a\n"

// maxChunks bounds the chunks, segments and blocks that are walked in a file.
const maxChunks = 1 << 16

// readPNG reads the textual chunks of a PNG and its EXIF: PNG specification,
// third edition, 11.3.3 and 11.3.4.4.
func readPNG(s *source) []field {
	var out fieldSet
	at := int64(len(pngMagic))
	for range maxChunks {
		head := s.at(at, 8)
		if len(head) < 8 {
			break
		}
		n := int64(binary.BigEndian.Uint32(head))
		switch kind := string(head[4:]); kind {
		case "tEXt", "zTXt", "iTXt":
			pngText(&out, kind, s.at(at+8, n), s.limits)
		case "eXIf":
			out.addAll("EXIF ", readEXIF(s.at(at+8, n)))
		case "IEND":
			return out.all
		}
		at += 12 + n
	}
	return out.all
}

const xmpKeyword = "XML:com.adobe.xmp"

func pngText(out *fieldSet, kind string, b []byte, l Limits) {
	keyword, rest, ok := bytes.Cut(b, []byte{0})
	if !ok || len(keyword) > 79 {
		return
	}
	value := ""
	switch kind {
	case "tEXt":
		value = latin1(rest)
	case "zTXt":
		if len(rest) > 1 && rest[0] == 0 {
			value = latin1(inflate(rest[1:], l.Field))
		}
	case "iTXt":
		value = string(pngInternational(rest, l))
	}
	if string(keyword) == xmpKeyword {
		out.addAll("", readXMP([]byte(value)))
		return
	}
	out.addNamed(latin1(keyword), value)
}

// pngInternational is the text of an iTXt chunk behind its keyword.
func pngInternational(b []byte, l Limits) []byte {
	if len(b) < 2 {
		return nil
	}
	compressed := b[0] == 1
	_, b, _ = bytes.Cut(b[2:], []byte{0}) // language
	_, b, _ = bytes.Cut(b, []byte{0})     // keyword in that language
	if compressed {
		return inflate(b, l.Field)
	}
	return b
}

// inflate unpacks as much as is whole and within the limit.
func inflate(b []byte, limit int64) []byte {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(z, limit)) // what came before a fault is good
	return out
}

// latin1 makes text of ISO 8859-1. Many programs write UTF-8 all the same.
func latin1(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	r := make([]rune, len(b))
	for i, c := range b {
		r[i] = rune(c)
	}
	return string(r)
}
