package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// ErrUnfinished says that the store cannot be read from a folder that may not be
// written to, because it was not closed: what was stored last stands in files
// beside it that only somebody who may write can put in its place.
var ErrUnfinished = errors.New("the store was not closed, and its folder cannot be written to")

// ErrChanged says that somebody else changed the store while it was read without
// the means to notice: what was read may be wrong.
var ErrChanged = errors.New("the store was changed while it was read")

// openUnwritable opens the store for reading in a folder that this process may not
// write to, though SQLite makes files there for reading, too. Three cases: somebody has it open, and the files by which readers and
// a writer agree are there and can be read; it was left unclosed; or it lies
// still, and is read as a file that does not change. failed is why it cannot be
// opened as usual.
func openUnwritable(ctx context.Context, dir string, failed error) (*Store, error) {
	path := filepath.Join(dir, fileName)
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err) // says whose permission lacks
	}
	defer file.Close()
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		if s, err := connectUnwritable(ctx, path, url.Values{"mode": {"ro"}}); err == nil {
			return s, nil
		}
		return nil, fmt.Errorf("open store in %q: %w: %w", dir, ErrUnfinished, failed)
	}
	lies, err := lieStill(path)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	s, err := connectUnwritable(ctx, path, url.Values{"mode": {"ro"}, "immutable": {"1"}})
	if err != nil {
		return nil, fmt.Errorf("open store in %q: %w", dir, err)
	}
	s.still = lies
	return s, nil
}

func connectUnwritable(ctx context.Context, path string, options url.Values) (*Store, error) {
	options.Set("_query_only", "on")
	options.Set("_busy_timeout", "10000")
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: options.Encode()}
	db, err := sql.Open("sqlite3", name.String())
	if err != nil {
		return nil, err
	}
	s := &Store{read: db}
	if err := checkVersion(ctx, db, readVersion); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// still is how a store that is read without a lock looked in the beginning.
type still struct {
	path    string
	size    int64
	changed time.Time
}

func lieStill(path string) (*still, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	return &still{path, info.Size(), info.ModTime()}, nil
}

// check tells whether the store is as it was.
func (s *still) check() error {
	info, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && (info.Size() != s.size || !info.ModTime().Equal(s.changed)) {
		return fmt.Errorf("%q: %w", s.path, ErrChanged)
	}
	return err
}
