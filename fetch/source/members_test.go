package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

func TestMembers(t *testing.T) {
	t.Parallel()
	dst := t.TempDir()
	for _, name := range []string{"kit/PNG/a.png", "kit/PNG/b.png", "kit/SVG/a.svg", "kit/License.txt", "top.png"} {
		write(t, filepath.Join(dst, filepath.FromSlash(name)), name)
	}
	tests := []struct {
		name   string
		unpack asset.Unpack
		want   []string // name>path, or the error
	}{
		{"all", asset.Unpack{Dir: "kenney/n"}, []string{
			"kit/License.txt>kenney/n/kit/License.txt", "kit/PNG/a.png>kenney/n/kit/PNG/a.png", "kit/PNG/b.png>kenney/n/kit/PNG/b.png",
			"kit/SVG/a.svg>kenney/n/kit/SVG/a.svg", "top.png>kenney/n/top.png",
		}},
		{"strip drops what is too shallow", asset.Unpack{Dir: "d", Strip: 2}, []string{
			"kit/PNG/a.png>d/a.png", "kit/SVG/a.svg>d/a.svg", "kit/PNG/b.png>d/b.png",
		}},
		{"by base name", asset.Unpack{Dir: "d", Strip: 1, Include: []string{"*.txt", "b.*"}}, []string{
			"kit/License.txt>d/License.txt", "kit/PNG/b.png>d/PNG/b.png",
		}},
		{"by stripped name", asset.Unpack{Dir: "d", Strip: 1, Include: []string{"PNG/*"}}, []string{
			"kit/PNG/a.png>d/PNG/a.png", "kit/PNG/b.png>d/PNG/b.png",
		}},
		{"pattern of the full name after strip", asset.Unpack{Dir: "d", Strip: 1, Include: []string{"kit/PNG/*"}}, []string{"pick none of its 5 files"}},
		{"nothing", asset.Unpack{Include: []string{"*.wav"}}, []string{`such as ["kit/License.txt"`}},
		{"bad pattern", asset.Unpack{Include: []string{"["}}, []string{"not well-formed"}},
	}
	for _, tt := range tests {
		var got []string
		ms, err := Members(dst, tt.unpack)
		for _, m := range ms {
			got = append(got, m.Name+">"+m.Path)
			if m.Size != int64(len(m.Name)) {
				t.Errorf("%s: size of %s is %d", tt.name, m.Name, m.Size)
			}
		}
		if err != nil {
			if !strings.Contains(err.Error(), tt.want[0]) {
				t.Errorf("%s: error is %v", tt.name, err)
			}
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestMembersThatClash(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files []string
		strip int
	}{
		{"case", []string{"a/x.png", "A/X.png"}, 0},
		{"strip", []string{"a/x.png", "b/x.png"}, 1},
		{"strip to a folder's name", []string{"a/x", "b/X/y"}, 1},
	}
	for _, tt := range tests {
		dst := t.TempDir()
		for _, name := range tt.files {
			write(t, filepath.Join(dst, filepath.FromSlash(name)), "")
		}
		if ms, err := Members(dst, asset.Unpack{Dir: "d", Strip: tt.strip}); err == nil || !strings.Contains(err.Error(), "include") {
			t.Errorf("%s: %v, error %v", tt.name, ms, err)
		}
	}
}

func TestMembersRefusesWhatUnpackNeverMakes(t *testing.T) {
	t.Parallel()
	dst := t.TempDir()
	if err := os.Symlink("/etc/passwd", filepath.Join(dst, "x")); err != nil {
		t.Skip(err)
	}
	if ms, err := Members(dst, asset.Unpack{}); err == nil {
		t.Errorf("got %v", ms)
	}
	if _, err := Members(filepath.Join(dst, "none"), asset.Unpack{}); err == nil {
		t.Error("a missing folder has members")
	}
	damaged := t.TempDir()
	write(t, filepath.Join(damaged, noteName), "[")
	if _, err := Members(damaged, asset.Unpack{}); err == nil {
		t.Error("a damaged note passed")
	}
}
