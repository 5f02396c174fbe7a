package attribution

import (
	"slices"
	"strings"
)

// other is where the works of provider "url" are from: anywhere.
const other = "Other sources"

var providers = map[string]string{
	"itchio":      "itch.io",
	"kenney":      "Kenney",
	"opengameart": "OpenGameArt",
	"polyhaven":   "Poly Haven",
	"polypizza":   "Poly Pizza",
	"url":         other,
}

// provider is the name of a provider for people.
func provider(name string) string {
	if known, ok := providers[name]; ok {
		return known
	}
	return Clean(name)
}

// rankOf sorts what is from anywhere to the end.
func rankOf(provider string) int {
	if provider == "url" {
		return 1
	}
	return 0
}

// isFolder says whether a provider's name can be that of its folder. Names come
// from a lock, which anyone may have edited.
func isFolder(name string) bool {
	return name != "" && name != "." && name != ".." && Clean(name) == name && !strings.ContainsAny(name, `/\:`)
}

// byProvider cuts works, sorted as [works] does, where the provider changes.
func byProvider(all []Work) [][]Work {
	var groups [][]Work
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(w Work) bool { return w.Provider != all[0].Provider })
		if n < 0 {
			n = len(all)
		}
		groups = append(groups, all[:n])
		all = all[n:]
	}
	return groups
}
