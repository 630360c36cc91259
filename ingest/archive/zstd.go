package archive

import (
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"
)

func zstdKind() Kind {
	return Kind{Name: "zstd", Match: isZstd, open: func(s *source) (reader, error) {
		return openStream(s, func(packed *byteCounter) (io.Reader, error) { return unzstd(packed) },
			s.meter.limits.Ratio*solidFactor)
	}}
}

// isZstd finds a frame, or one of those that hold something else and are passed
// over.
func isZstd(head []byte) bool {
	return len(head) >= 4 && (le32(head) == 0xFD2FB528 || le32(head)&^0xF == 0x184D2A50)
}

// unzstd opens a stream in this goroutine, unless it asks for too large a
// dictionary.
func unzstd(packed io.Reader) (io.ReadCloser, error) {
	d, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxDictionary), zstd.WithDecoderMaxMemory(1<<62))
	if err != nil {
		return nil, err
	}
	return &zstdReader{d}, nil
}

type zstdReader struct{ *zstd.Decoder }

func (z *zstdReader) Read(p []byte) (int, error) {
	n, err := z.Decoder.Read(p)
	if errors.Is(err, zstd.ErrWindowSizeExceeded) {
		err = errDictionary
	}
	return n, err
}

func (z *zstdReader) Close() error {
	z.Decoder.Close()
	return nil
}
