package fetch

import (
	"fmt"

	"github.com/astraweave/fetch-assets/asset"
)

// MismatchError says that a file arrived whole and is not the one expected.
// Either the digests or the sizes are set, by what was compared.
type MismatchError struct {
	Want, Got         asset.Digest
	WantSize, GotSize int64
}

func (e *MismatchError) Error() string {
	const advice = "; if the publisher replaced the file and you want the new one, remove its old digest and size and fetch again"
	if e.Want == "" {
		return fmt.Sprintf("the file has %d bytes where %d were expected%s", e.GotSize, e.WantSize, advice)
	}
	return fmt.Sprintf("the file is not the one expected: its %s is %s, not %s%s",
		e.Want.Algorithm(), e.Got.Hex(), e.Want.Hex(), advice)
}
