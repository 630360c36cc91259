// Package store keeps the truth of a corpus in one SQLite file: the ledger of
// what became of every source, the decoded documents, the notices found in
// them and the findings about those. Whatever is derived from it, such as a
// search index, follows the sequence of its changes.
//
// One process writes at a time; any number read meanwhile.
package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	_ "github.com/mattn/go-sqlite3" // the SQLite driver of database/sql

	"gongshi/internal/lockfile"
)

//go:embed schema.sql
var schema string

// migration1 leads from version 1 of the file to version 2.
//
//go:embed migrate_1.sql
var migration1 string

// schemaVersion is written into the file; a file of a later version is refused,
// one of an earlier version is brought up to date when it is opened for writing.
// Version 3 added saved queries and dismissals, version 4 tokens: a file of version
// 2 can be read as it is, where it cannot be written to. In version 5 notices and documents may
// be stored without texts that are elsewhere, which a program before it would take for
// empty ones; what was stored before is read as it is.
const (
	schemaVersion = 5
	readVersion   = 2
)

// ErrNotFound says that the store has no such notice.
var ErrNotFound = errors.New("not in the store")

// ErrEmpty says that there is no store in the folder yet.
var ErrEmpty = errors.New("nothing has been imported yet")

// errEarlier says that an earlier version of the program wrote the file.
var errEarlier = errors.New("the store has the form of an earlier version")

// Store is an open store. Its methods may be called from several goroutines.
type Store struct {
	write *sql.DB // one connection; nil when opened for reading
	read  *sql.DB
	lock  *lockfile.Lock
	still *still // set when read as a file that nobody changes
}

const (
	fileName = "gongshi.db"
	lockName = "gongshi.lock"
)

// Open opens the store in the folder for writing and creates both if they are
// not there. Another process that writes is a *lockfile.HeldError.
func Open(ctx context.Context, dir string) (*Store, error) {
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	lock, err := lockfile.Acquire(filepath.Join(dir, lockName))
	if err != nil {
		return nil, err
	}
	s, err := open(ctx, dir, true)
	if err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	s.lock = lock
	return s, nil
}

// OpenReadOnly opens the store in the folder for reading, also while another
// process writes. [ErrEmpty] says that there is none.
func OpenReadOnly(ctx context.Context, dir string) (*Store, error) {
	if _, err := os.Stat(filepath.Join(dir, fileName)); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%q: %w", dir, ErrEmpty)
	}
	s, err := open(ctx, dir, false)
	switch {
	case err == nil, errors.Is(err, ErrEmpty):
		return s, err
	case !lockfile.CanWrite(dir):
		return openUnwritable(ctx, dir, err)
	case !errors.Is(err, errEarlier):
		return nil, err
	}
	w, err := Open(ctx, dir) // brings it up to date
	if err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return open(ctx, dir, false)
}

func open(ctx context.Context, dir string, writable bool) (_ *Store, err error) {
	s := new(Store)
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("open store in %q: %w", dir, err), s.Close())
		}
	}()
	path := filepath.Join(dir, fileName)
	if writable {
		if s.write, err = connect(path, "rwc"); err != nil {
			return nil, err
		}
		s.write.SetMaxOpenConns(1)
		if err = prepare(ctx, s.write); err != nil {
			return nil, err
		}
		// Every commit is in the log, and on the disk; how often that is copied into
		// the file is a matter of speed: pages that change often are copied once.
		if _, err = s.write.ExecContext(ctx, "PRAGMA wal_autocheckpoint = 8000"); err != nil {
			return nil, err
		}
	}
	if s.read, err = connect(path, "rw"); err != nil {
		return nil, err
	}
	return s, checkVersion(ctx, s.read, schemaVersion)
}

// connect opens the file; a commit is on the disk when it returns
// (synchronous=FULL), and readers do not wait for writers (WAL).
func connect(path, mode string) (*sql.DB, error) {
	options := url.Values{
		"mode":          {mode},
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"},
		"_busy_timeout": {"10000"},
		"_foreign_keys": {"on"},
		"_txlock":       {"immediate"},
		// All statements are constants: most are used for every source.
		"_stmt_cache_size": {"64"},
	}
	if mode == "rwc" {
		// A notice is looked up by names that are as good as random numbers: in less
		// than the upper levels of its trees, pages would be read again for each.
		options.Set("_cache_size", "-65536") // KiB, as it is negative
	} else {
		options.Del("_txlock")
		options.Set("_query_only", "on")
		options.Del("_journal_mode")
	}
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: options.Encode()}
	return sql.Open("sqlite3", name.String())
}

// prepare makes the tables, or brings those of an earlier version up to date.
func prepare(ctx context.Context, db *sql.DB) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	steps := ""
	switch {
	case version >= schemaVersion:
		return nil // checkVersion judges it
	case version == 1:
		steps = migration1
	}
	_, err := db.ExecContext(ctx, fmt.Sprintf("BEGIN;%s;%s;PRAGMA user_version=%d;COMMIT", steps, schema, schemaVersion))
	return err
}

// checkVersion tells whether the file has a version that can be used, least at
// least.
func checkVersion(ctx context.Context, db *sql.DB, least int) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version == 0 {
		return ErrEmpty // an import was killed when it had hardly begun
	}
	if version < least {
		return errEarlier
	}
	if version > schemaVersion {
		return fmt.Errorf("the store has version %d, this program reads version %d: use the program that wrote it, or another data folder", version, schemaVersion)
	}
	return nil
}

// Close closes the store and lets other processes write.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Release())
	}
	if s.still != nil {
		errs = append(errs, s.still.check())
	}
	return errors.Join(errs...)
}

// update runs f in one transaction of the writer. The end of the context ends the
// statements of f, but not the transaction: database/sql would roll it back in
// a goroutine for which nobody waits, and a process that ends before it leaves
// the log beside the store.
func (s *Store) update(ctx context.Context, f func(*sql.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	tx, err := s.write.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := errors.Join(f(tx), ctx.Err()); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
