package store

import (
	"context"
	"database/sql"
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
	_, err := c.tx.ExecContext(ctx, "UPDATE notice SET placed = ?1 WHERE digest = ?2 AND placed <> ?1", placed, digest)
	return errors.Join(err, c.touch(ctx, digest))
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

// leaveFamily takes a notice that is read anew out of its family. A family that
// bears its name gets that of another member.
func (c *committer) leaveFamily(ctx context.Context, id string) error {
	var family string
	err := c.tx.QueryRowContext(ctx, "SELECT family FROM notice WHERE id = ?", id).Scan(&family)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	c.families[family] = true
	if family != id {
		return nil
	}
	var heir sql.NullString
	if err := c.tx.QueryRowContext(ctx, "SELECT min(id) FROM notice WHERE family = ?1 AND id <> ?1", id).Scan(&heir); err != nil || !heir.Valid {
		return err
	}
	c.families[heir.String] = true
	_, err = c.tx.ExecContext(ctx, "UPDATE notice SET family = ?1 WHERE family = ?2 AND id <> ?2", heir.String, id)
	return err
}

// maxRelatives is how many notices one is compared with at most: as many forms
// of one notice nobody publishes.
const maxRelatives = 200

// findFamily gives the family of the notice that is most like the print, or id
// itself for a new family.
func findFamily(ctx context.Context, tx *sql.Tx, id string, print *rendition.Print) (string, error) {
	if print.Text == "" {
		return id, nil
	}
	rows, err := tx.QueryContext(ctx, `
		SELECT family, text, block, issuer, county, sketch FROM notice WHERE id <> ?1 AND text = ?2
		UNION ALL
		SELECT family, text, block, issuer, county, sketch FROM notice WHERE id <> ?1 AND block = ?3 AND block <> '' AND text <> ?2
		ORDER BY family LIMIT ?4`, id, print.Text, print.Block, maxRelatives)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	best, found := 0.0, id
	for rows.Next() {
		var family string
		var other rendition.Print
		var sketch []byte
		if err := rows.Scan(&family, &other.Text, &other.Block, &other.Issuer, &other.County, &sketch); err != nil {
			return "", err
		}
		if err := other.Sketch.UnmarshalBinary(sketch); err != nil {
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
	digests := map[string]bool{}
	for _, family := range slices.Sorted(maps.Keys(c.families)) {
		if err := c.elect(ctx, family, digests); err != nil {
			return err
		}
	}
	for _, digest := range slices.Sorted(maps.Keys(digests)) {
		if err := c.restate(ctx, digest); err != nil {
			return err
		}
	}
	return nil
}

// elect makes the best member of a family live: that with the most faithful
// text, of these the one that was found first. It adds the documents of the
// members to digests.
func (c *committer) elect(ctx context.Context, family string, digests map[string]bool) error {
	rows, err := c.tx.QueryContext(ctx, `
		SELECT notice.id, notice.digest, notice.placed, notice.live
		FROM notice LEFT JOIN source ON source.digest = notice.digest
		WHERE notice.family = ? GROUP BY notice.id
		ORDER BY notice.placed DESC, notice.rank, min(source.id), notice.ordinal`, family)
	if err != nil {
		return err
	}
	defer rows.Close()
	turned := map[string]bool{}
	for first := true; rows.Next(); first = false {
		var id, digest string
		var placed, live bool
		if err := rows.Scan(&id, &digest, &placed, &live); err != nil {
			return err
		}
		digests[digest] = true
		if best := first && placed; best != live {
			turned[id] = best
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(turned)) {
		if _, err := c.tx.ExecContext(ctx, "UPDATE notice SET live = ? WHERE id = ?", turned[id], id); err != nil {
			return err
		}
		if err := changed(ctx, c.tx, id); err != nil {
			return err
		}
	}
	return nil
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
