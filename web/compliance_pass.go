package web

import (
	"context"
	"fmt"
	"sync"
	"time"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/corpus"
	"gongshi/compliance/coverage"
	"gongshi/ingest/store"
)

// The bounds of a pass over the corpus: so many notices are held against each other, so many
// findings kept, and so long it may take. What is kept of a notice is some 2 KB.
const (
	maxPassed   = 200_000
	maxBetween  = 2000
	maxPassTime = 30 * time.Minute
	// afterFailure is when a pass that failed is tried again.
	afterFailure = time.Minute
)

// corpusPass finds what only the notices of the corpus beside each other show. It reads all of
// them, which takes from seconds to minutes: it is done in the background, by one at a time, for
// a state of the store, and what it found is shown with the number of that state until the
// next has ended.
type corpusPass struct {
	mu      sync.Mutex
	done    *passed          // nil before the first has ended
	running *standing        // nil while there is none
	err     error            // why the last one did not end
	ended   time.Time        // when the last one did
	places  map[string]place // what dismissed fingerprints are of
}

// passed is what a pass found.
type passed struct {
	Seq      uint64
	At       time.Time
	Took     time.Duration
	Notices  int
	Findings []betweenFinding
	More     int // findings that are not kept
	Left     int // notices that were not held against the others
	rounds   []coveredRound
}

// betweenFinding is a finding that several notices have part in.
type betweenFinding struct {
	corpus.Finding
	Title, Quote string
	Titles       []string // of the others
}

// standing is how far a pass has come.
type standing struct{ Done, Total int }

// place is the finding that a fingerprint is of.
type place struct {
	notice, rule string
	message      gongshi.Text
}

// passState is what there is of the pass for a visitor.
type passState struct {
	*passed
	Current uint64 // number of the newest change of the store
	Running *standing
	Failed  bool
}

// Done tells whether a pass has ended.
func (s passState) Done() bool { return s.passed != nil }

// Day is when it did.
func (s passState) Day() string { return s.At.Format("2006-01-02 15:04") }

// Old tells whether the store was changed since the pass.
func (s passState) Old() bool { return s.passed != nil && s.Seq != s.Current }

// state gives what the last pass found, and begins one if the store has changed since. While an
// import changes it all the time, passes take a tenth of the time at most.
func (p *corpusPass) state(ctx context.Context, v *visit) (passState, error) {
	seq, err := v.Store.Seq(ctx)
	if err != nil {
		return passState{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	old := p.done == nil || p.done.Seq != seq
	if old && p.running == nil && p.rested(v.Now()) {
		p.running = &standing{}
		// It goes on when the visitor has left.
		go p.run(context.WithoutCancel(ctx), v.server, seq)
	}
	s := passState{passed: p.done, Current: seq, Failed: p.err != nil}
	if p.running != nil {
		now := *p.running
		s.Running = &now
	}
	return s, nil
}

// rested tells whether the last pass is so long ago that another may begin.
func (p *corpusPass) rested(now time.Time) bool {
	since := now.Sub(p.ended)
	switch {
	case p.ended.IsZero(), since > maxPassTime:
		return true
	case p.err != nil:
		return since >= afterFailure
	}
	return since >= 10*p.done.Took
}

// run makes a pass and keeps what it finds.
func (p *corpusPass) run(ctx context.Context, s *server, seq uint64) {
	ctx, cancel := context.WithTimeout(ctx, maxPassTime)
	defer cancel()
	begun := s.Now()
	found, err := p.through(ctx, s)
	if err != nil {
		s.Log.Error("pass over the corpus", "err", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running, p.err, p.ended = nil, err, s.Now()
	if err == nil {
		found.Seq, found.At, found.Took = seq, p.ended, p.ended.Sub(begun)
		p.done = found
	}
}

// through reads the corpus. A rule that fails on a notice ends the pass, not the server.
func (p *corpusPass) through(ctx context.Context, s *server) (found *passed, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	total, err := s.Store.CountNotices(ctx)
	if err != nil {
		return nil, err
	}
	dismissals, err := s.Store.Dismissals(ctx)
	if err != nil {
		return nil, err
	}
	wanted := make(map[string]bool, len(dismissals))
	for _, d := range dismissals {
		wanted[d.Fingerprint] = true
	}
	found = &passed{}
	pass, covered := corpus.New(compliance.CorpusRules()), new(coverage.Table)
	for checked, err := range s.Store.Notices(ctx) {
		if err != nil {
			return nil, err
		}
		found.Notices++
		p.remember(checked, wanted)
		if found.Notices > maxPassed {
			found.Left++
			continue
		}
		pass.Add(&checked.Notice)
		covered.Add(&checked.Notice)
		p.mu.Lock()
		*p.running = standing{found.Notices, total}
		p.mu.Unlock()
	}
	found.rounds = summed(covered.Rows())
	return found, p.keep(ctx, s, pass, wanted, found)
}

// keep writes the findings of a pass out, with the titles of the notices.
func (p *corpusPass) keep(ctx context.Context, s *server, pass *corpus.Pass, wanted map[string]bool, found *passed) error {
	titles := make(map[string]string)
	titleOf := func(id string) (string, error) {
		if title, known := titles[id]; known {
			return title, nil
		}
		checked, err := s.Store.Notice(ctx, id)
		if err != nil {
			return "", err
		}
		titles[id] = checked.Notice.Title
		return titles[id], nil
	}
	for f := range pass.Findings() {
		if wanted[f.Fingerprint] {
			p.put(f.Fingerprint, place{f.Notice, f.Rule, f.Message})
		}
		if len(found.Findings) == maxBetween {
			found.More++
			continue
		}
		checked, err := s.Store.Notice(ctx, f.Notice)
		if err != nil {
			return err
		}
		between := betweenFinding{Finding: f, Title: checked.Notice.Title, Quote: quoteOf(checked.Notice.Text, f.Span)}
		for _, id := range f.Others[:min(len(f.Others), maxOthers)] {
			title, err := titleOf(id)
			if err != nil {
				return err
			}
			between.Titles = append(between.Titles, title)
		}
		found.Findings = append(found.Findings, between)
	}
	return nil
}

// maxOthers is how many of the other notices of a finding are named.
const maxOthers = 5

// remember notes which of the findings of a notice are those of wanted fingerprints.
func (p *corpusPass) remember(checked *store.Checked, wanted map[string]bool) {
	for i := range checked.Findings {
		if f := &checked.Findings[i]; wanted[f.Fingerprint] {
			p.put(f.Fingerprint, place{checked.Notice.ID, f.Rule, f.Message})
		}
	}
}

func (p *corpusPass) put(print string, of place) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.places == nil {
		p.places = make(map[string]place)
	}
	p.places[print] = of
}

// place gives what a fingerprint is of, as far as it was seen.
func (p *corpusPass) place(print string) (place, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if of, known := p.places[print]; known {
		return of, true
	}
	if p.done == nil {
		return place{}, false
	}
	for i := range p.done.Findings {
		if f := &p.done.Findings[i]; f.Fingerprint == print {
			return place{f.Notice, f.Rule, f.Message}, true
		}
	}
	return place{}, false
}
