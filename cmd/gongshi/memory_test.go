package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// watchMemory looks at a process and all it starts, until the function that it
// gives is called; that tells how many bytes of memory they took together at
// most. Pages that several share are counted once in all. Where the system has no
// /proc, it is 0.
func watchMemory(pid int) (peak func() int64) {
	end, result := make(chan struct{}), make(chan int64)
	go func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		var most int64
		for {
			most = max(most, memoryOf(pid))
			select {
			case <-tick.C:
			case <-end:
				result <- most
				return
			}
		}
	}()
	return func() int64 {
		close(end)
		return <-result
	}
}

// memoryOf is the memory of a process and its descendants.
func memoryOf(pid int) int64 {
	children := map[int][]int{}
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range files {
		status, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		process, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		// The name of the program, in brackets, may hold anything; behind it are
		// the state and the parent.
		fields := bytes.Fields(status[bytes.LastIndexByte(status, ')')+1:])
		parent, _ := strconv.Atoi(string(fields[1]))
		children[parent] = append(children[parent], process)
	}
	var sum int64
	for waiting := []int{pid}; len(waiting) > 0; {
		process := waiting[0]
		sum += proportional(process)
		waiting = append(waiting[1:], children[process]...)
	}
	return sum
}

// proportional is the memory of a process, with its part of what it shares with
// others; 0 for one that has ended.
func proportional(process int) int64 {
	rollup, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", process))
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(rollup) {
		if fields := bytes.Fields(line); len(fields) > 1 && string(fields[0]) == "Pss:" {
			kilobytes, _ := strconv.ParseInt(string(fields[1]), 10, 64)
			return kilobytes << 10
		}
	}
	return 0
}
