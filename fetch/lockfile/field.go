package lockfile

import "github.com/astraweave/fetch-assets/asset"

// field is a key of a table and the string that it stands for. The same lists
// serve writing and reading, so that the two cannot drift apart.
type field[T any] struct {
	key   string
	text  func(*T) *string
	check func(string) error // nil accepts everything
}

// The keys of strings, in the order in which they are written. Those of other
// types are in encode.go and table.go.
var (
	assetFields = []field[asset.Asset]{
		{"handle", func(a *asset.Asset) *string { return &a.Handle }, name},
		{"provider", func(a *asset.Asset) *string { return &a.Provider }, name},
		{"type", func(a *asset.Asset) *string { return (*string)(&a.Kind) }, kind},
		{"id", func(a *asset.Asset) *string { return &a.ID }, nil},
		{"resolution", func(a *asset.Asset) *string { return &a.Resolution }, nil},
		{"revision", func(a *asset.Asset) *string { return &a.Revision }, nil},
		{"fingerprint", func(a *asset.Asset) *string { return &a.Fingerprint }, digest},
		{"title", func(a *asset.Asset) *string { return &a.Credit.Title }, nil},
		{"license", func(a *asset.Asset) *string { return &a.Credit.License }, nil},
		{"chosen", func(a *asset.Asset) *string { return &a.Credit.Chosen }, nil},
		{"source_url", func(a *asset.Asset) *string { return &a.Credit.SourceURL }, address},
		{"changes", func(a *asset.Asset) *string { return &a.Credit.Changes }, nil},
		{"notice", func(a *asset.Asset) *string { return &a.Credit.Notice }, nil},
	}
	authorFields = []field[asset.Author]{
		{"name", func(a *asset.Author) *string { return &a.Name }, nil},
		{"url", func(a *asset.Author) *string { return &a.URL }, address},
		{"role", func(a *asset.Author) *string { return &a.Role }, nil},
	}
	fileFields = []field[asset.File]{
		{"key", func(f *asset.File) *string { return &f.Key }, nil},
		{"path", func(f *asset.File) *string { return &f.Path }, local},
		{"url", func(f *asset.File) *string { return &f.URL }, address},
		{"format", func(f *asset.File) *string { return &f.Format }, nil},
		{"hint", func(f *asset.File) *string { return (*string)(&f.Hint) }, digest},
	}
	unpackFields = []field[asset.Unpack]{
		{"dir", func(u *asset.Unpack) *string { return &u.Dir }, local},
	}
	memberFields = []field[asset.Member]{
		{"name", func(m *asset.Member) *string { return &m.Name }, nil},
		{"path", func(m *asset.Member) *string { return &m.Path }, local},
	}
)

// Keys of other types than string.
const (
	keyVersion = "version"
	keyAssets  = "assets"
	keyAuthors = "authors" // of an asset: an array of tables in one line
	keyFiles   = "files"
	keyMirrors = "mirrors" // of a file
	keyUnpack  = "unpack"  // of a file: a table in one line
	keyStrip   = "strip"   // in unpack
	keyInclude = "include" // in unpack
	keyMembers = "members"
	keySize    = "size"   // of a file or a member
	keySHA256  = "sha256" // of a file or a member, without the algorithm's name
)
