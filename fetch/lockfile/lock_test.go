package lockfile

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

var update = flag.Bool("update", false, "write the golden files")

// full has every field of the format.
func full() *Lock {
	return &Lock{Assets: []asset.Asset{
		{
			Handle: "rock", Provider: "polyhaven", Kind: asset.Texture, ID: "rock_02", Resolution: "2k",
			Fingerprint: string(asset.SumSHA256([]byte("rock"))),
			Credit: asset.Credit{
				Title:     "Rock \"02\"",
				Authors:   []asset.Author{{Name: "A. Müller", URL: "https://a.example", Role: "Photography"}, {Name: "B"}},
				License:   "CC-BY-4.0 OR CC0-1.0",
				Chosen:    "CC-BY-4.0",
				SourceURL: "https://polyhaven.com/a/rock_02",
				Changes:   "made\nsmaller",
				Notice:    "Rock by A. Müller",
			},
			Files: []asset.File{
				{
					Key: "albedo", URL: "https://dl.polyhaven.org/rock_02_diff_2k.png",
					Mirrors: []string{"https://mirror.example/a.png", "https://mirror.example/b.png"},
					Path:    "polyhaven/rock/rock_albedo.png", Size: 1234, Digest: asset.SumSHA256([]byte("albedo")),
					Hint: "md5:d41d8cd98f00b204e9800998ecf8427e", Format: "png",
				},
				{Key: "ao", URL: "https://dl.polyhaven.org/rock_02_ao_2k.png", Path: "polyhaven/rock/rock_ao.png"},
			},
		},
		{
			Handle: "tools", Provider: "url", Kind: asset.Other, Revision: "0123456789abcdef0123456789abcdef01234567",
			Fingerprint: string(asset.SumSHA256([]byte("tools"))),
			Files: []asset.File{{
				Key: "other", URL: "git::https://github.com/org/repo.git//tools?ref=0123456789abcdef0123456789abcdef01234567",
				Unpack: &asset.Unpack{Dir: "url/tools", Strip: 1, Include: []string{"*.png", `a\*`}},
				Members: []asset.Member{
					{Name: "tools/saw.png", Path: "url/tools/saw.png", Size: 5, Digest: asset.SumSHA256([]byte("saw"))},
					{Name: "tools/nothing.png", Path: "url/tools/nothing.png", Digest: asset.SumSHA256(nil)},
				},
			}},
		},
	}}
}

func TestBytesGolden(t *testing.T) {
	t.Parallel()
	golden := filepath.Join("testdata", "full.lock")
	got := full().Bytes()
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("Bytes() differs from %s, run with -update if that is right (-want +got):\n%s", golden, diff)
	}
}

func TestBytesDoNotDependOnOrder(t *testing.T) {
	t.Parallel()
	l := full()
	want := string(l.Bytes())
	l.Assets[0], l.Assets[1] = l.Assets[1], l.Assets[0]
	if got := string(l.Bytes()); got != want {
		t.Errorf("Bytes() of the other order differs (-want +got):\n%s", cmp.Diff(want, got))
	}
	if l.Assets[0].Handle != "tools" {
		t.Error("Bytes() changed the order of the lock itself")
	}
}

func TestBytesLeavesOutWhatIsNotStored(t *testing.T) {
	t.Parallel()
	l := full()
	want := string(l.Bytes())
	l.Assets[0].Notes = []string{"fell back to 1k"}
	l.Assets[0].Pos = asset.Position{File: "m.toml", Line: 3}
	l.Assets[0].Files[1].Size = -1
	l.Assets[0].Files[1].Digest = "md5:d41d8cd98f00b204e9800998ecf8427e" // never in place of a SHA-256
	l.Missing = true
	if got := string(l.Bytes()); got != want {
		t.Errorf("Bytes() mismatch (-want +got):\n%s", cmp.Diff(want, got))
	}
}

