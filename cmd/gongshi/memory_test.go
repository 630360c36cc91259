package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// watchMemory looks at a process and all it starts, until the function that it
// gives is called; that tells how many bytes of memory they took together at
// most. Pages that several have are counted for each of them. Where the system
// has no /proc, it is 0.
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
	memory, children := map[int]int64{}, map[int][]int{}
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range files {
		status, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		process, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		// The name of the program, in brackets, may hold anything; behind it are
		// the state, the parent and, as the 22nd, the pages in memory.
		fields := bytes.Fields(status[bytes.LastIndexByte(status, ')')+1:])
		parent, _ := strconv.Atoi(string(fields[1]))
		pages, _ := strconv.ParseInt(string(fields[21]), 10, 64)
		memory[process] = pages * int64(os.Getpagesize())
		children[parent] = append(children[parent], process)
	}
	var sum int64
	for waiting := []int{pid}; len(waiting) > 0; {
		process := waiting[0]
		sum += memory[process]
		waiting = append(waiting[1:], children[process]...)
	}
	return sum
}
