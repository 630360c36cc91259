package archive

import (
	"io/fs"
	"os"
	"syscall"
	"time"
)

// identity tells what changes whenever a file is changed or replaced.
func identity(info fs.FileInfo) (changed time.Time, inode, device uint64) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return time.Time{}, 0, 0
	}
	return time.Unix(stat.Ctim.Unix()), stat.Ino, uint64(stat.Dev)
}

// diskSpace tells the size of the disk that a file lies on, and what of it is
// free.
func diskSpace(f *os.File) (free, all int64, ok bool) {
	var stat syscall.Statfs_t
	if err := syscall.Fstatfs(int(f.Fd()), &stat); err != nil {
		return 0, 0, false
	}
	return int64(stat.Bavail) * stat.Bsize, int64(stat.Blocks) * stat.Bsize, true
}
