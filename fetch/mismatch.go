package fetch

import (
	"fmt"

	"github.com/astraweave/fetch-assets/asset"
)

// MismatchError says that a file arrived whole and is not the one expected.
// Either the digests or the sizes are set, by what was compared.
type MismatchError struct {
	Member            string // of a container, by its name inside; empty when it is about the file itself
	Want, Got         asset.Digest
	WantSize, GotSize int64
}

func (e *MismatchError) Error() string {
	const advice = "; if the publisher replaced it and you want the new one, remove the old digest or size and fetch again"
	what := "the file"
	if e.Member != "" {
		what = fmt.Sprintf("its member %q", e.Member)
	}
	if e.Want == "" {
		return fmt.Sprintf("%s has %d bytes where %d were expected%s", what, e.GotSize, e.WantSize, advice)
	}
	return fmt.Sprintf("%s is not the one expected: the %s is %s, not %s%s",
		what, e.Want.Algorithm(), e.Got.Hex(), e.Want.Hex(), advice)
}
