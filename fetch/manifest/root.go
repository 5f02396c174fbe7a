package manifest

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/portable"
)

var rootKeys = []string{
	"output_dir", "cache_dir", "policy", "hosts", "assets", "metadata", "textures", "hdris", "models",
}

// manifest reads the whole file into m.
func (d *document) manifest(root table, m *Manifest) {
	root.only(rootKeys, rootHint)
	m.OutputDir = root.folder("output_dir", DefaultOutputDir)
	m.CacheDir = root.folder("cache_dir", DefaultCacheDir)
	if portable.Fold(filepath.Clean(m.OutputDir)) == portable.Fold(filepath.Clean(m.CacheDir)) {
		key := "output_dir"
		if !root.has(key) {
			key = "cache_dir"
		}
		root.fail(key, "makes the output folder the cache folder as well", "give each a folder of its own")
	}
	m.Policy = root.policy()
	m.Hosts = root.hosts()
	unified := root.children("assets", "asset")
	m.Entries = slices.Grow(m.Entries, len(unified))
	for _, t := range unified {
		m.Entries = append(m.Entries, t.entry())
	}
	m.Entries = append(m.Entries, root.legacy()...)
	m.Legacy = len(unified) == 0 && len(m.Entries) > 0
	if len(m.Entries) > len(unified) {
		slices.SortStableFunc(m.Entries, func(a, b asset.Entry) int {
			return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
		})
	}
	d.duplicates(m.Entries)
}

// folder is a path as the manifest spells it. Absolute paths and ".." are fine:
// a shared cache, or a checkout beside this one, is out of the working directory.
func (t table) folder(key, otherwise string) string {
	dir := t.text(key)
	if strings.Contains(dir, `\`) {
		t.fail(key, "contains a backslash: "+quote(dir), "write forward slashes, which Windows takes as well")
	}
	return cmp.Or(dir, otherwise)
}

// rootHint helps those who write another dialect of the format.
func rootHint(key string) string {
	kind := asset.Kind(strings.TrimSuffix(key, "s"))
	switch {
	case slices.Contains(asset.Kinds(), kind):
		return fmt.Sprintf("write each as [[assets]] with handle, provider and type = %q", kind)
	case slices.Contains(entryKeys, key):
		return "it belongs to an asset: write it below a line [[assets]]"
	}
	return ""
}

// duplicates reports every handle that an earlier entry has, be it in other case.
func (d *document) duplicates(entries []asset.Entry) {
	first := make(map[string]int, len(entries))
	for i, e := range entries {
		if e.Handle == "" {
			continue
		}
		name := portable.Fold(e.Handle)
		n, taken := first[name]
		if !taken {
			first[name] = i
			continue
		}
		was := entries[n]
		text := fmt.Sprintf("handle %s is taken by the asset in line %d", quote(e.Handle), was.Pos.Line)
		if was.Handle != e.Handle {
			text += fmt.Sprintf(", whose handle %s differs only by case", quote(was.Handle))
		}
		d.add(asset.Finding{Handle: e.Handle, Pos: e.At("handle"), Text: text, Remedy: "rename one of them"})
	}
}
