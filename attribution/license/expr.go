package license

import (
	"slices"
	"strings"
)

// Term is one licence of an expression. Terms may be compared with ==.
type Term struct {
	ID        string // canonical SPDX id, or a reference such as "LicenseRef-Store"
	OrLater   bool   // "+": this version or a later one
	Exception string // canonical id of the exception after WITH; empty means none
}

// String writes the term as SPDX does.
func (t Term) String() string {
	s := t.ID
	if t.OrLater {
		s += "+"
	}
	if t.Exception != "" {
		s += " WITH " + t.Exception
	}
	return s
}

// Expr is a parsed licence expression. The zero Expr holds no licence.
type Expr struct {
	op    operator // none: the expression is a single term
	term  Term
	parts []Expr // of AND and OR, two or more, none with the same op
}

type operator string

const (
	none  operator = ""
	opAnd operator = "AND"
	opOr  operator = "OR"
)

// String writes the expression in canonical form: ids as the SPDX list spells
// them, operators in capitals, parentheses only where they are needed.
func (e Expr) String() string {
	return e.Describe(Term.String, " AND ", " OR ")
}

// Describe writes the expression with names and words of the caller's choice,
// such as " and " and " or ".
func (e Expr) Describe(name func(Term) string, and, or string) string {
	if e.op == none {
		return name(e.term)
	}
	word := map[operator]string{opAnd: and, opOr: or}[e.op]
	parts := make([]string, len(e.parts))
	for i, p := range e.parts {
		parts[i] = p.Describe(name, and, or)
		if e.op == opAnd && p.op == opOr {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, word)
}

// Terms lists the licences of the expression in the order in which it names
// them, each once.
func (e Expr) Terms() []Term {
	var terms []Term
	e.walk(func(t Term) {
		if !slices.Contains(terms, t) {
			terms = append(terms, t)
		}
	})
	return terms
}

// Choice says whether the expression leaves a choice, which is what OR means.
func (e Expr) Choice() bool {
	return e.op == opOr || slices.ContainsFunc(e.parts, Expr.Choice)
}

func (e Expr) walk(visit func(Term)) {
	if e.op == none && e.term.ID != "" {
		visit(e.term)
	}
	for _, p := range e.parts {
		p.walk(visit)
	}
}

// Pick resolves every OR to its first alternative that ok accepts in full. It
// reports whether that leaves an expression of accepted terms only.
func (e Expr) Pick(ok func(Term) bool) (Expr, bool) {
	switch e.op {
	case opAnd:
		return e.pickAll(ok)
	case opOr:
		for _, p := range e.parts {
			if got, good := p.Pick(ok); good {
				return got, true
			}
		}
		return Expr{}, false
	}
	return e, ok(e.term)
}

func (e Expr) pickAll(ok func(Term) bool) (Expr, bool) {
	picked := make([]Expr, 0, len(e.parts))
	for _, p := range e.parts {
		got, good := p.Pick(ok)
		if !good {
			return Expr{}, false
		}
		picked = append(picked, got)
	}
	return join(opAnd, picked), true
}

// join makes one expression of parts, without nesting an operator in itself.
func join(op operator, parts []Expr) Expr {
	if len(parts) == 1 {
		return parts[0]
	}
	flat := make([]Expr, 0, len(parts))
	for _, p := range parts {
		if p.op == op {
			flat = append(flat, p.parts...)
			continue
		}
		flat = append(flat, p)
	}
	return Expr{op: op, parts: flat}
}
