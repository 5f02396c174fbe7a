package review

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/report"
)

// side is a locked asset with one file.
func side(handle string, change ...func(*Side)) Side {
	s := Side{
		Entry: asset.Entry{Handle: handle, Provider: "url", Kind: asset.Model, URL: "https://a.example/" + handle},
		Asset: asset.Asset{
			Handle: handle, Provider: "url", Kind: asset.Model,
			Credit: asset.Credit{License: "CC0-1.0", Title: "The " + handle, SourceURL: "https://a.example"},
			Files:  []asset.File{{Key: "model", URL: "https://a.example/" + handle, Path: "url/" + handle + ".glb", Digest: asset.SumSHA256([]byte(handle))}},
		},
		Pinned: true,
	}
	for _, c := range change {
		c(&s)
	}
	return s
}

func unlocked(s *Side) { s.Pinned, s.Asset.Files = false, nil }

func licensed(expr string) func(*Side) {
	return func(s *Side) { s.Entry.License, s.Asset.Credit.License = expr, expr }
}

func TestCompareOneAsset(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		base       func(*Side)
		head       func(*Side)
		kind       report.ChangeKind // empty for no change
		old, new   string
		wantDetail string
	}{
		{name: "nothing"},
		{"licence", licensed("CC0-1.0"), licensed("CC-BY-4.0"), report.Relicensed, "CC0-1.0", "CC-BY-4.0", ""},
		{"licence lost", licensed("CC0-1.0"), licensed(""), report.Relicensed, "CC0-1.0", "", ""},
		{"licence spelt otherwise", licensed("cc0"), licensed("CC0-1.0"), "", "", "", ""},
		{"licence taken", func(s *Side) { licensed("MIT OR CC0-1.0")(s); s.Asset.Credit.Chosen = "MIT" }, func(s *Side) { licensed("MIT OR CC0-1.0")(s); s.Asset.Credit.Chosen = "CC0-1.0" }, report.Changed, "MIT OR CC0-1.0", "MIT OR CC0-1.0", "licence taken MIT -> CC0-1.0"},
		{"resolution", func(s *Side) { s.Asset.Resolution = "2k" }, func(s *Side) { s.Asset.Resolution = "4k" }, report.Changed, "CC0-1.0", "CC0-1.0", "resolution 2k -> 4k"},
		{"credit", nil, func(s *Side) { s.Asset.Credit.Authors = []asset.Author{{Name: "A"}}; s.Asset.Credit.Title = "" }, report.Changed, "CC0-1.0", "CC0-1.0", "title, authors"},
		{"bytes behind an address", nil, func(s *Side) { s.Asset.Files[0].Digest = asset.SumSHA256([]byte("evil")) }, report.Changed, "CC0-1.0", "CC0-1.0", "1 file with other content"},
		{"address of the same bytes", nil, func(s *Side) { s.Asset.Files[0].URL = "https://b.example" }, report.Changed, "CC0-1.0", "CC0-1.0", "1 file from another address"},
		{"members", func(s *Side) { s.Asset.Files = []asset.File{{Members: []asset.Member{{Path: "a"}, {Path: "b"}}}} }, func(s *Side) {
			s.Asset.Files = []asset.File{{Members: []asset.Member{{Path: "b"}, {Path: "c"}, {Path: "d"}}}}
		}, report.Changed, "CC0-1.0", "CC0-1.0", "2 files added, 1 file removed"},
		{"another place", func(s *Side) { s.Entry.Pos.Line = 4; s.Entry.Tags = []string{"x"} }, func(s *Side) { s.Entry.Pos.Line = 40 }, "", "", "", ""},
		{"not locked on either side", unlocked, unlocked, "", "", "", ""},
		{"locked now", unlocked, nil, report.Changed, "CC0-1.0", "CC0-1.0", "now in the lock"},
		{"lost from the lock", nil, unlocked, report.Changed, "CC0-1.0", "CC0-1.0", "not in the lock any more"},
		{"entry ahead of the lock", nil, func(s *Side) { s.Pinned = false; s.Entry.Resolution = "4k" }, report.Changed, "CC0-1.0", "CC0-1.0", "resolution none -> 4k, not in the lock yet"},
		{"address of an entry ahead of the lock", nil, func(s *Side) { s.Pinned = false; s.Entry.URL = "https://b.example" }, report.Changed, "CC0-1.0", "CC0-1.0", "another address, not in the lock yet"},
		{"entry with equal result", nil, func(s *Side) { s.Entry.Strip = 1 }, report.Changed, "CC0-1.0", "CC0-1.0", "the entry reads otherwise"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			nop := func(*Side) {}
			if tt.base == nil {
				tt.base = nop
			}
			if tt.head == nil {
				tt.head = nop
			}
			got := Compare([]Side{side("a", tt.base)}, []Side{side("a", tt.head)})
			if tt.kind == "" {
				if len(got) != 0 {
					t.Errorf("got %+v, want nothing", got)
				}
				return
			}
			if len(got) != 1 {
				t.Fatalf("got %+v, want one change", got)
			}
			c := got[0]
			if c.Kind != tt.kind || c.Old != tt.old || c.New != tt.new || c.Detail != tt.wantDetail {
				t.Errorf("got %s, %q -> %q, %q; want %s, %q -> %q, %q", c.Kind, c.Old, c.New, c.Detail, tt.kind, tt.old, tt.new, tt.wantDetail)
			}
		})
	}
}

