//go:build unix

package atomicfile

import (
	"os"

	"golang.org/x/sys/unix"
)

// hold locks a temporary file for as long as it is open. Where the file system
// has no locks, the file is only not told from one that is left.
func hold(f *os.File) { _ = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }

// flush hears of failures that network file systems report only when a file is
// closed. A duplicate is closed, so that the lock stays.
func flush(f *os.File) error {
	fd, err := unix.Dup(int(f.Fd()))
	if err != nil {
		return err
	}
	return unix.Close(fd)
}

// orphaned says whether nobody holds a temporary file.
func orphaned(temp string) bool {
	f, err := os.OpenFile(temp, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil
}
