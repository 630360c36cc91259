package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"gongshi"
	"gongshi/ingest/rendition"
)

// Outcome is what became of one source: an imported document, or a state with
// its reason.
type Outcome struct {
	// Source says the state; StateImported needs Document.
	Source   Source
	Document *gongshi.Document
	Notices  []gongshi.Notice
	// Findings and Prints are those of the notice of the same index. Without
	// prints no notice is taken for a rendition of another one.
	Findings [][]gongshi.Finding
	Prints   []rendition.Print
	// Original is the file as [Pack] gives it, nil where it is not kept.
	Original []byte
	// Written is set by [Store.Commit]: the notices of the store are these, not
	// those of another place with the same bytes.
	Written bool
}

// Commit stores outcomes in one transaction and in their order, and gives the
// final states. A source is a duplicate when another place gave the same bytes
// to the same version of the readers, or when all its notices are renditions of
// ones that the corpus has in a better or earlier form; its code says which.
//
// When a place has got new content, the notices of the old one stay in the
// store, but are no longer live unless another place holds it.
func (s *Store) Commit(ctx context.Context, outcomes []Outcome) ([]State, error) {
	states := make([]State, len(outcomes))
	err := s.update(ctx, func(tx *sql.Tx) error {
		outer := ctx
		// A statement whose context can end gets a goroutine that waits for that,
		// which takes longer than most of these do.
		ctx := context.WithoutCancel(outer)
		for i := range outcomes {
			if err := outer.Err(); err != nil {
				return err
			}
			c := &committer{tx: tx, families: map[string]bool{}, digests: map[string]bool{}}
			if err := c.commit(ctx, &outcomes[i]); err != nil {
				return fmt.Errorf("store %q: %w", outcomes[i].Source.Path, err)
			}
		}
		// A later outcome may have changed what an earlier one came to.
		for i := range outcomes {
			err := tx.QueryRowContext(ctx, "SELECT state FROM source WHERE path = ?", outcomes[i].Source.Path).Scan(&states[i])
			if err != nil {
				return fmt.Errorf("store %q: %w", outcomes[i].Source.Path, err)
			}
		}
		return nil
	})
	return states, err
}

// committer stores one outcome.
type committer struct {
	tx *sql.Tx
	// families are those in which something has changed, and digests the
	// documents whose sources may be called otherwise for it.
	families, digests map[string]bool
}

func (c *committer) commit(ctx context.Context, o *Outcome) error {
	src := &o.Source
	var previous string
	var owned bool
	var id int64
	err := c.tx.QueryRowContext(ctx, "SELECT id, digest, owns FROM source WHERE path = ?", src.Path).Scan(&id, &previous, &owned)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	digest, owns := previous, false // kept when the new content gave nothing
	if src.State == StateImported {
		digest = src.Seen
		known, err := documentKnown(ctx, c.tx, src)
		if err != nil {
			return err
		}
		if err := putOriginal(ctx, c.tx, o); err != nil {
			return err
		}
		if owns = !known; owns {
			if err := c.putDocument(ctx, o, id); err != nil {
				return err
			}
			o.Written = true
		} else {
			src.State, src.Code = StateDuplicate, CodeSameBytes
		}
	}
	if err := putSource(ctx, c.tx, src, digest, owns); err != nil {
		return err
	}
	if err := c.place(ctx, digest, true); err != nil {
		return err
	}
	if owned && !owns || previous != digest {
		if err := c.retire(ctx, previous); err != nil {
			return err
		}
	}
	if owns {
		c.digests[digest] = true
	}
	return c.settle(ctx)
}

// documentKnown tells whether another place already gave this document to the
// same version of the readers.
func documentKnown(ctx context.Context, tx *sql.Tx, src *Source) (known bool, err error) {
	err = tx.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM document WHERE digest = ?1 AND reader = ?2)
		   AND EXISTS (SELECT 1 FROM source WHERE digest = ?1 AND owns = 1 AND path <> ?3)`,
		src.Seen, src.Reader, src.Path).Scan(&known)
	return known, err
}

func putSource(ctx context.Context, tx *sql.Tx, src *Source, digest string, owns bool) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE source SET container = ?, raw_name = ?, size = ?, mtime = ?, state = ?, stage = ?, code = ?, message = ?,
			seen = ?, digest = ?, owns = ?, reader = ? WHERE path = ?`,
		src.Container, src.RawName, src.Size, unixNano(src.ModTime), src.State, src.Stage, src.Code, src.Message,
		src.Seen, digest, owns, src.Reader, src.Path)
	return err
}

