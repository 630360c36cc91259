package bleve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

func TestMask(t *testing.T) {
	sum := sha256.Sum256(noise())
	if got := hex.EncodeToString(sum[:4]); got != "8c4878e3" {
		t.Errorf("the noise has the digest %s: another noise needs another layout", got)
	}
	for _, n := range []int{0, 1, 1<<16 - 1, 1 << 16, 1<<16 + 1, 200_000} {
		plain := bytes.Repeat([]byte("整改"), n/6+1)[:n]
		masked := mask(nil, plain)
		if n > 100 && bytes.Contains(masked, []byte("整改整改")) {
			t.Errorf("%d bytes: the text shows", n)
		}
		if got := mask([]byte("before"), masked); !bytes.Equal(got, append([]byte("before"), plain...)) {
			t.Errorf("%d bytes are not what they were", n)
		}
	}
}
