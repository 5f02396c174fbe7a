package evidence

import (
	"encoding/binary"
	"strings"
)

// vorbisFields are the comments that matter, see
// https://wiki.xiph.org/LICENSE_and_COPYRIGHT_tags_on_Vorbis_Comments.
var vorbisFields = map[string]role{
	"LICENSE": licence, "LICENCE": licence, "LICENSE_URL": licence, "LICENSEURL": licence,
	"COPYRIGHT": rights, "CONTACT": rights, "COMMENT": rights, "DESCRIPTION": rights,
	"ARTIST": author, "AUTHOR": author, "PERFORMER": author, "TITLE": title,
}

// readVorbisComments reads the comments of Vorbis, Opus, Theora and FLAC.
func readVorbisComments(data []byte) []field {
	b := bounded{data, binary.LittleEndian}
	at := 4 + b.u32(0) // the vendor
	n := b.u32(int(min(at, int64(len(data)))))
	at += 4
	var out fieldSet
	for range min(n, maxChunks) {
		if at+4 > int64(len(data)) {
			break
		}
		size := b.u32(int(at))
		name, value, ok := strings.Cut(string(b.slice(at+4, min(size, 1<<16))), "=")
		if r, known := vorbisFields[strings.ToUpper(name)]; ok && known {
			out.add(strings.ToUpper(name), r, value)
		}
		at += 4 + size
	}
	return out.all
}
