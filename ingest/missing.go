package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"gongshi/ingest/store"
)

// missing gives the failure of a path that was named and has nothing to read: a
// slip of the pen, a file that is gone, a bad line in a list. It must not keep
// the other paths from being read.
func missing(path string) *Failure {
	_, err := os.Stat(path)
	if err == nil || errors.Is(err, fs.ErrPermission) { // the walk says what is refused
		return nil
	}
	detail := err
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		detail = e.Err
	}
	return &Failure{Path: strings.ToValidUTF8(path, "\uFFFD"), Stage: StageArchive, Code: CodeMissing, Detail: detail.Error()}
}

// retract takes back what the ledger says of a path that failed and turns out to
// be a folder, or an archive that opens: what is in it speaks for it now.
func (f *finder) retract(ctx context.Context, path string) error {
	before, known, err := f.Store.Source(ctx, path)
	if err != nil || !known || before.State != store.StateFailed {
		return err
	}
	_, err = f.Store.Commit(ctx, []store.Outcome{{Source: store.Source{Path: path, State: store.StateSkipped, Stage: StageArchive, Code: codeSkipped,
		Message: "it failed once, and is a folder or an archive that opens now", Reader: Version}}})
	return err
}

// checkPaths tells whether there is anything to read at all. The error is of the
// first path.
func checkPaths(paths []string) error {
	var first error
	for _, path := range paths {
		if missing(path) == nil {
			return nil
		}
		if first == nil {
			_, err := os.Stat(path)
			first = fmt.Errorf("path %q: %w", path, err)
		}
	}
	return first
}
