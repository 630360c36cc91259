package bleve

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"gongshi/index"
	"gongshi/internal/lockfile"
)

// Rebuild makes the index in the folder anew: fill puts everything into a new
// one aside, which then takes the place of the old. Searches go on with the old
// one until then; it is kept if anything fails.
func Rebuild(ctx context.Context, dir string, fill func(context.Context, index.Writer) error) (err error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return fmt.Errorf("create folder of the index: %w", err)
	}
	lock, err := lockfile.Acquire(lockName(dir))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	if err := finishSwap(dir); err != nil {
		return err
	}
	aside := dir + ".rebuild"
	if err := os.RemoveAll(aside); err != nil {
		return fmt.Errorf("rebuild index: %w", err)
	}
	if err := create(aside); err != nil {
		return err
	}
	ix, err := open(aside, map[string]any{"scorchMergePlanOptions": seldom})
	if err != nil {
		return err
	}
	if err := errors.Join(fill(ctx, ix), compact(ctx, ix), ix.ix.Close()); err != nil {
		return errors.Join(err, os.RemoveAll(aside))
	}
	return swap(dir, aside)
}

// compact compacts an index that was filled. If that fails it is as good as it
// was, but for the will to stop.
func compact(ctx context.Context, ix *Index) error {
	scattered, err := ix.Scattered()
	if err != nil {
		return err
	}
	if scattered {
		_ = ix.Compact(ctx)
	} else {
		_ = ix.Tidy(ctx)
	}
	return ctx.Err()
}

// swap puts a finished index in the place of the one in the folder.
func swap(dir, aside string) error {
	old := dir + ".old"
	if err := os.Rename(dir, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("swap index: %w", err)
	}
	if err := os.Rename(aside, dir); err != nil {
		return fmt.Errorf("swap index: %w", err)
	}
	return os.RemoveAll(old)
}

// finishSwap repairs what a process killed in the middle of a swap left.
func finishSwap(dir string) error {
	old := dir + ".old"
	if _, err := os.Stat(old); err != nil {
		return nil
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(old, dir)
	}
	return os.RemoveAll(old)
}

// verify reads every segment of the index and compares it with its checksum,
// which the library writes but does not look at. A segment that differs is an
// [index.ErrDamaged] that names it.
func (x *Index) verify(ctx context.Context) (err error) {
	defer guard(&err)
	const tries = 5
	for try := range tries {
		if err = x.verifySegments(ctx); !errors.Is(err, fs.ErrNotExist) || try == tries-1 {
			break
		}
		// The library has merged segments since it was asked which there are.
	}
	return err
}

func (x *Index) verifySegments(ctx context.Context) error {
	reader, err := x.reader()
	if err != nil {
		return err
	}
	for _, s := range reader.Segments() {
		// One that is only in memory has no checksum yet.
		if file, ok := s.Segment().(interface{ Path() string }); ok {
			err = errors.Join(err, ctx.Err(), verifySegment(file.Path()))
		}
		if err != nil {
			break
		}
	}
	return errors.Join(err, reader.Close())
}

// verifySegment: a segment ends in the CRC-32 of all its other bytes.
func verifySegment(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("verify index: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("verify index: %w", err)
	}
	sum := crc32.NewIEEE()
	var written [4]byte
	if info.Size() < int64(len(written)) {
		return fmt.Errorf("%w: %s is cut short", index.ErrDamaged, filepath.Base(path))
	}
	if _, err := io.CopyN(sum, file, info.Size()-int64(len(written))); err != nil {
		return fmt.Errorf("verify index: %w", err)
	}
	if _, err := io.ReadFull(file, written[:]); err != nil {
		return fmt.Errorf("verify index: %w", err)
	}
	if sum.Sum32() != binary.BigEndian.Uint32(written[:]) {
		return fmt.Errorf("%w: %s has changed since it was written", index.ErrDamaged, filepath.Base(path))
	}
	return nil
}
