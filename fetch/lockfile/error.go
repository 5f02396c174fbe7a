package lockfile

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// Error is a fault in a lock file.
type Error struct {
	Pos    asset.Position
	Text   string // lower case, no full stop
	Remedy string // what to do about it; empty means what helps against any fault
}

const remedy = "restore the lock from version control, or delete it and run: fetch-assets fetch"

// Error gives the place, what is wrong, and what to do about it.
func (e *Error) Error() string {
	return fmt.Sprintf("%v: %s; %s", e.Pos, e.Text, cmp.Or(e.Remedy, remedy))
}

// quote shows text of a file, cut to a length that a line of a log bears.
func quote(s string) string {
	const longest = 100
	if len(s) <= longest {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprintf("%q...", strings.ToValidUTF8(s[:longest], ""))
}
