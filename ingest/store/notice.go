package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"gongshi"
)

// Checked is a notice together with the findings about it.
type Checked struct {
	Notice   gongshi.Notice
	Findings []gongshi.Finding
}

// Notice gives the notice with the id, or the only one whose id begins with
// it. [ErrNotFound] says that there is none; several are an error too.
func (s *Store) Notice(ctx context.Context, id string) (*Checked, error) {
	if c, err := s.Checked(ctx, id); !errors.Is(err, ErrNotFound) {
		return c, err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT id FROM notice WHERE id >= ?1 AND id < ?1 || char(0x10FFFF) ORDER BY id LIMIT 2", id)
	if err != nil {
		return nil, fmt.Errorf("look up notice %q: %w", id, err)
	}
	ids, err := collect[string](rows)
	switch {
	case err != nil:
		return nil, fmt.Errorf("look up notice %q: %w", id, err)
	case id == "" || len(ids) == 0:
		return nil, fmt.Errorf("notice %q: %w", id, ErrNotFound)
	case len(ids) > 1 && ids[0] != id:
		return nil, fmt.Errorf("notice %q: several ids begin so: %s, %s, …", id, ids[0], ids[1])
	}
	return s.Checked(ctx, ids[0])
}

// Checked gives the notice with exactly that id.
func (s *Store) Checked(ctx context.Context, id string) (*Checked, error) {
	bodies, err := s.bodies(ctx, id)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read notice %q: %w", id, err)
	case len(bodies) == 0 || bodies[0].ordinal != noOrdinal:
		return nil, fmt.Errorf("read notice %q: %w", id, ErrNotFound)
	}
	c := &Checked{Findings: make([]gongshi.Finding, len(bodies)-1)}
	if err := decodeNotice(bodies[0].text, &c.Notice); err != nil {
		return nil, fmt.Errorf("read notice %q: %w", id, err)
	}
	for i := range c.Findings {
		if err := json.Unmarshal(bodies[i+1].text, &c.Findings[i]); err != nil {
			return nil, fmt.Errorf("read findings of %q: %w", id, err)
		}
	}
	return c, nil
}

// Unchecked gives the notice with exactly that id, without the findings about it,
// which what is shown of a hit does not need.
func (s *Store) Unchecked(ctx context.Context, id string) (*gongshi.Notice, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read notice %q: %w", id, err)
	}
	var body []byte
	n := new(gongshi.Notice)
	err := s.read.QueryRowContext(context.WithoutCancel(ctx), "SELECT body FROM notice WHERE id = ?", id).Scan(&body) // as in Commit
	switch {
	case errors.Is(err, sql.ErrNoRows):
		err = ErrNotFound
	case err == nil:
		err = decodeNotice(body, n)
	}
	if err != nil {
		return nil, fmt.Errorf("read notice %q: %w", id, err)
	}
	return n, nil
}

// body is the JSON of a notice, or of a finding with its ordinal.
type body struct {
	ordinal int
	text    []byte
}

// noOrdinal is that of the notice: it comes before its findings.
const noOrdinal = -1

// bodies gives the notice with the id and the findings about it, as they are at one
// time.
func (s *Store) bodies(ctx context.Context, id string) ([]body, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(context.WithoutCancel(ctx), // as in Commit
		"SELECT -1 AS ordinal, body FROM notice WHERE id = ?1 UNION ALL SELECT ordinal, body FROM finding WHERE notice = ?1 ORDER BY ordinal", id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []body
	for rows.Next() {
		var b body
		if err := rows.Scan(&b.ordinal, &b.text); err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, rows.Err()
}

// Notices gives the live notices in the order of their ids.
func (s *Store) Notices(ctx context.Context) iter.Seq2[*Checked, error] {
	return func(yield func(*Checked, error) bool) {
		for last := ""; ; {
			rows, err := s.read.QueryContext(ctx, "SELECT id FROM notice WHERE live = 1 AND id > ? ORDER BY id LIMIT 500", last)
			var ids []string
			if err == nil {
				ids, err = collect[string](rows)
			}
			if err != nil {
				yield(nil, fmt.Errorf("list notices: %w", err))
				return
			}
			for _, id := range ids {
				c, err := s.Checked(ctx, id)
				if !yield(c, err) || err != nil {
					return
				}
			}
			if len(ids) == 0 {
				return
			}
			last = ids[len(ids)-1]
		}
	}
}

// CountNotices gives the number of live notices.
func (s *Store) CountNotices(ctx context.Context) (n int, err error) {
	if err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM notice WHERE live = 1").Scan(&n); err != nil {
		return 0, fmt.Errorf("count notices: %w", err)
	}
	return n, nil
}

// Change is the newest change of a notice.
type Change struct {
	Seq    uint64
	Notice string
	// Live tells whether the notice is part of the corpus.
	Live bool
}

// ID names the store: no two have the same, and a copy keeps it.
func (s *Store) ID(ctx context.Context) (id string, err error) {
	if err = s.read.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'id'").Scan(&id); err != nil {
		return "", fmt.Errorf("read the store's id: %w", err)
	}
	return id, nil
}

// Seq is the number of the newest change; 0 for an empty store.
func (s *Store) Seq(ctx context.Context) (uint64, error) {
	var seq sql.Null[uint64]
	if err := s.read.QueryRowContext(ctx, "SELECT max(seq) FROM change").Scan(&seq); err != nil {
		return 0, fmt.Errorf("read sequence: %w", err)
	}
	return seq.V, nil
}

// Changes gives the changes after a number up to another in their order, at most
// limit.
func (s *Store) Changes(ctx context.Context, after, upTo uint64, limit int) ([]Change, error) {
	rows, err := s.read.QueryContext(ctx, `
		SELECT change.seq, notice.id, notice.live FROM change JOIN notice ON notice.id = change.notice
		WHERE change.seq > ? AND change.seq <= ? ORDER BY change.seq LIMIT ?`, after, upTo, limit)
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	defer rows.Close()
	var changes []Change
	for rows.Next() {
		var c Change
		if err := rows.Scan(&c.Seq, &c.Notice, &c.Live); err != nil {
			return nil, fmt.Errorf("read changes: %w", err)
		}
		changes = append(changes, c)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	return changes, nil
}

// Document gives the decoded document of a digest.
func (s *Store) Document(ctx context.Context, digest string) (*gongshi.Document, error) {
	var body []byte
	var text string
	err := s.read.QueryRowContext(ctx, `
		SELECT d.body, coalesce(n.body ->> '$.text', '') FROM document d
		LEFT JOIN notice n ON n.id = d.body ->> '$.begins' AND n.digest = d.digest WHERE d.digest = ?`, digest).Scan(&body, &text)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", digest, err)
	}
	doc, err := decodeDocument(body, text)
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", digest, err)
	}
	return doc, nil
}

// collect reads all rows of one column and closes them.
func collect[T any](rows *sql.Rows) ([]T, error) {
	defer rows.Close()
	var all []T
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
