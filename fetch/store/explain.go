package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// Explain says of an error of writing at path what a person can do about it,
// where that is clear, and keeps the error for errors.Is.
func Explain(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case diskFull(err), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("no room left to write %q: free some space, or move the folder to another disk: %w", path, cause(err))
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%q is on a read-only file system: choose a folder elsewhere: %w", path, cause(err))
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("no permission to write %q: make the folder writable for this user, or choose another: %w", path, cause(err))
	}
	return err
}

// cause is err without the path, which is said already.
func cause(err error) error {
	var inner *fs.PathError
	if errors.As(err, &inner) {
		return inner.Err
	}
	return err
}
