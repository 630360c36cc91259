package store

import (
	"context"
	"fmt"
)

// IDs gives the ids of notices that begin so, at most limit of them, in order.
func (s *Store) IDs(ctx context.Context, begin string, limit int) ([]string, error) {
	if begin == "" {
		return nil, nil
	}
	rows, err := s.read.QueryContext(ctx, "SELECT id FROM notice WHERE id >= ?1 AND id < ?1 || char(0x10FFFF) ORDER BY id LIMIT ?2", begin, limit)
	if err != nil {
		return nil, fmt.Errorf("look up notices %q…: %w", begin, err)
	}
	ids, err := collect[string](rows)
	if err != nil {
		return nil, fmt.Errorf("look up notices %q…: %w", begin, err)
	}
	return ids, nil
}
