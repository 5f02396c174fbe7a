package manifest

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

var (
	policyKeys    = []string{"allow", "unknown", "mismatch", "levels", "exceptions"}
	policyLevels  = []string{"error", "warn", "notice", "off", "allow"}
	exceptionKeys = []string{"asset", "license", "sha256", "reason", "expires"}
)

// LoadPolicy reads a policy in a file of its own, which several manifests can
// share: the keys of [policy], at the top of the file or in a table [policy].
// Reading is as strict as that of a manifest. Faults of the content are of type
// [*Error], and come with what could be made of the file.
func LoadPolicy(path string) (asset.Policy, error) {
	data, err := read(path)
	if err != nil {
		return asset.Policy{}, fmt.Errorf("reading the policy: %w", err)
	}
	return parsePolicy(path, data)
}

func parsePolicy(name string, data []byte) (asset.Policy, error) {
	d := newDocument(filepath.ToSlash(name))
	d.rule = PolicyRule
	root, ok := d.decode(data)
	if !ok {
		return asset.Policy{}, d.err()
	}
	if !root.has("policy") {
		return root.rules(""), d.err()
	}
	root.only([]string{"policy"}, policyFileHint)
	return root.policy(), d.err()
}

// policyFileHint helps with what stands beside a table [policy].
func policyFileHint(key string) string {
	if slices.Contains(policyKeys, key) {
		return "move it into [policy], or take the line [policy] out"
	}
	return "a file with a policy has nothing but [policy] in it"
}

func (t table) policy() asset.Policy {
	p, ok := t.child("policy", "policy")
	if !ok {
		return asset.Policy{}
	}
	return p.rules("policy.")
}

// rules reads the keys of a policy; prefix is how their path begins.
func (t table) rules(prefix string) asset.Policy {
	t.only(policyKeys, noHint)
	policy := asset.Policy{
		Allow:    t.texts("allow"),
		Unknown:  t.word("unknown", policyLevels),
		Mismatch: t.word("mismatch", policyLevels),
		Pos:      t.pos,
		Keys:     t.places(),
	}
	if levels, ok := t.child("levels", prefix+"levels"); ok {
		policy.Levels = levels.levels(policy.Keys)
	}
	for _, e := range t.children("exceptions", prefix+"exceptions") {
		policy.Exceptions = append(policy.Exceptions, e.exception())
	}
	return policy
}

// levels are those of all rules, whatever their names, and notes their places.
func (t table) levels(places map[string]asset.Position) map[string]string {
	levels := make(map[string]string, len(t.values))
	for _, rule := range slices.Sorted(maps.Keys(t.values)) {
		places["levels."+rule] = t.at(rule)
		if word := t.text(rule); word != "" {
			levels[rule] = word
		}
	}
	return levels
}

func (t table) exception() asset.Exception {
	t.only(exceptionKeys, noHint)
	t.require("asset", `"<a handle, or a pattern with *>"`)
	t.require("license", `"<exactly the licence to let through>"`)
	t.require("reason", `"<why>"`)
	return asset.Exception{
		Asset:   t.text("asset"),
		License: t.text("license"),
		Digest:  t.sha256(),
		Reason:  t.prose("reason", "\n\t"),
		Expires: t.date("expires"),
		Pos:     t.pos,
	}
}

// date is a day as 2006-01-02; "" means not given.
func (t table) date(key string) string {
	v, ok := t.values[key]
	if !ok {
		return ""
	}
	// The decoder marks a date without a time by its zone.
	if day, ok := v.(time.Time); ok && day.Location().String() == "date-local" {
		return day.Format(time.DateOnly)
	}
	if s, ok := v.(string); ok {
		if day, err := time.Parse(time.DateOnly, s); err == nil {
			return day.Format(time.DateOnly)
		}
	}
	t.fail(key, "is not a day", "write it as 2027-01-31")
	return ""
}
