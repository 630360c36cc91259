package confine

import (
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// auditArch is how the kernel calls the machines that [Offline] knows. The numbers
// of system calls are those of the machine, so calls made as for another one are
// refused.
var auditArch = map[string]uint32{"amd64": unix.AUDIT_ARCH_X86_64, "arm64": unix.AUDIT_ARCH_AARCH64}

// Where the filter finds things in the kernel's description of a call.
const (
	offsetNumber = 0
	offsetArch   = 4
)

// otherABI is set in the numbers of calls made with short pointers on amd64.
const otherABI = 1 << 30

// Offline takes the network from this process and all that it will start, for
// good: it can make no socket, of any kind. An error means that the kernel cannot
// do that, or not on this kind of machine.
func Offline() error {
	arch, known := auditArch[runtime.GOARCH]
	if !known {
		return errors.ErrUnsupported
	}
	refused := []uint32{unix.SYS_SOCKET, unix.SYS_IO_URING_SETUP} // the latter makes sockets, too
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offsetArch},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: arch, Jt: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offsetNumber},
		{Code: unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K, K: otherABI, Jt: uint8(len(refused)) + 1},
	}
	for i, number := range refused {
		filter = append(filter, unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: number, Jt: uint8(len(refused) - i)})
	}
	filter = append(filter,
		unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
		unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)})
	return install(filter)
}

// install puts a filter of system calls on all threads of this process.
func install(filter []unix.SockFilter) error {
	runtime.LockOSThread() // the right to do so is the thread's that asks
	defer runtime.UnlockOSThread()
	// No program that is started can have more rights than this process: without
	// that, only root may install a filter.
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("give up new rights: %w", err)
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program)))
	runtime.KeepAlive(filter)
	if errno != 0 {
		return fmt.Errorf("close the network: %w", errno)
	}
	if thread != 0 {
		return fmt.Errorf("close the network: thread %d is not to be reached", thread)
	}
	return nil
}
