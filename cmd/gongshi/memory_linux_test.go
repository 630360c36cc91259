package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
)

// treeMemory is how many bytes of memory a process and all that it has started
// hold. What they share is counted for each.
func treeMemory(pid int) uint64 {
	parents, memory := map[int]int{}, map[int]uint64{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		// The name of the program, in brackets, may hold anything.
		fields := bytes.Fields(data[bytes.LastIndexByte(data, ')')+1:])
		if len(fields) < 22 {
			continue
		}
		id, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		parents[id], _ = strconv.Atoi(string(fields[1]))
		pages, _ := strconv.ParseUint(string(fields[21]), 10, 64)
		memory[id] = pages * uint64(os.Getpagesize())
	}
	var sum uint64
	for id := range memory {
		for at := id; at > 1; at = parents[at] {
			if at == pid {
				sum += memory[id]
				break
			}
		}
	}
	return sum
}
