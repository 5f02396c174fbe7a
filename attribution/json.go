package attribution

import (
	"encoding/json"
	"io"

	"github.com/astraweave/fetch-assets/asset"
)

// Document is what the format "json" writes, for a credits screen in a game.
// Keys that are empty are left out, unless said otherwise. Within one Version
// keys may be added, but none is changed or removed.
type Document struct {
	Version  int            `json:"version"`  // of this form: 1
	Licenses []LicenseCount `json:"licenses"` // never null, sorted by id
	Works    []Entry        `json:"works"`    // never null, by provider and handle, those that need credit and those that do not
}

// LicenseCount is a licence of a [Document] and how many works are under it.
type LicenseCount struct {
	ID      string `json:"id"` // SPDX id; "" stands for works whose licence is not known
	Name    string `json:"name"`
	Address string `json:"address,omitempty"`
	Works   int    `json:"works"`
}

// Entry is a work of a [Document].
type Entry struct {
	Handle   string        `json:"handle"`
	Type     string        `json:"type"`     // such as "audio"
	Provider string        `json:"provider"` // canonical name, such as "opengameart"
	From     string        `json:"from"`     // the provider's name for people, such as "OpenGameArt"
	Title    string        `json:"title,omitempty"`
	Authors  []EntryAuthor `json:"authors"` // never null
	Source   string        `json:"source,omitempty"`
	License  string        `json:"license,omitempty"` // SPDX expression in force
	Offered  string        `json:"offered,omitempty"` // the whole expression where License is an alternative of it
	Licenses []EntryTerm   `json:"licenses"`          // of License, never null; empty when it is not an SPDX expression
	Required bool          `json:"required"`          // the licence asks for the credit, or is not known
	Credit   string        `json:"credit"`            // a ready line with title, author, source and licence
	Notice   string        `json:"notice,omitempty"`  // the creator's own wording, to be shown before the credit
	Changes  string        `json:"changes,omitempty"` // what was changed
	Files    int           `json:"files"`             // how many files the asset has
	Folder   string        `json:"folder,omitempty"`  // where they are, below the output folder
}

// EntryAuthor is an author of an [Entry].
type EntryAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
	Role string `json:"role,omitempty"`
}

// EntryTerm is a licence of an [Entry].
type EntryTerm struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Address string `json:"address,omitempty"`
}

// NewDocument makes the document of assets.
func NewDocument(assets []asset.Asset) Document {
	all := works(assets)
	d := Document{Version: 1, Licenses: []LicenseCount{}, Works: []Entry{}}
	for _, u := range uses(all) {
		d.Licenses = append(d.Licenses, LicenseCount{u.ID, u.Name, u.Address, u.Works})
	}
	for _, w := range all {
		d.Works = append(d.Works, newEntry(w))
	}
	return d
}

func newEntry(w Work) Entry {
	e := Entry{
		Handle: w.Handle, Type: string(w.Kind), Provider: w.Provider, From: w.From,
		Title: w.Title, Authors: []EntryAuthor{}, Source: w.Source,
		License: w.License, Offered: w.Offered, Licenses: []EntryTerm{},
		Required: !w.Courtesy, Credit: w.Credit(), Notice: w.Notice, Changes: w.Changes,
		Files: w.Files, Folder: w.Folder,
	}
	for _, a := range w.Authors {
		e.Authors = append(e.Authors, EntryAuthor(a))
	}
	for _, l := range w.Licenses() {
		e.Licenses = append(e.Licenses, EntryTerm(l))
	}
	return e
}

func renderJSON(w io.Writer, assets []asset.Asset) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(NewDocument(assets))
}
