package cputime

import (
	"testing"
	"time"
)

func TestOf(t *testing.T) {
	if Used() == 0 {
		t.Skip("the time of the processor cannot be told")
	}
	const busy = 50 * time.Millisecond
	if took := Of(func() { time.Sleep(4 * busy) }); took > busy {
		t.Errorf("sleep took %v of the processor", took)
	}
	work := func() {
		for begun := Used(); Used()-begun < busy; {
		}
	}
	if took := Of(work); took < busy {
		t.Errorf("%v of work took %v", busy, took)
	}
}
