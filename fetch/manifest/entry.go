package manifest

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/portable"
)

// entryKeys are those of an [[assets]] table, the required ones first.
var entryKeys = []string{
	"handle", "provider", "type",
	"id", "url", "mirrors", "resolution", "format", "maps", "sha256", "unpack", "strip", "include",
	"license", "title", "author", "authors", "source_url", "changes", "notice", "tags",
}

// canonical are the names that providers go by, in lower case.
var canonical = map[string]string{
	"polyhaven": "polyhaven", "polypizza": "polypizza", "opengameart": "opengameart", "itchio": "itchio",
	"kenney": "kenney", "kenney.nl": "kenney",
	"url": "url", "directurl.generic": "url",
}

// entry reads an [[assets]] table.
func (t table) entry() asset.Entry {
	handle := t.identify()
	t.only(entryKeys, entryHint)
	t.require("handle", `"<a name of your own>"`)
	t.require("provider", `"<where it comes from>"`)
	t.require("type", `"<what it is>", one of `+strings.Join(kinds, ", "))
	e := asset.Entry{
		Handle:     handle,
		Provider:   Provider(t.text("provider")),
		Kind:       asset.Kind(t.word("type", kinds)),
		ID:         t.text("id"),
		URL:        t.address("url"),
		Mirrors:    t.addresses("mirrors"),
		Resolution: t.text("resolution"),
		Format:     t.text("format"),
		Maps:       t.maps(),
		SHA256:     t.sha256(),
		Pos:        t.pos,
		Keys:       t.places(),
		Tags:       t.texts("tags"),
	}
	t.unpack(&e)
	t.credit(&e)
	return e
}

// identify finds the handle before anything else is read, so that every
// message about the entry can name it.
func (t *table) identify() string {
	handle, _ := t.values["handle"].(string)
	t.name = "asset without a handle"
	if handle == "" {
		t.text("handle")
		return ""
	}
	t.name = "asset " + quote(handle)
	if err := portable.Name(handle); err != nil {
		t.fail("handle", "cannot name files: "+err.Error(), "use letters, digits, _ and -")
		return ""
	}
	t.handle = handle
	return handle
}

func (t table) credit(e *asset.Entry) {
	e.License = t.text("license")
	e.Title = t.text("title")
	e.Authors = t.texts("authors")
	e.SourceURL = t.address("source_url")
	e.Changes = t.prose("changes", "\n\t")
	e.Notice = t.prose("notice", "\n\t")
	author := t.text("author")
	if t.has("author") && t.has("authors") {
		t.fail("author", "and authors are both given", "list everybody in authors")
	} else if author != "" {
		e.Authors = []string{author}
		e.Keys["authors"] = e.Keys["author"]
	}
}

func (t table) unpack(e *asset.Entry) {
	e.Unpack = t.flag("unpack")
	e.Strip = t.count("strip", 0)
	e.Include = t.texts("include")
	for _, pattern := range e.Include {
		if _, err := path.Match(pattern, ""); err != nil {
			t.fail("include", "has a bad pattern "+quote(pattern), `write patterns such as "*.png"; escape [ as \\[`)
		}
	}
	for _, key := range []string{"strip", "include"} {
		if t.has(key) && !e.Unpack {
			t.fail(key, "means nothing without unpack", "add unpack = true, or remove it")
		}
	}
}

// maps are names of texture maps, each once.
func (t table) maps() []string {
	names := t.texts("maps")
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			t.fail("maps", "names "+quote(name)+" twice", "remove one")
		}
	}
	return names
}

func (t table) sha256() asset.Digest {
	s := t.text("sha256")
	if s == "" {
		return ""
	}
	d, err := asset.NewDigest(asset.SHA256, s)
	if err != nil {
		t.fail("sha256", "is "+quote(s)+", want 64 hexadecimal digits", "copy the output of sha256sum")
	}
	return d
}

// places are those of all keys that the entry has.
func (t table) places() map[string]asset.Position {
	places := make(map[string]asset.Position, len(t.values)+1)
	for key := range t.values {
		places[key] = t.at(key)
	}
	return places
}

// Provider is the canonical name of a provider: "kenney" for "Kenney.nl". A name
// that it does not know it returns as it is.
func Provider(name string) string {
	if c, ok := canonical[strings.ToLower(name)]; ok {
		return c
	}
	return name
}

// kinds are the types that an entry may have.
var kinds = func() []string {
	var names []string
	for _, k := range asset.Kinds() {
		names = append(names, string(k))
	}
	return names
}()

// synonyms are keys that other tools and the legacy form have.
var synonyms = map[string]string{
	"kind": "type", "asset_type": "type", "category": "type",
	"res": "resolution", "name": "handle", "artist": "author", "creator": "author",
	"hash": "sha256", "checksum": "sha256", "spdx": "license", "source": "source_url",
}

func entryHint(key string) string {
	switch {
	case synonyms[strings.ToLower(key)] != "":
		return fmt.Sprintf("did you mean %q?", synonyms[strings.ToLower(key)])
	case slices.Contains(rootKeys, key):
		return "it belongs to the whole manifest: write it above the first table"
	}
	return ""
}
