package decodetest

import (
	"runtime"
	"strconv"
	"testing"
	"time"

	"gongshi/ingest/decode"
	"gongshi/internal/cputime"
)

// tries are how often a file that took too long is read again: of a single
// measurement the machine may be to blame.
const tries = 3

// Within holds f, the reading of a file that may be hostile, to a limit of
// processor time, so that what else runs on the machine does not count. The limit
// is that of a machine on which the yardstick takes its usual time; on one on
// which that takes longer, it is longer by as much.
func Within(t testing.TB, limit time.Duration, f func()) {
	t.Helper()
	for try := range tries {
		slow := min(max(1, float64(took(yardstick))/float64(usual)), slowest)
		took := took(f)
		t.Logf("took %v on a machine %.1f times as slow as usual", took, slow)
		switch allowed := time.Duration(float64(limit) * slow); {
		case took <= allowed, t.Failed():
			return
		case try == tries-1:
			t.Errorf("took %v, want %v at most", took, allowed)
		}
	}
}

// usual is what the yardstick takes on two cores of a server of 2024, without the
// race detector.
const usual = 20 * time.Millisecond

// slowest is how many times as slow as usual a machine can be, the race detector
// included.
const slowest = 12

// yardstick is work of the kind that reading a file is: bytes are looked at,
// texts and maps are made.
func yardstick() {
	seen := map[string]int{}
	for i := range 200_000 {
		seen[strconv.Itoa(i%50_000)] += i
	}
	runtime.KeepAlive(seen)
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
