package evidence

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// Inspect looks into one file: name is what it is called, which decides whether
// a text is read and is what [Found.Where] begins with; r has its bytes. What a
// file is otherwise, its first bytes say. The licences come in a fixed order:
// by file, and in a file as they stand there.
//
// A malformed file is no error: it gives what can be read of it. An error means
// that r failed, that an archive is damaged or cannot be read, that a limit was
// reached ([ErrLimit]), or that ctx ended. What was found until then is returned
// with it.
func Inspect(ctx context.Context, name string, r io.ReaderAt, size int64, l Limits) ([]Found, error) {
	in := &inspector{ctx: ctx, limits: l.orDefaults()}
	in.left, in.words = in.limits.Unpacked, in.limits.Words
	s := newSource(r, size, in.limits)
	err := in.file(name, name, s, 0)
	if err == nil {
		err = s.err
	}
	slices.SortStableFunc(in.found, func(a, b Found) int { return cmp.Compare(a.Where, b.Where) })
	if err != nil {
		return in.found, fmt.Errorf("looking for licences in %q: %w", name, err)
	}
	return in.found, nil
}

// inspector looks into one file and what is in it.
type inspector struct {
	ctx    context.Context // an inspector lives for one call of Inspect
	limits Limits
	left   int64 // of Limits.Unpacked
	words  int64 // left of Limits.Words
	found  []Found
}

// file looks into a file, or a member of an archive that is depth archives down.
func (in *inspector) file(where, name string, s *source, depth int) error {
	f := formatOf(name, s.head)
	switch {
	case f.archive != "" && depth >= in.limits.Depth:
		if in.limits.Depth < 0 {
			return nil
		}
		return tooMuch("archives in each other", in.limits.Depth)
	case f.archive != "":
		return in.archive(where, name, f.archive, s, depth)
	case f.text:
		b := s.upTo(0, s.size, in.limits.Text)
		return in.add(where, int64(len(b)), func() []Found { return Text(b) })
	case f.fields != nil:
		fields := f.fields(s)
		return in.add(where, valueBytes(fields), func() []Found { return evidenceIn(fields) })
	}
	return nil
}

func valueBytes(fields []field) (n int64) {
	for _, f := range fields {
		n += int64(len(f.value))
	}
	return n
}

// add reads n bytes of words, as far as the limit allows.
func (in *inspector) add(where string, n int64, read func() []Found) error {
	if in.words -= n; in.words < 0 {
		in.words = 0
		return tooMuch("bytes of texts", in.limits.Words)
	}
	for _, f := range read() {
		f.Where = where
		in.found = append(in.found, f)
	}
	return nil
}

// memberName is the name of a member of an archive, fit to print.
func memberName(name string) string {
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "_"))
	return strings.ToValidUTF8(name[:min(len(name), 1024)], "")
}

// isJunk reports what macOS adds to archives.
func isJunk(name string) bool {
	return strings.Contains(name, "__MACOSX/") || strings.Contains("/"+name, "/._")
}

// keepGoing reports errors that concern one member and not its archive.
func keepGoing(err error) bool {
	return errors.Is(err, ErrLimit)
}
