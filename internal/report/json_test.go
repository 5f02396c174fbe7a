package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/astraweave/fetch-assets/asset"
)

func TestJSON(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*Run{"fail": failRun(), "license": licenseRun(), "empty": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := JSON(&b, r); err != nil {
				t.Fatal(err)
			}
			golden(t, "report-"+name+".json", b.String())
		})
	}
}

func TestJSONOfMembers(t *testing.T) {
	t.Parallel()
	r := plainRun()
	a := one("pack", "kenney", "CC0-1.0", 5, came(100, 0, 10))
	a.Files[0].Path, a.Results[0].File.Path = "", ""
	a.Results[0].File.Members = []asset.Member{{Name: "png/a.png", Path: "kenney/pack/a.png", Size: 60}}
	r.Assets = []Asset{a}
	var b bytes.Buffer
	if err := JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	if want := `"png/a.png": "assets/_downloaded/kenney/pack/a.png"`; !strings.Contains(b.String(), want) {
		t.Errorf("%s is missing in %s", want, b.String())
	}
}

func FuzzJSON(f *testing.F) {
	for _, s := range hostile {
		f.Add(s[:min(len(s), 300)])
	}
	f.Fuzz(func(t *testing.T, evil string) {
		r := plainRun()
		a := one("h", "url", "MIT", 3, broke(errors.New(evil), 0, 1))
		a.Credit.Title = evil
		r.Assets = []Asset{a}
		var b bytes.Buffer
		if err := JSON(&b, r); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "##") || strings.ContainsAny(b.String(), "\x1b\u202e\u200b") {
			t.Errorf("something is alive in %s", b.String())
		}
		var got jsonRun
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if utf8.ValidString(evil) && got.Assets[0].Title != evil {
			t.Errorf("title %q came out as %q", evil, got.Assets[0].Title)
		}
	})
}
