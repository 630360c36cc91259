//go:build !linux

package confine

import (
	"errors"
	"os/exec"
)

// Limit does nothing on this system.
func Limit(uint64) error { return nil }

// Allow does nothing on this system.
func Allow(uint64) error { return nil }

// Apart does nothing on this system.
func Apart(*exec.Cmd) {}

// Bound does nothing on this system.
func Bound(int, uint64, uint64) {}

// Memory is not known on this system.
func Memory(int) uint64 { return 0 }

// Offline does nothing on this system.
func Offline() error { return errors.ErrUnsupported }
