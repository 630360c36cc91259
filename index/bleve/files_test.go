package bleve

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gongshi/index"
	"gongshi/index/indextest"
	"gongshi/internal/lockfile"
	"gongshi/search/query"
)

// filled gives the folder of a closed index with n records.
func filled(t *testing.T, n int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	ix := openIndex(t, dir)
	if err := ix.Apply(t.Context(), index.Batch{Put: indextest.Records(n, 800), Seq: 7}); err != nil {
		t.Fatal(err)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// count gives how many records can be read, whatever they are.
func count(ctx context.Context, ix *Index) (n int, err error) {
	set, err := ix.Match(ctx, query.All{})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	for _, err := range set.All(ctx) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func TestNoIndex(t *testing.T) {
	if _, err := OpenRead(filepath.Join(t.TempDir(), "index")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want fs.ErrNotExist", err)
	}
}

// A search while an import runs is told who holds the index, at once.
func TestReadWhileWriting(t *testing.T) {
	dir := filled(t, 5)
	writer := openIndex(t, dir)
	begun := time.Now()
	_, err := OpenRead(dir)
	held, ok := errors.AsType[*lockfile.HeldError](err)
	if !ok || held.Holder.PID != os.Getpid() {
		t.Errorf("got %v, want a HeldError that names this process", err)
	}
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
	if _, err := OpenWrite(t.Context(), dir); err == nil {
		t.Error("two writers")
	} else if _, ok := errors.AsType[*lockfile.HeldError](err); !ok {
		t.Errorf("second writer: %v", err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // readers do not keep each other out
		reader, err := OpenRead(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer reader.Close()
		if n, err := count(t.Context(), reader); n != 5 || err != nil {
			t.Errorf("%d records, %v", n, err)
		}
	}
}

// A writer that readers keep out is not told that the index is damaged: it is
// whole, and building it anew would be in vain.
func TestWriteWhileReading(t *testing.T) {
	dir := filled(t, 5)
	reader, err := OpenRead(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	_, err = openWrite(t.Context(), dir, "200ms")
	if _, ok := errors.AsType[*lockfile.HeldError](err); !ok || errors.Is(err, index.ErrDamaged) {
		t.Errorf("got %v, want a HeldError", err)
	}
	if lock, err := lockfile.Acquire(lockName(dir)); err != nil {
		t.Error(err)
	} else if err := lock.Release(); err != nil {
		t.Error(err)
	}
}

func TestStale(t *testing.T) {
	dir := filled(t, 5)
	ix, err := OpenWrite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(ix.ix.SetInternal(versionKey, []byte("0/0/0")), ix.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenRead(dir); !errors.Is(err, index.ErrStale) {
		t.Errorf("OpenRead: %v, want ErrStale", err)
	}
	if _, err := OpenWrite(t.Context(), dir); !errors.Is(err, index.ErrStale) {
		t.Errorf("OpenWrite: %v, want ErrStale", err)
	}
}

// segments gives the segment files of an index.
func segments(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "store", "*.zap"))
	if err != nil || len(files) == 0 {
		t.Fatalf("segments: %v, %v", files, err)
	}
	return files
}

// damages are what can happen to the files of an index.
var damages = map[string]func(t *testing.T, dir string) error{
	"no root":    func(_ *testing.T, dir string) error { return os.Remove(filepath.Join(dir, "store", "root.bolt")) },
	"empty root": func(_ *testing.T, dir string) error { return os.Truncate(filepath.Join(dir, "store", "root.bolt"), 0) },
	"short root": func(_ *testing.T, dir string) error {
		return os.Truncate(filepath.Join(dir, "store", "root.bolt"), 8192)
	},
	"half a root": func(_ *testing.T, dir string) error {
		return os.Truncate(filepath.Join(dir, "store", "root.bolt"), 16384)
	},
	"no meta":        func(_ *testing.T, dir string) error { return os.Remove(filepath.Join(dir, "index_meta.json")) },
	"short segment":  func(t *testing.T, dir string) error { return os.Truncate(segments(t, dir)[0], 1000) },
	"no segment":     func(t *testing.T, dir string) error { return os.Remove(segments(t, dir)[0]) },
	"broken segment": func(t *testing.T, dir string) error { return scribble(segments(t, dir)[0]) },
}

// scribble changes bytes all over a file.
func scribble(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for i := 100; i < len(data); i += 97 {
		data[i] ^= 0x55
	}
	return os.WriteFile(path, data, 0o600)
}

// A damaged index never ends the process: opening or reading it is an
// ErrDamaged (at once, if it is opened for writing), or the library falls back to
// an older state, which its sequence number tells. Building it anew cures it, and
// nothing of a damaged index is deleted before.
func TestDamage(t *testing.T) {
	for mode, open := range map[string]func(context.Context, string) (*Index, error){
		"read": func(_ context.Context, dir string) (*Index, error) { return OpenRead(dir) }, "write": OpenWrite,
	} {
		for name, damage := range damages {
			t.Run(mode+"/"+name, func(t *testing.T) {
				dir := filled(t, 30)
				if err := damage(t, dir); err != nil {
					t.Fatal(err)
				}
				ix, err := open(t.Context(), dir)
				older := false
				if err == nil {
					seq, seqErr := ix.Seq(t.Context())
					n, countErr := count(t.Context(), ix)
					older = seq == 0 && n == 0
					err = errors.Join(seqErr, countErr, ix.verify(t.Context()), ix.Close())
					if mode == "write" && !older {
						t.Errorf("opened for writing: %v", err)
					}
				}
				if !errors.Is(err, index.ErrDamaged) && !older {
					t.Errorf("got %v, want ErrDamaged", err)
				}
				if name != "no segment" {
					segments(t, dir)
				}
				rebuilt(t, dir, 30)
			})
		}
	}
}

// rebuilt builds the index anew with n records and reads it.
func rebuilt(t *testing.T, dir string, n int) {
	t.Helper()
	err := Rebuild(t.Context(), dir, func(ctx context.Context, w index.Writer) error {
		return w.Apply(ctx, index.Batch{Put: indextest.Records(n, 800), Seq: 9})
	})
	if err != nil {
		t.Fatal(err)
	}
	ix, err := OpenRead(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if got, err := count(t.Context(), ix); got != n || err != nil {
		t.Errorf("%d records, %v, want %d", got, err, n)
	}
	if seq, err := ix.Seq(t.Context()); seq != 9 || err != nil {
		t.Errorf("sequence number %d, %v", seq, err)
	}
}

// Searches go on while the index is built anew, and with the old one when that
// fails.
func TestRebuild(t *testing.T) {
	dir := filled(t, 5)
	broken := errors.New("broken")
	err := Rebuild(t.Context(), dir, func(context.Context, index.Writer) error {
		reader, err := OpenRead(dir)
		if err != nil {
			return err
		}
		defer reader.Close()
		if n, err := count(t.Context(), reader); n != 5 || err != nil {
			t.Errorf("%d records, %v while building", n, err)
		}
		if _, err := OpenWrite(t.Context(), dir); err == nil {
			t.Error("a writer beside a rebuild")
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	reader, err := OpenRead(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	rebuilt(t, dir, 8)
	if n, err := count(t.Context(), reader); n != 5 || err != nil {
		t.Errorf("%d records, %v in the index that was replaced", n, err)
	}
	left, err := filepath.Glob(filepath.Dir(dir) + "/*")
	if err != nil || len(left) != 2 {
		t.Errorf("left behind: %v", left)
	}
}

// A process killed between the two renames of a swap has lost nothing.
func TestHalfSwap(t *testing.T) {
	dir := filled(t, 5)
	if err := os.Rename(dir, dir+".old"); err != nil {
		t.Fatal(err)
	}
	ix, err := OpenWrite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if n, err := count(t.Context(), ix); n != 5 || err != nil {
		t.Errorf("%d records, %v", n, err)
	}
}
