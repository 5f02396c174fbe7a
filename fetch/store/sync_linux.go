package store

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// syncAll writes out the file systems of output and store once, which costs less
// than asking for each of many files.
func (s *Store) syncAll(o *Output, rels []string) error {
	for _, dir := range []string{o.dir, s.dir} {
		err := syncFS(dir)
		if errors.Is(err, unix.ENOSYS) {
			return s.syncEach(o, rels)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func syncFS(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(unix.Syncfs(int(f.Fd())), f.Close())
}
