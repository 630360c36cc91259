// Package cputime answers how much time of the processors a piece of work took.
// On a machine that others use too, that says more of the work than the time
// that went by.
package cputime

import "time"

// Of measures f: the time that all threads of this process used meanwhile, or
// the time that went by where that cannot be told.
func Of(f func()) time.Duration {
	begun, used := time.Now(), Used()
	f()
	if now := Used(); now > 0 {
		return now - used
	}
	return time.Since(begun)
}
