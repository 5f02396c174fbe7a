// Package lockfile keeps what the assets of a manifest were resolved to: every
// file with its address, size and SHA-256, and the credit of every asset.
//
// A lock is a TOML file that is committed beside the manifest. It makes runs
// repeatable, answers without a provider as long as its entries are current,
// and is all that attribution needs. The same assets always give the same
// bytes. Reading is strict, since what a lock says decides which bytes are
// trusted and where they are written.
package lockfile

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// Version is that of the format that this package writes, and reads.
const Version = 1

// MaxBytes is the size of the largest lock that is read, some 150,000 files.
const MaxBytes = 64 << 20

// Lock is the content of a lock file. The zero value is an empty lock.
type Lock struct {
	Assets  []asset.Asset // sorted by handle when they come from [Parse]
	Missing bool          // there was no file to read
}

// Find is the asset of that handle.
func (l *Lock) Find(handle string) (asset.Asset, bool) {
	for _, a := range l.Assets {
		if a.Handle == handle {
			return a, true
		}
	}
	return asset.Asset{}, false
}

// PathFor is where the lock of a manifest is: beside it, with its extension
// replaced.
func PathFor(manifest string) string {
	return strings.TrimSuffix(manifest, filepath.Ext(manifest)) + ".lock"
}

// sorted is assets by handle: as they are when they are sorted, which they are in
// every lock that was not merged by hand, and otherwise a copy.
func sorted(assets []asset.Asset) []asset.Asset {
	byHandle := func(a, b asset.Asset) int { return cmp.Compare(a.Handle, b.Handle) }
	if slices.IsSortedFunc(assets, byHandle) {
		return assets
	}
	assets = slices.Clone(assets)
	slices.SortStableFunc(assets, byHandle)
	return assets
}
