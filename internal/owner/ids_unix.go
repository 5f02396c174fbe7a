//go:build unix

package owner

import (
	"io/fs"
	"syscall"
)

func idsOf(info fs.FileInfo) (ids, bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ids{}, false
	}
	return ids{int(stat.Uid), int(stat.Gid)}, true
}
