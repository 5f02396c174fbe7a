package demo

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/manifest"
	"github.com/astraweave/fetch-assets/internal/origin"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t *testing.T) *Demo {
	t.Helper()
	d, err := Start(origin.Shape{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func entries(t *testing.T, d *Demo) []asset.Entry {
	t.Helper()
	m, err := manifest.Parse("asset_manifest.toml", []byte(d.Manifest()))
	if err != nil {
		t.Fatal(err)
	}
	return m.Entries
}

// through downloads an address by way of the demo's mirrors.
func through(t *testing.T, d *Demo, address string) []byte {
	t.Helper()
	for _, m := range d.Mirrors() {
		if rest, ok := strings.CutPrefix(address, m.From+"/"); ok {
			return download(t, d, m.To+"/"+rest)
		}
	}
	t.Fatalf("no mirror for %s", address)
	return nil
}

func download(t *testing.T, d *Demo, address string) []byte {
	t.Helper()
	client := d.Origin.Client()
	defer client.CloseIdleConnections()
	resp, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s answered %s, error %v", address, resp.Status, err)
	}
	return body
}

func TestManifest(t *testing.T) {
	t.Parallel()
	d := start(t)
	var providers, handles []string
	for _, e := range entries(t, d) {
		providers = append(providers, e.Provider)
		handles = append(handles, e.Handle)
		if e.Provider == "polyhaven" {
			through(t, d, "https://api.polyhaven.com/info/"+e.ID)
			continue
		}
		if body := through(t, d, e.URL); e.SHA256 != "" && asset.SumSHA256(body) != e.SHA256 {
			t.Errorf("%s does not have the digest that the manifest states", e.URL)
		}
		if e.License == "" && e.Provider != "kenney" || e.Title == "" || len(e.Authors) == 0 || e.SourceURL == "" {
			t.Errorf("%s cannot be credited: %+v", e.Handle, e)
		}
	}
	if len(handles) != 10 {
		t.Errorf("%d assets: %q", len(handles), handles)
	}
	slices.Sort(providers)
	want := []string{"itchio", "kenney", "opengameart", "polyhaven", "polypizza", "url"}
	if diff := cmp.Diff(want, slices.Compact(providers)); diff != "" {
		t.Errorf("providers (-want +got):\n%s", diff)
	}
	if strings.Contains(d.Manifest(), "{{") {
		t.Error("a placeholder is left")
	}
}

func TestEverythingIsAskedFor(t *testing.T) {
	t.Parallel()
	d := start(t)
	wanted := map[string]bool{}
	for _, e := range entries(t, d) {
		wanted[e.URL] = true
		if e.Provider != "polyhaven" {
			continue
		}
		for address := range announced(t, through(t, d, "https://api.polyhaven.com/files/"+e.ID)) {
			wanted[address] = true
		}
	}
	for _, w := range works() {
		if !wanted[w.address] {
			t.Errorf("nothing asks for %s", w.address)
		}
	}
}

// fileNode is what Poly Haven says of a file.
type fileNode struct {
	size int64
	md5  string
}

// announced are the files in an answer by their address.
func announced(t *testing.T, answer []byte) map[string]fileNode {
	t.Helper()
	var tree any
	if err := json.Unmarshal(answer, &tree); err != nil {
		t.Fatal(err)
	}
	out := map[string]fileNode{}
	var walk func(any)
	walk = func(v any) {
		node, ok := v.(map[string]any)
		if !ok {
			return
		}
		if address, ok := node["url"].(string); ok {
			out[address] = fileNode{int64(node["size"].(float64)), node["md5"].(string)}
		}
		for _, child := range node {
			walk(child)
		}
	}
	walk(tree)
	return out
}

func TestFilesAreAsAnnounced(t *testing.T) {
	t.Parallel()
	d := start(t)
	for id, files := range map[string]int{"forest_floor": 4, "abandoned_bakery": 1, "dead_tree_trunk": 5} {
		got := announced(t, through(t, d, "https://api.polyhaven.com/files/"+id))
		if len(got) != files {
			t.Errorf("%s has %d files, want %d", id, len(got), files)
		}
		for address, f := range got {
			body := through(t, d, address)
			u, _ := url.Parse(address)
			if int64(len(body)) != f.size || d.Origin.MD5("/"+u.Host+u.Path) != f.md5 {
				t.Errorf("%s: %d bytes, announced as %+v", address, len(body), f)
			}
		}
	}
}

func TestSameBytesEveryTime(t *testing.T) {
	t.Parallel()
	first, second := works(), makeWorks()
	total := 0
	for i, w := range first {
		total += len(w.body)
		if !bytes.Equal(w.body, second[i].body) {
			t.Errorf("%s differs", w.address)
		}
	}
	if total < 12<<20 || total > 20<<20 {
		t.Errorf("all files together have %d bytes", total)
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	check := map[string]func([]byte) error{
		".png": decodeImage("png"), ".jpg": decodeImage("jpeg"),
		".hdr": checkHDR, ".gltf": checkGLTF, ".glb": checkGLB, ".wav": checkWAV, ".zip": checkZIP,
		".bin": func(b []byte) error { return nonzero(len(b), "bytes") },
	}
	for _, w := range works() {
		f, ok := check[path.Ext(w.address)]
		if !ok {
			t.Errorf("nobody knows the format of %s", w.address)
			continue
		}
		if err := f(w.body); err != nil {
			t.Errorf("%s: %v", w.address, err)
		}
	}
}

func nonzero(n int, what string) error {
	if n == 0 {
		return fmt.Errorf("no %s", what)
	}
	return nil
}

func decodeImage(format string) func([]byte) error {
	return func(b []byte) error {
		m, got, err := image.Decode(bytes.NewReader(b))
		if err != nil || got != format {
			return fmt.Errorf("a %s: %w", got, err)
		}
		return nonzero(m.Bounds().Dx(), "pixels")
	}
}

// checkHDR reads all rows of a Radiance file that holds literal runs alone.
func checkHDR(b []byte) error {
	header, rest, ok := bytes.Cut(b, []byte("\n\n-Y 512 +X 1024\n"))
	if !ok || !bytes.HasPrefix(header, []byte("#?RADIANCE\n")) {
		return fmt.Errorf("header %q", header)
	}
	for row := range 512 {
		if len(rest) < 4 || !bytes.Equal(rest[:4], []byte{2, 2, 4, 0}) {
			return fmt.Errorf("row %d has no mark", row)
		}
		rest = rest[4:]
		for n := 0; n < 4*1024; n += 128 {
			if len(rest) < 129 || rest[0] != 128 {
				return fmt.Errorf("row %d breaks off", row)
			}
			rest = rest[129:]
		}
	}
	if len(rest) > 0 {
		return fmt.Errorf("%d bytes too many", len(rest))
	}
	return nil
}

type gltf struct {
	Asset       struct{ Version, Copyright string }
	Buffers     []struct{ ByteLength int }
	BufferViews []struct{ ByteOffset, ByteLength int }
	Accessors   []struct{ BufferView, Count int }
	Images      []struct{ URI string }
}

func parseGLTF(b []byte) (gltf, error) {
	var doc gltf
	if err := json.Unmarshal(b, &doc); err != nil {
		return doc, err
	}
	if doc.Asset.Version != "2.0" || doc.Asset.Copyright == "" || len(doc.Buffers) != 1 {
		return doc, fmt.Errorf("asset %+v, %d buffers", doc.Asset, len(doc.Buffers))
	}
	for i, v := range doc.BufferViews {
		if v.ByteLength == 0 || v.ByteOffset+v.ByteLength > doc.Buffers[0].ByteLength {
			return doc, fmt.Errorf("view %d is outside of the buffer: %+v", i, v)
		}
	}
	return doc, nil
}

func checkGLTF(b []byte) error {
	doc, err := parseGLTF(b)
	if err != nil {
		return err
	}
	if doc.Buffers[0].ByteLength != len(trunk().bytes()) {
		return fmt.Errorf("the buffer has %d bytes", doc.Buffers[0].ByteLength)
	}
	included, _ := answers.ReadFile("answers/files_dead_tree_trunk.json")
	for _, m := range doc.Images {
		if !bytes.Contains(included, []byte(`"`+m.URI+`": {`)) {
			return fmt.Errorf("%q is not among the included files", m.URI)
		}
	}
	return nil
}

func checkGLB(b []byte) error {
	if string(b[:4]) != "glTF" || binary.LittleEndian.Uint32(b[4:]) != 2 || int(binary.LittleEndian.Uint32(b[8:])) != len(b) {
		return fmt.Errorf("header % x", b[:12])
	}
	text := int(binary.LittleEndian.Uint32(b[12:]))
	doc, err := parseGLTF(b[20 : 20+text])
	if err != nil {
		return err
	}
	data := b[20+text+8:]
	if string(b[20+text+4:20+text+8]) != "BIN\x00" || len(data) != doc.Buffers[0].ByteLength || len(b)%4 != 0 {
		return fmt.Errorf("binary part of %d bytes", len(data))
	}
	texture := doc.BufferViews[len(doc.BufferViews)-1]
	return decodeImage("png")(data[texture.ByteOffset:][:texture.ByteLength])
}

func checkWAV(b []byte) error {
	if string(b[:4]) != "RIFF" || int(binary.LittleEndian.Uint32(b[4:])) != len(b)-8 || string(b[8:12]) != "WAVE" {
		return fmt.Errorf("header % x", b[:12])
	}
	var ids []string
	for rest := b[12:]; len(rest) > 0; {
		n := int(binary.LittleEndian.Uint32(rest[4:]))
		ids = append(ids, string(rest[:4]))
		rest = rest[8+n+n%2:]
	}
	if !slices.Equal(ids, []string{"fmt ", "LIST", "data"}) {
		return fmt.Errorf("chunks %q", ids)
	}
	return nil
}

func checkZIP(b []byte) error {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return err
	}
	pictures, licenses := 0, 0
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		body, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		if path.Ext(f.Name) == ".png" {
			pictures++
			if err := decodeImage("png")(body); err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
		}
		if strings.EqualFold(path.Base(f.Name), "license.txt") && bytes.Contains(body, []byte("Creative Commons")) {
			licenses++
		}
	}
	if pictures < 5 || licenses != 1 {
		return fmt.Errorf("%d pictures and %d licences", pictures, licenses)
	}
	return nil
}
