package store

import (
	"io/fs"
	"time"
)

// settling is how old a modification time has to be before it says anything: a
// second write within one tick of the file system's clock leaves it as it is.
// Two seconds is the tick of FAT, the coarsest there is. The store sets the time
// of its own files back by as much, so that they can be trusted at once.
const settling = 2 * time.Second

// stamp is what changes when a file does.
type stamp struct {
	size  int64
	mtime int64 // nanoseconds since 1970
	inode uint64
}

func stampOf(fi fs.FileInfo) stamp {
	return stamp{size: fi.Size(), mtime: fi.ModTime().UnixNano(), inode: inode(fi)}
}

// settled reports whether a change from now on would change the stamp.
func (s stamp) settled(now time.Time) bool {
	return now.Sub(time.Unix(0, s.mtime)) >= settling
}
