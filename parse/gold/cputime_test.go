//go:build unix

package gold_test

import (
	"syscall"
	"time"
)

// cpuTime is the processor time that this process has used: on a machine that
// others use too it says more than the time that went by.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