func TestCompareOrder(t *testing.T) {
	t.Parallel()
	at := func(line int) func(*Side) {
		return func(s *Side) { s.Entry.Pos = asset.Position{File: "m", Line: line} }
	}
	base := []Side{side("gone", at(1)), side("same", at(2)), side("free", at(3)), side("also_gone", at(4))}
	head := []Side{side("free", licensed("MIT"), at(1)), side("new", at(2)), side("same", at(3)), side("newer", unlocked, at(4))}
	pos := func(line int) asset.Position { return asset.Position{File: "m", Line: line} }
	change := func(handle string, kind report.ChangeKind, old, now, detail string, pos asset.Position) report.Change {
		return report.Change{Handle: handle, Kind: kind, Old: old, New: now, Detail: detail, Provider: "url", Title: "The " + handle, Source: "https://a.example", Pos: pos}
	}
	want := []report.Change{
		change("new", report.Added, "", "CC0-1.0", "", pos(2)),
		change("newer", report.Added, "", "CC0-1.0", "not in the lock yet", pos(4)),
		change("free", report.Relicensed, "CC0-1.0", "MIT", "", pos(1)),
		change("gone", report.Removed, "CC0-1.0", "", "", asset.Position{}),
		change("also_gone", report.Removed, "CC0-1.0", "", "", asset.Position{}),
	}
	if diff := cmp.Diff(want, Compare(base, head)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestComparePolicy(t *testing.T) {
	t.Parallel()
	exception := asset.Exception{Asset: "door", License: "CC-BY-NC-4.0", Reason: "prototype", Pos: asset.Position{Line: 3}}
	moved := exception
	moved.Pos.Line = 30
	tests := []struct {
		name       string
		base, head asset.Policy
		want       string // empty for no change
	}{
		{"nothing", asset.Policy{}, asset.Policy{}, ""},
		{"default written out", asset.Policy{}, asset.Policy{Allow: []string{"public-domain", "attribution", "share-alike"}, Pos: asset.Position{Line: 4}}, ""},
		{"moved", asset.Policy{Exceptions: []asset.Exception{exception}}, asset.Policy{Exceptions: []asset.Exception{moved}}, ""},
		{"allow", asset.Policy{Allow: []string{"MIT"}}, asset.Policy{Allow: []string{"MIT", "GPL-2.0-only"}}, "allow: MIT -> MIT, GPL-2.0-only"},
		{"allow nothing", asset.Policy{Allow: []string{"MIT"}}, asset.Policy{Allow: []string{}}, "allow: MIT -> nothing"},
		{"exception", asset.Policy{}, asset.Policy{Exceptions: []asset.Exception{exception}}, "new exception: CC-BY-NC-4.0 for door (prototype)"},
		{"exception gone", asset.Policy{Exceptions: []asset.Exception{exception}}, asset.Policy{}, "exception gone: CC-BY-NC-4.0 for door"},
		{"levels", asset.Policy{Levels: map[string]string{"title-missing": "error"}}, asset.Policy{Unknown: "warn"}, "level of license-unknown: default -> warn; level of title-missing: error -> default"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ComparePolicy(tt.base, tt.head)
			switch {
			case tt.want == "" && len(got) > 0:
				t.Errorf("got %+v, want nothing", got)
			case tt.want != "" && (len(got) != 1 || got[0].Detail != tt.want || got[0].Handle != "" || got[0].Kind != report.Changed):
				t.Errorf("got %+v, want %q", got, tt.want)
			}
		})
	}
}
