package demo

import (
	"encoding/binary"
	"encoding/json"
)

type object = map[string]any

// document is a scene of one mesh. Its buffer has the address uri, or is the
// binary part of a GLB when that is empty. The images are the base colour,
// normals, and packed occlusion, roughness and metalness, as many as there are.
func document(m *mesh, length int, uri, copyright string, images []object) object {
	vertices := len(m.position)
	low, high := m.bounds()
	buffer := object{"byteLength": length}
	if uri != "" {
		buffer["uri"] = uri
	}
	doc := object{
		"asset":  object{"version": "2.0", "generator": "fetch-assets demo", "copyright": copyright},
		"scene":  0,
		"scenes": []object{{"nodes": []int{0}}},
		"nodes":  []object{{"mesh": 0}},
		"meshes": []object{{"primitives": []object{{
			"attributes": object{"POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2}, "indices": 3, "material": 0,
		}}}},
		"buffers":     []object{buffer},
		"bufferViews": views(vertices, len(m.index)),
		"accessors": []object{
			{"bufferView": 0, "componentType": 5126, "count": vertices, "type": "VEC3", "min": low, "max": high},
			{"bufferView": 1, "componentType": 5126, "count": vertices, "type": "VEC3"},
			{"bufferView": 2, "componentType": 5126, "count": vertices, "type": "VEC2"},
			{"bufferView": 3, "componentType": 5125, "count": len(m.index), "type": "SCALAR"},
		},
		"images": images,
	}
	var textures []object
	for i := range images {
		textures = append(textures, object{"source": i})
	}
	doc["textures"] = textures
	doc["materials"] = []object{material(len(images))}
	return doc
}

func views(vertices, indices int) []object {
	return []object{
		{"buffer": 0, "byteOffset": 0, "byteLength": 12 * vertices, "target": 34962},
		{"buffer": 0, "byteOffset": 12 * vertices, "byteLength": 12 * vertices, "target": 34962},
		{"buffer": 0, "byteOffset": 24 * vertices, "byteLength": 8 * vertices, "target": 34962},
		{"buffer": 0, "byteOffset": 32 * vertices, "byteLength": 4 * indices, "target": 34963},
	}
}

func material(images int) object {
	surface := object{"baseColorTexture": object{"index": 0}, "metallicFactor": 0}
	m := object{"pbrMetallicRoughness": surface}
	if images == 3 {
		m["normalTexture"] = object{"index": 1}
		m["occlusionTexture"] = object{"index": 2}
		surface["metallicRoughnessTexture"] = object{"index": 2}
	}
	return m
}

func encodeJSON(v any) []byte {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(err) // only maps, slices, strings and finite numbers
	}
	return append(b, '\n')
}

// glb is a mesh and its PNG texture in one file.
func glb(m *mesh, texture []byte, copyright string) []byte {
	data := m.bytes()
	start := len(data)
	data = pad(append(data, texture...), 0)
	doc := document(m, len(data), "", copyright, []object{{"bufferView": 4, "mimeType": "image/png"}})
	image := object{"buffer": 0, "byteOffset": start, "byteLength": len(texture)}
	doc["bufferViews"] = append(views(len(m.position), len(m.index)), image)
	text := pad(encodeJSON(doc), ' ')

	b := append([]byte("glTF"), 2, 0, 0, 0)
	b = binary.LittleEndian.AppendUint32(b, uint32(12+8+len(text)+8+len(data)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(text)))
	b = append(append(b, "JSON"...), text...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	return append(append(b, "BIN\x00"...), data...)
}

// pad fills up to a multiple of four.
func pad(b []byte, with byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, with)
	}
	return b
}
