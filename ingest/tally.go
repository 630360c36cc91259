package ingest

import (
	"sync"

	"gongshi/ingest/archive"
	"gongshi/ingest/store"
)

// tally counts what becomes of the sources. It is told by two goroutines.
type tally struct {
	report  func(Progress)
	mu      sync.Mutex
	summary Summary
	current string
}

func (t *tally) found(file archive.File) {
	t.change(func() {
		t.current = file.Path
		t.summary.Bytes += max(file.Size, 0)
	})
}

// weighed adds the size of a file that was known only when it was read.
func (t *tally) weighed(size int64) {
	t.change(func() { t.summary.Bytes += size })
}

// settled counts a source of which the ledger says all there is to say.
func (t *tally) settled(src *store.Source, failure *Failure) {
	t.change(func() {
		switch {
		case src.State == store.StateSkipped:
			t.summary.count(store.StateSkipped)
		case failure != nil:
			t.summary.fail(*failure)
		default:
			t.summary.unchanged()
		}
	})
}

func (t *tally) stored(jobs []*job, states []store.State) {
	t.change(func() {
		for i, j := range jobs {
			switch {
			case states[i] == store.StateFailed:
				t.summary.fail(*j.failure)
			default:
				t.summary.count(states[i])
			}
			if states[i] == store.StateImported {
				t.summary.Notices += len(j.outcome.Notices)
			}
		}
	})
}

func (t *tally) change(f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f()
	if t.report != nil {
		t.report(Progress{t.summary, t.current})
	}
}
