package evidence

import (
	"encoding/binary"
)

// chunks walks the chunks of a RIFF file or list from an offset.
func chunks(s *source, at int64, visit func(id string, at, n int64)) {
	for range maxChunks {
		head := s.at(at, 8)
		if len(head) < 8 {
			return
		}
		n := int64(binary.LittleEndian.Uint32(head[4:]))
		visit(string(head[:4]), at+8, n)
		at += 8 + n + n%2
	}
}

// readWebP reads the metadata chunks of a WebP image.
func readWebP(s *source) []field {
	var out fieldSet
	chunks(s, 12, func(id string, at, n int64) {
		switch id {
		case "EXIF":
			out.addAll("EXIF ", readEXIF(s.at(at, n)))
		case "XMP ":
			out.addAll("", readXMP(s.at(at, n)))
		}
	})
	return out.all
}

// infoFields are the texts of a LIST INFO chunk that matter: Multimedia
// Programming Interface and Data Specifications 1.0, chapter 2.
var infoFields = map[string]role{
	"ICOP": rights, "ICMT": rights, "ISBJ": rights, "ISRC": rights, "IART": author, "INAM": title,
}

// readWAV reads the texts of a WAV file, and the ID3 and XMP data in it.
func readWAV(s *source) []field {
	var out fieldSet
	chunks(s, 12, func(id string, at, n int64) {
		switch id {
		case "LIST":
			if s.has(at, "INFO") {
				out.addAll("", readInfo(s.part(at, n)))
			}
		case "id3 ", "ID3 ":
			out.addAll("", readID3(s.part(at, n)))
		case "_PMX":
			out.addAll("", readXMP(s.at(at, n)))
		case "bext":
			out.add("bext description", rights, untilNUL(s.at(at, min(n, 256))))
		}
	})
	return out.all
}

func readInfo(s *source) []field {
	var out fieldSet
	chunks(s, 4, func(id string, at, n int64) {
		if r, ok := infoFields[id]; ok {
			out.add(id, r, untilNUL(s.at(at, n)))
		}
	})
	return out.all
}

func untilNUL(b []byte) string {
	for i, c := range b {
		if c == 0 {
			return latin1(b[:i])
		}
	}
	return latin1(b)
}
