package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"
)

// State is what became of a source.
type State string

// The states of sources. A source is pending from before it is read until its
// outcome is stored; one that is found pending was interrupted.
const (
	StatePending   State = "pending"
	StateImported  State = "imported"
	StateDuplicate State = "duplicate" // adds nothing new to the corpus; its code says why
	StateSkipped   State = "skipped"   // left out by a rule
	StateFailed    State = "failed"
)

// Source is the ledger's row for a place.
type Source struct {
	Path      string    `json:"path"`
	Container string    `json:"container,omitempty"`
	RawName   []byte    `json:"raw_name,omitempty"`
	Size      int64     `json:"size"`
	ModTime   time.Time `json:"modified,omitzero"`
	State     State     `json:"state"`
	Stage     string    `json:"stage,omitempty"`
	Code      string    `json:"code,omitempty"`
	Message   string    `json:"message,omitempty"`
	// Seen is the digest of the bytes that were read last.
	Seen string `json:"seen,omitempty"`
	// Digest is that of the document the place stands for: of Seen, or of an
	// earlier content when the last one could not be read.
	Digest string `json:"digest,omitempty"`
	// Reader is the version of the program parts that read it.
	Reader int `json:"reader,omitempty"`
	Tries  int `json:"tries"`
}

const sourceColumns = `path, container, raw_name, size, mtime, state, stage, code, message, seen, digest, reader, tries`

func scanSource(row interface{ Scan(...any) error }) (src Source, err error) {
	var mtime int64
	err = row.Scan(&src.Path, &src.Container, &src.RawName, &src.Size, &mtime, &src.State,
		&src.Stage, &src.Code, &src.Message, &src.Seen, &src.Digest, &src.Reader, &src.Tries)
	if mtime != 0 {
		src.ModTime = time.Unix(0, mtime)
	}
	return src, err
}

func unixNano(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// Source gives the ledger's row for a path, and whether there is one.
func (s *Store) Source(ctx context.Context, path string) (Source, bool, error) {
	src, err := scanSource(s.read.QueryRowContext(ctx, "SELECT "+sourceColumns+" FROM source WHERE path = ?", path))
	if errors.Is(err, sql.ErrNoRows) {
		return Source{}, false, nil
	}
	if err != nil {
		return Source{}, false, fmt.Errorf("read ledger of %q: %w", path, err)
	}
	return src, true, nil
}

// Sources gives the ledger's rows in the order in which the places were first
// seen; only those in one of the states, if any is given.
func (s *Store) Sources(ctx context.Context, states ...State) iter.Seq2[Source, error] {
	where, args := "", make([]any, len(states))
	if len(states) > 0 {
		where = " WHERE state IN (?" + strings.Repeat(",?", len(states)-1) + ")"
		for i, state := range states {
			args[i] = state
		}
	}
	return func(yield func(Source, error) bool) {
		rows, err := s.read.QueryContext(ctx, "SELECT "+sourceColumns+" FROM source"+where+" ORDER BY id", args...)
		if err != nil {
			yield(Source{}, fmt.Errorf("read ledger: %w", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			src, err := scanSource(rows)
			if !yield(src, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Source{}, fmt.Errorf("read ledger: %w", err))
		}
	}
}

// Counts gives the number of sources in each state.
func (s *Store) Counts(ctx context.Context) (map[State]int, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT state, count(*) FROM source GROUP BY state")
	if err != nil {
		return nil, fmt.Errorf("count ledger: %w", err)
	}
	defer rows.Close()
	counts := make(map[State]int)
	for rows.Next() {
		var state State
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return nil, fmt.Errorf("count ledger: %w", err)
		}
		counts[state] = n
	}
	return counts, rows.Err()
}

// Places gives the paths at which a document was found, the one it was first
// read from in front.
func (s *Store) Places(ctx context.Context, digest string) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT path FROM source WHERE digest = ? ORDER BY owns = 0, id", digest)
	if err != nil {
		return nil, fmt.Errorf("read places: %w", err)
	}
	defer rows.Close()
	var paths []string
	for rows.Next() {
		var path string
		if err := rows.Scan(&path); err != nil {
			return nil, fmt.Errorf("read places: %w", err)
		}
		paths = append(paths, path)
	}
	return paths, rows.Err()
}

// BeginRun notes that an import begins and gives its number.
func (s *Store) BeginRun(ctx context.Context, version string, args []string) (run int64, err error) {
	list, err := json.Marshal(args)
	if err != nil {
		return 0, err
	}
	err = s.update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "INSERT INTO run (started, version, args) VALUES (?, ?, ?)",
			time.Now().UTC().Format(time.RFC3339), version, string(list))
		if err != nil {
			return fmt.Errorf("begin run: %w", err)
		}
		run, err = result.LastInsertId()
		return err
	})
	return run, err
}

// EndRun notes the summary of an import that came to its end.
func (s *Store) EndRun(ctx context.Context, run int64, summary any) error {
	text, err := json.Marshal(summary)
	if err != nil {
		return err
	}
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE run SET finished = ?, summary = ? WHERE id = ?",
			time.Now().UTC().Format(time.RFC3339), string(text), run)
		return err
	})
}

// Begin marks sources as pending, before they are read. What an earlier run
// made of them stays until [Store.Commit].
func (s *Store) Begin(ctx context.Context, run int64, sources []Source) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		ctx := context.WithoutCancel(ctx) // as in Commit
		insert, err := tx.PrepareContext(ctx, `
			INSERT INTO source (path, container, raw_name, size, mtime, state, tries, run) VALUES (?, ?, ?, ?, ?, 'pending', 1, ?)
			ON CONFLICT (path) DO UPDATE SET state = 'pending', tries = tries + 1, run = excluded.run`)
		if err != nil {
			return err
		}
		defer insert.Close()
		for _, src := range sources {
			if _, err := insert.ExecContext(ctx, src.Path, src.Container, src.RawName, src.Size, unixNano(src.ModTime), run); err != nil {
				return fmt.Errorf("begin %q: %w", src.Path, err)
			}
		}
		return nil
	})
}

// Touch notes that a place still holds what it held, with another size or time
// of change written on it.
func (s *Store) Touch(ctx context.Context, src Source) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE source SET size = ?, mtime = ? WHERE path = ?", src.Size, unixNano(src.ModTime), src.Path)
		if err != nil {
			return fmt.Errorf("touch %q: %w", src.Path, err)
		}
		return nil
	})
}
