package fetch_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/fetch/source"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// sources is package source as the command line sets it up.
type sources struct{ source.Getter }

func (g *sources) Unpack(ctx context.Context, archive, format, dst string) error {
	return source.Unpack(ctx, archive, format, dst, g.Limits)
}

func (*sources) Members(dst string, u asset.Unpack) ([]asset.Member, error) {
	return source.Members(dst, u)
}

func zipOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, body := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		f.Write([]byte(body))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pack is an archive on the origin and a request to unpack it.
func pack(t *testing.T, r *rig) fetch.Request {
	t.Helper()
	r.Source = &sources{}
	req := r.add("pack.zip", zipOf(t, map[string]string{"p/a.png": "picture a", "p/b.png": "picture b", "p/again.png": "picture a", "p/notes.txt": "notes"}))
	req.File.Path, req.File.Format = "", "zip"
	req.File.Unpack = &asset.Unpack{Dir: "kenney/pack", Strip: 1, Include: []string{"*.png"}}
	return req
}

func TestArchiveBecomesMembers(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	req := pack(t, r)
	res := r.one(t, req)
	wantStatus(t, res, fetch.Downloaded)
	r.wantClean(t, "kenney/pack/a.png", "kenney/pack/again.png", "kenney/pack/b.png")
	r.wantFile(t, "kenney/pack/b.png", []byte("picture b"))
	want := []asset.Member{
		{Name: "p/a.png", Path: "kenney/pack/a.png", Size: 9, Digest: asset.SumSHA256([]byte("picture a"))},
		{Name: "p/again.png", Path: "kenney/pack/again.png", Size: 9, Digest: asset.SumSHA256([]byte("picture a"))},
		{Name: "p/b.png", Path: "kenney/pack/b.png", Size: 9, Digest: asset.SumSHA256([]byte("picture b"))},
	}
	if diff := cmp.Diff(want, res.File.Members); diff != "" {
		t.Errorf("members differ (-want +got):\n%s", diff)
	}
	if res.File.Digest == "" || res.File.Size != res.Received {
		t.Errorf("the archive itself is not pinned: %+v", res.File)
	}
}

func TestWarmRunChecksEveryMember(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	req := pack(t, r)
	req.File = r.one(t, req).File
	r.origin.Reset()
	wantStatus(t, r.one(t, req), fetch.Current)

	remove(t, r.out("kenney/pack/b.png"))
	res := r.one(t, req)
	wantStatus(t, res, fetch.Cached)
	r.wantFile(t, "kenney/pack/b.png", []byte("picture b"))

	// When the store lacks a member, the archive that it has is opened again.
	remove(t, r.out("kenney/pack/b.png"))
	if err := r.Store.Remove(asset.SumSHA256([]byte("picture b"))); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, r.one(t, req), fetch.Cached)
	r.wantFile(t, "kenney/pack/b.png", []byte("picture b"))
	if got := r.origin.Requests(); got != 0 {
		t.Errorf("%d requests, want none", got)
	}

	// When it lacks the archive as well, that is downloaded again.
	remove(t, r.out("kenney/pack/b.png"))
	for _, d := range []asset.Digest{asset.SumSHA256([]byte("picture b")), req.File.Digest} {
		if err := r.Store.Remove(d); err != nil {
			t.Fatal(err)
		}
	}
	wantStatus(t, r.one(t, req), fetch.Downloaded)
	r.wantFile(t, "kenney/pack/b.png", []byte("picture b"))
}

func TestOneArchiveForTwoRequests(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	one := pack(t, r)
	two := one
	two.File.Unpack = &asset.Unpack{Dir: "other", Strip: 1}
	results := r.Fetch(t.Context(), []fetch.Request{one, two})
	wantStatus(t, results[0], fetch.Downloaded)
	wantStatus(t, results[1], fetch.Cached)
	r.wantClean(t, "kenney/pack/a.png", "kenney/pack/again.png", "kenney/pack/b.png",
		"other/a.png", "other/again.png", "other/b.png", "other/notes.txt")
	if got := r.origin.Requests(); got != 1 {
		t.Errorf("%d requests, want 1", got)
	}
}

