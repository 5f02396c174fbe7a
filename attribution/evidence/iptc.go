package evidence

import (
	"bytes"
	"encoding/binary"
)

// iptcSets are the datasets of record 2 that matter: IPTC-NAA IIM 4.2, 6.
var iptcSets = map[byte]struct {
	name string
	role role
}{
	5:   {"IPTC object name", title},
	80:  {"IPTC by-line", author},
	40:  {"IPTC special instructions", rights},
	116: {"IPTC copyright notice", rights},
}

// readIPTC reads IPTC-IIM datasets.
func readIPTC(b []byte) []field {
	var out fieldSet
	for range maxChunks {
		if len(b) < 5 || b[0] != 0x1c {
			break
		}
		n := int(binary.BigEndian.Uint16(b[3:]))
		if n > len(b)-5 { // also the form for long data, which texts never need
			break
		}
		if set, ok := iptcSets[b[2]]; ok && b[1] == 2 {
			out.add(set.name, set.role, latin1(b[5:5+n]))
		}
		b = b[5+n:]
	}
	return out.all
}

// readPhotoshop finds the IPTC data among Photoshop's image resources.
func readPhotoshop(b []byte) []field {
	const iptc = 0x0404
	b = bytes.TrimPrefix(b, []byte("Photoshop 3.0\x00"))
	var out fieldSet
	for range maxChunks {
		if len(b) < 12 || string(b[:4]) != "8BIM" {
			break
		}
		id := binary.BigEndian.Uint16(b[4:])
		name := int(b[6])
		at := 7 + name + (1+name)%2 // the name is padded to an even length
		if at+4 > len(b) {
			break
		}
		n := int64(binary.BigEndian.Uint32(b[at:]))
		data := bounded{b, binary.BigEndian}.slice(int64(at)+4, n)
		if id == iptc {
			out.addAll("", readIPTC(data))
		}
		b = bounded{b, binary.BigEndian}.slice(int64(at)+4+n+n%2, int64(len(b)))
	}
	return out.all
}
