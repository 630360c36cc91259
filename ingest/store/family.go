package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"gongshi"
	"gongshi/ingest/rendition"
)

// Why a source is a duplicate.
const (
	CodeSameBytes  = "same-bytes"  // another place holds the very same file
	CodeSameText   = "same-text"   // another file has the same text
	CodeSameNotice = "same-notice" // its notices are in the corpus in another form
)

// place says whether any place holds a document, and with it its notices.
func (c *committer) place(ctx context.Context, digest string, placed bool) error {
	if digest == "" {
		return nil
	}
	result, err := c.tx.ExecContext(ctx, "UPDATE notice SET placed = ?1 WHERE digest = ?2 AND placed <> ?1", placed, digest)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return c.touch(ctx, digest)
}

// touch notes that the families of a document's notices have to be settled.
func (c *committer) touch(ctx context.Context, digest string) error {
	rows, err := c.tx.QueryContext(ctx, "SELECT DISTINCT family FROM notice WHERE digest = ?", digest)
	if err != nil {
		return err
	}
	families, err := collect[string](rows)
	for _, family := range families {
		c.families[family] = true
	}
	return err
}

// leaveFamily takes a notice that is read anew out of its family, which gets
// another live member, and another name if it bears that of the notice.
func (c *committer) leaveFamily(ctx context.Context, id string) error {
	var family string
	err := c.tx.QueryRowContext(ctx, "SELECT family FROM notice WHERE id = ?", id).Scan(&family)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := c.tx.ExecContext(ctx, "UPDATE notice SET family = '', live = 0 WHERE id = ?", id); err != nil {
		return err
	}
	if family == id {
		var heir sql.NullString
		if err := c.tx.QueryRowContext(ctx, "SELECT min(id) FROM notice WHERE family = ?", id).Scan(&heir); err != nil || !heir.Valid {
			return err
		}
		if _, err = c.tx.ExecContext(ctx, "UPDATE notice SET family = ?1 WHERE family = ?2", heir.String, id); err != nil {
			return err
		}
		family = heir.String
	}
	return c.elect(ctx, family)
}

// maxRelatives is how many notices one is compared with at most: as many that
// have the same numbers nobody publishes.
const maxRelatives = 200

// The questions asked of every notice that comes. They have to be answered by an
// index: a partial one is used only where its condition is said again.
const (
	selectSameText  = "SELECT family FROM notice WHERE text = ? AND id <> ? LIMIT 1"
	selectRelatives = `SELECT family, text, body_print, rank, facts, sketch FROM notice
		WHERE block = ? AND block <> '' AND live = 1 AND id <> ? ORDER BY family LIMIT ?`
)

// findFamily gives the family of the notice that the print is one with, or id
// itself for a new family. Only the live members of families are compared.
func findFamily(ctx context.Context, tx *sql.Tx, id string, print *rendition.Print) (string, error) {
	if print.Text == "" {
		return id, nil
	}
	var family string
	err := tx.QueryRowContext(ctx, selectSameText, print.Text, id).Scan(&family)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return family, err
	}
	if print.Block == "" {
		return id, nil
	}
	rows, err := tx.QueryContext(ctx, selectRelatives, print.Block, id, maxRelatives)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	best, found := 0.0, id
	for rows.Next() {
		other := rendition.Print{Block: print.Block}
		var rank int
		var facts string
		var sketch []byte
		if err := rows.Scan(&family, &other.Text, &other.Body, &rank, &facts, &sketch); err != nil {
			return "", err
		}
		other.Recognised = rank == rendition.Rank(gongshi.MethodOCR)
		if err := errors.Join(json.Unmarshal([]byte(facts), &other.Facts), other.Sketch.UnmarshalBinary(sketch)); err != nil {
			return "", err
		}
		if likeness, same := print.Same(&other); same && likeness > best {
			best, found = likeness, family
		}
	}
	return found, rows.Err()
}

// settle makes the best placed member of every family that has changed live,
// and writes into the ledger what that makes of the sources.
func (c *committer) settle(ctx context.Context) error {
	for _, family := range slices.Sorted(maps.Keys(c.families)) {
		if err := c.elect(ctx, family); err != nil {
			return err
		}
	}
	for _, digest := range slices.Sorted(maps.Keys(c.digests)) {
		if err := c.restate(ctx, digest); err != nil {
			return err
		}
	}
	return nil
}

