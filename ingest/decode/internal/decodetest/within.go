package decodetest

import (
	"runtime"
	"testing"
	"time"

	"gongshi/internal/cputime"
)

// Within holds f, the reading of a file that may be hostile, to a limit of
// processor time: what else runs on the machine does not count.
func Within(t testing.TB, limit time.Duration, f func()) {
	t.Helper()
	took := took(f)
	t.Logf("took %v", took)
	if took > limit {
		t.Errorf("took %v, want %v at most", took, limit)
	}
}

// Size is how large a hostile file is made whose time goes to a library: with
// the race detector, with which each byte that it reads takes ten times as long,
// it is a fifth of n.
func Size(n int) int {
	if cputime.Raced {
		return n / 5
	}
	return n
}

// took measures f. What was left behind by making the file is cleared away
// before, on account of nobody.
func took(f func()) time.Duration {
	runtime.GC()
	return cputime.Of(f)
}
