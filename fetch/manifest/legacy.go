package manifest

import (
	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/portable"
)

// legacyForms are the tables by handle. All of them are from Poly Haven.
var legacyForms = []struct {
	table string
	kind  asset.Kind
	keys  []string
}{
	{"textures", asset.Texture, []string{"id", "kind", "res", "maps", "tags"}},
	{"hdris", asset.HDRI, []string{"id", "kind", "res", "tags"}},
	{"models", asset.Model, []string{"id", "kind", "res", "format", "tags"}},
}

// legacy reads the tables by handle, in no certain order.
func (t table) legacy() []asset.Entry {
	var entries []asset.Entry
	for _, form := range legacyForms {
		if _, isList := tables(t.values[form.table]); isList {
			t.fail(form.table, "is an array of tables, a form without handles that cannot be read",
				`write [[assets]] with handle, provider = "polyhaven", type = "`+string(form.kind)+`" and id`)
			continue
		}
		group, ok := t.child(form.table, form.table)
		if !ok {
			continue
		}
		for handle := range group.values {
			if entry, ok := group.child(handle, form.table+" "+quote(handle)); ok {
				entry.handle = handle
				entries = append(entries, entry.legacyEntry(form.kind, form.keys))
			}
		}
	}
	return entries
}

func (t table) legacyEntry(kind asset.Kind, keys []string) asset.Entry {
	if err := portable.Name(t.handle); err != nil {
		t.report(t.pos, "the handle cannot name files: "+err.Error(), "use letters, digits, _ and -")
	}
	t.only(keys, noHint)
	t.require("id", `"<the name of the asset at polyhaven.com>"`)
	t.require("kind", `"`+string(kind)+`"`)
	t.require("res", `"2k"`)
	t.text("kind") // must be a string; the table says what it is
	e := asset.Entry{
		Handle:     t.handle,
		Provider:   "polyhaven",
		Kind:       kind,
		ID:         t.text("id"),
		Resolution: t.text("res"),
		Format:     t.text("format"),
		Tags:       t.texts("tags"),
		Pos:        t.pos,
		Keys:       t.places(),
	}
	if kind == asset.Texture {
		t.require("maps", `["albedo", "normal", "roughness"]`)
		e.Maps = t.maps()
	}
	// Findings of other packages ask for the keys of the unified form.
	e.Keys["resolution"], e.Keys["type"] = t.at("res"), t.at("kind")
	return e
}
