//go:build unix

package pdf

import (
	"context"

	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"
)

// linearMemory makes the memory of WebAssembly modules grow in place: the
// addresses are reserved at the start, the kernel gives pages when they are
// touched. Otherwise each step copies all, and the garbage collector keeps the
// old copy for a while: two gigabytes for a module limited to a quarter of that.
func linearMemory(ctx context.Context) context.Context {
	return experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(reserve))
}

func reserve(_, limit uint64) experimental.LinearMemory {
	data, err := unix.Mmap(-1, 0, int(limit), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE|unix.MAP_NORESERVE)
	if err != nil {
		return &reserved{}
	}
	return &reserved{data: data}
}

// reserved is a range of addresses; none if the system gave none.
type reserved struct{ data []byte }

// Reallocate gives the first size bytes, nil if there are fewer.
func (m *reserved) Reallocate(size uint64) []byte {
	if size > uint64(len(m.data)) {
		return nil
	}
	return m.data[:size]
}

// Free gives the addresses back.
func (m *reserved) Free() {
	if m.data != nil {
		_ = unix.Munmap(m.data) // fails only for what was never mapped
		m.data = nil
	}
}
