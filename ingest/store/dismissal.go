package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gongshi"
)

// Dismissal says that a finding was looked at and does not count. It hangs on the
// fingerprint of the finding and on no notice, so that reading a notice again, or
// from another place, does not lose it.
type Dismissal struct {
	Fingerprint string `json:"fingerprint"`
	Reason      string `json:"reason"`
	// Until is the last day on which it holds; for ever where there is none.
	Until gongshi.Date `json:"until,omitzero"`
	// Made is when it was made.
	Made time.Time `json:"made"`
}

// Holds tells whether the dismissal counts on a day.
func (d *Dismissal) Holds(today gongshi.Date) bool {
	return d.Until.IsZero() || d.Until.Compare(today) >= 0
}

// Dismiss writes dismissals down; one of the same finding is replaced.
func (s *Store) Dismiss(ctx context.Context, dismissals ...Dismissal) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		for _, d := range dismissals {
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO dismissal (fingerprint, reason, until, made) VALUES (?, ?, ?, ?)",
				d.Fingerprint, d.Reason, d.Until.String(), d.Made.UTC().Format(time.RFC3339)); err != nil {
				return fmt.Errorf("dismiss %q: %w", d.Fingerprint, err)
			}
		}
		return nil
	})
}

// Undismiss takes dismissals back and gives the fingerprints that had none.
func (s *Store) Undismiss(ctx context.Context, fingerprints ...string) (unknown []string, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		unknown = nil
		for _, f := range fingerprints {
			result, err := tx.ExecContext(ctx, "DELETE FROM dismissal WHERE fingerprint = ?", f)
			if err != nil {
				return fmt.Errorf("undismiss %q: %w", f, err)
			}
			if n, err := result.RowsAffected(); err != nil {
				return err
			} else if n == 0 {
				unknown = append(unknown, f)
			}
		}
		return nil
	})
	return unknown, err
}

// Dismissals gives all dismissals, also those that hold no longer, the newest
// first.
func (s *Store) Dismissals(ctx context.Context) ([]Dismissal, error) {
	if known, err := s.hasTable(ctx, "dismissal"); err != nil || !known {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT fingerprint, reason, until, made FROM dismissal ORDER BY made DESC, fingerprint")
	if err != nil {
		return nil, fmt.Errorf("read dismissals: %w", err)
	}
	defer rows.Close()
	var all []Dismissal
	for rows.Next() {
		var d Dismissal
		var until, made string
		if err := rows.Scan(&d.Fingerprint, &d.Reason, &until, &made); err != nil {
			return nil, fmt.Errorf("read dismissals: %w", err)
		}
		if err := d.Until.UnmarshalText([]byte(until)); err != nil {
			return nil, fmt.Errorf("dismissal of %q: %w", d.Fingerprint, err)
		}
		if d.Made, err = time.Parse(time.RFC3339, made); err != nil {
			return nil, fmt.Errorf("dismissal of %q: %w", d.Fingerprint, err)
		}
		all = append(all, d)
	}
	return all, rows.Err()
}
