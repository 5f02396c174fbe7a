package evidence

import (
	"errors"
	"fmt"
)

// ErrLimit means that a file was too large to be looked through in full. What
// was found until then is returned along with it.
var ErrLimit = errors.New("only partly looked through")

// Limits bound what one call of [Inspect] may read. A zero field means the
// default. What lies beyond a limit is left out and [ErrLimit] says so, except
// for Text, Field and Member, beyond which hardly any file has a word on licences.
type Limits struct {
	Text     int64 // bytes of one licence or read-me text; 1 MiB by default
	Field    int64 // bytes of one metadata block, and of all fields of one file; 1 MiB by default
	Words    int64 // bytes of all texts and fields that are read for licences; 32 MiB by default
	Member   int64 // bytes of one archive member that is no text; 4 MiB by default
	Unpacked int64 // bytes of all archive members that are looked into; 256 MiB by default
	Stream   int64 // bytes of a compressed tar, which can only be read in turn; 1 GiB by default
	Members  int   // members of an archive; 100,000 by default
	Depth    int   // archives in archives; 2 by default, below 0 no archive is opened
}

func (l Limits) orDefaults() Limits {
	set := func(field *int64, normal int64) {
		if *field <= 0 {
			*field = normal
		}
	}
	set(&l.Text, 1<<20)
	set(&l.Field, 1<<20)
	set(&l.Words, 32<<20)
	set(&l.Member, 4<<20)
	set(&l.Unpacked, 256<<20)
	set(&l.Stream, 1<<30)
	if l.Members <= 0 {
		l.Members = 100_000
	}
	if l.Depth == 0 {
		l.Depth = 2
	}
	return l
}

func tooMuch(what string, limit any) error {
	return fmt.Errorf("%w: more than %v %s", ErrLimit, limit, what)
}
