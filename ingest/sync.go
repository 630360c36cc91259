package ingest

import (
	"context"
	"fmt"

	"gongshi/index"
	"gongshi/ingest/store"
)

// Sync brings an index up to date with the store: it applies all changes after
// the number that the index carries. A fresh index gets everything. The number
// is part of each batch, so that a process killed at any moment leaves an index
// that the next Sync completes. Progress, if set, is told the number of changes
// applied.
func Sync(ctx context.Context, st *store.Store, w index.Writer, progress func(done int)) error {
	seq, err := w.Seq(ctx)
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	id, err := st.ID(ctx)
	if err != nil {
		return err
	}
	for done := 0; ; {
		changes, err := st.Changes(ctx, seq, index.BatchRecords)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			return nil
		}
		for len(changes) > 0 {
			batch, n := nextBatch(changes)
			batch.Store = id
			if err := w.Apply(ctx, batch); err != nil {
				return fmt.Errorf("index: %w", err)
			}
			changes, seq, done = changes[n:], batch.Seq, done+n
			if progress != nil {
				progress(done)
			}
		}
	}
}

// nextBatch makes a batch of the first changes, and tells how many it took:
// as many as are good for an index to take at once.
func nextBatch(changes []store.Change) (b index.Batch, n int) {
	size := 0
	for n < len(changes) && (n == 0 || size < index.BatchBytes) {
		c := &changes[n]
		if c.Checked == nil {
			b.Delete = append(b.Delete, c.Notice)
		} else {
			b.Put = append(b.Put, index.NewRecord(&c.Checked.Notice, c.Checked.Findings))
			size += len(c.Checked.Notice.Text)
		}
		b.Seq = c.Seq
		n++
	}
	return b, n
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

// follow keeps the index following the store until nothing more is stored.
// Small steps cost an index more than large ones, so a step waits until enough
// has changed.
func (im *Importer) follow(ctx context.Context, stored <-chan struct{}) error {
	for range stored {
		behind, err := im.behind(ctx)
		if err != nil {
			return err
		}
		if behind < index.BatchRecords {
			continue
		}
		if err := Sync(ctx, im.Store, im.Index, nil); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return Sync(ctx, im.Store, im.Index, nil)
}

// behind tells by how many changes at most the index is behind the store.
func (im *Importer) behind(ctx context.Context) (uint64, error) {
	seq, err := im.Store.Seq(ctx)
	if err != nil {
		return 0, err
	}
	indexed, err := im.Index.Seq(ctx)
	if err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	return seq - indexed, nil
}
