package direct

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// site is what sets one provider apart from the others.
type site struct {
	hosts     []string              // where addresses of files may point; nil means anywhere
	redirects []string              // further hosts that those may send the client on to
	pages     []string              // where source_url may point; nil means anywhere
	license   string                // the licence of everything there; empty means each has its own
	author    asset.Author          // credited when the entry names nobody
	keys      map[asset.Kind]string // keys of files that are not named like their kind
	page      func(raw string) string
	example   string // an address, for the message that asks for one
	dead      []dead
	sources   bool // takes source addresses
}

// dead is a group of addresses that people copy from old lists.
type dead struct {
	host, path string // the host, and what the path starts with
	why, do    string
}

var kenney = []string{"kenney.nl", "www.kenney.nl"}

var sites = map[string]site{
	"itchio": {
		hosts: []string{"itch.io", "*.itch.io", "dl.itch.zone", "w3g3a5v6.ssl.hwcdn.net"},
		// Signed storage, which only itch.io itself may point to.
		redirects: []string{"*.r2.cloudflarestorage.com"},
		example:   "https://dl.itch.zone/…",
		dead: []dead{
			{"img.itch.zone", "", "img.itch.zone serves covers and screenshots, never downloads", "use the address of the download itself"},
			{"*.r2.cloudflarestorage.com", "", "this is a signed address, which expires after a minute", "use an address that stays, and the file's sha256"},
		},
	},
	"kenney": {
		hosts:   kenney,
		pages:   kenney,
		license: "CC0-1.0",
		author:  asset.Author{Name: "Kenney", URL: "https://kenney.nl/"},
		keys:    map[asset.Kind]string{asset.Sprite: "sprites", asset.Tileset: "sprites"},
		page:    kenneyPage,
		example: "https://kenney.nl/media/pages/assets/…/kenney_….zip",
		dead: []dead{
			{"kenney.nl", "/content/", "kenney.nl has no files below /content/ any more", "open the asset's page and copy the address of its .zip"},
		},
	},
	"opengameart": {
		hosts:   []string{"opengameart.org", "www.opengameart.org", "static.opengameart.org"},
		example: "https://opengameart.org/sites/default/files/…",
	},
	"polypizza": {
		hosts:   []string{"static.poly.pizza", "poly.pizza", "api.poly.pizza"},
		example: "https://static.poly.pizza/….glb",
		dead: []dead{
			{"cdn.poly.pizza", "", "there is no host cdn.poly.pizza", "open the model's page and copy the address on static.poly.pizza"},
			{"poly.pizza", "/files/", "poly.pizza has no files below /files/", "open the model's page and copy the address on static.poly.pizza"},
		},
	},
	"url": {
		example: "https://example.com/rock.glb",
		sources: true,
	},
}

// Names lists the providers of this package, sorted.
func Names() []string { return slices.Sorted(maps.Keys(sites)) }

// Hosts lists the patterns of the hosts that a provider's files may come from,
// redirects included. Nil means any host.
func Hosts(name string) []string {
	s := sites[name]
	return slices.Concat(s.hosts, s.redirects)
}

// kenneyPage is the page of the pack that an archive's address belongs to, read
// off the pattern /media/pages/assets/<slug>/<hash>/<file>. It is empty for
// other addresses.
func kenneyPage(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	rest, ok := strings.CutPrefix(u.EscapedPath(), "/media/pages/assets/")
	slug, _, below := strings.Cut(rest, "/")
	if !ok || !below || slug == "" || slug == "." || slug == ".." {
		return ""
	}
	return "https://kenney.nl/assets/" + slug
}
