package attribution

import (
	"slices"
	"strconv"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// card is a work on the page.
type card struct {
	Work
	Page     string // of the work; empty when that is no link
	Book     string // the source, when that is no link
	By       []piece
	Under    []piece // the licence, with names in full
	Badges   []badge
	Icon     string // of the kind of asset
	Pixels   bool   // the picture is pixel art
	Picture  string // address of a picture to show, relative to the page
	Sound    *sound // to play at once
	Sounds   []sound
	Silent   int // how many sounds have no player
	About    string
	InTerms  string // numbers of its licences in the page's list, parted by spaces
	InSource int    // number of its provider in the page's list
}

// piece is a bit of text that may be a link.
type piece struct{ Text, URL string }

// maker makes cards for a page whose licences and providers have numbers.
type maker struct{ licenses, providers map[string]int }

func (m maker) cards(all []Work) []card {
	cards := make([]card, len(all))
	for i, w := range all {
		cards[i] = m.card(w)
	}
	return cards
}

func (m maker) card(w Work) card {
	c := card{
		Work:     w,
		Page:     Link(w.Source),
		Under:    pieces(capital(w.terms(linked))),
		Badges:   badges(w),
		Icon:     "kind-" + kindIcon(w.Kind),
		Pixels:   w.Kind == asset.Sprite || w.Kind == asset.Tileset,
		Picture:  picture(w.files),
		About:    w.about(),
		InTerms:  m.numbers(w),
		InSource: m.providers[w.Provider],
	}
	if c.Page == "" {
		c.Book = w.Source
	}
	if len(w.Authors) > 0 {
		c.By = pieces(w.authors(linked))
	}
	c.Sound, c.Sounds, c.Silent = players(w.files)
	return c
}

// numbers lists the licences of the work by their numbers.
func (m maker) numbers(w Work) string {
	var all []string
	for _, l := range w.Licenses() {
		all = append(all, strconv.Itoa(m.licenses[l.ID]))
	}
	if all == nil {
		all = []string{strconv.Itoa(m.licenses[""])}
	}
	return strings.Join(all, " ")
}

// about says what kind of asset this is, and where its files are and come from.
func (w Work) about() string {
	parts := []string{string(w.Kind)}
	if w.Title != "" {
		parts = append(parts, w.Handle)
	}
	if place := w.place(); place != "" {
		parts = append(parts, place)
	}
	parts = append(parts, w.From)
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// linked marks links with characters that clean text does not have, so that
// the template can escape each piece for its place.
var linked = style{
	text: func(s string) string { return s },
	link: func(s, page string) string { return "\x00" + s + "\x01" + page + "\x00" },
}

// pieces cuts a text at the marks of [linked].
func pieces(s string) []piece {
	var all []piece
	for part := range strings.SplitSeq(s, "\x00") {
		if part == "" {
			continue
		}
		text, address, _ := strings.Cut(part, "\x01")
		all = append(all, piece{text, address})
	}
	return all
}

// capital starts a sentence. The mark of a link may come first.
func capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return strings.ToUpper(s[:1]) + s[1:]
	}
	return s
}
