//go:build !unix

package gold_test

import "time"

// cpuTime cannot be told here.
func cpuTime() time.Duration { return 0 }
