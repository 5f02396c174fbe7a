package evidence

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// write makes a tree of files, named with forward slashes.
func write(tb testing.TB, root string, files map[string]string) {
	tb.Helper()
	for name, data := range files {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
}

func TestScan(t *testing.T) {
	t.Parallel()
	root, outside := t.TempDir(), t.TempDir()
	write(t, outside, map[string]string{"LICENSE": "MIT License"})
	write(t, root, map[string]string{
		"b/License.txt": "CC0", "a.png": pngOf(pngChunk("tEXt", "Copyright\x00CC-BY 3.0")), "b/mesh.obj": "v 0 0 0",
		".git/LICENSE": "MIT License", "b/.git/LICENSE": "MIT License", "b.zip": "PK\x03\x04 damaged",
	})
	if runtime.GOOS != "windows" {
		for _, link := range []string{"linked", "b/LICENSE"} {
			if err := os.Symlink(filepath.Join(outside, "LICENSE"), filepath.Join(root, link)); err != nil {
				t.Fatal(err)
			}
		}
	}
	results, err := Scan(t.Context(), root, ScanOptions{Workers: 3})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range results {
		got = append(got, fmt.Sprintf("%s %d [%s] %t", r.Path, r.Size, licencesOf(r.Found), r.Err != nil))
	}
	want := []string{"a.png 76 [CC-BY-3.0] false", "b.zip 12 [] true", "b/License.txt 3 [CC0-1.0] false", "b/mesh.obj 7 [] false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
}

func TestScanFails(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write(t, root, map[string]string{"LICENSE": "CC0"})
	if _, err := Scan(t.Context(), filepath.Join(root, "none"), ScanOptions{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Scan of a folder that is not there = %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Scan(ctx, root, ScanOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Scan that was stopped = %v", err)
	}
}

// BenchmarkScan looks through a tree as game repositories have them: mostly
// small pictures, models and sounds, and a licence text for each pack.
func BenchmarkScan(b *testing.B) {
	root := b.TempDir()
	pixels := strings.Repeat("pixels..", 1000)
	kinds := map[string]string{
		"png": pngOf(pngChunk("IDAT", pixels), pngChunk("tEXt", "Software\x00Paint")), "glb": glbOf(`{"asset":{"version":"2.0","generator":"Blender"},"nodes":[]}`) + pixels,
		"ogg": oggOf("\x01vorbis", "\x03vorbis"+vorbisOf("ARTIST=Ada", "TITLE=Gull", "LICENSE="+deed3)) + pixels, "obj": pixels,
		"gltf": `{"asset":{"copyright":"Ada, CC-BY 3.0"},"buffers":[{"uri":"` + pixels + `"}]}`,
	}
	files := map[string]string{}
	for i := range 400 {
		for ext, data := range kinds {
			files[fmt.Sprintf("pack%02d/%s/%d.%s", i/10, ext, i, ext)] = data
		}
		files[fmt.Sprintf("pack%02d/License.txt", i/10)] = "Pack (1.0)\n\nLicense: (Creative Commons Zero, CC0)\nhttp://creativecommons.org/publicdomain/zero/1.0/\n"
	}
	write(b, root, files)
	for b.Loop() {
		results, err := Scan(b.Context(), root, ScanOptions{})
		if err != nil || len(results) != len(files) {
			b.Fatalf("%d results, %v", len(results), err)
		}
	}
	b.ReportMetric(float64(len(files)*b.N)/b.Elapsed().Seconds(), "files/s")
}
