package decodetest

import (
	"runtime"
	"testing"
	"time"

	"gongshi/ingest/decode"
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

// Refused is the test of a hostile file: reading it ends within the limit, and
// with the code; with a text where that is empty.
func Refused(t *testing.T, f decode.Format, limit time.Duration, about string, data []byte, code decode.Code) {
	t.Helper()
	t.Run(about, func(t *testing.T) {
		Within(t, limit, func() {
			if doc, err := Read(t, f, data); decode.CodeOf(err) != code {
				t.Errorf("%v, %v; want %s", doc != nil, err, code)
			}
		})
	})
}
