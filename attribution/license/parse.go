package license

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// MaxLength is the most bytes that an expression may have. Real ones are far
// shorter; the bound keeps hostile ones from costing anything.
const MaxLength = 256

// Parse reads an SPDX licence expression (SPDX specification 2.3, annex D).
// Ids and operators are accepted in any case and come out in their canonical
// spelling. Ids that the SPDX list does not have, and those that it has
// deprecated, are errors that say so. It takes time linear in the length.
func Parse(expr string) (Expr, error) {
	if len(expr) > MaxLength {
		return Expr{}, fmt.Errorf("licence expression of %d bytes is too long: at most %d are read", len(expr), MaxLength)
	}
	p := parser{rest: expr}
	e, err := p.either()
	if err == nil {
		err = p.end()
	}
	if err != nil {
		return Expr{}, fmt.Errorf("licence %q: %w", expr, err)
	}
	return e, nil
}

// parser reads by recursive descent. It holds what is still unread and, once
// peeked at, the token that comes next.
type parser struct {
	rest   string
	next   string
	peeked bool
}

// either reads "both OR both ...", the weakest binding.
func (p *parser) either() (Expr, error) {
	return p.chain(opOr, p.both)
}

// both reads "primary AND primary ...".
func (p *parser) both() (Expr, error) {
	return p.chain(opAnd, p.primary)
}

func (p *parser) chain(op operator, operand func() (Expr, error)) (Expr, error) {
	var parts []Expr
	for {
		e, err := operand()
		if err != nil {
			return Expr{}, err
		}
		parts = append(parts, e)
		if !p.take(string(op)) {
			return join(op, parts), nil
		}
	}
}

// primary reads a group in parentheses or a single licence.
func (p *parser) primary() (Expr, error) {
	if !p.take("(") {
		t, err := p.licence()
		return Expr{term: t}, err
	}
	e, err := p.either()
	if err == nil && !p.take(")") {
		return Expr{}, p.unexpected(`")"`)
	}
	return e, err
}

// licence reads an id with what may follow it: "+" and WITH.
func (p *parser) licence() (Term, error) {
	id := p.peek()
	if !isID(id) {
		return Term{}, p.unexpected("a licence")
	}
	p.peeked = false
	later := strings.HasPrefix(p.rest, "+")
	p.rest = strings.TrimPrefix(p.rest, "+")
	t, err := newTerm(id, later)
	if err != nil || !p.take("WITH") {
		return t, err
	}
	t.Exception, err = p.exception()
	return t, err
}

func (p *parser) exception() (string, error) {
	id := p.peek()
	if !isID(id) {
		return "", p.unexpected("an exception")
	}
	p.peeked = false
	return canonicalException(id)
}

func (p *parser) end() error {
	if p.peek() != "" {
		return p.unexpected("AND, OR or WITH")
	}
	return nil
}

// take consumes the next token if it is this one, in any case.
func (p *parser) take(token string) bool {
	if !strings.EqualFold(p.peek(), token) {
		return false
	}
	p.peeked = false
	return true
}

// peek is the next token: an id, an operator, a character that is neither,
// or "" at the end.
func (p *parser) peek() string {
	if p.peeked {
		return p.next
	}
	p.rest = strings.TrimLeft(p.rest, " \t\r\n")
	n := len(p.rest) - len(strings.TrimLeftFunc(p.rest, isIDRune))
	if n == 0 {
		_, n = utf8.DecodeRuneInString(p.rest)
	}
	p.next, p.rest, p.peeked = p.rest[:n], p.rest[n:], true
	return p.next
}

func (p *parser) unexpected(want string) error {
	got := p.peek()
	if got == "" {
		return errors.New("it ends where " + want + " has to follow")
	}
	return fmt.Errorf("found %q where %s has to follow", got, want)
}

func isIDRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == ':'
}

// isID tells ids from operators and stray characters.
func isID(token string) bool {
	switch strings.ToUpper(token) {
	case "", "AND", "OR", "WITH":
		return false
	}
	return isIDRune(rune(token[0]))
}