// checkRoundTrip holds what is read back against what was written, with our
// own reader and with an independent one.
func checkRoundTrip(t *testing.T, l *Lock) {
	t.Helper()
	data := l.Bytes()
	got, err := Parse("a.lock", data)
	if err != nil {
		t.Fatalf("Parse(Bytes()): %v\n%s", err, data)
	}
	if diff := cmp.Diff(sorted(l.Assets), got.Assets); diff != "" {
		t.Errorf("Parse(Bytes()) mismatch (-want +got):\n%s", diff)
	}
	var other struct {
		Assets []struct {
			Handle, Title, Notice string
			Authors               []struct{ Name string }
			Files                 []struct {
				Path, SHA256 string
				Members      []struct{ Name string }
			}
		}
	}
	if _, err := toml.Decode(string(data), &other); err != nil {
		t.Fatalf("another reader refuses it: %v\n%s", err, data)
	}
	for i, a := range got.Assets {
		o := other.Assets[i]
		if o.Handle != a.Handle || o.Title != a.Credit.Title || o.Notice != a.Credit.Notice || len(o.Files) != len(a.Files) {
			t.Errorf("another reader sees %+v, want %+v", o, a)
		}
		for j, f := range a.Files {
			if o.Files[j].Path != f.Path || o.Files[j].SHA256 != f.Digest.Hex() || len(o.Files[j].Members) != len(f.Members) {
				t.Errorf("another reader sees %+v, want %+v", o.Files[j], f)
			}
		}
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	checkRoundTrip(t, full())
	for seed := range uint64(200) {
		checkRoundTrip(t, random(rand.New(rand.NewPCG(seed, 1))))
	}
}

// random is a lock of random shape with text that is hard to quote.
func random(r *rand.Rand) *Lock {
	pieces := []string{"a", "Z", " ", `"`, `\`, "'", "\n", "\t", "\r", "#", "=", "[", "]]", "{", "\x00", "\x7f", "\u0085", "é", "\u202e", "\ufeff", "\U0001f600", "\U000e0001", `\u0041`, `"""`}
	text := func() string {
		var b strings.Builder
		for range r.IntN(6) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		return b.String()
	}
	digest := func() asset.Digest {
		if r.IntN(3) == 0 {
			return ""
		}
		return asset.SumSHA256([]byte(text()))
	}
	texts := func() (list []string) {
		for range r.IntN(3) {
			list = append(list, text()+"x")
		}
		return list
	}
	l := &Lock{}
	for i := range r.IntN(4) {
		a := asset.Asset{
			Handle: fmt.Sprintf("h%d", (i*7)%5), Provider: "url", Kind: asset.Kinds()[r.IntN(8)], ID: text(), Resolution: text(),
			Credit: asset.Credit{Title: text(), License: text(), Chosen: text(), Changes: text(), Notice: text()},
		}
		for range r.IntN(3) {
			a.Credit.Authors = append(a.Credit.Authors, asset.Author{Name: text(), Role: text()})
		}
		for j := range r.IntN(3) {
			dir := fmt.Sprintf("url/h%d/%d", i, j)
			f := asset.File{Key: text() + "k", URL: "https://a.example", Path: dir, Size: r.Int64N(9), Digest: digest(), Format: text()}
			if r.IntN(2) == 0 {
				f.Path, f.Unpack = "", &asset.Unpack{Dir: dir, Strip: r.IntN(3), Include: texts()}
				for k := range r.IntN(3) {
					f.Members = append(f.Members, asset.Member{Name: text() + "n", Path: fmt.Sprintf("%s/%d é", dir, k), Digest: digest()})
				}
			}
			a.Files = append(a.Files, f)
		}
		l.Assets = append(l.Assets, a)
	}
	return l
}

func FuzzRoundTrip(f *testing.F) {
	f.Add("title", "notice\n", `C:\x`)
	f.Add("\x00\x1f\x7f\u0080", "\u202e\U000e0001", "\xff\xc0")
	f.Fuzz(func(t *testing.T, title, notice, include string) {
		valid := func(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
		l := full()
		l.Assets[0].Credit.Title, l.Assets[0].Credit.Notice = valid(title), valid(notice)
		l.Assets[1].Files[0].Unpack.Include = []string{valid(include)}
		checkRoundTrip(t, l)
	})
}

func TestBytesReplacesWhatIsNotUTF8(t *testing.T) {
	t.Parallel()
	l := full()
	l.Assets[0].Credit.Title = "a\xffb"
	got, err := Parse("a.lock", l.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if title := got.Assets[0].Credit.Title; title != "a\ufffdb" {
		t.Errorf("title = %q, want %q", title, "a\ufffdb")
	}
}

// A reviewer must see what is in a lock.
func TestBytesShowsWhatIsInvisible(t *testing.T) {
	t.Parallel()
	l := full()
	l.Assets[0].Credit.Title = "a\u202eb\u200bc\x1b\U000e0041"
	if got := string(l.Bytes()); !strings.Contains(got, `title = "a\u202eb\u200bc\u001b\U000e0041"`) {
		t.Errorf("Bytes() hides characters:\n%s", got)
	}
}

func TestPathFor(t *testing.T) {
	t.Parallel()
	tests := []struct{ manifest, want string }{
		{"assets/asset_manifest.toml", "assets/asset_manifest.lock"},
		{"m", "m.lock"},
		{"a.b/m", "a.b/m.lock"},
		{"m.v2.toml", "m.v2.lock"},
	}
	for _, tt := range tests {
		if got := PathFor(tt.manifest); got != tt.want {
			t.Errorf("PathFor(%q) = %q, want %q", tt.manifest, got, tt.want)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	if a, ok := full().Find("tools"); !ok || a.Provider != "url" {
		t.Errorf("Find(tools) = %+v, %v", a, ok)
	}
	if a, ok := full().Find("Tools"); ok {
		t.Errorf("Find(Tools) = %+v, want none", a)
	}
}
