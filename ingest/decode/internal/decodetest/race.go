//go:build race

package decodetest

const raced = true
