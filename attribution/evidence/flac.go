package evidence

const (
	flacMagic    = "fLaC"
	flacComments = 4
)

// readFLAC reads the comments among the metadata blocks of a FLAC file.
func readFLAC(s *source) []field {
	var out fieldSet
	at := int64(len(flacMagic))
	for range maxChunks {
		head := s.at(at, 4)
		if len(head) < 4 {
			break
		}
		n := int64(head[1])<<16 | int64(head[2])<<8 | int64(head[3])
		if head[0]&0x7f == flacComments {
			out.addAll("", readVorbisComments(s.at(at+4, n)))
		}
		if last := head[0]&0x80 != 0; last {
			break
		}
		at += 4 + n
	}
	return out.all
}
