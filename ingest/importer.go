// Package ingest turns files into a stored corpus. It is the one place that
// knows the order of the stages: find files, decode, parse, check, store,
// index; and the one place where their errors become ledger entries.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"gongshi"
	"gongshi/index"
	"gongshi/ingest/archive"
	"gongshi/ingest/store"
)

// Importer imports files into a store and keeps an index following it.
type Importer struct {
	Reader *Reader
	Store  *store.Store
	// Index follows the store during the import; nil: it is left behind.
	Index index.Writer
	// Version is the program's version, for the ledger.
	Version string
	// Workers is how many files are read at once; 0: one for each CPU.
	Workers int
	// Retry says what is read again although nothing about it has changed.
	Retry Retry
	// Keep says of which files the bytes are kept in the store.
	Keep Keep
	// Verify has everything read again to see whether it has changed, also
	// what looks as it did before.
	Verify bool
	// MaxFile is the size in bytes above which a file is not read; 0: 256 MiB.
	MaxFile int64
	// Progress, if set, is told how far the import is, from one goroutine at a
	// time.
	Progress func(Progress)
}

const defaultMaxFile = 256 << 20

// Retry says which sources are read again although they are as they were.
type Retry int

// What is read again. Sources that were interrupted, or failed for a reason
// that may pass, are always read again.
const (
	RetryNothing Retry = iota
	RetrySuspect       // those that were read, but gave too little text
	RetryFailed
	RetryAll
)

// Keep says of which files the bytes are kept.
type Keep int

// What is kept. Members of archives are by default: nobody can open them
// otherwise, and the archive may go.
const (
	KeepMembers Keep = iota
	KeepAll
	KeepNothing
)

func (k Keep) keeps(src *store.Source) bool {
	return k == KeepAll || k == KeepMembers && src.Container != ""
}

// A group of files is begun and stored in one transaction each. Groups are
// small enough to lose little work when the process is killed.
const (
	groupFiles = 32
	groupBytes = 16 << 20
)

// aheadOfIndex is how many groups may be stored that the index has not looked at
// yet: it takes many at once, in which time others are read and stored.
const aheadOfIndex = 8

// group is a run of jobs on their way through the stages. Groups are stored in
// the order in which their files were found.
type group struct {
	jobs   []*job
	bytes  int64
	walked []walked      // archives that are complete with this group
	ready  chan struct{} // closed when all jobs have their outcome
	err    error         // why they have none
}

// job is a file that has to be read, or whose failure has to be stored.
type job struct {
	data    []byte
	failure *Failure
	outcome store.Outcome
	records []index.Record // for the index, if there is one
}

// Import imports files, folders and archives. What is wrong with one of them
// is a failure in the summary; an error is given when none of the paths exists
// and nothing is retried, the store fails or ctx is done. What was stored until
// then stays stored, and the same call goes on from there.
func (im *Importer) Import(ctx context.Context, paths []string) (Summary, error) {
	if err := checkPaths(paths); err != nil && im.Retry == RetryNothing {
		return Summary{}, err
	}
	begun := time.Now()
	run, err := im.Store.BeginRun(ctx, im.Version, paths)
	if err != nil {
		return Summary{}, err
	}
	t := &tally{report: im.Progress}
	err = im.pipeline(ctx, run, paths, t)
	t.summary.Duration = time.Since(begun)
	if err != nil {
		return t.summary, err
	}
	return t.summary, im.Store.EndRun(ctx, run, t.summary)
}

