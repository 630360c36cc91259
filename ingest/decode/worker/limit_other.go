//go:build !linux

package worker

import "os/exec"

func limit(string) error { return nil }

func apart(*exec.Cmd) {}

func memory(int) uint64 { return 0 }
