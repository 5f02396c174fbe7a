package source

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/go-getter/v2"
)

// formats are the archives that can be opened, with their other names.
var formats = map[string]string{
	"zip": "zip", "tar": "tar", "tar.gz": "tar.gz", "tgz": "tar.gz", "tar.bz2": "tar.bz2", "tbz2": "tar.bz2",
	"tbz": "tar.bz2", "tar.xz": "tar.xz", "txz": "tar.xz", "tar.zst": "tar.zst", "tzst": "tar.zst",
}

var magics = []struct {
	format string
	at     int
	magic  string
}{
	{"zip", 0, "PK\x03\x04"}, {"zip", 0, "PK\x05\x06"},
	{"tar.gz", 0, "\x1f\x8b"}, {"tar.bz2", 0, "BZh"}, {"tar.xz", 0, "\xfd7zXZ\x00"}, {"tar.zst", 0, "\x28\xb5\x2f\xfd"},
	{"7z", 0, "7z\xbc\xaf\x27\x1c"}, {"rar", 0, "Rar!\x1a\x07"},
	{"tar", 257, "ustar"},
}

// Unpack opens an archive into the folder dst, which must not exist or be empty.
// The format is zip, tar, tar.gz, tar.bz2, tar.xz or tar.zst, or empty to go by
// the first bytes. Files get the mode 0644 and folders 0755, less the umask. What
// was left out (links, devices, unusable or clashing names) is noted for
// [Members]; a name that leads out of dst is an error, and so is reaching a
// limit. On failure dst is removed. An xz or zstd archive is unpacked beside dst
// first, and ctx is not looked at meanwhile.
func Unpack(ctx context.Context, archive, format, dst string, l Limits) error {
	if err := newFolder(dst); err != nil {
		return fmt.Errorf("unpacking %q: %w", filepath.Base(archive), err)
	}
	if err := unpack(ctx, archive, format, dst, l); err != nil {
		return errors.Join(fmt.Errorf("unpacking %q: %w", filepath.Base(archive), err), os.RemoveAll(dst))
	}
	return nil
}

func unpack(ctx context.Context, archive, format, dst string, l Limits) error {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil {
		return err
	}
	if format, err = decide(f, format); err != nil {
		return err
	}
	l = l.forArchive(fi.Size())
	return writeTree(ctx, dst, l, func(t *tree) error {
		switch format {
		case "zip":
			return t.zip(f, fi.Size())
		case "tar.xz", "tar.zst":
			return t.viaFile(archive, format, dst)
		}
		return t.stream(f, format)
	})
}

// decide compares what the archive should be with what it is.
func decide(f *os.File, want string) (string, error) {
	head := make([]byte, 512)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return "", err
	}
	is := sniff(head[:n])
	if is == "7z" || is == "rar" {
		return "", fmt.Errorf("it is a %s archive, which cannot be opened: use zip or tar.gz", is)
	}
	format, known := formats[strings.ToLower(strings.TrimPrefix(want, "."))]
	switch {
	case want != "" && !known:
		return "", fmt.Errorf("%q is no format that can be opened: use zip or tar.gz", want)
	case is == "" && format != "tar": // tar before 1988 has no magic number
		return "", fmt.Errorf("it is no archive: it begins with %q", head[:min(n, 16)])
	case want != "" && is != "" && is != format:
		return "", fmt.Errorf("it is %s and not %s", is, format)
	case want == "":
		return is, nil
	}
	return format, nil
}

func sniff(head []byte) string {
	for _, m := range magics {
		if len(head) >= m.at && bytes.HasPrefix(head[m.at:], []byte(m.magic)) {
			return m.format
		}
	}
	return ""
}

func (t *tree) stream(f io.Reader, format string) error {
	var r io.Reader = bufio.NewReaderSize(f, 64<<10)
	switch format {
	case "tar.gz":
		gz, err := gzip.NewReader(r)
		if err != nil {
			return err
		}
		r = gz
	case "tar.bz2":
		r = bzip2.NewReader(r)
	}
	return t.tar(r)
}

// viaFile lets go-getter decompress, which has the libraries for it, and which
// cuts off at its limit in silence: a result as long as the limit is too long.
func (t *tree) viaFile(archive, format, dst string) (err error) {
	dir, err := os.MkdirTemp(filepath.Dir(dst), ".fetch-assets-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	// A tar is larger than its files, by up to 1 KiB each and then some.
	limit := t.limits.Bytes + t.limits.Bytes/4 + 1<<20
	name := strings.TrimPrefix(format, "tar.")
	plain := filepath.Join(dir, "tar")
	err = getter.LimitedDecompressors(0, limit)[name].Decompress(plain, archive, false, 0o022)
	if err != nil {
		return err
	}
	f, err := os.Open(plain)
	if err != nil {
		return err
	}
	defer f.Close()
	if fi, err := f.Stat(); err != nil || fi.Size() >= limit {
		return errors.Join(err, t.limits.tooMuch())
	}
	return t.tar(bufio.NewReader(f))
}

func (t *tree) tar(r io.Reader) error {
	for tr := tar.NewReader(reader{t.stopped, r}); ; {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch h.Typeflag {
		case tar.TypeReg, tar.TypeGNUSparse:
			err = t.file(h.Name, h.Size, tr)
		case tar.TypeDir, tar.TypeXGlobalHeader:
		case tar.TypeLink, tar.TypeSymlink:
			err = t.other(h.Name, kind(fs.ModeSymlink))
		default:
			err = t.other(h.Name, kind(fs.ModeDevice))
		}
		if err != nil {
			return err
		}
	}
}

func (t *tree) zip(f io.ReaderAt, size int64) error {
	z, err := zip.NewReader(f, size)
	if err != nil {
		return err
	}
	if len(z.File) > t.limits.Files {
		return t.limits.tooMany()
	}
	for _, e := range z.File {
		// Some Windows programs write their own separator.
		name := strings.ReplaceAll(e.Name, `\`, "/")
		if strings.HasSuffix(name, "/") {
			continue
		}
		if err := t.zipEntry(name, e); err != nil {
			return err
		}
	}
	return nil
}

func (t *tree) zipEntry(name string, e *zip.File) error {
	const encrypted = 1
	size := int64(e.UncompressedSize64) //nolint:gosec // checked below
	switch {
	case e.Mode().IsDir():
		return nil
	case !e.Mode().IsRegular():
		return t.other(name, kind(e.Mode()))
	case e.Flags&encrypted != 0:
		return t.other(name, "it is encrypted")
	case size < 0 || size > t.limits.FileBytes: // above 2^63 it is negative
		return t.limits.tooBig(name)
	}
	r, err := e.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return t.other(name, fmt.Sprintf("it is compressed by method %d, which cannot be read", e.Method))
	}
	if err != nil {
		return fmt.Errorf("opening %q: %w", name, err)
	}
	return errors.Join(t.file(name, size, r), r.Close())
}
