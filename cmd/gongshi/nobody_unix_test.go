//go:build unix

package main

import (
	"os"
	"os/exec"
	"syscall"
)

// becomeNobody takes the rights of the superuser from a command, for whom no
// file is unreadable.
func becomeNobody(cmd *exec.Cmd) {
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
}
