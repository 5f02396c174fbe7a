package polyhaven

import (
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/provider/rule"
)

// images lists the formats of single images, the one to be preferred first.
var images = map[asset.Kind][]string{
	asset.Texture: {"png", "exr", "jpg"},
	asset.HDRI:    {"exr", "hdr"},
}

// scenes lists the formats that come with further files, the default first. A
// texture in one of them is a material with all its maps.
var scenes = map[asset.Kind][]string{
	asset.Texture: {"gltf", "blend", "mtlx"},
	asset.Model:   {"gltf", "blend", "fbx", "usd", "mtlx"},
}

// format is the format the entry asks for, as Poly Haven spells it; empty when
// it asks for none.
func format(e asset.Entry) string {
	f := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(e.Format), "."))
	switch f {
	case "jpeg":
		return "jpg"
	case "usdc":
		return "usd"
	}
	return f
}

// scene is the format of an entry that is to come with further files. Poly Haven
// has no glb, which manifests of astraweave-assets ask for by default: it becomes
// gltf.
func scene(e asset.Entry) (string, bool) {
	f := format(e)
	if e.Kind == asset.Model && (f == "" || f == "glb") {
		return "gltf", true
	}
	return f, slices.Contains(scenes[e.Kind], f)
}

// extension is that of the file's address if it fits the format: a file of
// format usd is a .usdc.
func extension(format, address string) string {
	ext := rule.Extension(address)
	if format == "usd" && slices.Contains([]string{"usdc", "usda", "usdz"}, ext) {
		return ext
	}
	return format
}
