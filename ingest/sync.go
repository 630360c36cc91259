package ingest

import (
	"context"
	"fmt"
	"math"

	"gongshi/index"
	"gongshi/ingest/store"
)

// Sync brings an index up to date with the store: it applies all changes after
// the number that the index carries. A fresh index gets everything. The number
// is part of each batch, so that a process killed at any moment leaves an index
// that the next Sync completes. Progress, if set, is told the number of changes
// applied.
func Sync(ctx context.Context, st *store.Store, w index.Writer, progress func(done int)) error {
	f := follower{store: st, index: w, progress: progress}
	return f.catchUp(ctx, newest)
}

// newest is as far as changes go.
const newest = math.MaxInt64

// follower brings an index up to date with a store.
type follower struct {
	store    *store.Store
	index    index.Writer
	progress func(done int) // may be nil
	// handed are records that need not be made from what the store holds, by the
	// ids of their notices.
	handed map[string]index.Record
}

// catchUp applies the changes up to a number. The records that were handed on must
// be those of the notices as they are at that number.
func (f *follower) catchUp(ctx context.Context, upTo uint64) error {
	seq, err := f.index.Seq(ctx)
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	id, err := f.store.ID(ctx)
	if err != nil {
		return err
	}
	for done := 0; ; {
		changes, err := f.store.Changes(ctx, seq, upTo, index.BatchRecords)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			return nil
		}
		for len(changes) > 0 {
			batch, n, err := f.nextBatch(ctx, changes)
			if err != nil {
				return err
			}
			batch.Store = id
			if err := f.index.Apply(ctx, batch); err != nil {
				return fmt.Errorf("index: %w", err)
			}
			changes, seq, done = changes[n:], batch.Seq, done+n
			if f.progress != nil {
				f.progress(done)
			}
		}
	}
}

// nextBatch makes a batch of the first changes, and tells how many it took:
// as many as are good for an index to take at once.
func (f *follower) nextBatch(ctx context.Context, changes []store.Change) (b index.Batch, n int, err error) {
	size := 0
	for n < len(changes) && (n == 0 || size < index.BatchBytes) {
		c := &changes[n]
		if c.Live {
			record, err := f.record(ctx, c.Notice)
			if err != nil {
				return b, n, err
			}
			b.Put = append(b.Put, record)
			size += len(record.Text)
		} else {
			b.Delete = append(b.Delete, c.Notice)
		}
		delete(f.handed, c.Notice)
		b.Seq = c.Seq
		n++
	}
	return b, n, nil
}

// record gives the record of a notice: what was handed on, or made from what the
// store holds.
func (f *follower) record(ctx context.Context, notice string) (index.Record, error) {
	if record, ok := f.handed[notice]; ok {
		return record, nil
	}
	checked, err := f.store.Checked(ctx, notice)
	if err != nil {
		return index.Record{}, err
	}
	return index.NewRecord(&checked.Notice, checked.Findings), nil
}

// Follows tells whether an index is one of the store's: an empty one is anybody's,
// and one that is ahead follows a store that was replaced.
func Follows(ctx context.Context, st *store.Store, w Follower) (current, ours bool, err error) {
	id, err := st.ID(ctx)
	if err != nil {
		return false, false, err
	}
	stored, err := st.Seq(ctx)
	if err != nil {
		return false, false, err
	}
	indexed, err := w.Seq(ctx)
	if err != nil {
		return false, false, fmt.Errorf("index: %w", err)
	}
	of, err := w.Store(ctx)
	if err != nil {
		return false, false, fmt.Errorf("index: %w", err)
	}
	return indexed == stored, indexed == 0 || of == id && indexed <= stored, nil
}

// Follower is what tells how far an index has come.
type Follower interface {
	Seq(ctx context.Context) (uint64, error)
	Store(ctx context.Context) (string, error)
}

// step tells of a group that was committed.
type step struct {
	// seq is the number of the newest change with it.
	seq uint64
	// changed is how many notices it has written, and bytes the length of their
	// texts.
	changed, bytes int
	// records are those of its notices, or none if they are large: then they are
	// read back, so as not to be kept here by the hundred.
	records []index.Record
}

// largeGroup is how many bytes of text a group may have that is handed on.
const largeGroup = 2 << 20

// follow keeps the index following the store until nothing more is stored.
// Small steps cost an index more than large ones, so a step waits until enough
// has changed. It takes the changes only as far as it has been told of them: a
// record that was handed on is then that of the newest change of its notice.
func (im *Importer) follow(ctx context.Context, steps <-chan step) error {
	f := follower{store: im.Store, index: im.Index, handed: map[string]index.Record{}}
	changed, bytes := 0, 0
	for g := range steps {
		for _, r := range g.records {
			f.handed[r.ID] = r
		}
		changed, bytes = changed+g.changed, bytes+g.bytes
		if changed < index.BatchRecords && bytes < index.BatchBytes {
			continue
		}
		if err := f.catchUp(ctx, g.seq); err != nil {
			return err
		}
		changed, bytes = 0, 0
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return f.catchUp(ctx, newest)
}

// newStep gives what there is to tell of a group that was committed.
func (im *Importer) newStep(ctx context.Context, g *group, outcomes []store.Outcome) (s step, err error) {
	if s.seq, err = im.Store.Seq(ctx); err != nil {
		return s, err
	}
	for i := range outcomes {
		if !outcomes[i].Written {
			continue
		}
		for k := range outcomes[i].Notices {
			s.changed++
			s.bytes += len(outcomes[i].Notices[k].Text)
		}
		s.records = append(s.records, g.jobs[i].records...)
	}
	if s.bytes > largeGroup {
		s.records = nil
	}
	return s, nil
}

// newRecords gives the records of what was read from a file: those that the store
// would give as well, since paths and texts are UTF-8 by now, which JSON keeps.
func newRecords(r *Reading) []index.Record {
	records := make([]index.Record, len(r.Notices))
	for i := range r.Notices {
		records[i] = index.NewRecord(&r.Notices[i], r.Findings[i])
	}
	return records
}
