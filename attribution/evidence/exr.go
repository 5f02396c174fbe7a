package evidence

import (
	"bytes"
	"encoding/binary"
)

const exrMagic = "\x76\x2f\x31\x01"

// exrFields are the attributes that matter: OpenEXR, standard attributes.
var exrFields = map[string]role{
	"owner": rights, "comments": rights, "copyright": rights, "license": licence, "author": author, "artist": author,
}

const maxAttributes = 1024

// readEXR reads the attributes of the first header of an OpenEXR image.
func readEXR(s *source) []field {
	var out fieldSet
	at := int64(8)
	for range maxAttributes {
		name, kind, n, next, ok := exrAttribute(s, at)
		if !ok {
			break
		}
		if r, known := exrFields[name]; known && kind == "string" {
			out.add(name, r, string(s.at(next, n)))
		}
		at = next + n
	}
	return out.all
}

// exrAttribute reads "name\0type\0length", and where its value begins.
func exrAttribute(s *source, at int64) (name, kind string, n, next int64, ok bool) {
	const longest = 2*256 + 4
	b := s.at(at, longest)
	first, rest, ok1 := bytes.Cut(b, []byte{0})
	second, rest, ok2 := bytes.Cut(rest, []byte{0})
	if !ok1 || !ok2 || len(first) == 0 || len(rest) < 4 {
		return "", "", 0, 0, false
	}
	n = int64(binary.LittleEndian.Uint32(rest))
	return string(first), string(second), n, at + int64(len(first)+len(second)+2+4), true
}
