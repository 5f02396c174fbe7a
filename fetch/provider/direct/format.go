package direct

import (
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/provider/rule"
)

// archives lists the formats that can be unpacked, by every extension they have.
var archives = map[string]string{
	"zip": "zip", "tar": "tar",
	"tar.gz": "tar.gz", "tgz": "tar.gz",
	"tar.xz": "tar.xz", "txz": "tar.xz",
	"tar.bz2": "tar.bz2", "tbz2": "tar.bz2", "tbz": "tar.bz2",
	"tar.zst": "tar.zst", "tzst": "tar.zst",
}

// programs lists extensions that tell what a server runs, not what it sends.
var programs = []string{"php", "asp", "aspx", "jsp", "cgi", "pl", "py", "htm", "html", "ashx"}

// given is the format that the entry names, without the full stop and the
// capitals that people write.
func given(e asset.Entry) string {
	return strings.ToLower(strings.TrimPrefix(strings.TrimSpace(e.Format), "."))
}

// format is the format that the bytes must have: the one named, or that of the
// file which the address ends in. Empty means nobody said.
func format(e asset.Entry) string {
	if f := given(e); f != "" {
		return f
	}
	ext := rule.Extension(e.URL)
	if slices.Contains(programs, ext) {
		return ""
	}
	return ext
}

// archiveFormat is the format of an archive to unpack. Empty means that its
// first bytes will tell.
func archiveFormat(e asset.Entry) string { return archives[format(e)] }

// usual is the extension of a file that says nothing about its format.
func usual(k asset.Kind) string {
	switch k {
	case asset.Texture, asset.Sprite, asset.Tileset:
		return "png"
	case asset.HDRI:
		return "exr"
	case asset.Model:
		return "glb"
	case asset.Audio:
		return "ogg"
	case asset.Font:
		return "ttf"
	}
	return "bin"
}
