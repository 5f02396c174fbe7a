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
	none operator = ""
	and  operator = "AND"
	or   operator = "OR"
)

// String writes the expression in canonical form: ids as the SPDX list spells
// them, operators in capitals, parentheses only where they are needed.
func (e Expr) String() string {
	if e.op == none {
		return e.term.String()
	}
	parts := make([]string, len(e.parts))
	for i, p := range e.parts {
		parts[i] = p.String()
		if e.op == and && p.op == or {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, " "+string(e.op)+" ")
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
	return e.op == or || slices.ContainsFunc(e.parts, Expr.Choice)
}

func (e Expr) walk(visit func(Term)) {
	if e.op == none && e.term.ID != "" {
		visit(e.term)
	}
	for _, p := range e.parts {
		p.walk(visit)
	}
}

// pick resolves every OR to its first alternative that ok accepts in full. It
// reports whether that leaves an expression of accepted terms only.
func (e Expr) pick(ok func(Term) bool) (Expr, bool) {
	switch e.op {
	case and:
		return e.pickAll(ok)
	case or:
		for _, p := range e.parts {
			if got, good := p.pick(ok); good {
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
		got, good := p.pick(ok)
		if !good {
			return Expr{}, false
		}
		picked = append(picked, got)
	}
	return join(and, picked), true
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
