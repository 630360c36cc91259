package pack

import (
	"io"
	"strings"
	"testing"

	"gongshi/ingest/decode"
)

func TestLimitedReader(t *testing.T) {
	for _, test := range []struct {
		left int64
		code decode.Code
	}{{3, decode.CodeLimit}, {4, ""}, {5, ""}} {
		r := &limitedReader{io.NopCloser(strings.NewReader("公1")), test.left}
		if got, err := io.ReadAll(r); decode.CodeOf(err) != test.code || err == nil && len(got) != 4 {
			t.Errorf("limit %d: %q, %v", test.left, got, err)
		}
	}
}
