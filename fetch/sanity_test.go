package fetch

import (
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/httpx"
)

func TestInspectHead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, format, media, head string
		says                      string // empty means that it is fine
	}{
		{"png", "png", "image/png", "\x89PNG\r\n\x1a\nrest", ""},
		{"png under another type", "png", "text/html", "\x89PNG\r\n\x1a\nrest", ""},
		{"no format", "", "application/octet-stream", "anything", ""},
		{"format without magic", "tga", "", "\x00\x00\x02", ""},
		{"page", "png", "text/html", "<!DOCTYPE html><html>", "web page instead of a png file"},
		{"page for any format", "", "text/html", "<html>", "web page instead of a file"},
		{"page after a mark, space and comment", "zip", "", "\xef\xbb\xbf \r\n<!-- hello --><HTML>", "web page"},
		{"page wanted", "html", "text/html", "<!doctype html>", ""},
		{"svg", "svg", "image/svg+xml", "<svg>", ""},
		{"xml is no page", "dae", "", "<?xml version='1.0'?><COLLADA>", ""},
		{"JSON for a glb", "glb", "application/json", `{"error":1}`, "JSON instead of a glb"},
		{"JSON without its type", "ogg", "", ` {"message": "no"}`, "JSON instead"},
		{"gltf", "gltf", "model/gltf+json", `{"asset":{}}`, ""},
		{"Git LFS", "", "", "version https://git-lfs.github.com/spec/v1\noid", "Git LFS pointer"},
		{"jpg for a png", "png", "", "\xff\xd8\xff\xe0", "not a png file, but looks like a jpg file"},
		{"unknown for a zip", "zip", "", "\x01\x02\x03", "not a zip file"},
		{"shorter than the magic number", "wav", "", "RIFF", "not a wav file"},
		{"wav", "wav", "", "RIFF\x00\x00\x00\x00WAVEfmt ", ""},
		{"empty", "png", "", "", "no bytes at all"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := inspectHead(tt.format, &httpx.Response{Type: tt.media, Host: "a.example"}, []byte(tt.head))
			switch {
			case tt.says == "" && err != nil:
				t.Errorf("error = %v", err)
			case tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), `from "a.example"`)):
				t.Errorf("error = %v, want it to say %q", err, tt.says)
			}
		})
	}
}

func TestExpectedFormat(t *testing.T) {
	t.Parallel()
	tests := []struct {
		file asset.File
		want string
	}{
		{asset.File{Format: "PNG", Path: "a.jpg"}, "png"},
		{asset.File{Format: "jpeg"}, "jpg"},
		{asset.File{Path: "a/b.TGZ"}, "tar.gz"},
		{asset.File{Path: "a/b.tar.zst"}, "tar.zst"},
		{asset.File{URL: "https://a.example/x.zip?download=1"}, "zip"},
		{asset.File{URL: "https://a.example/download"}, ""},
	}
	for _, tt := range tests {
		if got := expectedFormat(&tt.file); got != tt.want {
			t.Errorf("expectedFormat(%+v) = %q, want %q", tt.file, got, tt.want)
		}
	}
}

func TestExcerptIsFitForALog(t *testing.T) {
	t.Parallel()
	got := excerpt([]byte("\x89PNG\r\n\x1a\n::error::\x1b[31m" + strings.Repeat("long ", 100)))
	if want := ".PNG . ::error::.[31mlong long"; !strings.HasPrefix(got, want) || len(got) > 100 {
		t.Errorf("got %q, want it to begin with %q", got, want)
	}
}
