package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.toml")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("a = [[[{b.c.d = 1}]]]\n[a]"))
	f.Add([]byte(shared))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := parsePolicy("p.toml", data); err != nil && !errors.As(err, new(*Error)) {
			t.Errorf("parsePolicy() = %v, want an *Error", err)
		}
		m, err := Parse("m.toml", data)
		if err == nil {
			for _, e := range m.Entries {
				if e.Handle == "" || e.Provider == "" || e.Kind == "" || e.Pos.Line == 0 {
					t.Errorf("accepted %+v", e)
				}
			}
			return
		}
		var bad *Error
		if !errors.As(err, &bad) || len(bad.Findings) == 0 {
			t.Fatalf("Parse() = %v, want an *Error with findings", err)
		}
		lines := bytes.Count(data, []byte("\n")) + 1
		for _, finding := range bad.Findings {
			if finding.Pos.Line < 1 || finding.Pos.Line > lines || finding.Pos.Column < 1 {
				t.Errorf("%v in a file of %d lines: %s", finding.Pos, lines, finding.Text)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	var data bytes.Buffer
	for i := range 5000 {
		fmt.Fprintf(&data, `
[[assets]]
handle = "asset_%[1]d"
provider = "opengameart"
type = "audio"
url = "https://opengameart.org/sites/default/files/sound_%[1]d.ogg"
license = "CC-BY-3.0"
title = "Sound number %[1]d"
author = "Somebody"
source_url = "https://opengameart.org/content/sound-%[1]d"
tags = ["sound", "number:%[1]d"]
`, i)
	}
	b.SetBytes(int64(data.Len()))
	for b.Loop() {
		if _, err := Parse("m.toml", data.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
