package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/provider"
	"github.com/astraweave/fetch-assets/fetch/provider/providertest"
)

// TestRecorded holds what the recorded answers of Poly Haven become.
func TestRecorded(t *testing.T) {
	t.Parallel()
	tests := []struct {
		entry      asset.Entry
		title      string
		resolution string
		files      map[string]asset.Digest // MD5 by path
		notes      []string
	}{
		{
			entry: asset.Entry{Handle: "floor", Kind: asset.Texture, ID: "forest_floor", Resolution: "8k"},
			title: "Forest Floor", resolution: "1k",
			files: map[string]asset.Digest{
				"polyhaven/floor/floor_albedo.jpg":    "md5:d67f308e4b8be6a65989e8dc76ec40fe",
				"polyhaven/floor/floor_normal.jpg":    "md5:7cb480d082527766acdf3b6c8cba50f4",
				"polyhaven/floor/floor_roughness.jpg": "md5:446092b42424c7bcf15994d651949546",
				"polyhaven/floor/floor_ao.jpg":        "md5:882d6f7e0b0a1a27de4eb4ecfdc12649",
			},
			notes: []string{"albedo, normal, roughness, ao: not published in 8k or as png, took 1k jpg"},
		},
		{
			entry: asset.Entry{Handle: "sky", Kind: asset.HDRI, ID: "abandoned_bakery", Resolution: "4k", Format: "exr"},
			title: "Abandoned Bakery", resolution: "1k",
			files: map[string]asset.Digest{"polyhaven/sky/sky_hdri.exr": "md5:791b0de5f359fdb251bc19fadd6f567f"},
			notes: []string{"hdri: not published in 4k as exr, took 1k"},
		},
		{
			entry: asset.Entry{Handle: "log", Kind: asset.Model, ID: "dead_tree_trunk", Resolution: "1k"},
			title: "Dead Tree Trunk", resolution: "1k",
			files: map[string]asset.Digest{
				"polyhaven/log/log_model.gltf":                         "md5:7bbf9fc9fdf61b50ed0495a29c03ecab",
				"polyhaven/log/dead_tree_trunk.bin":                    "md5:2a2b05e67a5c51fba5fc7591a7857957",
				"polyhaven/log/textures/dead_tree_trunk_diff_1k.jpg":   "md5:fe92c64532d4684d3239f6edc7733192",
				"polyhaven/log/textures/dead_tree_trunk_nor_gl_1k.jpg": "md5:28992c1123371ae1899e49360953c846",
				"polyhaven/log/textures/dead_tree_trunk_arm_1k.jpg":    "md5:548a72849ce709a9f38fa06776732a07",
			},
		},
	}
	set := provider.New(providertest.NewUpstream(t), nil)
	for _, tt := range tests {
		tt.entry.Provider = "polyhaven"
		a, err := set.Resolve(t.Context(), tt.entry)
		if err != nil {
			t.Fatal(err)
		}
		files := map[string]asset.Digest{}
		for _, f := range a.Files {
			files[f.Path] = f.Hint
			if f.Size == 0 {
				t.Errorf("%s has no size", f.Path)
			}
		}
		if diff := cmp.Diff(tt.files, files); diff != "" {
			t.Errorf("files of %s (-want +got):\n%s", tt.entry.ID, diff)
		}
		if a.Credit.Title != tt.title || len(a.Credit.Authors) != 1 || a.Resolution != tt.resolution {
			t.Errorf("%s in %s, credit %+v; want %q in %s by one author", tt.entry.ID, a.Resolution, a.Credit, tt.title, tt.resolution)
		}
		if diff := cmp.Diff(tt.notes, a.Notes); diff != "" {
			t.Errorf("notes of %s (-want +got):\n%s", tt.entry.ID, diff)
		}
	}
}
