package confine

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// Limit puts limits on this process: addresses, in bytes, and no core files.
// When what [Allow] gave is used up the process says [Overtime] and ends: a Go
// program that does not listen to that signal goes on.
func Limit(addresses uint64) error {
	over := make(chan os.Signal, 1)
	signal.Notify(over, syscall.SIGXCPU)
	go func() {
		<-over
		fmt.Fprintln(os.Stderr, Overtime)
		os.Exit(2)
	}()
	if err := syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: addresses, Max: addresses}); err != nil {
		return fmt.Errorf("limit addresses: %w", err)
	}
	return syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
}

// Allow gives this process so many seconds of processor time from now on. The
// parent looks at the clock, but it may be gone.
func Allow(seconds uint64) error {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return fmt.Errorf("processor time: %w", err)
	}
	var now syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CPU, &now); err != nil {
		return fmt.Errorf("limit of processor time: %w", err)
	}
	now.Cur = min(now.Max, uint64(used.Utime.Sec+used.Stime.Sec)+1+seconds)
	return syscall.Setrlimit(syscall.RLIMIT_CPU, &now)
}

// Apart has a process to be started get no signals from the terminal, since
// its parent decides, and be killed when the parent dies: one that waits would
// read the end of its input, one that hangs would not.
func Apart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// Bound puts limits on a running process of another program: addresses, in bytes,
// seconds of processor time, and no core files. A failure means that it has ended
// already.
func Bound(pid int, addresses, seconds uint64) {
	_ = unix.Prlimit(pid, unix.RLIMIT_AS, &unix.Rlimit{Cur: addresses, Max: addresses}, nil)
	_ = unix.Prlimit(pid, unix.RLIMIT_CPU, &unix.Rlimit{Cur: seconds, Max: seconds}, nil)
	_ = unix.Prlimit(pid, unix.RLIMIT_CORE, &unix.Rlimit{}, nil)
}

// Memory is how many bytes of memory a process holds; 0 if that is not known.
func Memory(pid int) uint64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	fields := bytes.Fields(data)
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseUint(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}
