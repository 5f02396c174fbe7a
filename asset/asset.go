package asset

// Asset is an [Entry] once it is resolved: the files to fetch and the credit to
// give. A lock stores exactly this, so nothing in it may change from run to run
// while the manifest and the provider's offer stay the same.
type Asset struct {
	Handle      string
	Provider    string // canonical name, such as "kenney"
	Kind        Kind
	ID          string // the provider's own name of the asset, where it has one
	Resolution  string // the resolution really used, such as "2k"; empty where there is none
	Revision    string // what a moving reference was pinned to: a git commit
	Fingerprint string // [Entry.Fingerprint] of the entry that this was resolved from
	Credit      Credit
	Files       []File
	Notes       []string // what resolving had to decide, such as a fall-back; not stored in the lock
	Pos         Position // the entry's place in the manifest; not stored in the lock
}

// File is one thing to download. A file with Members is a container, an
// archive or a folder of a repository: only its members are placed.
type File struct {
	Key     string   // what the file is to the asset: "albedo", "model", ...
	URL     string   // where it is; http(s), or a source address such as "git::https://..."
	Mirrors []string // further addresses of the same bytes, tried in turn
	Path    string   // below the output folder, forward slashes; empty for a container
	Size    int64    // in bytes; 0 or less means unknown
	Digest  Digest   // SHA-256 of the bytes; empty until it is known
	Hint    Digest   // a digest that the publisher announced, of any algorithm
	Format  string   // the format the bytes must have, such as "png"; empty means any
	Unpack  *Unpack  // how to open the container; nil for a plain file
	Members []Member // what the container held; empty until it was opened
}

// Unpack says how a container becomes files.
type Unpack struct {
	Dir     string   // folder below the output folder that receives the members, forward slashes
	Strip   int      // leading path elements to drop from each member's name
	Include []string // patterns as of path.Match, against the stripped name or its base; none means all
}

// Member is one file out of a container.
type Member struct {
	Name   string // inside the container, forward slashes
	Path   string // below the output folder, forward slashes
	Size   int64
	Digest Digest
}

// Credit is what an attribution has to say about an asset.
type Credit struct {
	Title     string
	Authors   []Author
	License   string // SPDX expression; empty means unknown
	Chosen    string // the alternative taken of a licence with OR; empty means all of it
	SourceURL string // the page of the work
	Changes   string // what was changed, in the user's words
	Notice    string // the wording that the creator asks for
}

// Author is a person or a name to credit.
type Author struct {
	Name string
	URL  string // a page about the author; empty means none known
	Role string // what the author did, such as "Photography"; empty means everything
}
