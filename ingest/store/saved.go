package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// SavedQuery is a query that somebody keeps, to ask it again and be told what is
// new.
type SavedQuery struct {
	Name, Query string
	// Filters are what the query is restricted to, as who keeps it writes it.
	Filters json.RawMessage
	// Saved and Looked are when it was kept, and when its answer was last looked
	// at.
	Saved, Looked time.Time
	// Seq is the number of the newest change that was there at the last look:
	// notices that changed later are new.
	Seq uint64
}

// PutSavedQuery keeps a query, in the place of one of the same name.
func (s *Store) PutSavedQuery(ctx context.Context, q SavedQuery) error {
	err := s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO saved_query (name, query, filters, saved, looked, seq) VALUES (?, ?, ?, ?, ?, ?)",
			q.Name, q.Query, string(q.Filters), timeText(q.Saved), timeText(q.Looked), q.Seq)
		return err
	})
	if err != nil {
		return fmt.Errorf("save query %q: %w", q.Name, err)
	}
	return nil
}

// LookAtSavedQuery notes that the answer to a query was looked at when seq was the
// number of the newest change. It never goes back, and a query that is gone by now
// stays so.
func (s *Store) LookAtSavedQuery(ctx context.Context, name string, seq uint64, at time.Time) error {
	err := s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE saved_query SET looked = ?, seq = max(seq, ?) WHERE name = ?", timeText(at), seq, name)
		return err
	})
	if err != nil {
		return fmt.Errorf("note the look at %q: %w", name, err)
	}
	return nil
}

// DeleteSavedQuery forgets a query; ErrNotFound says that there is none of the
// name.
func (s *Store) DeleteSavedQuery(ctx context.Context, name string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM saved_query WHERE name = ?", name)
		if err != nil {
			return fmt.Errorf("delete query %q: %w", name, err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("delete query %q: %w", name, ErrNotFound)
		}
		return nil
	})
}

// hasTable tells whether the file has a table of version 3: one of version 2 that
// cannot be written to has none of them.
func (s *Store) hasTable(ctx context.Context, name string) (known bool, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = ?)", name).Scan(&known)
	return known, err
}

// SavedQueries gives all queries that are kept, by name.
func (s *Store) SavedQueries(ctx context.Context) ([]SavedQuery, error) {
	if known, err := s.hasTable(ctx, "saved_query"); err != nil || !known {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT name, query, filters, saved, looked, seq FROM saved_query ORDER BY name")
	if err != nil {
		return nil, fmt.Errorf("read saved queries: %w", err)
	}
	defer rows.Close()
	var all []SavedQuery
	for rows.Next() {
		var q SavedQuery
		var filters, saved, looked string
		if err := rows.Scan(&q.Name, &q.Query, &filters, &saved, &looked, &q.Seq); err != nil {
			return nil, fmt.Errorf("read saved queries: %w", err)
		}
		q.Filters = json.RawMessage(filters)
		if q.Saved, err = time.Parse(time.RFC3339, saved); err == nil {
			q.Looked, err = time.Parse(time.RFC3339, looked)
		}
		if err != nil {
			return nil, fmt.Errorf("read saved query %q: %w", q.Name, err)
		}
		all = append(all, q)
	}
	return all, rows.Err()
}

// ChangedSince gives the notices of the corpus that came, or changed, after a
// number of the sequence.
func (s *Store) ChangedSince(ctx context.Context, after uint64) (map[string]bool, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT notice.id FROM change JOIN notice ON notice.id = change.notice
		WHERE change.seq > ? AND notice.live = 1`, after)
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	ids, err := collect[string](rows)
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	changed := make(map[string]bool, len(ids))
	for _, id := range ids {
		changed[id] = true
	}
	return changed, nil
}

// timeText writes a moment to the second.
func timeText(t time.Time) string { return t.UTC().Format(time.RFC3339) }
