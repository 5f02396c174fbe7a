//go:build !windows

package store

import (
	"errors"

	"golang.org/x/sys/unix"
)

// linkInto makes name in f a hard link to the file at path. It goes through the
// open folder, because os.Root links only within itself, and a path could be
// led astray by a link that somebody puts into it.
func linkInto(f *folder, name, path string) error {
	return withFD(f, func(fd int) error { return unix.Linkat(unix.AT_FDCWD, path, fd, name, 0) })
}

// linkFrom makes path a hard link to name in f.
func linkFrom(f *folder, name, path string) error {
	return withFD(f, func(fd int) error { return unix.Linkat(fd, name, unix.AT_FDCWD, path, 0) })
}

func withFD(f *folder, do func(fd int) error) error { return control(f.file, do) }

func tooManyLinks(err error) bool { return errors.Is(err, unix.EMLINK) }
