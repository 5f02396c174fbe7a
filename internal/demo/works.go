package demo

import (
	"image/color"
	"sync"
)

// work is one file that a provider has.
type work struct {
	address     string
	contentType string
	body        []byte
}

// works are made once in a process: making them takes longer than starting a
// server does.
var works = sync.OnceValue(makeWorks)

// recipe makes the body of a work.
type recipe struct {
	address, contentType string
	body                 func() []byte
}

func makeWorks() []work {
	recipes := append(polyHaven(), others()...)
	out := make([]work, len(recipes))
	var wg sync.WaitGroup
	for i, r := range recipes {
		wg.Go(func() { out[i] = work{r.address, r.contentType, r.body()} })
	}
	wg.Wait()
	return out
}

const ph = "https://dl.polyhaven.org/file/ph-assets/"

func polyHaven() []recipe {
	floor := sync.OnceValue(func() field { return newField(1024, 4, 1) })
	bark := sync.OnceValue(func() field { return newField(512, 8, 2) })
	soil := []color.NRGBA{{0x2B, 0x22, 0x18, 255}, {0x5E, 0x4A, 0x2E, 255}, {0x8A, 0x7A, 0x45, 255}, {0x6F, 0x8A, 0x3C, 255}}
	wood := []color.NRGBA{{0x2A, 0x20, 0x1A, 255}, {0x6B, 0x55, 0x40, 255}, {0xA8, 0x94, 0x78, 255}}
	const (
		maps   = ph + "Textures/png/1k/forest_floor/forest_floor_"
		images = ph + "Models/jpg/1k/dead_tree_trunk/dead_tree_trunk_"
	)
	return []recipe{
		{maps + "diff_1k.png", "image/png", func() []byte { return encodePNG(albedo(floor(), soil...)) }},
		{maps + "nor_gl_1k.png", "image/png", func() []byte { return encodePNG(normals(floor())) }},
		{maps + "rough_1k.png", "image/png", func() []byte { return encodePNG(roughness(floor())) }},
		{maps + "ao_1k.png", "image/png", func() []byte { return encodePNG(occlusion(floor())) }},
		{ph + "HDRIs/hdr/1k/abandoned_bakery_1k.hdr", "application/octet-stream", func() []byte { return radiance(1024, 512) }},
		{ph + "Models/gltf/1k/dead_tree_trunk/dead_tree_trunk_1k.gltf", "application/octet-stream", trunkDocument},
		{ph + "Models/gltf/8k/dead_tree_trunk/dead_tree_trunk.bin", "application/octet-stream", func() []byte { return trunk().bytes() }},
		{images + "diff_1k.jpg", "image/jpeg", func() []byte { return encodeJPEG(albedo(bark(), wood...)) }},
		{images + "nor_gl_1k.jpg", "image/jpeg", func() []byte { return encodeJPEG(normals(bark())) }},
		{images + "arm_1k.jpg", "image/jpeg", func() []byte { return encodeJPEG(packed(bark())) }},
	}
}

func trunkDocument() []byte {
	m := trunk()
	images := []object{
		{"uri": "textures/dead_tree_trunk_diff_1k.jpg"},
		{"uri": "textures/dead_tree_trunk_nor_gl_1k.jpg"},
		{"uri": "textures/dead_tree_trunk_arm_1k.jpg"},
	}
	return encodeJSON(document(m, 32*len(m.position)+4*len(m.index), "dead_tree_trunk.bin", "CC0", images))
}

// wind is the address whose digest the manifest states.
const wind = "https://downloads.example.com/sounds/example_wind.wav"

func others() []recipe {
	const (
		pizza = "https://static.poly.pizza/00000000-0000-4000-8000-00000000000"
		files = "https://opengameart.org/sites/default/files/"
		pack  = "https://kenney.nl/media/pages/assets/example-shapes/0123456789-1700000000/kenney_example-shapes.zip"
	)
	return []recipe{
		{pizza + "1.glb", "model/gltf-binary", func() []byte {
			metal := encodePNG(albedo(newField(512, 16, 5), palette[3], color.NRGBA{0xC8, 0xD2, 0xDC, 255}, palette[0]))
			return glb(robot(), metal, "Example Modeller, CC BY 3.0, https://creativecommons.org/licenses/by/3.0/")
		}},
		{pizza + "2.glb", "model/gltf-binary", func() []byte {
			needles := encodePNG(albedo(newField(512, 32, 6), color.NRGBA{0x16, 0x3A, 0x1F, 255}, color.NRGBA{0x5C, 0x8F, 0x3E, 255}))
			return glb(pine(), needles, "Public domain, CC0, https://creativecommons.org/publicdomain/zero/1.0/")
		}},
		{files + "example_title_music.wav", "audio/wav", func() []byte {
			return wav(2, melody(), "Example Title Music", "Example Composer", "CC BY 3.0, https://creativecommons.org/licenses/by/3.0/")
		}},
		{files + "example_creatures.png", "image/png", func() []byte { return encodePNG(creatures(16, 8, 8)) }},
		{pack, "application/zip", shapes},
		{"https://dl.itch.zone/example/example-village.zip", "application/zip", village},
		{wind, "audio/wav", func() []byte {
			return wav(1, gusts(12), "Example Wind", "Example Recordist", "CC0, https://creativecommons.org/publicdomain/zero/1.0/")
		}},
	}
}
