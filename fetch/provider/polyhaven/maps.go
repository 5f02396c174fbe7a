package polyhaven

import (
	"regexp"
	"slices"
	"strings"
)

// defaultMaps are the maps of a texture that names none.
var defaultMaps = []string{"albedo", "normal", "roughness", "metallic", "ao"}

// mapKeys gives, for the names that manifests use, the keys of the API that mean
// the same, the best first. Case differs from key to key, and matters.
var mapKeys = map[string][]string{
	"albedo":       {"Diffuse", "diff", "diffuse", "Color"},
	"normal":       {"nor_gl", "nor_dx", "Normal"},
	"roughness":    {"Rough", "Roughness"},
	"metallic":     {"Metal", "Metallic", "Metalness"},
	"ao":           {"AO", "ao", "ambient_occlusion"},
	"height":       {"Displacement", "disp", "Bump", "Height"},
	"displacement": {"Displacement", "disp", "Bump", "Height"},
	"arm":          {"arm"},
	"specular":     {"spec", "Specular"},
	"bump":         {"Bump", "bump"},
	"translucency": {"translucent", "translucency"},
	"opacity":      {"opacity", "alpha", "Opacity", "Alpha"},
	"alpha":        {"alpha", "opacity", "Alpha", "Opacity"},
	"mask":         {"mask", "Mask"},
}

// substitutes tells of keys that stand in for what a name really means.
var substitutes = map[[2]string]string{
	{"normal", "nor_dx"}:     "only nor_dx is published, the DirectX form: its green channel is the other way up",
	{"height", "Bump"}:       "no displacement is published, took Bump",
	{"displacement", "Bump"}: "no displacement is published, took Bump",
}

// variant matches the colour variants that some fabrics have in place of a
// diffuse map, such as col_1 and col_03.
var variant = regexp.MustCompile(`^col_?[0-9]{1,3}$`)

// mapName is what a map can be called in a manifest; it becomes part of a file's
// name.
var mapName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// published lists the keys of the maps of a texture.
func (t tree) published() []string {
	notMaps := []string{"blend", "gltf", "mtlx", "fbx", "usd"}
	return slices.DeleteFunc(t.names(), func(key string) bool { return slices.Contains(notMaps, key) })
}

// find looks for the key of a map by a manifest's name or by the key itself, and
// says so if that is not quite what was meant.
func find(name string, published []string) (key, note string, ok bool) {
	for _, key := range mapKeys[name] {
		if slices.Contains(published, key) {
			return key, substitutes[[2]string{name, key}], true
		}
	}
	if slices.Contains(published, name) {
		return name, "", true
	}
	if name == "albedo" {
		return findVariant(published)
	}
	return "", "", false
}

func findVariant(published []string) (key, note string, ok bool) {
	variants := slices.DeleteFunc(slices.Clone(published), func(key string) bool { return !variant.MatchString(key) })
	if len(variants) == 0 {
		return "", "", false
	}
	number := func(key string) string { return strings.TrimLeft(strings.Trim(key, "col_"), "0") }
	slices.SortStableFunc(variants, func(a, b string) int {
		if d := len(number(a)) - len(number(b)); d != 0 {
			return d
		}
		return strings.Compare(number(a), number(b))
	})
	return variants[0], "took the first of the colour variants " + list(variants) + "; name one in maps to choose", true
}
