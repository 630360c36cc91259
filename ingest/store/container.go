package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Container is an archive on disk, with what tells whether it was changed.
type Container struct {
	Path    string
	Size    int64
	ModTime time.Time
	// Changed, Inode and Device are zero where the system does not say them.
	Changed       time.Time
	Inode, Device uint64
}

// Same tells whether c is certainly as other was. Where the system does not say
// when a file was changed, it is not certain.
func (c *Container) Same(other *Container) bool {
	return c.Size == other.Size && c.ModTime.Equal(other.ModTime) && !c.Changed.IsZero() && c.Changed.Equal(other.Changed) &&
		c.Inode == other.Inode && c.Device == other.Device
}

// Container gives an archive as it was when it was last read to its end, and
// the ledger's rows for what was in it; false if it never was.
func (s *Store) Container(ctx context.Context, path string) (c Container, members []Source, ok bool, err error) {
	var id, mtime, changed, inode, device int64
	err = s.read.QueryRowContext(ctx, "SELECT id, size, mtime, changed, inode, device FROM container WHERE path = ?", path).
		Scan(&id, &c.Size, &mtime, &changed, &inode, &device)
	if errors.Is(err, sql.ErrNoRows) {
		return c, nil, false, nil
	}
	if err != nil {
		return c, nil, false, fmt.Errorf("read container %q: %w", path, err)
	}
	c.Path, c.ModTime, c.Changed, c.Inode, c.Device = path, fromNano(mtime), fromNano(changed), uint64(inode), uint64(device)
	members, err = s.members(ctx, id)
	if err != nil {
		return c, nil, false, fmt.Errorf("read what is in %q: %w", path, err)
	}
	return c, members, true, nil
}

func (s *Store) members(ctx context.Context, container int64) ([]Source, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT "+sourceColumns+` FROM source
		WHERE id IN (SELECT m.source FROM container_source m WHERE m.container = ?) ORDER BY id`, container)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var members []Source
	for rows.Next() {
		src, err := scanSource(rows)
		if err != nil {
			return nil, err
		}
		members = append(members, src)
	}
	return members, rows.Err()
}

// Remember notes an archive that was read to its end, and the paths of all that
// was found in it, which must be in the ledger. Failures that an earlier reading
// found in places that are no longer there are forgotten.
func (s *Store) Remember(ctx context.Context, c Container, paths []string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := remember(ctx, tx, &c, paths); err != nil {
			return fmt.Errorf("remember %q: %w", c.Path, err)
		}
		return nil
	})
}

func remember(ctx context.Context, tx *sql.Tx, c *Container, paths []string) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM container WHERE path = ?", c.Path); err != nil {
		return err
	}
	result, err := tx.ExecContext(ctx, "INSERT INTO container (path, size, mtime, changed, inode, device) VALUES (?, ?, ?, ?, ?, ?)",
		c.Path, c.Size, unixNano(c.ModTime), unixNano(c.Changed), int64(c.Inode), int64(c.Device))
	if err != nil {
		return err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, "INSERT OR IGNORE INTO container_source SELECT ?, id FROM source WHERE path = ?")
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, path := range paths {
		if _, err := insert.ExecContext(ctx, id, path); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `
		DELETE FROM source WHERE (path = ?1 OR container = ?1) AND state = 'failed' AND digest = ''
			AND id NOT IN (SELECT m.source FROM container_source m WHERE m.container = ?2)`, c.Path, id)
	return err
}

func fromNano(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n)
}
