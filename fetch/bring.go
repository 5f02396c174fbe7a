package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

func (r *run) isSource(rawURL string) bool { return r.Source != nil && r.Source.Is(rawURL) }

// bring is an attempt at a source address.
func (r *run) bring(ctx context.Context, j *job) error {
	j.attempts.Add(1)
	folder := false
	err := r.inTemp(func(dst string) error {
		if err := r.Source.Get(ctx, j.addresses[0].url, dst); err != nil {
			return err
		}
		file, err := onlyFile(dst)
		if err != nil {
			return err
		}
		if file != "" && (j.file.Unpack == nil || isArchive(file)) {
			return r.bringFile(ctx, j, file)
		}
		folder = true
		return r.bringFolder(j, dst)
	})
	if err != nil || !folder {
		return err
	}
	for n, i := range j.indexes {
		r.account(i, j, n == 0)
		r.place(i, r.results[i].File.Members, Downloaded)
	}
	return nil
}

// bringFile takes in a source that is one file.
func (r *run) bringFile(ctx context.Context, j *job, file string) error {
	f := newFront(&j.file)
	if err := f.read(ctx, file); err != nil {
		return err
	}
	if err := f.compare(&j.file); err != nil {
		return err
	}
	digest, size, err := r.Store.AddFile(file)
	if err != nil {
		return local(err)
	}
	path, _, err := r.Store.Lookup(digest, size, false)
	if err != nil {
		return local(err)
	}
	r.deliver(ctx, j, content{digest, size, path, Downloaded})
	return nil
}

// bringFolder takes in a source that is a folder.
func (r *run) bringFolder(j *job, dst string) error {
	if r.unpacker() == nil {
		return errNoUnpacker
	}
	for _, i := range j.indexes {
		if r.reqs[i].File.Unpack == nil {
			return errors.New("the address leads to a folder where one file was asked for; name the file in the address, or set unpack")
		}
	}
	return r.gather(j.indexes, dst)
}

// onlyFile is the path of the one file in a folder, empty when there are none,
// several, or other folders.
func onlyFile(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", local(err)
	}
	if len(entries) != 1 || !entries[0].Type().IsRegular() {
		return "", nil
	}
	return filepath.Join(dir, entries[0].Name()), nil
}

// isArchive tells by its name whether a file is meant to be opened.
func isArchive(file string) bool {
	switch normalFormat(extension(filepath.ToSlash(file))) {
	case "zip", "tar", "tar.gz", "tar.xz", "tar.bz2", "tar.zst":
		return true
	}
	return false
}

// read moves the front to the end of a file on disk.
func (f *front) read(ctx context.Context, file string) error {
	in, err := os.Open(file)
	if err != nil {
		return local(err)
	}
	defer in.Close()
	buf := buffers.Get().(*buffer)
	defer buffers.Put(buf)
	for ctx.Err() == nil {
		n, err := in.Read(buf[:])
		f.advance(buf[:n])
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return local(err)
		}
	}
	return context.Cause(ctx)
}

// missingError says that a container lacks a member that it had.
type missingError struct{ name string }

func (e *missingError) Error() string {
	return fmt.Sprintf("it no longer holds %q, which it held when it was pinned", e.name)
}

func (e *missingError) Is(target error) bool { return target == fs.ErrNotExist }
