package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"gongshi"
)

// Outcome is what became of one source: an imported document, or a state with
// its reason.
type Outcome struct {
	// Source says the state; StateImported needs Document.
	Source   Source
	Document *gongshi.Document
	Notices  []gongshi.Notice
	// Findings are those about the notice of the same index.
	Findings [][]gongshi.Finding
}

// Commit stores outcomes in one transaction and in their order. A document
// that the store already has from another place, read by the same version,
// makes its source a duplicate: the states given back are the final ones.
//
// When a place has got new content, the notices of the old one stay in the
// store, but are no longer live unless another place holds it.
func (s *Store) Commit(ctx context.Context, outcomes []Outcome) ([]State, error) {
	states := make([]State, len(outcomes))
	err := s.update(ctx, func(tx *sql.Tx) error {
		for i := range outcomes {
			state, err := commit(ctx, tx, &outcomes[i])
			if err != nil {
				return fmt.Errorf("store %q: %w", outcomes[i].Source.Path, err)
			}
			states[i] = state
		}
		return nil
	})
	return states, err
}

func commit(ctx context.Context, tx *sql.Tx, o *Outcome) (State, error) {
	src := &o.Source
	var previous string
	err := tx.QueryRowContext(ctx, "SELECT digest FROM source WHERE path = ?", src.Path).Scan(&previous)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	digest := previous // kept when the new content gave nothing
	if src.State == StateImported || src.State == StateDuplicate {
		digest = src.Seen
	}
	if src.State == StateImported {
		known, err := documentKnown(ctx, tx, src)
		switch {
		case err != nil:
			return "", err
		case known:
			src.State = StateDuplicate
		default:
			if err := putDocument(ctx, tx, o); err != nil {
				return "", err
			}
		}
	}
	if err := putSource(ctx, tx, src, digest); err != nil {
		return "", err
	}
	if digest != "" {
		if err := revive(ctx, tx, digest); err != nil {
			return "", err
		}
	}
	if previous != "" && previous != digest {
		if err := retire(ctx, tx, previous); err != nil {
			return "", err
		}
	}
	return src.State, nil
}

// documentKnown tells whether another place already gave this document to the
// same version of the readers.
func documentKnown(ctx context.Context, tx *sql.Tx, src *Source) (known bool, err error) {
	err = tx.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM document WHERE digest = ?1 AND reader = ?2)
		   AND EXISTS (SELECT 1 FROM source WHERE digest = ?1 AND state = 'imported' AND path <> ?3)`,
		src.Seen, src.Reader, src.Path).Scan(&known)
	return known, err
}

func putSource(ctx context.Context, tx *sql.Tx, src *Source, digest string) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE source SET container = ?, raw_name = ?, size = ?, mtime = ?, state = ?, stage = ?, code = ?, message = ?,
			seen = ?, digest = ?, reader = ? WHERE path = ?`,
		src.Container, src.RawName, src.Size, unixNano(src.ModTime), src.State, src.Stage, src.Code, src.Message,
		src.Seen, digest, src.Reader, src.Path)
	return err
}

func putDocument(ctx context.Context, tx *sql.Tx, o *Outcome) error {
	digest := o.Source.Seen
	body, err := json.Marshal(o.Document)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO document (digest, size, body, reader) VALUES (?, ?, ?, ?)
		ON CONFLICT (digest) DO UPDATE SET body = excluded.body, reader = excluded.reader`,
		digest, o.Source.Size, string(body), o.Source.Reader); err != nil {
		return err
	}
	// A newer reader may find fewer notices than the one before.
	if err := setLive(ctx, tx, digest, false); err != nil {
		return err
	}
	for i := range o.Notices {
		if err := putNotice(ctx, tx, digest, i, &o.Notices[i]); err != nil {
			return err
		}
		if err := putFindings(ctx, tx, o.Notices[i].ID, o.Findings[i]); err != nil {
			return err
		}
	}
	return nil
}

func putNotice(ctx context.Context, tx *sql.Tx, digest string, ordinal int, n *gongshi.Notice) error {
	body, err := json.Marshal(n)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO notice (id, digest, ordinal, live, body) VALUES (?, ?, ?, 1, ?)
		ON CONFLICT (id) DO UPDATE SET live = 1, body = excluded.body`, n.ID, digest, ordinal, string(body)); err != nil {
		return err
	}
	return changed(ctx, tx, n.ID)
}

func putFindings(ctx context.Context, tx *sql.Tx, notice string, findings []gongshi.Finding) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM finding WHERE notice = ?", notice); err != nil {
		return err
	}
	for i := range findings {
		body, err := json.Marshal(&findings[i])
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO finding (notice, ordinal, rule, severity, body) VALUES (?, ?, ?, ?, ?)",
			notice, i, findings[i].Rule, findings[i].Severity, string(body)); err != nil {
			return err
		}
	}
	return nil
}

// retire takes a document's notices out of the corpus when no place stands for
// it any more, and gives the document to a duplicate where there is one.
func retire(ctx context.Context, tx *sql.Tx, digest string) error {
	var owners, places int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FILTER (WHERE state = 'imported'), count(*) FROM source WHERE digest = ?", digest).
		Scan(&owners, &places); err != nil {
		return err
	}
	switch {
	case places == 0:
		return setLive(ctx, tx, digest, false)
	case owners == 0:
		_, err := tx.ExecContext(ctx, `UPDATE source SET state = 'imported' WHERE id =
			(SELECT min(id) FROM source WHERE digest = ? AND state = 'duplicate')`, digest)
		return err
	}
	return nil
}

// revive brings the notices of a document back that had lost all its places.
func revive(ctx context.Context, tx *sql.Tx, digest string) error {
	var live bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM notice WHERE digest = ? AND live = 1)", digest).Scan(&live)
	if err != nil || live {
		return err
	}
	return setLive(ctx, tx, digest, true)
}

// setLive brings the notices of a document into the corpus or takes them out.
func setLive(ctx context.Context, tx *sql.Tx, digest string, live bool) error {
	rows, err := tx.QueryContext(ctx, "UPDATE notice SET live = ?1 WHERE digest = ?2 AND live <> ?1 RETURNING id", live, digest)
	if err != nil {
		return err
	}
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return errors.Join(err, rows.Close())
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, id := range ids {
		if err := changed(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// changed gives the notice the next number in the sequence of changes.
func changed(ctx context.Context, tx *sql.Tx, notice string) error {
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO change (notice) VALUES (?)", notice)
	return err
}
