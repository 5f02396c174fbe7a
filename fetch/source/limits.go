package source

import (
	"fmt"
	"math"
)

// Defaults of [Limits]: far above any real asset pack, far below what fills a
// disk by accident.
const (
	DefaultFiles     = 100_000
	DefaultBytes     = 32 << 30
	DefaultFileBytes = 16 << 30
	DefaultRatio     = 250
)

// ratioFree is how much any archive may unpack to, whatever its own size: small
// files of blank pixels compress nearly without end.
const ratioFree = 64 << 20

// Limits bound what a source or an archive may become on disk. A zero field
// means the default. Reaching a limit is an error; nothing is ever cut short.
type Limits struct {
	Files     int   // number of files
	Bytes     int64 // of all files together
	FileBytes int64 // of any one file
	Ratio     int   // bytes out per byte of the archive, above 64 MiB
}

func (l Limits) orDefaults() Limits {
	if l.Files <= 0 {
		l.Files = DefaultFiles
	}
	if l.Bytes <= 0 {
		l.Bytes = DefaultBytes
	}
	if l.FileBytes <= 0 {
		l.FileBytes = DefaultFileBytes
	}
	if l.Ratio <= 0 {
		l.Ratio = DefaultRatio
	}
	l.Bytes, l.FileBytes = min(l.Bytes, unlimited), min(l.FileBytes, unlimited)
	return l
}

// unlimited is more than any disk has, with room for sums.
const unlimited = 1 << 60

// forArchive lowers Bytes to what an archive of the given size may become.
func (l Limits) forArchive(size int64) Limits {
	l = l.orDefaults()
	most := int64(math.MaxInt64)
	if size < math.MaxInt64/int64(l.Ratio) {
		most = size * int64(l.Ratio)
	}
	l.Bytes = min(l.Bytes, max(most, ratioFree))
	return l
}

func (l Limits) tooMany() error {
	return fmt.Errorf("it has more than %d files", l.Files)
}

func (l Limits) tooMuch() error {
	return fmt.Errorf("it unpacks to more than %d bytes", l.Bytes)
}

func (l Limits) tooBig(name string) error {
	return fmt.Errorf("%q in it has more than %d bytes", name, l.FileBytes)
}