func TestArchivesThatAreWrong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit func(t *testing.T, r *rig, req *fetch.Request)
		says string
	}{
		{"broken", func(_ *testing.T, r *rig, _ *fetch.Request) {
			r.add("pack.zip", []byte("PK\x03\x04 and then nothing of the kind"))
		}, "zip"},
		{"a web page", func(_ *testing.T, r *rig, _ *fetch.Request) {
			r.origin.Inject(origin.Rule{}, origin.HTML())
		}, "web page instead of a zip"},
		{"climbs out", func(t *testing.T, r *rig, _ *fetch.Request) {
			r.add("pack.zip", zipOf(t, map[string]string{"p/../../evil.png": "x"}))
		}, "evil.png"},
		{"a member has changed", func(_ *testing.T, _ *rig, req *fetch.Request) {
			req.File.Members = []asset.Member{{Name: "p/a.png", Path: "kenney/pack/a.png", Digest: asset.SumSHA256([]byte("old"))}}
		}, `member "p/a.png" is not the one expected`},
		{"a member is gone", func(_ *testing.T, _ *rig, req *fetch.Request) {
			req.File.Members = []asset.Member{{Name: "p/c.png", Path: "kenney/pack/c.png", Digest: asset.SumSHA256([]byte("old"))}}
		}, `no longer holds "p/c.png"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, origin.Options{})
			req := pack(t, r)
			tt.edit(t, r, &req)
			wantError(t, r.one(t, req), tt.says)
			r.wantClean(t)
			r.wantNothingOf(t, "evil")
			entries, err := os.ReadDir(filepath.Join(r.dir, "cache", "tmp"))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			for _, e := range entries {
				if e.IsDir() {
					t.Errorf("the folder %q is left", e.Name())
				}
			}
		})
	}
}

func TestLocalSources(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	r.Source = &sources{}
	dir := filepath.Join(t.TempDir(), "pack")
	for name, body := range map[string]string{"a.png": "picture a", "sub/b.txt": "notes"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), []byte(body))
	}
	write(t, filepath.Join(dir, "p.zip"), zipOf(t, map[string]string{"z.png": "zipped"}))
	folder := fetch.Request{Handle: "h", File: asset.File{Key: "folder", URL: dir, Unpack: &asset.Unpack{Dir: "url/folder", Include: []string{"*.png", "*.txt"}}}}
	archive := fetch.Request{Handle: "h", File: asset.File{Key: "archive", URL: filepath.Join(dir, "p.zip"), Unpack: &asset.Unpack{Dir: "url/zip"}}}
	file := fetch.Request{Handle: "h", File: asset.File{Key: "file", URL: filepath.Join(dir, "a.png"), Path: "url/a.png"}}
	wrong := fetch.Request{Handle: "h", File: asset.File{Key: "wrong", URL: filepath.Join(dir, "sub/b.txt"), Path: "url/wrong", Digest: asset.SumSHA256([]byte("x"))}}
	noFile := fetch.Request{Handle: "h", File: asset.File{Key: "nofile", URL: dir, Path: "url/nofile"}}
	gone := fetch.Request{Handle: "h", File: asset.File{Key: "gone", URL: filepath.Join(dir, "gone"), Path: "url/gone"}}

	results := r.Fetch(t.Context(), []fetch.Request{folder, archive, file, wrong, gone})
	for _, res := range results[:3] {
		wantStatus(t, res, fetch.Downloaded)
	}
	var mismatch *fetch.MismatchError
	if !errors.As(results[3].Err, &mismatch) {
		t.Errorf("error = %v, want a MismatchError", results[3].Err)
	}
	wantError(t, results[4], "gone")
	wantError(t, r.one(t, noFile), "folder where one file was asked for")
	r.wantClean(t, "url/a.png", "url/folder/a.png", "url/folder/sub/b.txt", "url/zip/z.png")

	folder.File = results[0].File
	wantStatus(t, r.one(t, folder), fetch.Current)
	write(t, filepath.Join(dir, "a.png"), []byte("another picture"))
	remove(t, r.out("url/folder/a.png"))
	wantStatus(t, r.one(t, folder), fetch.Cached)
	r.wantFile(t, "url/folder/a.png", []byte("picture a"))
}
