//go:build !windows

package store

import (
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// lockInContent tells that a partial download is its own lock. Making a file is
// what a small download spends most of its time on.
const lockInContent = true

// tryLock locks an open file until it is closed, if nobody else has it locked.
func tryLock(f *os.File) (ok bool, err error) {
	err = control(f, func(fd int) error {
		for {
			err := unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB)
			if !errors.Is(err, unix.EINTR) {
				return err
			}
		}
	})
	if errors.Is(err, unix.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

// stayLocked keeps the lock of a file that is about to be closed.
func stayLocked(f *os.File) (io.Closer, error) {
	d := descriptor(-1)
	err := control(f, func(fd int) error {
		n, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		d = descriptor(n)
		return err
	})
	return d, err
}

type descriptor int

func (d descriptor) Close() error { return unix.Close(int(d)) }

// control gives do the descriptor of f, without making f a blocking file as Fd
// does.
func control(f *os.File, do func(fd int) error) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var done error
	if err := conn.Control(func(fd uintptr) { done = do(int(fd)) }); err != nil {
		return err
	}
	return done
}
