package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func inspect(t *testing.T, name, data string, l Limits) ([]string, error) {
	t.Helper()
	found, err := Inspect(t.Context(), name, strings.NewReader(data), int64(len(data)), l)
	var lines []string
	for _, f := range found {
		lines = append(lines, fmt.Sprintf("%s %s: %s", f.Confidence, f.Place(), f.License))
	}
	return lines, err
}

const (
	deed3  = "http://creativecommons.org/licenses/by/3.0/"
	deed4  = "https://creativecommons.org/licenses/by/4.0/"
	deedSA = "https://creativecommons.org/licenses/by-sa/4.0/"
)

func TestInspectFields(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, data string
		want       []string
	}{
		{"copyright.gltf", `{"scenes":[{"name":"a \"}{ b"}],"asset":{"version":"2.0","copyright":"2020 Ada, CC-BY 3.0"}}`,
			[]string{"weak copyright.gltf, field asset.copyright: CC-BY-3.0"}},
		{"extras.gltf", `{"asset":{"extras":{"author":"Ada","license":"CC-BY-4.0 (` + deed4 + `)","title":"Lantern","x":1}}}`,
			[]string{"strong extras.gltf, field asset.extras.license: CC-BY-4.0"}},
		{"wrong types.gltf", `{"asset":{"copyright":7,"extras":{"license":"CC0-1.0"}}}`,
			[]string{"strong wrong types.gltf, field asset.extras.license: CC0-1.0"}},
		{"model.glb", glbOf(`{"asset":{"copyright":"CC0"}}   `), []string{"weak model.glb, field asset.copyright: CC0-1.0"}},
		{"packets.glb", glbOf(`{"extensions":{"KHR_xmp_json_ld":{"packets":[{"dc:rights":{"@type":"rdf:Alt","rdf:_1":{"@language":"en","@value":"CC BY-SA 4.0"}},
			"xmpRights:WebStatement":"` + deedSA + `"}]}}}`), []string{
			"weak packets.glb, field KHR_xmp_json_ld dc:rights: CC-BY-SA-4.0",
			"strong packets.glb, field KHR_xmp_json_ld xmpRights:WebStatement: CC-BY-SA-4.0"}},
		{"avatar.vrm", glbOf(`{"extensions":{"VRM":{"meta":{"author":"Ada","otherLicenseUrl":"` + deed4 + `"}}}}`),
			[]string{"strong avatar.vrm, field VRM.meta.otherLicenseUrl: CC-BY-4.0"}},

		{"text.png", pngOf(pngChunk("tEXt", "Copyright\x00Ada, CC-BY 3.0")), []string{"weak text.png, field Copyright: CC-BY-3.0"}},
		{"latin1.png", pngOf(pngChunk("tEXt", "Copyright\x00\xa9 Ada, CC-BY 3.0")), []string{"weak latin1.png, field Copyright: CC-BY-3.0"}},
		{"compressed.png", pngOf(pngChunk("zTXt", "Comment\x00\x00"+deflated("Released under "+deed3))), []string{"strong compressed.png, field Comment: CC-BY-3.0"}},
		{"international.png", pngOf(pngChunk("iTXt", "License\x00\x01\x00en\x00\x00"+deflated("CC0"))), []string{"weak international.png, field License: CC0-1.0"}},
		{"xmp.png", pngOf(pngChunk("iTXt", xmpKeyword+"\x00\x00\x00\x00\x00"+xmpOf(`<cc:license rdf:resource="`+deed4+`"/>`))), []string{"strong xmp.png, field cc:license: CC-BY-4.0"}},
		{"exif.png", pngOf(pngChunk("eXIf", tiffOf([]int{0x8298}, "Ada, CC-BY 3.0\x00"))), []string{"weak exif.png, field EXIF Copyright: CC-BY-3.0"}},
		{"unrelated.png", pngOf(pngChunk("tEXt", "Software\x00CC-BY 3.0 Studio")), nil},

		{"exif.jpg", jpegOf(jpegSegmentOf(0xe1, "Exif\x00\x00"+tiffOf([]int{0x013b, 0x8298}, "Ada\x00", "CC-BY 4.0\x00Editor\x00"))), []string{"weak exif.jpg, field EXIF Copyright: CC-BY-4.0"}},
		{"xmp.jpg", jpegOf(jpegSegmentOf(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xmpOf(`<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">CC BY-SA 4.0</rdf:li></rdf:Alt></dc:rights>`))),
			[]string{"weak xmp.jpg, field dc:rights: CC-BY-SA-4.0"}},
		{"iptc.jpg", jpegOf(jpegSegmentOf(0xed, "Photoshop 3.0\x008BIM\x04\x04\x00\x00"+be32(19)+"\x1c\x02\x74"+be16(14)+"Ada, CC-BY 3.0\x00")), []string{"weak iptc.jpg, field IPTC copyright notice: CC-BY-3.0"}},
		{"comment.jpg", jpegOf("\xff", jpegSegmentOf(0xfe, deed3)), []string{"strong comment.jpg, field comment: CC-BY-3.0"}},
		{"behind the image.jpg", jpegOf() + jpegSegmentOf(0xfe, deed3), nil},
		{"photo.tif", tiffOf([]int{0x8298}, "CC0 1.0\x00"), []string{"weak photo.tif, field Copyright: CC0-1.0"}},
		{"image.webp", riffOf("WEBP", riffChunk("VP8 ", "x"), riffChunk("EXIF", tiffOf([]int{0x8298}, "CC-BY 3.0\x00")),
			riffChunk("XMP ", xmpOf(`<xmpRights:UsageTerms>CC BY 3.0</xmpRights:UsageTerms>`))),
			[]string{"weak image.webp, field EXIF Copyright: CC-BY-3.0", "weak image.webp, field xmpRights:UsageTerms: CC-BY-3.0"}},
		{"attribute.webp", riffOf("WEBP", riffChunk("XMP ", strings.Replace(xmpOf(""), `rdf:about=""`, `rdf:about="" xmpRights:WebStatement="`+deed4+`"`, 1))),
			[]string{"strong attribute.webp, field xmpRights:WebStatement: CC-BY-4.0"}},
		{"drawing.svg", `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><metadata><rdf:RDF><cc:Work rdf:about=""><dc:title>Lantern</dc:title>
			<dc:creator><cc:Agent><dc:title>Ada</dc:title></cc:Agent></dc:creator><cc:license rdf:resource="` + deedSA + `"/></cc:Work>
			<cc:License rdf:about="` + deedSA + `"><cc:permits rdf:resource="` + deed3 + `"/></cc:License></rdf:RDF></metadata></svg>`,
			[]string{"strong drawing.svg, field cc:license: CC-BY-SA-4.0", "strong drawing.svg, field cc:License: CC-BY-SA-4.0"}},

		{"song.ogg", oggOf("\x01vorbis", "\x03vorbis"+vorbisOf("ARTIST=Ada", "COVER="+strings.Repeat("x", 600), "license="+deed3)), []string{"strong song.ogg, field LICENSE: CC-BY-3.0"}},
		{"song.opus", oggOf("OpusHead", "OpusTags"+vorbisOf("COPYRIGHT=2020 Ada, CC-BY 4.0")), []string{"weak song.opus, field COPYRIGHT: CC-BY-4.0"}},
		{"song.oga", oggOf("\x7fFLAC\x01\x00", "\x84\x00\x00\x00"+vorbisOf("LICENSE=CC0-1.0")), []string{"strong song.oga, field LICENSE: CC0-1.0"}},
		{"song.flac", flacOf(vorbisOf("LICENSE=CC BY-NC 4.0")), []string{"weak song.flac, field LICENSE: CC-BY-NC-4.0"}},
		{"song.mp3", id3Of(3, id3Frame3("TPE1", "\x00Ada"), id3Frame3("WCOP", deed4), id3Frame3("TXXX", "\x00license\x00CC BY 4.0")),
			[]string{"strong song.mp3, field WCOP: CC-BY-4.0", "weak song.mp3, field TXXX license: CC-BY-4.0"}},
		{"utf16.mp3", id3Of(3, id3Frame3("TCOP", "\x01\xfe\xff"+utf16be("2020 Ada. Licensed to the public under "+deed3+" verify at http://example.com"))),
			[]string{"strong utf16.mp3, field TCOP: CC-BY-3.0"}},
		{"old.mp3", id3Of(2, "COM"+be32(4 + 10)[1:]+"\x00eng\x00CC-BY 3.0\x00"[:14]), []string{"weak old.mp3, field COM: CC-BY-3.0"}},
		{"gain.mp3", id3Of(3, id3Frame3("TXXX", "\x00replaygain\x00CC BY 4.0")), nil},
		{"tagged.flac", id3Of(3, id3Frame3("TIT2", "\x00Harbour")) + flacOf(vorbisOf("LICENSE=CC0")), []string{"weak tagged.flac, field LICENSE: CC0-1.0"}},
		{"sound.wav", riffOf("WAVE", riffChunk("data", "xxx"), riffChunk("LIST", "INFO"+riffChunk("IART", "Ada")+riffChunk("ICOP", "CC-BY 3.0\x00"))),
			[]string{"weak sound.wav, field ICOP: CC-BY-3.0"}},
		{"tagged.wav", riffOf("WAVE", riffChunk("id3 ", id3Of(3, id3Frame3("WCOP", deed4)))), []string{"strong tagged.wav, field WCOP: CC-BY-4.0"}},

		{"font.ttf", fontOf(map[int]string{
			0:  "Copyright 2020 The Harbour Project Authors",
			13: "This Font Software is licensed under the SIL Open Font License, Version 1.1. This license is available with a FAQ at: https://scripts.sil.org/OFL",
			14: "https://openfontlicense.org"}),
			[]string{"strong font.ttf, field name 13 (licence): OFL-1.1", "strong font.ttf, field name 14 (licence address): OFL-1.1"}},
		{"light.exr", exrOf("owner", "Ada", "comments", "CC0 1.0"), []string{"weak light.exr, field comments: CC0-1.0"}},
		{"light.hdr", "#?RADIANCE\n# Made by Ada\n# CC-BY 4.0\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n# " + deed3, []string{"weak light.hdr, field comment: CC-BY-4.0"}},
		{"owner.hdr", "#?RGBE\nCOPYRIGHT=CC-BY 3.0\n\n", []string{"weak owner.hdr, field COPYRIGHT: CC-BY-3.0"}},

		{"License.txt", "CC-BY 3.0", []string{"weak License.txt: CC-BY-3.0"}},
		{"read me.txt", "\xff\xfeC\x00C\x000\x00", []string{"weak read me.txt: CC0-1.0"}},
		{"hat.png.license", "SPDX-License-Identifier: CC0-1.0", []string{"strong hat.png.license: CC0-1.0"}},
		{"story.txt", "CC-BY 3.0", nil},
		{"empty.png", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := inspect(t, tt.name, tt.data, Limits{})
			if err != nil {
				t.Errorf("Inspect: %v", err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("evidence (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInspectCredits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, data, author, title string }{
		{"model.gltf", `{"asset":{"extras":{"author":"Ada (https://example.com)","license":"CC-BY-4.0","title":"Lantern"}}}`, "Ada (https://example.com)", "Lantern"},
		{"song.flac", flacOf(vorbisOf("TITLE=Harbour", "ARTIST=Ada", "LICENSE=CC0")), "Ada", "Harbour"},
		{"License.txt", "\n\tHarbour Pack (1.2)\n\n\tCreated/distributed by Kenney (www.kenney.nl)\n\tLicense: CC0\n", "Kenney", "Harbour Pack"},
		{"credits.txt", "Title: Gulls\nAuthor: Grace\nLicense(s):\n  * CC0\n", "Grace", "Gulls"},
		{"drawing.svg", `<svg><metadata><cc:Work><dc:title>Gull</dc:title><dc:creator><cc:Agent><dc:title>Ada</dc:title></cc:Agent></dc:creator>` +
			`<cc:license rdf:resource="` + deed4 + `"/></cc:Work></metadata></svg>`, "Ada", "Gull"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := Inspect(t.Context(), tt.name, strings.NewReader(tt.data), int64(len(tt.data)), Limits{})
			if err != nil || len(found) == 0 {
				t.Fatalf("Inspect = %v, %v", found, err)
			}
			if f := found[0]; f.Author != tt.author || f.Title != tt.title {
				t.Errorf("credits %q, title %q; want %q, %q", f.Author, f.Title, tt.author, tt.title)
			}
		})
	}
}

func TestInspectArchives(t *testing.T) {
	t.Parallel()
	members := []memberOf{
		{"Models/lantern.glb", glbOf(`{"asset":{"copyright":"CC-BY 3.0"}}`)},
		{"Models/lantern.fbx", "CC0"},
		{`docs\License.txt`, deed4},
		{"__MACOSX/._License.txt", "CC0"},
		{"bad\x1bname/LICENSE", "CC0"},
	}
	want := func(name string) []string {
		return []string{
			"weak " + name + "!Models/lantern.glb, field asset.copyright: CC-BY-3.0",
			"weak " + name + "!bad_name/LICENSE: CC0-1.0",
			"strong " + name + "!docs/License.txt: CC-BY-4.0",
		}
	}
	tarball := tarOf(t, members...)
	for name, data := range map[string]string{
		"pack.zip": zipOf(t, members...), "pack.tar": tarball, "pack.tar.gz": gzOf(tarball), "pack.tar.xz": xzOf(t, tarball), "pack.tar.zst": zstdOf(t, tarball),
		"renamed.bin": gzOf(tarball),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := inspect(t, name, data, Limits{})
			if err != nil {
				t.Errorf("Inspect: %v", err)
			}
			if diff := cmp.Diff(want(name), got); diff != "" {
				t.Errorf("evidence (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInspectSingleCompressedFile(t *testing.T) {
	t.Parallel()
	got, err := inspect(t, "drawing.svgz", gzOf(`<svg><metadata><cc:license rdf:resource="`+deed4+`"/></metadata></svg>`), Limits{})
	want := []string{"strong drawing.svgz!drawing.svg, field cc:license: CC-BY-4.0"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Inspect: %v, evidence (-want +got):\n%s", err, diff)
	}
}

func TestInspectNestedArchives(t *testing.T) {
	t.Parallel()
	inner := zipOf(t, memberOf{"License.txt", "CC0"})
	middle := zipOf(t, memberOf{"inner.zip", inner}, memberOf{"broken.zip", "PK\x03\x04..."})
	outer := zipOf(t, memberOf{"middle.zip", middle}, memberOf{"LICENSE", "CC-BY 4.0"})
	got, err := inspect(t, "outer.zip", outer, Limits{Depth: 3})
	want := []string{"weak outer.zip!LICENSE: CC-BY-4.0", "weak outer.zip!middle.zip!inner.zip!License.txt: CC0-1.0"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Inspect: %v, evidence (-want +got):\n%s", err, diff)
	}
	got, err = inspect(t, "outer.zip", outer, Limits{})
	if diff := cmp.Diff(want[:1], got); !errors.Is(err, ErrLimit) || diff != "" {
		t.Errorf("with the default depth: %v, evidence (-want +got):\n%s", err, diff)
	}
}

func TestInspectLimits(t *testing.T) {
	t.Parallel()
	late := tarOf(t, memberOf{"a.bin", strings.Repeat("x", 1<<16)}, memberOf{"LICENSE", "CC0"})
	pictures := zipOf(t, memberOf{"a.png", pngOf(pngChunk("tEXt", "Copyright\x00CC-BY 3.0"))}, memberOf{"LICENSE", "CC0"})
	for _, tt := range []struct {
		name, file, data string
		limits           Limits
		want             []string
	}{
		{"stream", "pack.tar.gz", gzOf(late), Limits{Stream: 1000}, nil},
		{"members", "pack.zip", zipOf(t, memberOf{"LICENSE", "CC0"}, memberOf{"b", ""}), Limits{Members: 1}, []string{"weak pack.zip!LICENSE: CC0-1.0"}},
		{"words", "pack.zip", zipOf(t, memberOf{"LICENSE", "CC0"}, memberOf{"README", "CC-BY 3.0"}), Limits{Words: 5}, []string{"weak pack.zip!LICENSE: CC0-1.0"}},
		{"unpacked", "pack.zip", pictures, Limits{Unpacked: 10}, []string{"weak pack.zip!LICENSE: CC0-1.0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := inspect(t, tt.file, tt.data, tt.limits)
			if !errors.Is(err, ErrLimit) {
				t.Errorf("Inspect: %v, want ErrLimit", err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("evidence (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInspectStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, data := range map[string]string{
		"pack.zip":    zipOf(t, memberOf{"LICENSE", "CC0"}),
		"pack.tar.gz": gzOf(tarOf(t, memberOf{"LICENSE", "CC0"})),
	} {
		if _, err := Inspect(ctx, name, strings.NewReader(data), int64(len(data)), Limits{}); !errors.Is(err, context.Canceled) {
			t.Errorf("Inspect(%s) = %v, want it to stop", name, err)
		}
	}
}

// brokenDisk gives no more than the first bytes.
type brokenDisk struct{}

var errDisk = errors.New("disk on fire")

func (brokenDisk) ReadAt(p []byte, _ int64) (int, error) {
	if len(p) > headSize {
		return 0, errDisk
	}
	return copy(p, strings.Repeat("x", len(p))), nil
}

func TestInspectReportsTheDisk(t *testing.T) {
	t.Parallel()
	data := io.NewSectionReader(brokenDisk{}, 0, 1<<20)
	if _, err := Inspect(t.Context(), "LICENSE", data, 1<<20, Limits{}); !errors.Is(err, errDisk) {
		t.Errorf("Inspect = %v, want the failure of the disk", err)
	}
}

func TestXZAskingForMemoryIsRefused(t *testing.T) {
	t.Parallel()
	data := []byte(xzOf(t, tarOf(t, memberOf{"LICENSE", "CC0"})))
	i := strings.Index(string(data[12:]), "\x21\x01") + 12
	data[i+2] = 40 // 4 GiB
	if got, err := inspect(t, "pack.tar.xz", string(data), Limits{}); err == nil || !strings.Contains(err.Error(), "memory") {
		t.Errorf("Inspect = %v, %v, want a refusal", got, err)
	}
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "CC BY 4.0", "CC BY 4.0"},
		{"lines and tabs", "\n\tCC BY\r\n  4.0\x00", "CC BY 4.0"},
		{"terminal control", "CC\x1b[31m0\u202e", "CC [31m0"},
		{"not text", "CC\xff0", "CC 0"},
		{"long", strings.Repeat("é ", 300), strings.Repeat("é ", 99) + "é…"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := excerpt(tt.in); got != tt.want {
				t.Errorf("excerpt(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}
