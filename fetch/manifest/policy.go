package manifest

import (
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

var (
	policyKeys    = []string{"allow", "unknown", "mismatch", "exceptions"}
	policyLevels  = []string{"error", "warn", "allow"}
	exceptionKeys = []string{"asset", "license", "reason", "expires"}
)

func (t table) policy() asset.Policy {
	p, ok := t.child("policy", "policy")
	if !ok {
		return asset.Policy{}
	}
	p.only(policyKeys, noHint)
	policy := asset.Policy{
		Allow:    p.texts("allow"),
		Unknown:  p.word("unknown", policyLevels),
		Mismatch: p.word("mismatch", policyLevels),
		Pos:      p.pos,
		Keys:     p.places(),
	}
	for _, e := range p.children("exceptions", "policy.exceptions") {
		policy.Exceptions = append(policy.Exceptions, e.exception())
	}
	return policy
}

func (t table) exception() asset.Exception {
	t.only(exceptionKeys, noHint)
	t.require("asset", `"<a handle, or a pattern with *>"`)
	t.require("license", `"<exactly the licence to let through>"`)
	t.require("reason", `"<why>"`)
	return asset.Exception{
		Asset:   t.text("asset"),
		License: t.text("license"),
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
