package license

import (
	"net/url"
	"strings"

	"github.com/github/go-spdx/v2/spdxexp"
)

// FromAddress finds the licence that a web address stands for: a deed or legal
// code of Creative Commons in any of its spellings, a page of the SPDX list, or
// the page of another licence that this package knows. An address of a GNU
// licence does not say "or later", so it means that version only. FromAddress
// fails for every other address, also for a deed whose licence has no SPDX id.
func FromAddress(address string) (id string, ok bool) {
	host, path, ok := splitAddress(address)
	if !ok {
		return "", false
	}
	switch host {
	case "creativecommons.org":
		return fromDeed(path)
	case "gnu.org":
		return fromGNU(path)
	case "spdx.org":
		return fromSPDX(path)
	}
	id, ok = knownPages[strings.TrimSuffix(host+path, "/")]
	return id, ok
}

// knownPages has addresses without scheme, "www." and last slash.
var knownPages = map[string]string{
	"apache.org/licenses/license-2.0":                     "Apache-2.0",
	"apache.org/licenses/license-2.0.html":                "Apache-2.0",
	"apache.org/licenses/license-2.0.txt":                 "Apache-2.0",
	"artlibre.org/licence/lal":                            "LAL-1.3",
	"artlibre.org/licence/lal/en":                         "LAL-1.3",
	"boost.org/license_1_0.txt":                           "BSL-1.0",
	"mozilla.org/mpl/2.0":                                 "MPL-2.0",
	"mozilla.org/en-us/mpl/2.0":                           "MPL-2.0",
	"openfontlicense.org":                                 "OFL-1.1",
	"openfontlicense.org/open-font-license-official-text": "OFL-1.1",
	"scripts.sil.org/ofl":                                 "OFL-1.1",
	"opengameart.org/content/oga-by-40-faq":               ogaBy4,
	"static.opengameart.org/oga-by-3.0.txt":               ogaBy3,
	"static.opengameart.org/oga-by-4.0.txt":               ogaBy4,
	"opensource.org/license/mit":                          "MIT",
	"opensource.org/licenses/mit":                         "MIT",
	"opensource.org/licenses/mit-license.php":             "MIT",
	"opensource.org/license/apache-2-0":                   "Apache-2.0",
	"opensource.org/licenses/apache-2.0":                  "Apache-2.0",
	"opensource.org/license/bsd-2-clause":                 "BSD-2-Clause",
	"opensource.org/licenses/bsd-2-clause":                "BSD-2-Clause",
	"opensource.org/license/bsd-3-clause":                 "BSD-3-Clause",
	"opensource.org/licenses/bsd-3-clause":                "BSD-3-Clause",
	"opensource.org/license/isc-license-txt":              "ISC",
	"opensource.org/licenses/isc":                         "ISC",
	"opensource.org/license/mpl-2-0":                      "MPL-2.0",
	"opensource.org/licenses/mpl-2.0":                     "MPL-2.0",
	"opensource.org/license/ofl-1-1":                      "OFL-1.1",
	"opensource.org/licenses/ofl-1.1":                     "OFL-1.1",
	"opensource.org/license/zlib":                         "Zlib",
	"opensource.org/licenses/zlib":                        "Zlib",
	"polyformproject.org/licenses/noncommercial/1.0.0":    "PolyForm-Noncommercial-1.0.0",
	"ubuntu.com/legal/font-licence":                       "Ubuntu-font-1.0",
	"unlicense.org":                                       "Unlicense",
	"wtfpl.net/about":                                     "WTFPL",
	"wtfpl.net/txt/copying":                               "WTFPL",
	"zlib.net/zlib_license.html":                          "Zlib",
}

// splitAddress takes an address apart, in lower case and without "www.". The
// scheme may be missing, as people leave it out; no other scheme than http and
// https will do.
func splitAddress(address string) (host, path string, ok bool) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(strings.ToLower(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Port() != "" {
		return "", "", false
	}
	return strings.TrimPrefix(u.Hostname(), "www."), u.Path, strings.Contains(u.Hostname(), ".")
}

// fromDeed reads the path of a deed: /licenses/by-sa/3.0/us/legalcode.de.
func fromDeed(path string) (string, bool) {
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	if n := len(parts); n > 0 && isDocument(parts[n-1]) {
		parts = parts[:n-1]
	}
	switch strings.Join(parts, "/") {
	case "publicdomain/zero/1.0":
		return "CC0-1.0", true
	case "publicdomain/mark/1.0":
		return "CC-PDM-1.0", true
	case "licenses/publicdomain":
		return "CC-PDDC", true
	}
	if len(parts) < 3 || len(parts) > 4 || parts[0] != "licenses" {
		return "", false
	}
	kind := parts[1]
	if kind == "by-nd-nc" {
		kind = "by-nc-nd"
	}
	return activeID(strings.Join(append([]string{"CC", kind}, parts[2:]...), "-"))
}

// isDocument tells a form of the licence from its name: deed, legalcode, and
// both with a language or a type, as in deed.fr and legalcode.txt.
func isDocument(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	return base == "deed" || base == "legalcode"
}

// fromGNU reads the path of a GNU licence: /licenses/old-licenses/gpl-2.0.html.
func fromGNU(path string) (string, bool) {
	name, ok := strings.CutPrefix(path, "/licenses/")
	if !ok {
		return "", false
	}
	name = strings.TrimPrefix(name, "old-licenses/")
	for _, suffix := range []string{".html", ".txt", ".en", "-standalone"} {
		name = strings.TrimSuffix(name, suffix)
	}
	if version, ok := strings.CutPrefix(name, "fdl-"); ok {
		name = "gfdl-" + version
	}
	return activeID(name + "-only")
}

func fromSPDX(path string) (string, bool) {
	name, ok := strings.CutPrefix(path, "/licenses/")
	if !ok {
		return "", false
	}
	return activeID(strings.TrimSuffix(strings.TrimSuffix(name, "/"), ".html"))
}

func activeID(id string) (string, bool) {
	ok, canonical := spdxexp.ActiveLicense(id)
	if !ok {
		return "", false
	}
	return canonical, true
}
