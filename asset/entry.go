package asset

import "encoding/json"

// Entry is one asset as the manifest asks for it. Empty fields were not given.
type Entry struct {
	Handle   string `json:"handle"`   // unique, a plain name
	Provider string `json:"provider"` // canonical: "kenney" even where the manifest says "Kenney.nl"
	Kind     Kind   `json:"type"`

	ID         string   `json:"id,omitempty"` // the provider's name of the asset
	URL        string   `json:"url,omitempty"`
	Mirrors    []string `json:"mirrors,omitempty"`
	Resolution string   `json:"resolution,omitempty"`
	Format     string   `json:"format,omitempty"`
	Maps       []string `json:"maps,omitempty"`
	SHA256     Digest   `json:"sha256,omitempty"`
	Unpack     bool     `json:"unpack,omitempty"`
	Strip      int      `json:"strip,omitempty"`
	Include    []string `json:"include,omitempty"`

	License   string   `json:"license,omitempty"` // SPDX expression
	Title     string   `json:"title,omitempty"`
	Authors   []string `json:"authors,omitempty"`
	SourceURL string   `json:"source_url,omitempty"`
	Changes   string   `json:"changes,omitempty"`
	Notice    string   `json:"notice,omitempty"`

	Tags []string            `json:"-"`
	Pos  Position            `json:"-"` // of the entry's table header
	Keys map[string]Position `json:"-"` // of each key that the entry has
}

// At is the place of a key of the entry, or of the entry when it lacks the key.
func (e Entry) At(key string) Position {
	if pos, ok := e.Keys[key]; ok {
		return pos
	}
	return e.Pos
}

// Fingerprint identifies everything in the entry that resolving it depends on.
// Two entries with equal fingerprints resolve alike; tags, comments, order and
// place in the file do not count, and a key that was not given does not either,
// so that keys added to the manifest's format later leave old locks current.
func (e Entry) Fingerprint() string {
	b, err := json.Marshal(e)
	if err != nil {
		panic("asset: an entry has only strings, numbers and booleans: " + err.Error())
	}
	return string(SumSHA256(b))
}
