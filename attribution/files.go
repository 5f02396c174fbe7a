package attribution

import (
	"path"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/astraweave/fetch-assets/asset"
)

// Files makes every file of credits that belongs into an output folder, by its
// path below it with forward slashes: one for everything and one for each
// provider, in the folder that has the provider's files.
func Files(assets []asset.Asset) map[string][]byte {
	all := works(assets)
	files := map[string][]byte{FileName: text(all, Options{})}
	for _, a := range assets {
		name := path.Join(a.Provider, FileName)
		if _, done := files[name]; !done && isFolder(a.Provider) {
			files[name] = text(all, Options{Provider: a.Provider})
		}
	}
	return files
}

// Diff compares credits that are there with those that should be, as a unified
// diff. It is empty when they are equal.
func Diff(name string, have, want []byte) []byte {
	return diff.Diff(name, have, name+" (as it should be)", want)
}
