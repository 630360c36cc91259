package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// packer is made once: each has tables of several megabytes.
var packer = sync.OnceValues(func() (*zstd.Encoder, error) { return zstd.NewWriter(nil) })

// Pack compresses a file for [Outcome.Original].
func Pack(data []byte) ([]byte, error) {
	w, err := packer()
	if err != nil {
		return nil, err
	}
	return w.EncodeAll(data, make([]byte, 0, len(data)/3)), nil
}

func putOriginal(ctx context.Context, tx *sql.Tx, o *Outcome) error {
	if o.Original == nil {
		return nil
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO original (digest, size, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
		o.Source.Seen, o.Source.Size, o.Original)
	return err
}

// maxOriginal is how large an original can be unpacked.
const maxOriginal = 1 << 30

// Original gives the bytes of the file with the digest. [ErrNotFound] says that
// they were not kept.
func (s *Store) Original(ctx context.Context, digest string) ([]byte, error) {
	var packed []byte
	err := s.read.QueryRowContext(ctx, "SELECT body FROM original WHERE digest = ?", digest).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("original %s: %w", digest, err)
	}
	r, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxOriginal))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := r.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("original %s: unpack: %w", digest, err)
	}
	return data, nil
}
