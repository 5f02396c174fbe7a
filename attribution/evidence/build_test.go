package evidence

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// What follows writes the smallest files of each format that hold a field.

func be32(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }
func le32(n int) string { return string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }
func be16(n int) string { return string(binary.BigEndian.AppendUint16(nil, uint16(n))) }

func utf16be(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteString(be16(int(u)))
	}
	return b.String()
}

func deflated(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

func pngChunk(kind, data string) string { return be32(len(data)) + kind + data + "crc?" }

func pngOf(chunks ...string) string {
	return pngMagic + pngChunk("IHDR", strings.Repeat("\x00", 13)) + strings.Join(chunks, "") + pngChunk("IEND", "")
}

// tiffOf has one directory with one ASCII value of each tag.
func tiffOf(tags []int, values ...string) string {
	directory := be16(len(tags))
	at := 8 + 2 + 12*len(tags) + 4
	data := ""
	for i, tag := range tags {
		directory += be16(tag) + be16(2) + be32(len(values[i])) + be32(at+len(data))
		data += values[i]
	}
	return "MM\x00*" + be32(8) + directory + be32(0) + data
}

func jpegSegmentOf(marker byte, data string) string {
	return string([]byte{0xff, marker}) + be16(len(data)+2) + data
}

func jpegOf(segments ...string) string {
	return "\xff\xd8" + strings.Join(segments, "") + "\xff\xda\x00\x02scan"
}

func riffChunk(id, data string) string {
	if len(data)%2 == 1 {
		return id + le32(len(data)) + data + "\x00"
	}
	return id + le32(len(data)) + data
}

func riffOf(kind string, chunks ...string) string {
	body := kind + strings.Join(chunks, "")
	return "RIFF" + le32(len(body)) + body
}

func vorbisOf(comments ...string) string {
	s := le32(4) + "test" + le32(len(comments))
	for _, c := range comments {
		s += le32(len(c)) + c
	}
	return s
}

// oggOf has each packet on pages of at most 255 bytes.
func oggOf(packets ...string) string {
	var b strings.Builder
	for _, p := range packets {
		for done := false; !done; {
			n := min(len(p), 255)
			b.WriteString("OggS" + strings.Repeat("\x00", 10) + "ser1" + strings.Repeat("\x00", 8) + "\x01" + string([]byte{byte(n)}) + p[:n])
			done = n < 255
			p = p[n:]
		}
	}
	return b.String()
}

func flacOf(comments string) string {
	block := func(kind byte, data string) string { return string([]byte{kind}) + be32(len(data))[1:] + data }
	return flacMagic + block(0, strings.Repeat("\x00", 34)) + block(0x80|flacComments, comments)
}

func id3Frame3(id, data string) string { return id + be32(len(data)) + "\x00\x00" + data }

func id3Of(version byte, frames ...string) string {
	body := strings.Join(frames, "")
	n := len(body)
	size := string([]byte{byte(n >> 21 & 0x7f), byte(n >> 14 & 0x7f), byte(n >> 7 & 0x7f), byte(n & 0x7f)})
	return "ID3" + string([]byte{version, 0, 0}) + size + body
}

func fontOf(names map[int]string) string {
	records, storage := "", ""
	for _, id := range []int{0, 4, 9, 13, 14} {
		value, ok := names[id]
		if !ok {
			continue
		}
		text := utf16be(value)
		records += be16(3) + be16(1) + be16(0x409) + be16(id) + be16(len(text)) + be16(len(storage))
		storage += text
	}
	table := be16(0) + be16(len(records)/12) + be16(6+len(records)) + records + storage
	return "\x00\x01\x00\x00" + be16(1) + strings.Repeat("\x00", 6) + "name" + be32(0) + be32(28) + be32(len(table)) + table
}

func exrOf(attributes ...string) string {
	s := exrMagic + "\x02\x00\x00\x00"
	for i := 0; i < len(attributes); i += 2 {
		s += attributes[i] + "\x00string\x00" + le32(len(attributes[i+1])) + attributes[i+1]
	}
	return s + "\x00"
}

func glbOf(json string) string {
	return glbMagic + le32(2) + le32(20+len(json)) + le32(len(json)) + "JSON" + json
}

func xmpOf(properties string) string {
	return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:cc="http://creativecommons.org/ns#">` + properties + `</rdf:Description></rdf:RDF></x:xmpmeta>`
}

// memberOf is a member of an archive to be written.
type memberOf struct{ name, data string }

func zipOf(tb testing.TB, members ...memberOf) string {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		w, err := z.Create(m.name)
		if err == nil {
			_, err = w.Write([]byte(m.data))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func tarOf(tb testing.TB, members ...memberOf) string {
	tb.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		err := w.WriteHeader(&tar.Header{Name: m.name, Mode: 0o644, Size: int64(len(m.data)), Format: tar.FormatUSTAR})
		if err == nil {
			_, err = w.Write([]byte(m.data))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func gzOf(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

func xzOf(tb testing.TB, s string) string {
	tb.Helper()
	var b bytes.Buffer
	z, err := xz.NewWriter(&b)
	if err != nil {
		tb.Fatal(err)
	}
	_, _ = z.Write([]byte(s))
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func zstdOf(tb testing.TB, s string) string {
	tb.Helper()
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		tb.Fatal(err)
	}
	defer z.Close()
	return string(z.EncodeAll([]byte(s), nil))
}
