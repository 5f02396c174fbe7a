package evidence

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// fuzzFields feeds a parser with what a fuzzer makes of good files. Whatever it
// reads, its fields have to be text, and reading them must not fail either.
func fuzzFields(f *testing.F, parse func(*source) []field, seeds ...string) {
	f.Helper()
	for _, s := range seeds {
		f.Add([]byte(s))
		f.Add([]byte(s[:len(s)/2]))
	}
	limits := Limits{Field: 1 << 16, Member: 1 << 16}.orDefaults()
	f.Fuzz(func(t *testing.T, b []byte) {
		fields := parse(inMemory(b, limits))
		for _, got := range fields {
			if !utf8.ValidString(got.name) && !strings.HasPrefix(got.name, "KHR") || !utf8.ValidString(got.value) || got.value == "" {
				t.Errorf("field %q = %q is no text", got.name, got.value)
			}
		}
		checkFound(t, evidenceIn(fields))
	})
}

func checkFound(t *testing.T, found []Found) {
	t.Helper()
	for _, f := range found {
		if f.License == "" || f.Confidence == "" {
			t.Errorf("incomplete evidence: %+v", f)
		}
		if n := utf8.RuneCountInString(f.Excerpt); n > excerptRunes {
			t.Errorf("excerpt of %d characters", n)
		}
		Compare("CC-BY-4.0 OR GPL-3.0-or-later", []Found{f})
	}
}

func parseBytes(parse func([]byte) []field) func(*source) []field {
	return func(s *source) []field { return parse(s.at(0, s.size)) }
}

func FuzzText(f *testing.F) {
	for _, s := range statements {
		f.Add([]byte(s.text))
	}
	f.Fuzz(func(t *testing.T, b []byte) { checkFound(t, Text(b)) })
}

func FuzzGLTF(f *testing.F) {
	fuzzFields(f, readGLTF,
		`{"scenes":[{"name":"a \"}{ b"}],"asset":{"copyright":"CC-BY 3.0","extras":{"license":"CC0"}}}`,
		`{"extensions":{"KHR_xmp_json_ld":{"packets":[{"dc:rights":{"@list":["CC0",{"@value":"x"}]}}]},"VRM":{"meta":{"otherLicenseUrl":"`+deed4+`"}}}}`)
}

func FuzzGLB(f *testing.F) { fuzzFields(f, readGLB, glbOf(`{"asset":{"copyright":"CC0"}}`)) }

func FuzzPNG(f *testing.F) {
	fuzzFields(f, readPNG,
		pngOf(pngChunk("tEXt", "Copyright\x00CC-BY 3.0"), pngChunk("zTXt", "Comment\x00\x00"+deflated(deed3))),
		pngOf(pngChunk("iTXt", "License\x00\x01\x00en\x00\x00"+deflated("CC0")), pngChunk("eXIf", tiffOf([]int{0x8298}, "CC0\x00"))),
		pngOf(pngChunk("iTXt", xmpKeyword+"\x00\x00\x00\x00\x00"+xmpOf(`<cc:license rdf:resource="`+deed4+`"/>`))))
}

func FuzzJPEG(f *testing.F) {
	fuzzFields(f, readJPEG,
		jpegOf(jpegSegmentOf(0xe1, "Exif\x00\x00"+tiffOf([]int{0x013b, 0x8298}, "Ada\x00", "CC-BY 4.0\x00"))),
		jpegOf(jpegSegmentOf(0xed, "Photoshop 3.0\x008BIM\x04\x04\x00\x00"+be32(19)+"\x1c\x02\x74"+be16(14)+"Ada, CC-BY 3.0\x00"), jpegSegmentOf(0xfe, deed3)))
}

func FuzzTIFF(f *testing.F) {
	fuzzFields(f, readTIFF, tiffOf([]int{0x010e, 0x013b, 0x8298, tiffXMP, tiffIPTC}, "CC0\x00", "Ada\x00", "CC-BY 3.0\x00", xmpOf("<dc:rights>CC0</dc:rights>"), "\x1c\x02\x74"+be16(3)+"CC0"))
}

func FuzzIPTC(f *testing.F) {
	fuzzFields(f, parseBytes(readPhotoshop), "Photoshop 3.0\x008BIM\x04\x04\x00\x00"+be32(19)+"\x1c\x02\x74"+be16(14)+"Ada, CC-BY 3.0\x00")
}

func FuzzWebP(f *testing.F) {
	fuzzFields(f, readWebP, riffOf("WEBP", riffChunk("VP8 ", "x"), riffChunk("EXIF", tiffOf([]int{0x8298}, "CC-BY 3.0\x00")), riffChunk("XMP ", xmpOf(`<cc:license rdf:resource="`+deed4+`"/>`))))
}

