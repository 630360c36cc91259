//go:build race

package cputime

// Raced tells that the race detector is on, with which code takes many times as
// long, and not all of it alike.
const Raced = true