// pipeline connects the stages: one goroutine finds and opens files, some read
// groups of them, one stores the groups in order, one keeps the index
// following.
func (im *Importer) pipeline(ctx context.Context, run int64, paths []string, t *tally) error {
	stages, ctx := errgroup.WithContext(ctx)
	found := make(chan *group, 2)
	steps := make(chan step, aheadOfIndex)
	readers, readerContext := errgroup.WithContext(ctx)
	readers.SetLimit(workers(im.Workers) + 1)
	readerContext, stop := context.WithCancelCause(readerContext)
	defer stop(nil)
	reader := im.Reader.stopping(stop)
	stages.Go(func() error {
		defer close(found)
		return im.find(ctx, run, paths, t, func(g *group) error {
			readers.Go(func() error {
				defer close(g.ready)
				if g.err = im.read(readerContext, reader, g); g.err != nil {
					g.err = context.Cause(readerContext)
				}
				return nil
			})
			select {
			case found <- g:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	stages.Go(func() error {
		defer close(steps)
		return im.commit(ctx, found, steps, t)
	})
	if im.Index != nil {
		stages.Go(func() error { return im.follow(ctx, steps) })
	}
	return errors.Join(stages.Wait(), readers.Wait())
}

// find walks the paths and gives emit groups of what has to be done.
func (im *Importer) find(ctx context.Context, run int64, paths []string, t *tally, emit func(*group) error) error {
	f := &finder{Importer: im, run: run, tally: t, emit: emit, seen: map[string]bool{}}
	w := f.walker(ctx)
	for _, path := range paths {
		absolute, err := filepath.Abs(path)
		if err != nil {
			return fmt.Errorf("path %q: %w", path, err)
		}
		if failure := missing(absolute); failure != nil {
			err = f.add(ctx, &job{failure: failure, outcome: store.Outcome{Source: store.Source{Path: failure.Path, Reader: im.Reader.version()}}})
		} else {
			err = f.walk(ctx, w, absolute)
		}
		if err != nil {
			return err
		}
	}
	return f.flush(ctx)
}

type finder struct {
	*Importer
	run   int64
	tally *tally
	emit  func(*group) error
	group *group
	// seen are the paths that this import has come to.
	seen map[string]bool
	// current is the archive that is being read, paths what was found in it.
	current string
	paths   []string
}

// walk visits what is at a path.
func (f *finder) walk(ctx context.Context, w *archive.Walker, path string) error {
	itself := false // the path is no folder, and no archive that opens
	err := w.Walk(ctx, path, func(file archive.File) error {
		itself = itself || file.Path == path
		return f.visit(ctx, file)
	})
	if err != nil || itself {
		return err
	}
	return f.retract(ctx, path)
}

// visit decides what has to be done about a file, and opens it if it has to be
// read.
func (f *finder) visit(ctx context.Context, file archive.File) error {
	if f.seen[file.Path] {
		return nil // named twice
	}
	f.seen[file.Path] = true
	f.tally.found(file)
	f.inside(&file)
	src := store.Source{Path: file.Path, Container: file.Container, RawName: file.RawName,
		Size: max(file.Size, 0), ModTime: file.ModTime, Reader: f.Reader.version()}
	before, known, err := f.Store.Source(ctx, file.Path)
	if err != nil {
		return err
	}
	settled := known && f.settled(&before)
	if shortage(file.Err) {
		return fmt.Errorf("read %q: %w", file.Path, file.Err)
	}
	if file.Err != nil {
		failure := newArchiveFailure(file.Path, file.Err)
		if settled && before.Code == failure.Code && before.Size == src.Size {
			f.tally.settled(&before, failure)
			return nil
		}
		// A password that is not given this time does not undo what was read.
		if settled && failure.Code == string(archive.CodeEncrypted) && sameStat(&before, &src) {
			f.tally.settled(&before, failureOf(&before))
			return nil
		}
		return f.add(ctx, &job{failure: failure, outcome: store.Outcome{Source: src}})
	}
	if settled && !f.Verify && file.Container == "" && sameStat(&before, &src) {
		f.tally.settled(&before, failureOf(&before))
		return nil
	}
	if reason := excluded(file.Path); reason != "" {
		return f.add(ctx, &job{failure: &Failure{Path: file.Path, Stage: StageArchive, Code: reason}, outcome: store.Outcome{Source: src}})
	}
	data, failure, err := load(file, f.maxFile())
	if err != nil {
		return err
	}
	if file.Size < 0 {
		src.Size = int64(len(data))
		f.tally.weighed(src.Size)
	}
	if failure == nil && settled && before.Seen == Digest(data) {
		f.tally.settled(&before, failureOf(&before))
		if sameStat(&before, &src) {
			return nil
		}
		return f.Store.Touch(ctx, src)
	}
	return f.add(ctx, &job{data: data, failure: failure, outcome: store.Outcome{Source: src}})
}

// settled tells whether what the ledger says of a place holds as long as its
// content is the same.
func (f *finder) settled(before *store.Source) bool {
	if before.Reader != f.Reader.version() || f.Retry.Retries(before) {
		return false
	}
	switch before.State {
	case store.StateImported, store.StateDuplicate, store.StateSkipped:
		return true
	case store.StateFailed:
		return !(retryable(before.Code) && before.Tries < maxTries) && !f.mayOpen(before.Code)
	}
	return false
}

// maxTries is how often a source is tried that failed for a reason that may
// pass, unless it is asked for.
const maxTries = 3

// mayOpen tells whether a password may be among those given now.
func (f *finder) mayOpen(code string) bool {
	return code == string(archive.CodeEncrypted) && len(f.Reader.Archives.Passwords) > 0
}

func sameStat(a, b *store.Source) bool {
	return a.Size == b.Size && a.ModTime.Equal(b.ModTime)
}

// failureOf gives the failure that the ledger holds, nil for other states.
func failureOf(src *store.Source) *Failure {
	if src.State != store.StateFailed {
		return nil
	}
	return &Failure{Path: src.Path, Stage: src.Stage, Code: src.Code, Detail: src.Message}
}

func (im *Importer) maxFile() int64 {
	if im.MaxFile > 0 {
		return im.MaxFile
	}
	return defaultMaxFile
}

func (f *finder) add(ctx context.Context, j *job) error {
	g := f.open()
	g.jobs = append(g.jobs, j)
	g.bytes += int64(len(j.data))
	if len(g.jobs) < groupFiles && g.bytes < groupBytes {
		return nil
	}
	return f.flush(ctx)
}

// open gives the group that is being filled.
func (f *finder) open() *group {
	if f.group == nil {
		f.group = &group{ready: make(chan struct{})}
	}
	return f.group
}

// flush writes down that the group's sources are about to be read, and passes
// it on.
func (f *finder) flush(ctx context.Context) error {
	if f.group == nil {
		return nil
	}
	g := f.group
	f.group = nil
	sources := make([]store.Source, len(g.jobs))
	for i, j := range g.jobs {
		sources[i] = j.outcome.Source
	}
	if len(sources) > 0 {
		if err := f.Store.Begin(ctx, f.run, sources); err != nil {
			return err
		}
	}
	return f.emit(g)
}

// read gives every job of a group its outcome.
func (im *Importer) read(ctx context.Context, reader *Reader, g *group) error {
	for _, j := range g.jobs {
		if j.failure == nil {
			reading, err := reader.Read(ctx, j.outcome.Source.Path, j.data)
			if err != nil {
				return err
			}
			j.outcome.Source.Seen = reading.Digest
			j.outcome.Document, j.outcome.Notices, j.outcome.Findings = reading.Document, reading.Notices, reading.Findings
			j.outcome.Prints = reading.Prints
			j.failure = reading.Failure
			if im.Index != nil {
				j.records = newRecords(reading)
			}
			if j.failure == nil && im.Keep.keeps(&j.outcome.Source) {
				if j.outcome.Original, err = store.Pack(j.data); err != nil {
					return err
				}
			}
		}
		j.data = nil
		settle(&j.outcome.Source, j.failure)
		if j.outcome.Document != nil {
			partial(&j.outcome.Source, j.outcome.Document)
		}
	}
	return nil
}

// losses are the codes of what of a source is not in its document, however often
// it is read.
var losses = []string{codeCutShort, "mail-partial", codeAttachments}

// partial notes in the ledger what of a source that is imported is missing from
// its document. Of pages on which nothing was recognised more may come: they have
// no stage, see [Incomplete].
func partial(src *store.Source, doc *gongshi.Document) {
	var pages, lost []string
	for _, d := range doc.Diagnostics {
		switch {
		case d.Code == gongshi.DiagnosticUnreadPages:
			pages = append(pages, d.Message)
		case slices.Contains(losses, d.Code):
			src.Stage = StageDecode
			lost = append(lost, d.Message)
		}
	}
	if len(pages) > 0 {
		src.Stage = ""
	}
	src.Message = strings.Join(append(pages, lost...), "; ")
}

// settle writes the state that follows from a failure, or its absence.
func settle(src *store.Source, failure *Failure) {
	if failure == nil {
		src.State = store.StateImported
		return
	}
	src.State = failure.State()
	src.Stage, src.Code, src.Message = failure.Stage, failure.Code, failure.Detail
}

// commit stores groups in the order in which they were found.
func (im *Importer) commit(ctx context.Context, found <-chan *group, steps chan<- step, t *tally) error {
	for g := range found {
		select {
		case <-g.ready:
		case <-ctx.Done():
			return ctx.Err()
		}
		if g.err != nil {
			return g.err
		}
		s, err := im.store(ctx, g, t)
		if err != nil {
			return err
		}
		if im.Index == nil {
			continue
		}
		select {
		case steps <- s:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// store stores what became of a group, and gives what there is to tell the index.
func (im *Importer) store(ctx context.Context, g *group, t *tally) (s step, err error) {
	if len(g.jobs) > 0 {
		outcomes := make([]store.Outcome, len(g.jobs))
		for i, j := range g.jobs {
			outcomes[i] = j.outcome
		}
		states, err := im.Store.Commit(ctx, outcomes)
		if err != nil {
			return s, err
		}
		t.stored(g.jobs, states)
		if s, err = im.newStep(ctx, g, outcomes); err != nil {
			return s, err
		}
	}
	return s, im.remember(ctx, g)
}
