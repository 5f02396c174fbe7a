package asset

import (
	"cmp"
	"slices"
)

// Severity says how much a [Finding] matters. The zero value is not valid.
type Severity string

// Severities, gravest first.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Notice  Severity = "notice"
)

// Finding is one thing that a person should look at.
type Finding struct {
	Rule     string // stable short name, such as "license-denied"
	Severity Severity
	Handle   string   // the asset; empty when it is about the whole manifest
	Pos      Position // where to mend it
	Text     string   // what is wrong: lower case, no full stop, untrusted parts quoted
	Remedy   string   // what to do about it
	License  string   // the licence in question, where there is one
}

var rank = map[Severity]int{Error: 0, Warning: 1, Notice: 2}

// SortFindings orders findings for people: gravest first, then by place.
func SortFindings(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(rank[a.Severity], rank[b.Severity]),
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Handle, b.Handle),
			cmp.Compare(a.Rule, b.Rule),
		)
	})
}
