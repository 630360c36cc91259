//go:build !race

package cputime

// Raced tells that the race detector is on.
const Raced = false
