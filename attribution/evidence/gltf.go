package evidence

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"
)

const glbMagic = "glTF"

// readGLB reads the JSON chunk of a binary glTF file: glTF 2.0, 4.4.
func readGLB(s *source) []field {
	head := s.at(0, 20)
	if len(head) < 20 || string(head[16:]) != "JSON" {
		return nil
	}
	n := int64(binary.LittleEndian.Uint32(head[12:]))
	return readGLTFJSON(s.upTo(20, n, s.limits.Member))
}

// readGLTF reads a glTF file in JSON.
func readGLTF(s *source) []field {
	return readGLTFJSON(s.upTo(0, s.size, s.limits.Member))
}

// readGLTFJSON reads asset.copyright, asset.extras, the packets of
// KHR_xmp_json_ld, and the meta data of VRM avatars.
func readGLTFJSON(b []byte) []field {
	members := topLevel(b, "asset", "extensions")
	var asset struct {
		Copyright string         `json:"copyright"`
		Extras    map[string]any `json:"extras"`
	}
	var out fieldSet
	// A value of the wrong type leaves the others readable.
	_ = json.Unmarshal(members["asset"], &asset)
	out.add("asset.copyright", rights, asset.Copyright)
	for _, name := range sortedKeys(asset.Extras) {
		if value, ok := asset.Extras[name].(string); ok {
			if r, known := roles[strings.ToLower(name)]; known {
				out.add("asset.extras."+name, r, value)
			}
		}
	}
	gltfExtensions(&out, members["extensions"])
	return out.all
}

func gltfExtensions(out *fieldSet, b []byte) {
	var extensions struct {
		XMP struct {
			Packets []map[string]any `json:"packets"`
		} `json:"KHR_xmp_json_ld"`
		VRM0 struct {
			Meta map[string]any `json:"meta"`
		} `json:"VRM"`
		VRM1 struct {
			Meta map[string]any `json:"meta"`
		} `json:"VRMC_vrm"`
	}
	_ = json.Unmarshal(b, &extensions)
	for _, packet := range extensions.XMP.Packets {
		for _, name := range sortedKeys(packet) {
			if r, ok := xmpProperties[name]; ok {
				out.add("KHR_xmp_json_ld "+name, r, strings.Join(jsonLD(packet[name], 0), "\n"))
			}
		}
	}
	addVRM(out, "VRM.meta.", extensions.VRM0.Meta)
	addVRM(out, "VRMC_vrm.meta.", extensions.VRM1.Meta)
}

// vrmFields are the meta data of avatars, of VRM 0 and 1. A licenseUrl of VRM 1
// is mostly that of VRM's own terms; the other is what the author chose.
var vrmFields = map[string]role{
	"licenseUrl": rights, "otherLicenseUrl": licence, "copyrightInformation": rights, "author": author, "name": title, "title": title,
}

func addVRM(out *fieldSet, prefix string, meta map[string]any) {
	for _, name := range sortedKeys(meta) {
		r, known := vrmFields[name]
		if value, ok := meta[name].(string); ok && known {
			out.add(prefix+name, r, value)
		}
	}
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// jsonLD lists the strings of a JSON-LD value: alternatives, lists and ids.
func jsonLD(value any, depth int) []string {
	if depth > 8 {
		return nil
	}
	var all []string
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		for _, e := range v {
			all = append(all, jsonLD(e, depth+1)...)
		}
	case map[string]any:
		for _, k := range sortedKeys(v) {
			if k != "@type" && k != "@language" {
				all = append(all, jsonLD(v[k], depth+1)...)
			}
		}
	}
	return all
}

// topLevel finds members of a JSON object without reading the others, which in
// a model may hold megabytes of geometry in text.
func topLevel(b []byte, names ...string) map[string][]byte {
	found := map[string][]byte{}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	i := bytes.IndexByte(b, '{') + 1
	for i > 0 && i < len(b) && len(found) < len(names) {
		key, value, next := member(b, i)
		if next <= i {
			break
		}
		if name := strings.Trim(string(key), `"`); slices.Contains(names, name) {
			found[name] = value
		}
		i = next
	}
	return found
}

// member is the next key and value of an object from i, and where to go on.
func member(b []byte, i int) (key, value []byte, next int) {
	start := i + skipSpace(b[i:])
	end := valueEnd(b, start)
	colon := end + skipSpace(b[min(end, len(b)):])
	if colon >= len(b) || b[colon] != ':' {
		return nil, nil, 0
	}
	from := colon + 1 + skipSpace(b[colon+1:])
	to := valueEnd(b, from)
	next = to + skipSpace(b[min(to, len(b)):])
	if next < len(b) && b[next] == ',' {
		next++
	}
	return b[start:end], b[from:to], next
}

func skipSpace(b []byte) int {
	return len(b) - len(bytes.TrimLeft(b, " \t\r\n"))
}

// valueEnd is the index behind the JSON value at i, or the length where it is
// cut off.
func valueEnd(b []byte, i int) int {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '"':
			i = stringEnd(b, i)
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',', ':', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
			continue
		default:
			continue
		}
		if depth < 0 {
			return i
		}
		if depth == 0 {
			return min(i+1, len(b))
		}
	}
	return len(b)
}

// stringEnd is the index of the quote that ends the string at i.
func stringEnd(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(b)
}
