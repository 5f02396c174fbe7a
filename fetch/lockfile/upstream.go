package lockfile

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/tomlscan"
)

// upstreamLock is what counts in the polyhaven.lock of the Rust crate
// astraweave-assets. Its paths, which may have backslashes, and its times do not.
type upstreamLock struct {
	Version int
	Assets  map[string]struct {
		URLs   map[string]string // by name of the texture map, or "hdri", "model"
		Hashes map[string]string // SHA-256 in hexadecimal, by the same names
	}
}

// ImportUpstream reads the digest of each address from a polyhaven.lock of the
// Rust crate astraweave-assets. A file with anything wrong in it is refused as
// a whole.
func ImportUpstream(data []byte) (map[string]asset.Digest, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("the file is larger than %d MiB", MaxBytes>>20)
	}
	// The decoder knows no bounds; the scanner does.
	if err := tomlscan.Each(data, noArrays); err != nil {
		return nil, fmt.Errorf("not a lock of astraweave-assets: %w", err)
	}
	var l upstreamLock
	if _, err := toml.Decode(string(data), &l); err != nil {
		return nil, fmt.Errorf("not a lock of astraweave-assets: %w", err)
	}
	if l.Version != 1 {
		return nil, fmt.Errorf("not a lock of astraweave-assets that can be read: version is %d, want 1", l.Version)
	}
	digests := map[string]asset.Digest{}
	for _, handle := range slices.Sorted(maps.Keys(l.Assets)) {
		a := l.Assets[handle]
		for _, key := range slices.Sorted(maps.Keys(a.Hashes)) {
			if err := importHash(digests, a.URLs[key], a.Hashes[key]); err != nil {
				return nil, fmt.Errorf("%s of asset %s: %w", quote(key), quote(handle), err)
			}
		}
	}
	return digests, nil
}

// noArrays tells our own locks, which the decoder would take for empty ones.
func noArrays(st tomlscan.Statement) error {
	if st.Header == tomlscan.ArrayHeader {
		return fmt.Errorf("line %d has an array of tables", st.Line)
	}
	return nil
}

func importHash(digests map[string]asset.Digest, url, hash string) error {
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		return fmt.Errorf("the hash is of no web address: %s", quote(url))
	}
	if err := address(url); err != nil {
		return fmt.Errorf("bad address %s: %w", quote(url), err)
	}
	d, err := asset.NewDigest(asset.SHA256, hash)
	if err != nil {
		return errors.New("the hash is not a SHA-256 in hexadecimal: " + quote(hash))
	}
	if other, known := digests[url]; known && other != d {
		return fmt.Errorf("%s has two different hashes", quote(url))
	}
	digests[url] = d
	return nil
}
