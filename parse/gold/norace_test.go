//go:build !race

package gold_test

// raceEnabled tells that the race detector is on.
const raceEnabled = false
