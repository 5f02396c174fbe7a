package lockfile

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

func TestNewPlan(t *testing.T) {
	t.Parallel()
	sum := asset.SumSHA256(nil)
	entry := func(handle string) asset.Entry {
		return asset.Entry{Handle: handle, Provider: "url", Kind: asset.Other, Pos: asset.Position{Line: 7}}
	}
	locked := func(handle string, files ...asset.File) asset.Asset {
		return asset.Asset{Handle: handle, Fingerprint: entry(handle).Fingerprint(), Files: files}
	}
	tagged := entry("tagged")
	tagged.Tags = []string{"new"}
	changed := entry("changed")
	changed.ID = "other"
	unpack := &asset.Unpack{Dir: "d"}
	tests := []struct {
		entry  asset.Entry
		locked []asset.Asset
		want   State
	}{
		{entry("same"), []asset.Asset{locked("same", asset.File{Digest: sum})}, Pinned},
		{tagged, []asset.Asset{locked("tagged", asset.File{Digest: sum})}, Pinned},
		{entry("absent"), nil, New},
		{entry("Case"), []asset.Asset{locked("case", asset.File{Digest: sum})}, New},
		{changed, []asset.Asset{locked("changed", asset.File{Digest: sum})}, Stale},
		{entry("no_files"), []asset.Asset{locked("no_files")}, Stale},
		{entry("no_digest"), []asset.Asset{locked("no_digest", asset.File{Digest: sum}, asset.File{})}, Stale},
		{entry("archive"), []asset.Asset{locked("archive", asset.File{
			Unpack: unpack, Digest: sum, Members: []asset.Member{{Digest: sum}},
		})}, Pinned},
		{entry("folder"), []asset.Asset{locked("folder", asset.File{Unpack: unpack, Members: []asset.Member{{Digest: sum}}})}, Pinned},
		{entry("half"), []asset.Asset{locked("half", asset.File{
			Unpack: unpack, Digest: sum, Members: []asset.Member{{Digest: sum}, {}},
		})}, Stale},
	}
	for _, tt := range tests {
		t.Run(tt.entry.Handle, func(t *testing.T) {
			t.Parallel()
			p := NewPlan([]asset.Entry{tt.entry}, &Lock{Assets: tt.locked})
			if len(p.Items) != 1 || p.Items[0].State != tt.want {
				t.Fatalf("NewPlan() = %+v, want %s", p.Items, tt.want)
			}
			if tt.want != New && (p.Items[0].Locked.Handle != tt.entry.Handle || p.Items[0].Locked.Pos != tt.entry.Pos) {
				t.Errorf("Locked = %+v, want the asset with the entry's place", p.Items[0].Locked)
			}
		})
	}
}

func TestNewPlanOrder(t *testing.T) {
	t.Parallel()
	l := &Lock{Assets: []asset.Asset{{Handle: "z"}, {Handle: "b"}, {Handle: "a"}}}
	p := NewPlan([]asset.Entry{{Handle: "c"}, {Handle: "b"}}, l)
	var items, orphans []string
	for _, i := range p.Items {
		items = append(items, i.Entry.Handle)
	}
	for _, o := range p.Orphans {
		orphans = append(orphans, o.Handle)
	}
	if diff := cmp.Diff([][]string{{"c", "b"}, {"a", "z"}}, [][]string{items, orphans}); diff != "" {
		t.Errorf("NewPlan() mismatch (-want +got):\n%s", diff)
	}
}

func TestCarryDigests(t *testing.T) {
	t.Parallel()
	sum, other := asset.SumSHA256([]byte("a")), asset.SumSHA256([]byte("b"))
	const url, md5a, md5b = "https://a.example", "md5:d41d8cd98f00b204e9800998ecf8427e", "md5:0cc175b9c0f1b6a831c399e269772661"
	members := []asset.Member{{Name: "n", Path: "p", Digest: sum}}
	zip := func(dir string) *asset.Unpack { return &asset.Unpack{Dir: dir, Include: []string{"*"}} }
	tests := []struct {
		name                   string
		resolved, locked, want asset.File
	}{
		{"same address", asset.File{URL: url}, asset.File{URL: url, Size: 3, Digest: sum}, asset.File{URL: url, Size: 3, Digest: sum}},
		{"other address", asset.File{URL: url}, asset.File{URL: url + "/", Size: 3, Digest: sum}, asset.File{URL: url}},
		{"digest known", asset.File{URL: url, Digest: other}, asset.File{URL: url, Size: 3, Digest: sum}, asset.File{URL: url, Digest: other}},
		{"new path", asset.File{URL: url, Path: "new"}, asset.File{URL: url, Path: "old", Digest: sum}, asset.File{URL: url, Path: "new", Digest: sum}},
		{"other size announced", asset.File{URL: url, Size: 4}, asset.File{URL: url, Size: 3, Digest: sum}, asset.File{URL: url, Size: 4}},
		{"other hint announced", asset.File{URL: url, Hint: md5b}, asset.File{URL: url, Hint: md5a, Digest: sum}, asset.File{URL: url, Hint: md5b}},
		{"hint no more announced", asset.File{URL: url}, asset.File{URL: url, Hint: md5a, Digest: sum}, asset.File{URL: url, Digest: sum}},
		{
			"opened alike",
			asset.File{URL: url, Unpack: zip("d")},
			asset.File{URL: url, Unpack: zip("d"), Digest: sum, Members: members},
			asset.File{URL: url, Unpack: zip("d"), Digest: sum, Members: members},
		},
		{
			"opened into another folder",
			asset.File{URL: url, Unpack: zip("e")},
			asset.File{URL: url, Unpack: zip("d"), Digest: sum, Members: members},
			asset.File{URL: url, Unpack: zip("e"), Digest: sum},
		},
		{
			"not opened before",
			asset.File{URL: url, Unpack: zip("d")},
			asset.File{URL: url, Path: "p", Digest: sum},
			asset.File{URL: url, Unpack: zip("d"), Digest: sum},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			resolved := asset.Asset{Handle: "x", Files: []asset.File{tt.resolved}}
			got := CarryDigests(resolved, asset.Asset{Files: []asset.File{{URL: "https://b.example"}, tt.locked}})
			if diff := cmp.Diff([]asset.File{tt.want}, got.Files); diff != "" {
				t.Errorf("CarryDigests() mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.resolved, resolved.Files[0]); diff != "" {
				t.Errorf("CarryDigests() changed its argument (-want +got):\n%s", diff)
			}
		})
	}
}
