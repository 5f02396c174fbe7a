package polyhaven

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/astraweave/fetch-assets/asset"
)

// info is what matters of an answer of /info.
type info struct {
	kind    asset.Kind // empty when the answer does not say
	name    string
	authors []asset.Author // sorted by name
}

// kinds are the meanings of the number that /info has as "type".
var kinds = map[json.Number]asset.Kind{"0": asset.HDRI, "1": asset.Texture, "2": asset.Model}

func parseInfo(data []byte) (info, error) {
	t, err := parseTree(data)
	if err != nil {
		return info{}, err
	}
	number, _ := t["type"].(json.Number)
	name, _ := t["name"].(string)
	return info{kind: kinds[number], name: clean(name), authors: authors(t.at("authors"))}, nil
}

// suits is an error when the asset is of another kind than the entry says.
func (i info) suits(e asset.Entry) error {
	if i.kind == "" || i.kind == e.Kind {
		return nil
	}
	return fmt.Errorf("%q at Poly Haven is of type %q, not %q; write type = %[2]q, or look for another id", e.ID, i.kind, e.Kind)
}

// authors reads an object of author to contribution, where "All" means that
// the author made all of it.
func authors(t tree) []asset.Author {
	var found []asset.Author
	for _, id := range slices.Sorted(maps.Keys(t)) {
		a := asset.Author{Name: clean(id), URL: authorPage(id)}
		if role, _ := t[id].(string); role != "All" {
			a.Role = clean(role)
		}
		if a.Name != "" {
			found = append(found, a)
		}
	}
	return found
}

// authorPage lists the works of an author. Ids are names with spaces, or
// domains.
func authorPage(id string) string {
	return "https://polyhaven.com/all?a=" + strings.ReplaceAll(url.QueryEscape(id), "+", "%20")
}

// clean makes one short line of a text that a stranger wrote.
func clean(s string) string {
	const longest = 200 // characters
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
	runes := []rune(strings.Join(strings.Fields(s), " "))
	return strings.TrimSpace(string(runes[:min(len(runes), longest)]))
}
