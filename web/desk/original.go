package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"gongshi"
	"gongshi/ingest/store"
)

// ErrNoOriginal says that the file of a notice was not kept, and is not, or no longer
// the same, where it was found.
var ErrNoOriginal = errors.New("the original was not kept")

// maxOriginal is the size above which files are not imported, nor read here.
const maxOriginal = 256 << 20

// Original gives the file that a notice was read from, byte for byte: as the store keeps
// it, else as it still lies on the disk. ErrNoOriginal.
func (d *Desk) Original(ctx context.Context, source *gongshi.Source) (io.ReadSeekCloser, error) {
	data, err := d.Store.Original(ctx, source.Digest)
	if errors.Is(err, store.ErrNotFound) {
		return openUnchanged(source)
	}
	if err != nil {
		return nil, err
	}
	return struct {
		io.ReadSeeker
		io.Closer
	}{bytes.NewReader(data), io.NopCloser(nil)}, nil
}

// openUnchanged opens the file of a source where it was found, if it is still the one
// that was imported. It is read twice rather than kept in memory.
func openUnchanged(source *gongshi.Source) (io.ReadSeekCloser, error) {
	info, err := os.Stat(source.Path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxOriginal {
		return nil, ErrNoOriginal
	}
	file, err := os.Open(source.Path)
	if err != nil {
		return nil, ErrNoOriginal
	}
	sum := sha256.New()
	_, err = io.Copy(sum, io.LimitReader(file, maxOriginal))
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil || "sha256:"+hex.EncodeToString(sum.Sum(nil)) != source.Digest {
		_ = file.Close()
		return nil, ErrNoOriginal
	}
	return file, nil
}
