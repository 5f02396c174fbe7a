package polyhaven

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/provider/rule"
)

// id is what the API takes for an id; anything else it refuses.
var id = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,50}$`)

// Validate finds what is wrong with the entry, without the network. An entry has
// an id; a type, which is texture, hdri or model; and as it likes a resolution
// ("2k" by default), a format (textures png, exr or jpg; hdris exr or hdr; models
// gltf, blend, fbx, usd or mtlx; the first that there is by default) and, for
// textures, maps.
func (p *Provider) Validate(e asset.Entry) []asset.Finding {
	fs := checkID(e)
	if e.Kind != asset.Texture && e.Kind != asset.HDRI && e.Kind != asset.Model {
		fs = append(fs, rule.Error(e, "type", fmt.Sprintf("Poly Haven has nothing of type %q", e.Kind),
			"write texture, hdri or model"))
	} else {
		fs = append(fs, checkFormat(e)...)
	}
	if e.Resolution != "" && !known(resolution(e.Resolution)) {
		fs = append(fs, rule.Error(e, "resolution", fmt.Sprintf("%q is not a resolution of Poly Haven", e.Resolution),
			"write 1k, 2k, 4k, 8k or 16k"))
	}
	fs = append(fs, checkMaps(e)...)
	fs = append(fs, checkCredit(e)...)
	return append(fs, checkForeign(e)...)
}

func checkID(e asset.Entry) []asset.Finding {
	const remedy = "give the last part of the address of the asset's page, https://polyhaven.com/a/<id>"
	switch {
	case e.ID == "":
		return []asset.Finding{rule.Error(e, "id", "id is missing", remedy)}
	case !id.MatchString(e.ID):
		return []asset.Finding{rule.Error(e, "id", fmt.Sprintf("%q cannot be an id at Poly Haven", e.ID), remedy)}
	}
	return nil
}

func checkFormat(e asset.Entry) []asset.Finding {
	all := slices.Concat(images[e.Kind], scenes[e.Kind])
	_, isScene := scene(e)
	if f := format(e); f == "" || isScene || slices.Contains(all, f) {
		return nil
	}
	return []asset.Finding{rule.Error(e, "format", fmt.Sprintf("Poly Haven has no %s as %q", e.Kind, e.Format),
		"write one of "+list(all)+", or take it out")}
}

func checkMaps(e asset.Entry) []asset.Finding {
	if len(e.Maps) == 0 {
		return nil
	}
	if _, isScene := scene(e); isScene || e.Kind != asset.Texture {
		return []asset.Finding{rule.Error(e, "maps", "maps are for textures as images", "take maps out; everything that the file needs comes with it")}
	}
	var fs []asset.Finding
	seen := map[string]bool{}
	for _, name := range e.Maps {
		folded := strings.ToLower(name)
		switch {
		case !mapName.MatchString(name):
			fs = append(fs, rule.Error(e, "maps", fmt.Sprintf("%q cannot be the name of a map", name), "write names such as "+list(defaultMaps)))
		case seen[folded]:
			fs = append(fs, rule.Error(e, "maps", fmt.Sprintf("map %q is named twice", name), "name it once"))
		}
		seen[folded] = true
	}
	return fs
}

func checkCredit(e asset.Entry) []asset.Finding {
	var fs []asset.Finding
	if e.SourceURL != "" && e.SourceURL != page(e.ID) {
		fs = append(fs, rule.Warning(e, "source_url", "source_url has no effect for Poly Haven", "take it out; the page is known from the id"))
	}
	return fs
}

// checkForeign refuses keys that promise something that is not done.
func checkForeign(e asset.Entry) []asset.Finding {
	var fs []asset.Finding
	for _, k := range []struct {
		key  string
		used bool
	}{
		{"url", e.URL != ""},
		{"mirrors", len(e.Mirrors) > 0},
		{"sha256", e.SHA256 != ""},
		{"unpack", e.Unpack},
		{"strip", e.Strip != 0},
		{"include", len(e.Include) > 0},
	} {
		if k.used {
			fs = append(fs, rule.Error(e, k.key, fmt.Sprintf("provider %q takes no %s", Name, k.key),
				`take it out, since the files come from the id and are pinned by the lock; or use provider = "url"`))
		}
	}
	return fs
}
