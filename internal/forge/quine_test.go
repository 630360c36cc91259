package forge

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"
)

func TestQuine(t *testing.T) {
	q := Quine()
	z, err := gzip.NewReader(bytes.NewReader(q))
	if err != nil {
		t.Fatal(err)
	}
	z.Multistream(false)
	content, err := io.ReadAll(z)
	if err != nil || !bytes.Equal(content, q) {
		t.Errorf("%d bytes unpack to %d bytes, %v", len(q), len(content), err)
	}
}
