package ingest

import (
	"context"

	"gongshi/ingest/archive"
	"gongshi/ingest/store"
)

// walked is an archive on disk that was read to its end, with the paths of what
// was found in it.
type walked struct {
	container store.Container
	paths     []string
}

// walker gives what walks the paths of an import. Archives that are as they
// were when all in them was dealt with are not read again.
func (f *finder) walker(ctx context.Context) *archive.Walker {
	w := f.Reader.Archives
	w.Enter = func(c archive.Container) (bool, error) { return f.enter(ctx, c) }
	w.Leave = func(c archive.Container) error { return f.leave(c) }
	return &w
}

// enter tells whether an archive has to be read. If not, what the ledger says of
// its members is what the import would find.
func (f *finder) enter(ctx context.Context, c archive.Container) (read bool, err error) {
	f.current, f.paths = c.Path, nil
	if f.Verify {
		return true, nil
	}
	before, members, known, err := f.Store.Container(ctx, c.Path)
	if err != nil || !known || len(members) == 0 {
		return true, err
	}
	now := stored(c)
	if !now.Same(&before) {
		return true, nil
	}
	for i := range members {
		if !f.settled(&members[i]) {
			return true, nil
		}
	}
	for i := range members {
		f.tally.passed(&members[i])
	}
	return false, nil
}

// inside notes a file that lies in the archive that is being read, or is it.
func (f *finder) inside(file *archive.File) {
	if f.current != "" && (file.Container == f.current || file.Path == f.current) {
		f.paths = append(f.paths, file.Path)
	}
}

// leave has an archive remembered once all that was found in it is stored.
func (f *finder) leave(c archive.Container) error {
	g := f.open()
	g.walked = append(g.walked, walked{stored(c), f.paths})
	f.current, f.paths = "", nil
	return nil
}

func stored(c archive.Container) store.Container {
	return store.Container{Path: c.Path, Size: c.Size, ModTime: c.ModTime, Changed: c.Changed, Inode: c.Inode, Device: c.Device}
}

// remember stores the archives that a group completes.
func (im *Importer) remember(ctx context.Context, g *group) error {
	for _, w := range g.walked {
		if err := im.Store.Remember(ctx, w.container, w.paths); err != nil {
			return err
		}
	}
	return nil
}

// passed counts a member of an archive that was not read again.
func (t *tally) passed(src *store.Source) {
	t.change(func() {
		t.current = src.Path
		t.summary.Bytes += src.Size
	})
	t.settled(src, failureOf(src))
}
