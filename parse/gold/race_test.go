//go:build race

package gold_test

// raceEnabled tells that the race detector is on: it makes the code many times
// slower, and not all of it alike.
const raceEnabled = true
