package asset

import "fmt"

// Position is a place in a file that a person wrote. Line and Column count from
// one; zero means unknown. The zero Position is nowhere.
type Position struct {
	File   string // as the user named it, forward slashes
	Line   int
	Column int
}

// String renders the position the way compilers do, as far as it is known:
// "assets.toml:12:3", "assets.toml:12", "assets.toml" or "".
func (p Position) String() string {
	switch {
	case p.File == "" || p.Line <= 0:
		return p.File
	case p.Column <= 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}
