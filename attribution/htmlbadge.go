package attribution

import (
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution/license"
)

// badge is a licence in a few letters, with signs for what it asks.
type badge struct {
	License
	Label string
	Tone  string   // free, by, sa, limits, code or unknown
	Signs []string // names of icons
}

// badges are those of the licences in force, or one for a licence that is not
// known.
func badges(w Work) []badge {
	var all []badge
	for _, l := range w.Licenses() {
		all = append(all, newBadge(l))
	}
	if all == nil {
		return []badge{{Label: "Unknown licence", Tone: "unknown", Signs: []string{"unknown"}}}
	}
	return all
}

func newBadge(l License) badge {
	id, _, _ := strings.Cut(l.ID, " ")
	known, _ := license.Lookup(strings.TrimSuffix(id, "+"))
	b := badge{License: l, Label: label(l.ID), Tone: tone(known.Groups), Signs: ccSigns(id)}
	if sign := (map[string]string{"code": "code", "font": "font", "free": "pd", "unknown": "unknown"})[b.Tone]; b.Signs == nil && sign != "" {
		b.Signs = []string{sign}
	}
	return b
}

// label shortens an id for people: "CC BY-SA 4.0" for CC-BY-SA-4.0.
func label(id string) string {
	id = strings.TrimPrefix(id, "LicenseRef-")
	switch {
	case id == "CC0-1.0":
		return "CC0"
	case id == "CC-PDM-1.0":
		return "Public domain"
	case strings.HasPrefix(id, "CC-"):
		id = "CC " + strings.TrimPrefix(id, "CC-")
	}
	for i := 1; i < len(id); i++ {
		if id[i-1] == '-' && id[i] >= '0' && id[i] <= '9' {
			return id[:i-1] + " " + id[i:]
		}
	}
	return id
}

// tone sorts licences by the gravest thing that they ask.
func tone(groups []string) string {
	for _, t := range []struct{ group, tone string }{
		{license.NonCommercial, "limits"},
		{license.NoDerivatives, "limits"},
		{license.CopyleftCode, "code"},
		{license.PermissiveCode, "code"},
		{license.Font, "font"},
		{license.ShareAlike, "sa"},
		{license.Attribution, "by"},
		{license.PublicDomain, "free"},
	} {
		if slices.Contains(groups, t.group) {
			return t.tone
		}
	}
	return "unknown"
}

// ccSigns are the signs of a licence that is named after its elements.
func ccSigns(id string) []string {
	switch {
	case id == "CC0-1.0":
		return []string{"zero"}
	case !strings.HasPrefix(id, "CC-") && !strings.HasPrefix(id, "LicenseRef-OGA-BY"):
		return nil
	}
	var signs []string
	for element := range strings.SplitSeq(strings.ToLower(id), "-") {
		if slices.Contains([]string{"by", "sa", "nc", "nd"}, element) {
			signs = append(signs, element)
		}
	}
	return signs
}

// kindIcon names the icon that stands for an asset without a picture.
func kindIcon(k asset.Kind) string {
	if slices.Contains(asset.Kinds(), k) {
		return string(k)
	}
	return string(asset.Other)
}
