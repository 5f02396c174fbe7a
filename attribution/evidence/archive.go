package evidence

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// archive looks into the members of an archive without unpacking it to disk.
func (in *inspector) archive(where, name, kind string, s *source, depth int) error {
	switch kind {
	case "zip":
		return in.zip(where, s, depth)
	case "tar":
		return in.tar(where, io.NewSectionReader(s.r, 0, s.size), depth)
	}
	stream, err := decompress(kind, io.NewSectionReader(s.r, 0, s.size))
	if err != nil {
		return err
	}
	defer stream.Close()
	return in.stream(where, name, &meter{ctx: in.ctx, r: stream, left: in.limits.Stream, limit: in.limits.Stream}, depth)
}

// maxWindow is the most memory that a compressed stream may ask for.
const maxWindow = 64 << 20

func decompress(kind string, r io.Reader) (io.ReadCloser, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	switch kind {
	case "gz":
		return gzip.NewReader(b)
	case "bz2":
		return io.NopCloser(bzip2.NewReader(b)), nil
	case "xz":
		z, err := newXZ(b)
		return io.NopCloser(z), err
	}
	z, err := zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	return z.IOReadCloser(), nil
}

// meter ends a stream at a limit, and when its context does.
type meter struct {
	ctx         context.Context // a meter lives for one call of Inspect
	r           io.Reader
	left, limit int64
}

func (m *meter) Read(p []byte) (int, error) {
	if err := context.Cause(m.ctx); err != nil {
		return 0, err
	}
	if m.left <= 0 {
		return 0, tooMuch("bytes in a compressed stream", m.limit)
	}
	n, err := m.r.Read(p[:min(int64(len(p)), m.left)])
	m.left -= int64(n)
	return n, err
}

// stream looks into what a compressed file holds: a tar, or else a single file.
func (in *inspector) stream(where, name string, r io.Reader, depth int) error {
	b := bufio.NewReaderSize(r, headSize)
	head, err := b.Peek(512)
	if len(head) == 0 {
		return err
	}
	inner := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if path.Ext(name) == ".svgz" {
		inner += ".svg"
	}
	if f := formatOf(inner, head); f.archive == "tar" || path.Ext(name) == ".tgz" {
		return in.tar(where, b, depth)
	}
	return in.member(where, inner, b, depth)
}

func (in *inspector) tar(where string, r io.Reader, depth int) error {
	t := tar.NewReader(r)
	var limited error
	for n := 0; ; n++ {
		h, err := t.Next()
		if err == io.EOF {
			return limited
		}
		if err != nil {
			return err
		}
		if n >= in.limits.Members {
			return tooMuch("members in an archive", in.limits.Members)
		}
		if h.Typeflag != tar.TypeReg || isJunk(h.Name) {
			continue
		}
		if err := in.member(where, h.Name, t, depth); keepGoing(err) {
			limited = err
		} else if err != nil {
			return err
		}
	}
}

func (in *inspector) zip(where string, s *source, depth int) error {
	z, err := zip.NewReader(io.NewSectionReader(s.r, 0, s.size), s.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return err
	}
	var limited error
	if len(z.File) > in.limits.Members {
		limited = tooMuch("members in an archive", in.limits.Members)
	}
	files := slices.Clone(z.File[:min(len(z.File), in.limits.Members)])
	// Texts say most, so they come before the limit is used up.
	slices.SortStableFunc(files, func(a, b *zip.File) int {
		return textRank(a.Name) - textRank(b.Name)
	})
	for _, f := range files {
		if err := in.zipMember(where, f, depth); keepGoing(err) {
			limited = err
		} else if err != nil {
			return err
		}
	}
	return limited
}

func textRank(name string) int {
	if isTextName(name) {
		return 0
	}
	return 1
}

func (in *inspector) zipMember(where string, f *zip.File, depth int) error {
	if err := context.Cause(in.ctx); err != nil {
		return err
	}
	const encrypted = 1
	if !f.Mode().IsRegular() || f.Flags&encrypted != 0 || isJunk(f.Name) {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return nil // of an unknown method or damaged: the other members are not
	}
	defer r.Close()
	return in.member(where, f.Name, r, depth)
}

// nested is how many times larger than other members an archive may be.
const nested = 16

// member looks into a member of an archive. Only the beginning of a long one is
// read, where formats have their metadata.
func (in *inspector) member(archive, name string, r io.Reader, depth int) error {
	head, err := readUpTo(r, 512)
	if stops(err) {
		return err
	}
	name = memberName(name)
	f := formatOf(name, head)
	if f.none() {
		return nil
	}
	most := in.limits.Member
	switch {
	case f.text:
		most = in.limits.Text
	case f.archive != "" && depth+1 < in.limits.Depth:
		most *= nested
	}
	if most > in.left && !f.text {
		return tooMuch("bytes unpacked", in.limits.Unpacked)
	}
	rest, err := readUpTo(r, most-int64(len(head)))
	if stops(err) {
		return err
	}
	b := slices.Concat(head, rest)
	in.left -= int64(len(b))
	return in.inner(archive+"!"+name, name, b, depth+1)
}

// inner looks into a member at hand. A damaged archive in an archive is no
// reason to stop.
func (in *inspector) inner(where, name string, b []byte, depth int) error {
	err := in.file(where, name, inMemory(b, in.limits), depth)
	if err != nil && !keepGoing(err) && context.Cause(in.ctx) == nil {
		return nil
	}
	return err
}

// readUpTo reads n bytes, or what there is.
func readUpTo(r io.Reader, n int64) ([]byte, error) {
	var b bytes.Buffer
	_, err := io.Copy(&b, io.LimitReader(r, n))
	return b.Bytes(), err
}

// stops reports errors that are the end of the whole archive. What a damaged
// member gave before its fault is looked into.
func stops(err error) bool {
	return errors.Is(err, ErrLimit) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
