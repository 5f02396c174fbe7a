package source

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

// entry is one entry of a made-up archive. A mode of 0 means a plain file.
type entry struct {
	name, text string
	mode       os.FileMode
}

func zipOf(tb testing.TB, entries ...entry) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.mode != 0 {
			h.SetMode(e.mode)
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := f.Write([]byte(e.text)); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func tarOf(tb testing.TB, entries ...entry) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Mode: 0o6777, Size: int64(len(e.text)), Typeflag: tar.TypeReg}
		switch {
		case e.mode&os.ModeSymlink != 0:
			h.Typeflag, h.Linkname, h.Size = tar.TypeSymlink, e.text, 0
		case e.mode&os.ModeDevice != 0:
			h.Typeflag, h.Size = tar.TypeBlock, 0
		case e.mode&os.ModeIrregular != 0:
			h.Typeflag, h.Linkname, h.Size = tar.TypeLink, e.text, 0
		case e.mode.IsDir():
			h.Typeflag, h.Size = tar.TypeDir, 0
		}
		if err := w.WriteHeader(h); err != nil {
			tb.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := w.Write([]byte(e.text)); err != nil {
				tb.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func gz(tb testing.TB, b []byte) []byte {
	tb.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// open unpacks data and returns the folder.
func open(t *testing.T, data []byte, format string, l Limits) (string, error) {
	t.Helper()
	archive := filepath.Join(t.TempDir(), "kit")
	if err := os.WriteFile(archive, data, 0o644); err != nil {
		t.Fatal(err)
	}
	dst := filepath.Join(t.TempDir(), "dst")
	err := Unpack(t.Context(), archive, format, dst, l)
	beside, _ := os.ReadDir(filepath.Dir(dst))
	if want := map[bool]int{true: 1, false: 0}[err == nil]; len(beside) != want {
		t.Errorf("with error %v, the folder holds %v", err, beside)
	}
	return dst, err
}

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFormats(t *testing.T) {
	t.Parallel()
	kit := []entry{{"kit/", "", os.ModeDir | 0o777}, {"kit/License.txt", "licence\n", 0o777}, {"./kit//textures/a.png", "pixels", 0o600}}
	archives := map[string][]byte{
		"zip": zipOf(t, kit...), "tar": tarOf(t, kit...), "tar.gz": gz(t, tarOf(t, kit...)), "tgz": gz(t, tarOf(t, kit...)),
		"tar.xz": fixture(t, "kit.tar.xz"), "tar.bz2": fixture(t, "kit.tar.bz2"), "tar.zst": fixture(t, "kit.tar.zst"),
	}
	want := []string{"kit/License.txt=licence\n", "kit/textures/a.png=pixels"}
	for format, data := range archives {
		for _, as := range []string{format, ""} {
			dst, err := open(t, data, as, Limits{})
			if err != nil {
				t.Errorf("%s as %q: %v", format, as, err)
				continue
			}
			if diff := cmp.Diff(want, contents(t, dst)); diff != "" {
				t.Errorf("%s as %q: %s", format, as, diff)
			}
			fi, _ := os.Stat(filepath.Join(dst, "kit", "License.txt"))
			if runtime.GOOS != "windows" && fi.Mode() != 0o644 {
				t.Errorf("%s: mode is %v", format, fi.Mode())
			}
		}
	}
}

func TestWrongFormats(t *testing.T) {
	t.Parallel()
	z := zipOf(t, entry{name: "a", text: "a"})
	tests := []struct {
		name   string
		data   []byte
		format string
		want   string
	}{
		{"other than declared", z, "tar.gz", "it is zip and not tar.gz"},
		{"a page", []byte("<!DOCTYPE html>"), "zip", "it is no archive: it begins with"},
		{"empty file", nil, "", "it is no archive"},
		{"7z", []byte("7z\xbc\xaf\x27\x1c00"), "", "use zip or tar.gz"},
		{"rar", []byte("Rar!\x1a\x07\x01"), "zip", "use zip or tar.gz"},
		{"unknown format", z, "lha", "no format that can be opened"},
		{"no files", zipOf(t), "zip", "no files in it"},
		{"cut off zip", z[:len(z)-10], "zip", "zip"},
		{"cut off gzip", gz(t, tarOf(t, entry{name: "a", text: "a"}))[:40], "tar.gz", "unexpected EOF"},
		{"cut off xz", fixture(t, "kit.tar.xz")[:100], "tar.xz", "EOF"},
		{"gzip without tar", gz(t, []byte(strings.Repeat("x", 600))), "tar.gz", "tar"},
	}
	for _, tt := range tests {
		if _, err := open(t, tt.data, tt.format, Limits{}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error is %v, want one with %q", tt.name, err, tt.want)
		}
	}
}

func TestHostileNamesEndTheUnpacking(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"../a", "a/../../b", "/etc/x", `..\a`, `a\..\b`, `\a`, "C:/a", `C:\a`, "a/.."} {
		dst, err := open(t, zipOf(t, entry{name: "ok", text: "x"}, entry{name: name, text: "x"}), "zip", Limits{})
		if err == nil || !strings.Contains(err.Error(), "not safe to unpack") {
			t.Errorf("zip %q: error is %v, and %v arrived", name, err, dst)
		}
		if strings.Contains(name, `\`) {
			continue // in a tar it is a letter
		}
		if _, err := open(t, tarOf(t, entry{name: name, text: "x"}), "tar", Limits{}); err == nil || !strings.Contains(err.Error(), "not safe") {
			t.Errorf("tar %q: error is %v", name, err)
		}
	}
}

func TestEntriesThatAreLeftOut(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("n", 256)
	files := []entry{
		{"good.png", "good", 0}, {"GOOD.png", "clash", 0}, {"good.png", "twice", 0},
		{"link", "/etc/passwd", os.ModeSymlink | 0o777}, {"device", "", os.ModeDevice | 0o666},
		{"nul.txt", "x", 0}, {"a/COM1", "x", 0}, {"dot./x", "x", 0}, {"tab\t", "x", 0}, {"a:stream", "x", 0},
		{long, "x", 0}, {"latin\xff", "x", 0}, {"gnp.\u202eexe", "x", 0},
		{"lfs.png", lfsHead + "v1\n", 0},
	}
	silent := []entry{{"__MACOSX/._good.png", "x", 0}, {"a/.DS_Store", "x", 0}, {"x/.GIT/hooks/y", "x", 0}, {noteName, "[]", 0}}
	for format, data := range map[string][]byte{"zip": zipOf(t, append(files, silent...)...), "tar": tarOf(t, append(files, silent...)...)} {
		dst, err := open(t, data, format, Limits{})
		if err != nil {
			t.Fatal(format, err)
		}
		got := slices.DeleteFunc(contents(t, dst), func(s string) bool { return strings.HasPrefix(s, noteName) })
		if !slices.Equal(got, []string{"good.png=good"}) {
			t.Errorf("%s: got %q", format, got)
		}
		root, err := os.OpenRoot(dst)
		if err != nil {
			t.Fatal(err)
		}
		left, err := readNote(root)
		if err := errors.Join(err, root.Close()); err != nil || len(left) != len(files)-1 {
			t.Errorf("%s: %d are noted of %d, error %v: %+v", format, len(left), len(files)-1, err, left)
		}
		for _, pattern := range []string{"GOOD.png", "good.png", "link", "nul.txt", "COM1", "lfs.png"} {
			if _, err := Members(dst, asset.Unpack{Include: []string{pattern}}); err == nil || !strings.Contains(err.Error(), "cannot be used") {
				t.Errorf("%s: picking %q: error is %v", format, pattern, err)
			}
		}
	}
}

func TestHardLinkInTar(t *testing.T) {
	t.Parallel()
	dst, err := open(t, tarOf(t, entry{"a", "x", 0}, entry{"b", "/etc/passwd", os.ModeIrregular}), "tar", Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(filepath.Join(dst, "b")); err == nil {
		t.Error("the link was made")
	}
}

func TestFileAsFolder(t *testing.T) {
	t.Parallel()
	if dst, err := open(t, zipOf(t, entry{"a", "x", 0}, entry{"a/b", "x", 0}), "zip", Limits{}); err == nil {
		t.Errorf("a file became a folder: %q", contents(t, dst))
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	many := []entry{{"a", "aaaa", 0}, {"b", "bbbb", 0}, {"c", "cccc", 0}}
	tests := []struct {
		name    string
		entries []entry
		limits  Limits
		want    string
	}{
		{"just enough", many, Limits{Files: 3, Bytes: 12, FileBytes: 4}, ""},
		{"files", many, Limits{Files: 2}, "more than 2 files"},
		{"bytes", many, Limits{Bytes: 11}, "more than 11 bytes"},
		{"one file", many, Limits{FileBytes: 3}, `"a" in it has more than 3 bytes`},
		{"no limit overflows", many, Limits{Files: 1 << 40, Bytes: 1<<63 - 1, FileBytes: 1<<63 - 1, Ratio: 1 << 40}, ""},
	}
	for _, tt := range tests {
		for format, data := range map[string][]byte{"zip": zipOf(t, tt.entries...), "tar.gz": gz(t, tarOf(t, tt.entries...))} {
			_, err := open(t, data, format, tt.limits)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("%s, %s: error is %v, want %q", tt.name, format, err, tt.want)
			}
		}
	}
	for _, name := range []string{"bomb.tar.xz", "bomb.tar.zst"} {
		_, err := open(t, fixture(t, name), "", Limits{Bytes: 1 << 20})
		if err == nil || !strings.Contains(err.Error(), "unpacks to more than") {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

// What a source announces may be too little, or nothing.
func TestLimitsHoldForWhatArrives(t *testing.T) {
	t.Parallel()
	for _, l := range []Limits{{FileBytes: 3}, {Bytes: 3}} {
		for _, announced := range []int64{0, 1} {
			err := writeTree(t.Context(), t.TempDir(), l, func(t *tree) error {
				return t.file("a", announced, strings.NewReader("aaaa"))
			})
			if err == nil || !strings.Contains(err.Error(), "more than 3 bytes") {
				t.Errorf("%+v, announced %d: error is %v", l, announced, err)
			}
		}
	}
}

func TestRatio(t *testing.T) {
	t.Parallel()
	tests := []struct {
		limits     Limits
		size, want int64
	}{
		{Limits{Ratio: 100}, 1 << 20, 100 << 20},
		{Limits{Ratio: 100}, 10, ratioFree},
		{Limits{Ratio: 100, Bytes: 5}, 1 << 20, 5},
		{Limits{}, 1 << 20, DefaultRatio << 20},
		{Limits{}, 1 << 62, DefaultBytes},
	}
	for _, tt := range tests {
		if got := tt.limits.forArchive(tt.size).Bytes; got != tt.want {
			t.Errorf("%+v lets %d bytes become %d, want %d", tt.limits, tt.size, got, tt.want)
		}
	}
}

func TestZipThatLiesAboutSizes(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("x", 1000)
	for _, lie := range []uint32{0, 10, 999, 1001, 1<<32 - 2} {
		data := zipOf(t, entry{"liar", text, 0})
		at := bytes.Index(data, []byte("PK\x01\x02")) // the directory is what readers go by
		binary.LittleEndian.PutUint32(data[at+24:], lie)
		dst, err := open(t, data, "zip", Limits{Bytes: 500})
		if err == nil {
			t.Errorf("%d: %q arrived", lie, contents(t, dst))
		}
		dst, err = open(t, data, "zip", Limits{})
		if err == nil && !slices.Equal(contents(t, dst), []string{"liar=" + text}) {
			t.Errorf("%d: a part arrived", lie)
		}
	}
}

func TestEncryptedZip(t *testing.T) {
	t.Parallel()
	data := zipOf(t, entry{"secret", "x", 0})
	data[bytes.Index(data, []byte("PK\x01\x02"))+8] |= 1
	if _, err := open(t, data, "zip", Limits{}); err == nil || !strings.Contains(err.Error(), "encrypted") {
		t.Errorf("error is %v", err)
	}
}

func TestCancelledUnpack(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	archive := filepath.Join(t.TempDir(), "a.zip")
	if err := os.WriteFile(archive, zipOf(t, entry{"a", "x", 0}), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Unpack(ctx, archive, "", filepath.Join(t.TempDir(), "dst"), Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

func FuzzUnpackZip(f *testing.F) {
	f.Add(zipOf(f, entry{"a/b.png", "x", 0}, entry{`c\d`, "y", 0}, entry{"../e", "z", 0}))
	f.Add(zipOf(f, entry{"link", "/etc", os.ModeSymlink | 0o777}, entry{"link/x", "y", 0}))
	f.Fuzz(func(t *testing.T, data []byte) { fuzz(t, data, "zip") })
}

func FuzzUnpackTar(f *testing.F) {
	f.Add(tarOf(f, entry{"a/b.png", "x", 0}, entry{"c", "/etc", os.ModeSymlink}, entry{"c/x", "z", 0}))
	f.Add(gz(f, tarOf(f, entry{"../e", "z", 0})))
	f.Fuzz(func(t *testing.T, data []byte) { fuzz(t, data, "") })
}

// fuzz checks what has to hold for any archive at all.
func fuzz(t *testing.T, data []byte, format string) {
	top := t.TempDir()
	archive, dst := filepath.Join(top, "kit"), filepath.Join(top, "in", "dst")
	if err := errors.Join(os.WriteFile(archive, data, 0o644), os.Mkdir(filepath.Dir(dst), 0o755)); err != nil {
		t.Fatal(err)
	}
	l := Limits{Files: 20, Bytes: 1 << 16, FileBytes: 1 << 15}
	err := Unpack(t.Context(), archive, format, dst, l)
	beside, _ := os.ReadDir(filepath.Dir(dst))
	above, _ := os.ReadDir(top)
	if len(above) != 2 || err != nil && len(beside) != 0 || err == nil && len(beside) != 1 {
		t.Fatalf("with error %v there are %v and %v", err, above, beside)
	}
	if err != nil {
		return
	}
	ms, err := Members(dst, asset.Unpack{Dir: "kenney/kit"})
	if err != nil {
		return
	}
	var sum int64
	for _, m := range ms {
		sum += m.Size
		if !filepath.IsLocal(m.Path) || !strings.HasPrefix(m.Path, "kenney/kit/") {
			t.Errorf("path is %q", m.Path)
		}
	}
	if len(ms) > l.Files || sum > l.Bytes {
		t.Errorf("%d files of %d bytes are over the limits", len(ms), sum)
	}
}