// elect makes the best member of a family live: that with the most faithful
// text, of these the one that was found first.
func (c *committer) elect(ctx context.Context, family string) error {
	var best, live string
	err := c.tx.QueryRowContext(ctx, `SELECT id FROM notice WHERE family = ? AND placed = 1 ORDER BY rank, first, ordinal LIMIT 1`, family).Scan(&best)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	err = c.tx.QueryRowContext(ctx, "SELECT id FROM notice WHERE family = ? AND live = 1", family).Scan(&live)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if best == live {
		return nil
	}
	for _, member := range []struct {
		id   string
		live bool
	}{{live, false}, {best, true}} {
		if member.id == "" {
			continue
		}
		if _, err := c.tx.ExecContext(ctx, "UPDATE notice SET live = ? WHERE id = ?", member.live, member.id); err != nil {
			return err
		}
		if err := changed(ctx, c.tx, member.id); err != nil {
			return err
		}
	}
	// What the others are copies of has changed.
	rows, err := c.tx.QueryContext(ctx, "SELECT DISTINCT digest FROM notice WHERE family = ?", family)
	if err != nil {
		return err
	}
	digests, err := collect[string](rows)
	for _, digest := range digests {
		c.digests[digest] = true
	}
	return err
}

// restate says in the ledger whether the place that gave a document gave the
// corpus something new, or a rendition of what it has.
func (c *committer) restate(ctx context.Context, digest string) error {
	var live, equal bool
	err := c.tx.QueryRowContext(ctx, `
		SELECT coalesce(max(n.live), 0), coalesce(min(EXISTS (SELECT 1 FROM notice AS best
			WHERE best.family = n.family AND best.live = 1 AND best.text = n.text)), 0)
		FROM notice AS n WHERE n.digest = ?`, digest).Scan(&live, &equal)
	if err != nil {
		return err
	}
	state, code := StateImported, ""
	switch {
	case !live && equal:
		state, code = StateDuplicate, CodeSameText
	case !live:
		state, code = StateDuplicate, CodeSameNotice
	}
	_, err = c.tx.ExecContext(ctx, "UPDATE source SET state = ?, code = ? WHERE digest = ? AND owns = 1 AND state IN ('imported', 'duplicate')",
		state, code, digest)
	return err
}

// Rendition is one of the forms in which a notice was found.
type Rendition struct {
	ID string `json:"id"`
	// Live marks the one that stands for the notice in the corpus.
	Live      bool           `json:"live"`
	MediaType string         `json:"media_type,omitempty"`
	Method    gongshi.Method `json:"method,omitempty"`
	// Paths are all places that hold it, that it was first read from in front;
	// none for an earlier content of a place.
	Paths []string `json:"paths"`
}

// Renditions gives all forms of a notice, itself among them: the live one in
// front, then in the order of their ids.
func (s *Store) Renditions(ctx context.Context, id string) ([]Rendition, error) {
	rows, err := s.read.QueryContext(ctx, `
		SELECT id, live, digest, coalesce(body ->> '$.source.media_type', ''), coalesce(body ->> '$.source.method', '')
		FROM notice WHERE family = (SELECT family FROM notice WHERE id = ?) ORDER BY live DESC, id`, id)
	if err != nil {
		return nil, fmt.Errorf("read renditions of %q: %w", id, err)
	}
	defer rows.Close()
	var all []Rendition
	var digests []string
	for rows.Next() {
		var r Rendition
		var digest string
		if err := rows.Scan(&r.ID, &r.Live, &digest, &r.MediaType, &r.Method); err != nil {
			return nil, fmt.Errorf("read renditions of %q: %w", id, err)
		}
		all, digests = append(all, r), append(digests, digest)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, fmt.Errorf("read renditions of %q: %w", id, err)
	}
	for i, digest := range digests {
		if all[i].Paths, err = s.Places(ctx, digest); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// OtherForms gives the notices that are other forms of a notice and still have a place.
func (s *Store) OtherForms(ctx context.Context, id string) ([]*gongshi.Notice, error) {
	forms, err := s.Renditions(ctx, id)
	if err != nil {
		return nil, err
	}
	var others []*gongshi.Notice
	for _, form := range forms {
		if form.ID == id || len(form.Paths) == 0 {
			continue
		}
		n, err := s.Unchecked(ctx, form.ID)
		if err != nil {
			return nil, err
		}
		others = append(others, n)
	}
	return others, nil
}
