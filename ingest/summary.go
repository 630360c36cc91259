package ingest

import (
	"time"

	"gongshi/ingest/store"
)

// Summary is what an import did. Seen is the sum of Imported, Unchanged,
// Duplicate, Skipped and Failed; it counts leaf files, and containers that
// could not be opened.
type Summary struct {
	Seen      int
	Imported  int
	Unchanged int
	Duplicate int
	Skipped   int
	Failed    int
	// Notices is the number of notices found in what was imported.
	Notices int
	// Bytes is the size of all that was seen.
	Bytes    int64
	Duration time.Duration
	Failures []Failure
}

func (s *Summary) count(state store.State) {
	s.Seen++
	switch state {
	case store.StateImported:
		s.Imported++
	case store.StateDuplicate:
		s.Duplicate++
	case store.StateSkipped:
		s.Skipped++
	case store.StateFailed:
		s.Failed++
	}
}

func (s *Summary) fail(f Failure) {
	s.count(store.StateFailed)
	s.Failures = append(s.Failures, f)
}

func (s *Summary) unchanged() {
	s.Seen++
	s.Unchanged++
}

// Progress is how far an import has come.
type Progress struct {
	Summary
	// Current is the source that was found last.
	Current string
}
