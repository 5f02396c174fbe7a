package evidence

import (
	"bytes"
	"encoding/binary"
)

// commentPackets are how the packets with the comments begin.
var commentPackets = []string{"\x03vorbis", "OpusTags", "\x81theora"}

const (
	maxPages   = 4096
	maxStreams = 16
)

// readOgg reads the comments of the streams of an Ogg file. They are in the
// packets before the first sound, which may reach over several pages.
func readOgg(s *source) []field {
	var out fieldSet
	streams := map[uint32]*oggStream{}
	at := int64(0)
	for range maxPages {
		head := s.at(at, 27+255)
		if len(head) < 27 || string(head[:4]) != "OggS" || len(head) < 27+int(head[26]) {
			break
		}
		serial := binary.LittleEndian.Uint32(head[14:])
		stream := streams[serial]
		if stream == nil {
			if len(streams) == maxStreams {
				break
			}
			stream = &oggStream{}
			streams[serial] = stream
		}
		lacing := head[27 : 27+int(head[26])]
		n := stream.page(s, at+27+int64(len(lacing)), lacing, &out)
		at += 27 + int64(len(lacing)) + n
		if allDone(streams) {
			break
		}
	}
	return out.all
}

func allDone(streams map[uint32]*oggStream) bool {
	for _, s := range streams {
		if !s.done {
			return false
		}
	}
	return true
}

// oggStream puts the packets of one stream together.
type oggStream struct {
	packet  []byte
	packets int
	flac    bool
	done    bool
}

// page takes in the segments of a page and returns the length of its body.
func (o *oggStream) page(s *source, at int64, lacing []byte, out *fieldSet) int64 {
	total := int64(0)
	for _, l := range lacing {
		if !o.done && int64(len(o.packet)) < s.limits.Field {
			o.packet = append(o.packet, s.at(at+total, int64(l))...)
		}
		total += int64(l)
		if l < 255 && !o.done {
			o.take(out)
		}
	}
	return total
}

// take looks at a whole packet.
func (o *oggStream) take(out *fieldSet) {
	p := o.packet
	o.packet = o.packet[:0]
	o.packets++
	o.flac = o.flac || bytes.HasPrefix(p, []byte("\x7fFLAC"))
	for _, magic := range commentPackets {
		if bytes.HasPrefix(p, []byte(magic)) {
			out.addAll("", readVorbisComments(p[len(magic):]))
			o.done = true
		}
	}
	if o.flac && len(p) > 4 && p[0]&0x7f == flacComments {
		out.addAll("", readVorbisComments(p[4:]))
		o.done = true
	}
	// Comments are in the second packet; in Ogg FLAC they may come later.
	if o.packets >= 2 && !o.flac || o.packets >= 64 {
		o.done = true
	}
}
