// Package upload answers what has become of the files that people hand to a
// server: it keeps them in a folder (the spool), imports them one after the other,
// and remembers how each import went. What was accepted is on the disk; whatever
// ends the server, the next one imports it.
//
// In the spool, ID.json is what is known of an upload, and ID/NAME the file. An
// upload is accepted once ID.json stands there. The file is removed after an import
// in which nothing failed, since the store has its bytes by then; else it stays for
// another try.
package upload

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"gongshi"
	"gongshi/web/desk"
)

// Progress is how far an import is, or how it ended.
type Progress struct {
	Current                                                        string
	Seen, Imported, Unchanged, Duplicate, Skipped, Failed, Notices int
	// Incomplete tells that there may be more in what was imported than was read:
	// the file is kept, although nothing failed.
	Incomplete bool
	Failures   []desk.Failure
}

// Import imports paths into the corpus. It tells progress from one goroutine at a
// time. An error says that the import as a whole failed or, if ctx is done, that it
// was interrupted. With again, what failed before is read once more.
type Import func(ctx context.Context, paths []string, again bool, progress func(Progress)) (Progress, error)

// Options are how a spool works.
type Options struct {
	// Import is called for one upload at a time.
	Import Import
	// Explain says what an error of Import means; nil: its own words.
	Explain func(error) gongshi.Text
	// MaxBytes is how large an upload may be; 0: 1 GiB.
	MaxBytes int64
	// MaxWaiting is how many uploads may wait or be on their way; 0: 100.
	MaxWaiting int
	// MaxReports is how many uploads that are over are remembered; 0: 200.
	MaxReports int
	// Log takes what went wrong here; nil: nobody.
	Log *slog.Logger
	// Now gives the time; nil: the clock's.
	Now func() time.Time
}

const (
	defaultMaxBytes   = 1 << 30
	defaultMaxWaiting = 100
	defaultMaxReports = 200
	// MostFailures is how many failures of one upload are kept; the ledger has all.
	MostFailures = 1000
)

// Spool is a folder of uploads. It implements [desk.Uploads].
type Spool struct {
	dir string
	Options

	// retrying is held from the look at what an upload has become until its retry is
	// written down: of two retries at once the second finds the upload on its way.
	retrying sync.Mutex

	mu      sync.Mutex
	uploads map[string]*upload
	coming  int           // that are being received
	wake    chan struct{} // something is waiting
}

// upload is an upload with who wants to be told of it.
type upload struct {
	desk.Upload
	stored   string // name of its file
	again    bool   // what failed is tried again
	keep     bool   // the file stays although the upload is over
	watchers map[chan desk.Upload]bool
}

var _ desk.Uploads = (*Spool)(nil)

// Open opens the spool in a folder, which is made if it is not there. What was
// accepted and is not over waits again. One spool at a time may use a folder.
func Open(dir string, o Options) (*Spool, error) {
	o.MaxBytes = cmp.Or(o.MaxBytes, defaultMaxBytes)
	o.MaxWaiting = cmp.Or(o.MaxWaiting, defaultMaxWaiting)
	o.MaxReports = cmp.Or(o.MaxReports, defaultMaxReports)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Spool{dir: dir, Options: o, uploads: map[string]*upload{}, wake: make(chan struct{}, 1)}
	return s, s.load()
}

// List implements [desk.Uploads].
func (s *Spool) List(context.Context) ([]desk.Upload, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]desk.Upload, 0, len(s.uploads))
	for _, u := range s.uploads {
		all = append(all, u.Upload)
	}
	slices.SortFunc(all, func(a, b desk.Upload) int { return cmp.Compare(b.ID, a.ID) })
	return all, nil
}

// Watch implements [desk.Uploads].
func (s *Spool) Watch(ctx context.Context, id string) (desk.Upload, <-chan desk.Upload, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, ok := s.uploads[id]
	if !ok {
		return desk.Upload{}, nil, fmt.Errorf("upload %q: %w", id, desk.ErrNoUpload)
	}
	states := make(chan desk.Upload, 1)
	if u.State.Over() {
		close(states)
		return u.Upload, states, nil
	}
	u.watchers[states] = true
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if u.watchers[states] {
			delete(u.watchers, states)
			close(states)
		}
	})
	return u.Upload, states, nil
}

// change changes an upload and tells who watches it. The channel of a watcher holds
// one state: one that was not read gives way to the newer.
func (s *Spool) change(u *upload, f func(*desk.Upload)) desk.Upload {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&u.Upload)
	for states := range u.watchers {
		select {
		case <-states:
		default:
		}
		states <- u.Upload
		if u.State.Over() {
			delete(u.watchers, states)
			close(states)
		}
	}
	return u.Upload
}

