package store

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// linkInto makes name in f a hard link to the file at path. Windows links by
// path only; f was opened through os.Root a moment ago, and cannot be replaced
// while it is open.
func linkInto(f *folder, name, path string) error {
	return os.Link(path, filepath.Join(f.path, name))
}

// linkFrom makes path a hard link to name in f.
func linkFrom(f *folder, name, path string) error {
	return os.Link(filepath.Join(f.path, name), path)
}

func tooManyLinks(err error) bool { return errors.Is(err, windows.ERROR_TOO_MANY_LINKS) }
