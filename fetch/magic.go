package fetch

import (
	"bytes"
	"strings"
)

// magic is how the files of a format begin: any of the texts, at the offset.
type magic struct {
	offset int
	starts []string
}

// magics has the formats that can be told by their first bytes, from their
// specifications. Formats that are missing here, such as tga, obj and bin, can
// begin with anything.
var magics = map[string]magic{
	"png":     {0, []string{"\x89PNG\r\n\x1a\n"}},
	"jpg":     {0, []string{"\xff\xd8\xff"}},
	"gif":     {0, []string{"GIF87a", "GIF89a"}},
	"bmp":     {0, []string{"BM"}},
	"webp":    {8, []string{"WEBP"}},
	"tiff":    {0, []string{"II*\x00", "MM\x00*", "II+\x00", "MM\x00+"}},
	"exr":     {0, []string{"v/1\x01"}},
	"hdr":     {0, []string{"#?RADIANCE", "#?RGBE"}},
	"psd":     {0, []string{"8BPS"}},
	"dds":     {0, []string{"DDS "}},
	"ktx":     {0, []string{"\xabKTX 11\xbb\r\n\x1a\n"}},
	"ktx2":    {0, []string{"\xabKTX 20\xbb\r\n\x1a\n"}},
	"glb":     {0, []string{"glTF"}},
	"fbx":     {0, []string{"Kaydara FBX Binary", "; FBX"}},
	"blend":   {0, []string{"BLENDER", "\x1f\x8b", "\x28\xb5\x2f\xfd"}}, // plain, gzip, zstd
	"usdc":    {0, []string{"PXR-USDC"}},
	"usda":    {0, []string{"#usda"}},
	"usdz":    {0, []string{"PK\x03\x04"}},
	"ogg":     {0, []string{"OggS"}},
	"wav":     {8, []string{"WAVE"}},
	"flac":    {0, []string{"fLaC", "ID3"}},
	"mp3":     {0, []string{"ID3", "\xff\xfb", "\xff\xfa", "\xff\xf3", "\xff\xf2", "\xff\xe3", "\xff\xe2"}},
	"mid":     {0, []string{"MThd"}},
	"m4a":     {4, []string{"ftyp"}},
	"mp4":     {4, []string{"ftyp"}},
	"ttf":     {0, []string{"\x00\x01\x00\x00", "true", "ttcf", "OTTO"}},
	"otf":     {0, []string{"OTTO", "\x00\x01\x00\x00", "true", "ttcf"}},
	"woff":    {0, []string{"wOFF"}},
	"woff2":   {0, []string{"wOF2"}},
	"zip":     {0, []string{"PK\x03\x04", "PK\x05\x06", "PK\x07\x08"}},
	"7z":      {0, []string{"7z\xbc\xaf\x27\x1c"}},
	"rar":     {0, []string{"Rar!\x1a\x07"}},
	"gz":      {0, []string{"\x1f\x8b"}},
	"tar.gz":  {0, []string{"\x1f\x8b"}},
	"xz":      {0, []string{"\xfd7zXZ\x00"}},
	"tar.xz":  {0, []string{"\xfd7zXZ\x00"}},
	"bz2":     {0, []string{"BZh"}},
	"tar.bz2": {0, []string{"BZh"}},
	"zst":     {0, []string{"\x28\xb5\x2f\xfd"}},
	"tar.zst": {0, []string{"\x28\xb5\x2f\xfd"}},
	"tar":     {257, []string{"ustar"}},
	"pdf":     {0, []string{"%PDF-"}},
}

var otherNames = map[string]string{
	"jpeg": "jpg", "tif": "tiff", "tgz": "tar.gz", "txz": "tar.xz", "tbz2": "tar.bz2", "tzst": "tar.zst",
	"midi": "mid", "oga": "ogg", "opus": "ogg", "htm": "html", "wave": "wav",
}

func normalFormat(format string) string {
	format = strings.ToLower(strings.TrimPrefix(format, "."))
	if name, ok := otherNames[format]; ok {
		return name
	}
	return format
}

// hasMagic tells whether a file may be of a format, judged by its first bytes.
// Of a format that cannot be told by them it always may.
func hasMagic(format string, head []byte) bool {
	m, ok := magics[format]
	return !ok || m.fits(head)
}

func (m magic) fits(head []byte) bool {
	if len(head) < m.offset {
		return false
	}
	for _, start := range m.starts {
		if bytes.HasPrefix(head[m.offset:], []byte(start)) {
			return true
		}
	}
	return false
}

// telling are the formats whose magic numbers are long enough to name what was
// sent instead, in the order of a message's choice.
var telling = []string{"png", "jpg", "gif", "webp", "exr", "hdr", "dds", "ktx", "ktx2", "glb", "ogg", "wav", "flac", "zip", "7z", "rar", "gz", "xz", "pdf"}

func looksLike(head []byte) string {
	for _, format := range telling {
		if magics[format].fits(head) {
			return ", but looks like a " + format + " file"
		}
	}
	return ""
}