// Retry implements [desk.Uploads]. An upload in which nothing failed is no longer
// there to be retried; one that is not over goes on.
func (s *Spool) Retry(_ context.Context, id string) (desk.Upload, error) {
	s.retrying.Lock()
	defer s.retrying.Unlock()
	s.mu.Lock()
	u, ok := s.uploads[id]
	if ok && !u.State.Over() {
		defer s.mu.Unlock()
		return u.Upload, nil
	}
	kept, full := ok && u.keep && s.kept(u), s.waiting() >= s.MaxWaiting
	s.mu.Unlock()
	if !kept {
		return desk.Upload{}, fmt.Errorf("retry upload %q: %w", id, desk.ErrNoUpload)
	}
	if full {
		return desk.Upload{}, fmt.Errorf("retry upload %q: %w", id, desk.ErrFull)
	}
	again := desk.Upload{ID: id, Name: u.Name, Bytes: u.Bytes, Accepted: u.Accepted, State: desk.UploadWaiting}
	if err := s.write(record{Upload: again, Stored: u.stored, Again: true}); err != nil {
		return desk.Upload{}, fmt.Errorf("retry upload %q: %w", id, err)
	}
	s.change(u, func(now *desk.Upload) { *now, u.again, u.keep = again, true, false })
	s.nudge()
	return again, nil
}

// waiting is how many uploads are on their way.
func (s *Spool) waiting() int {
	n := s.coming
	for _, u := range s.uploads {
		if !u.State.Over() {
			n++
		}
	}
	return n
}

func (s *Spool) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run imports what waits, in the order in which it came, until ctx is done. An
// import that is interrupted by that waits for the next server.
func (s *Spool) Run(ctx context.Context) error {
	for {
		for u := s.next(); u != nil && ctx.Err() == nil; u = s.next() {
			if err := s.run(ctx, u); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.wake:
		}
	}
}

// next gives the upload whose turn it is, nil if none waits.
func (s *Spool) next() *upload {
	s.mu.Lock()
	defer s.mu.Unlock()
	var first *upload
	for _, u := range s.uploads {
		if u.State == desk.UploadWaiting && (first == nil || u.ID < first.ID) {
			first = u
		}
	}
	return first
}

// run imports an upload. Its file on the disk says that it waits until it is over.
func (s *Spool) run(ctx context.Context, u *upload) error {
	s.change(u, func(now *desk.Upload) { now.State = desk.UploadRunning })
	ended, err := s.Import(ctx, []string{s.file(u)}, u.again, func(p Progress) {
		s.change(u, func(now *desk.Upload) { s.report(now, p) })
	})
	if err != nil && ctx.Err() != nil {
		s.change(u, func(now *desk.Upload) { now.State = desk.UploadWaiting })
		return nil
	}
	over := u.Upload
	s.report(&over, ended)
	over.Current, over.Ended, over.State = "", s.Now().UTC().Truncate(time.Millisecond), desk.UploadDone
	if err != nil {
		s.Log.Error("import of an upload", "upload", over.ID, "error", err)
		text := s.explain(err)
		over.State, over.Error = desk.UploadFailed, &text
	}
	// First the report, then the news, then the file: whatever ends the server in
	// between, nothing is lost and nobody was told what is not so.
	keep := over.State == desk.UploadFailed || over.Failed > 0 || ended.Incomplete
	if err := s.write(record{over, u.stored, u.again, keep}); err != nil {
		s.Log.Error("write the report of an upload", "upload", over.ID, "error", err)
		keep = true // to the disk it still waits: who starts next imports it again
	}
	s.change(u, func(now *desk.Upload) { *now, u.keep = over, keep })
	if !keep {
		s.removeFile(over.ID)
	}
	s.forget()
	return nil
}

func (s *Spool) explain(err error) gongshi.Text {
	if s.Explain != nil {
		return s.Explain(err)
	}
	return gongshi.Text{Zh: err.Error(), En: err.Error()}
}

// report writes into an upload how far its import is. Paths are told as the user
// knows them, without the spool's folder.
func (s *Spool) report(u *desk.Upload, p Progress) {
	u.Current = s.known(u.ID, p.Current)
	u.Seen, u.Imported, u.Unchanged, u.Duplicate = p.Seen, p.Imported, p.Unchanged, p.Duplicate
	u.Skipped, u.Failed, u.Notices = p.Skipped, p.Failed, p.Notices
	if len(p.Failures) == len(u.Failures) || len(u.Failures) == MostFailures {
		return
	}
	u.Failures = slices.Clone(p.Failures[:min(len(p.Failures), MostFailures)])
	for i := range u.Failures {
		u.Failures[i].Path = s.known(u.ID, u.Failures[i].Path)
	}
}

// forget drops the oldest reports, and their files, beyond as many as are kept.
func (s *Spool) forget() {
	s.mu.Lock()
	var over []string
	for id, u := range s.uploads {
		if u.State.Over() {
			over = append(over, id)
		}
	}
	slices.Sort(over)
	over = over[:max(len(over)-s.MaxReports, 0)]
	for _, id := range over {
		delete(s.uploads, id)
	}
	s.mu.Unlock()
	for _, id := range over {
		s.removeFile(id)
		s.removeReport(id)
	}
}
