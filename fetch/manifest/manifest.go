// Package manifest reads the file in which people list a project's assets.
//
// Reading is strict: a key that the format does not know, a wrong type or a
// missing field is an error, because a licence that was misspelt and silently
// dropped is worse than a build that stops. All problems of a file are
// reported at once, each with its place and what to do about it.
//
// Two forms are read, and may be mixed. The unified form has one [[assets]]
// table an asset. The legacy form has [textures."handle"], [hdris."handle"]
// and [models."handle"] tables, all from Poly Haven. The table [metadata] is
// free-form and means nothing. A manifest without any asset is valid.
//
// Only what can be told from the file itself is judged here. Whether a
// provider exists and has what an entry asks for is for package provider,
// whether a licence is one for package license.
package manifest

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/astraweave/fetch-assets/asset"
)

// What a manifest means that does not name its folders.
const (
	DefaultOutputDir = "assets/_downloaded"
	DefaultCacheDir  = ".asset_cache"
)

// MaxBytes is the size of the largest manifest that is read. At some 250 bytes
// an entry that is more than 30,000 assets.
const MaxBytes = 8 << 20

// Manifest is what a file says, checked and with defaults filled in.
type Manifest struct {
	Path      string // as given to [Load] or [Parse]
	OutputDir string // as written, relative to the working directory; it may lead out of it
	CacheDir  string // as written, relative to the working directory; it may lead out of it
	Policy    asset.Policy
	Hosts     []Host        // in the order of the file
	Entries   []asset.Entry // in the order of the file; maybe none
	Legacy    bool          // all entries are of the legacy form, and there is one at least
}

// Host is how to treat one server.
type Host struct {
	Name           string // lower case, with a port if it was given
	MaxConnections int    // at most at once; 0 means no limit of its own
	Header         string // name of a header to send to this host alone; empty means none
	Secret         string // name of the environment variable that holds the header's value
	Pos            asset.Position
}

// Load reads the manifest at path. Faults of the content are of type [*Error],
// and come with a manifest as those of [Parse] do.
func Load(path string) (*Manifest, error) {
	data, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("reading the manifest: %w", err)
	}
	return Parse(path, data)
}

// read takes one byte more of a file than decode does, so that decode can tell
// that there is more.
func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var b bytes.Buffer
	if fi, err := f.Stat(); err == nil {
		b.Grow(int(min(fi.Size(), MaxBytes)) + bytes.MinRead) // so that it need not grow
	}
	_, err = b.ReadFrom(io.LimitReader(f, MaxBytes+1))
	return b.Bytes(), err
}

// Parse reads a manifest from memory; name is what messages call it. Every
// error is of type [*Error]. With an error the manifest holds what could be made
// of the file, for callers that look for further problems in it; it is no good
// for anything else.
func Parse(name string, data []byte) (*Manifest, error) {
	d := newDocument(filepath.ToSlash(name))
	m := &Manifest{Path: name}
	if root, ok := d.decode(data); ok {
		d.manifest(root, m)
	}
	return m, d.err()
}
