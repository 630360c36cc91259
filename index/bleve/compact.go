package bleve

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"

	"gongshi/index"
)

// seldom has segments merged while an index is filled only when there are many:
// until they are compacted nobody searches them, and what is merged early is merged
// again later. (The library takes its options by their names.)
var seldom = map[string]any{"MaxSegmentsPerTier": mostSegments, "SegmentsPerMergeTask": mostSegments, "TierGrowth": mostSegments, "FloorSegmentSize": 1}

// mostSegments is about how many segments an index has while it is filled: every
// one is asked for every record that comes, whether it is there already.
const mostSegments = 40

// atOnce has all segments merged into one, each read once.
var atOnce = mergeplan.MergePlanOptions{
	MaxSegmentsPerTier: 1, TierGrowth: 1, SegmentsPerMergeTask: 10 * mostSegments,
	MaxSegmentSize: 1 << 30, FloorSegmentSize: 1 << 30, MaxSegmentFileSize: 1 << 40, FloorSegmentFileSize: 1 << 40,
}

// Scattered tells whether so much lies beside the largest segment of the index
// that it is worth to [Index.Compact] it.
func (x *Index) Scattered() (bool, error) {
	const few, share = 4, 20 // segments that searching does not mind; one of 20 documents
	reader, err := x.reader()
	if err != nil {
		return false, err
	}
	all, largest := int64(0), int64(0)
	for _, s := range reader.Segments() {
		all += s.FullSize()
		largest = max(largest, s.FullSize())
	}
	return len(reader.Segments()) > few && all-largest > all/share, reader.Close()
}

// Compact merges the segments of an index into one, which makes it smaller and
// searches quicker. For a time it takes twice the room on the disk. An index that
// could not be compacted, because the context is done or the disk full, is whole
// all the same.
func (x *Index) Compact(ctx context.Context) (err error) {
	defer guard(&err)
	// Segments that the library merges just then are left out: once more for them.
	for n, tries := 2, 3; n > 1 && tries > 0; tries-- {
		if err := x.merge(ctx, &atOnce); err != nil {
			return err
		}
		if n, err = x.segments(); err != nil {
			return err
		}
	}
	return x.settle(ctx)
}

// Tidy merges small segments, so that searching does not mind them.
func (x *Index) Tidy(ctx context.Context) (err error) {
	defer guard(&err)
	usual := mergeplan.DefaultMergePlanOptions
	usual.SegmentsPerMergeTask = mostSegments
	if err := x.merge(ctx, &usual); err != nil {
		return err
	}
	return x.settle(ctx)
}

// merge merges segments by a plan.
func (x *Index) merge(ctx context.Context, plan *mergeplan.MergePlanOptions) error {
	advanced, err := x.ix.Advanced()
	if err != nil {
		return fmt.Errorf("compact index: %w", err)
	}
	ix, ok := advanced.(*scorch.Scorch)
	if !ok {
		return fmt.Errorf("compact index: %w: it is kept as %T", index.ErrDamaged, advanced)
	}
	if err := ix.ForceMerge(ctx, plan); err != nil {
		return fmt.Errorf("compact index: %w", err)
	}
	return nil
}

// segments is the number of segments of the index.
func (x *Index) segments() (n int, err error) {
	reader, err := x.reader()
	if err != nil {
		return 0, err
	}
	n = len(reader.Segments())
	return n, reader.Close()
}

// settle waits until the library has deleted the files of segments that are gone,
// which it does some time after a merge, or when the index is next opened for
// writing.
func (x *Index) settle(ctx context.Context) error {
	const patience, pause = 5 * time.Second, 20 * time.Millisecond
	for begun := time.Now(); time.Since(begun) < patience; {
		files, err := filepath.Glob(filepath.Join(x.dir, "store", "*.zap"))
		if err != nil {
			return err
		}
		if n, err := x.segments(); err != nil || len(files) <= n {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
	return nil
}
