package evidence

import (
	"path"
	"strings"
)

// format is how a file is read: as an archive, as a text, or for its fields.
// The zero format is not looked into.
type format struct {
	archive string                  // "zip", "tar", "gz", "bz2", "xz", "zst"
	text    bool                    // a licence or read-me text
	fields  func(s *source) []field // of everything else
}

func (f format) none() bool {
	return f.archive == "" && !f.text && f.fields == nil
}

var fieldFormats = []struct {
	magic  string
	fields func(*source) []field
}{
	{glbMagic, readGLB},
	{pngMagic, readPNG},
	{jpegMagic, readJPEG},
	{"OggS", readOgg},
	{flacMagic, readFLAC},
	{"ID3", readMP3},
	{"II*\x00", readTIFF},
	{"MM\x00*", readTIFF},
	{exrMagic, readEXR},
	{"#?RADIANCE", readRadiance},
	{"#?RGBE", readRadiance},
}

var archiveMagics = []struct {
	at    int
	magic string
	name  string
}{
	{0, "PK\x03\x04", "zip"},
	{0, "PK\x05\x06", "zip"},
	{257, "ustar", "tar"},
	{0, "\x1f\x8b", "gz"},
	{0, "BZh", "bz2"},
	{0, "\xfd7zXZ\x00", "xz"},
	{0, "\x28\xb5\x2f\xfd", "zst"},
}

// formatOf decides by the first bytes, and by the name where those do not tell.
func formatOf(name string, head []byte) format {
	b := string(head)
	for _, f := range fieldFormats {
		if strings.HasPrefix(b, f.magic) {
			return format{fields: f.fields}
		}
	}
	for _, a := range archiveMagics {
		if len(b) >= a.at && strings.HasPrefix(b[a.at:], a.magic) {
			return format{archive: a.name}
		}
	}
	switch {
	case strings.HasPrefix(b, "RIFF") && len(b) >= 12 && b[8:12] == "WAVE":
		return format{fields: readWAV}
	case strings.HasPrefix(b, "RIFF") && len(b) >= 12 && b[8:12] == "WEBP":
		return format{fields: readWebP}
	case isFont(head):
		return format{fields: readFont}
	}
	return formatByName(name, head)
}

func formatByName(name string, head []byte) format {
	ext := strings.ToLower(path.Ext(name))
	switch {
	case isTextName(name):
		return format{text: true}
	case ext == ".gltf":
		return format{fields: readGLTF}
	case ext == ".svg" || isSVG(head):
		return format{fields: readSVG}
	case ext == ".tar":
		return format{archive: "tar"} // from before there was a magic number
	}
	return format{}
}

// readMP3 reads the tag that an MP3 file begins with. FLAC files may have one
// too, although they should not.
func readMP3(s *source) []field {
	var out fieldSet
	out.addAll("", readID3(s))
	head := s.at(0, 10)
	if len(head) == 10 {
		if after := 10 + syncsafe(head[6:]); s.has(after, flacMagic) {
			out.addAll("", readFLAC(s.part(after, s.size)))
		}
	}
	return out.all
}