func FuzzXMP(f *testing.F) {
	fuzzFields(f, parseBytes(readXMP),
		xmpOf(`<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">CC BY-SA 4.0</rdf:li></rdf:Alt></dc:rights><cc:license rdf:resource="`+deed4+`"/>`),
		strings.Replace(xmpOf(""), `rdf:about=""`, `rdf:about="" xmpRights:WebStatement="`+deed4+`"`, 1))
}

func FuzzSVG(f *testing.F) {
	fuzzFields(f, readSVG, `<svg><metadata><rdf:RDF><cc:Work><dc:title>Gull</dc:title><cc:license rdf:resource="`+deed4+`"/></cc:Work></rdf:RDF></metadata></svg>`)
}

func FuzzOgg(f *testing.F) {
	fuzzFields(f, readOgg,
		oggOf("\x01vorbis", "\x03vorbis"+vorbisOf("ARTIST=Ada", "COVER="+strings.Repeat("x", 600), "LICENSE="+deed3)),
		oggOf("\x7fFLAC\x01\x00", "\x84\x00\x00\x00"+vorbisOf("LICENSE=CC0-1.0")), oggOf("OpusHead", "OpusTags"+vorbisOf("COPYRIGHT=CC0")))
}

func FuzzFLAC(f *testing.F) { fuzzFields(f, readFLAC, flacOf(vorbisOf("LICENSE=CC BY-NC 4.0"))) }

func FuzzVorbisComments(f *testing.F) {
	fuzzFields(f, parseBytes(readVorbisComments), vorbisOf("LICENSE=CC0", "COPYRIGHT=CC-BY 3.0"))
}

func FuzzID3(f *testing.F) {
	fuzzFields(f, readMP3,
		id3Of(3, id3Frame3("TPE1", "\x00Ada"), id3Frame3("WCOP", deed4), id3Frame3("TXXX", "\x00license\x00CC BY 4.0")),
		id3Of(4, id3Frame3("TCOP", "\x01\xfe\xff"+utf16be(deed3)), id3Frame3("WXXX", "\x01\xff\xfea\x00\x00\x00"+deed3)),
		id3Of(2, "COM"+be32(14)[1:]+"\x00eng\x00CC-BY 3.0"), id3Of(3, id3Frame3("TIT2", "\x00a"))+flacOf(vorbisOf("LICENSE=CC0")))
}

func FuzzWAV(f *testing.F) {
	fuzzFields(f, readWAV, riffOf("WAVE", riffChunk("data", "xxx"), riffChunk("LIST", "INFO"+riffChunk("ICOP", "CC-BY 3.0\x00")),
		riffChunk("id3 ", id3Of(3, id3Frame3("WCOP", deed4))), riffChunk("_PMX", xmpOf("<dc:rights>CC0</dc:rights>")), riffChunk("bext", "CC0")))
}

func FuzzFont(f *testing.F) {
	font := fontOf(map[int]string{0: "Copyright Ada", 13: "SIL Open Font License, Version 1.1", 14: "https://openfontlicense.org"})
	fuzzFields(f, readFont, font, "ttcf\x00\x01\x00\x00"+be32(1)+be32(16)+font)
}

func FuzzEXR(f *testing.F) { fuzzFields(f, readEXR, exrOf("owner", "Ada", "comments", "CC0 1.0")) }

func FuzzRadiance(f *testing.F) {
	fuzzFields(f, readRadiance, "#?RADIANCE\n# CC-BY 4.0\nCOPYRIGHT=CC0\n\n-Y 1 +X 1\n")
}

// FuzzInspect feeds whole files, archives above all.
func FuzzInspect(f *testing.F) {
	members := []memberOf{{"a.glb", glbOf(`{"asset":{"copyright":"CC0"}}`)}, {"LICENSE", deed4}, {"inner.zip", zipOf(f, memberOf{"LICENSE", "CC0"})}}
	tarball := tarOf(f, members...)
	for _, seed := range []string{zipOf(f, members...), tarball, gzOf(tarball), xzOf(f, tarball), zstdOf(f, tarball), "CC-BY 3.0"} {
		f.Add("pack.zip", []byte(seed))
		f.Add("LICENSE", []byte(seed[:len(seed)/2]))
	}
	limits := Limits{Text: 1 << 14, Field: 1 << 14, Member: 1 << 14, Unpacked: 1 << 18, Stream: 1 << 20, Members: 100}
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		found, err := Inspect(t.Context(), name, strings.NewReader(string(b)), int64(len(b)), limits)
		_ = err // damaged files fail, which is fine
		checkFound(t, found)
	})
}