func (c *committer) putDocument(ctx context.Context, o *Outcome, source int64) error {
	digest := o.Source.Seen
	body, err := encodeDocument(o.Document, o.Notices)
	if err != nil {
		return err
	}
	if _, err := c.tx.ExecContext(ctx, `
		INSERT INTO document (digest, size, body, reader) VALUES (?, ?, ?, ?)
		ON CONFLICT (digest) DO UPDATE SET body = excluded.body, reader = excluded.reader`,
		digest, o.Source.Size, string(body), o.Source.Reader); err != nil {
		return err
	}
	// A newer reader may find fewer notices than the one before.
	if err := c.place(ctx, digest, false); err != nil {
		return err
	}
	for i := range o.Notices {
		var print rendition.Print
		if i < len(o.Prints) {
			print = o.Prints[i]
		}
		if err := c.putNotice(ctx, notice{digest, i, source, &o.Notices[i], &print}); err != nil {
			return err
		}
		if err := putFindings(ctx, c.tx, o.Notices[i].ID, o.Findings[i]); err != nil {
			return err
		}
	}
	return nil
}

// notice is a row to be written: a notice, its place in its document, and the
// source that gave it.
type notice struct {
	digest  string
	ordinal int
	source  int64
	*gongshi.Notice
	print *rendition.Print
}

func (c *committer) putNotice(ctx context.Context, n notice) error {
	print := n.print
	body, err := encodeNotice(n.Notice)
	if err != nil {
		return err
	}
	facts, err := json.Marshal(print.Facts)
	if err != nil {
		return err
	}
	sketch, err := print.Sketch.MarshalBinary()
	if err != nil {
		return err
	}
	if err := c.leaveFamily(ctx, n.ID); err != nil {
		return err
	}
	family, err := findFamily(ctx, c.tx, n.ID, print)
	if err != nil {
		return err
	}
	c.families[family] = true
	if _, err := c.tx.ExecContext(ctx, `
		INSERT INTO notice (id, digest, ordinal, placed, live, family, rank, first, text, block, body_print, facts, sketch, body)
		VALUES (?, ?, ?, 1, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET placed = 1, live = 0, family = excluded.family, rank = excluded.rank, text = excluded.text, block = excluded.block,
			body_print = excluded.body_print, facts = excluded.facts, sketch = excluded.sketch, body = excluded.body`,
		n.ID, n.digest, n.ordinal, family, rendition.Rank(n.Source.Method), n.source, print.Text, print.Block, print.Body,
		string(facts), sketch, string(body)); err != nil {
		return err
	}
	return changed(ctx, c.tx, n.ID)
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
func (c *committer) retire(ctx context.Context, digest string) error {
	if digest == "" {
		return nil
	}
	var owners, places int
	if err := c.tx.QueryRowContext(ctx, "SELECT count(*) FILTER (WHERE owns = 1), count(*) FROM source WHERE digest = ?", digest).
		Scan(&owners, &places); err != nil {
		return err
	}
	c.digests[digest] = true
	switch {
	case places == 0:
		return c.place(ctx, digest, false)
	case owners == 0:
		if _, err := c.tx.ExecContext(ctx, `UPDATE source SET owns = 1, state = 'imported', code = '' WHERE id =
			(SELECT min(id) FROM source WHERE digest = ? AND state = 'duplicate')`, digest); err != nil {
			return err
		}
	}
	return c.touch(ctx, digest)
}

// changed gives the notice the next number in the sequence of changes.
func changed(ctx context.Context, tx *sql.Tx, notice string) error {
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO change (notice) VALUES (?)", notice)
	return err
}
