package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"gongshi"
)

// The file is given where it was found, from its beginning, as long as it is the same.
func TestOpenUnchanged(t *testing.T) {
	source := &gongshi.Source{Path: filepath.Join(t.TempDir(), "a.txt")}
	sum := sha256.Sum256([]byte("原文"))
	source.Digest = "sha256:" + hex.EncodeToString(sum[:])
	if _, err := openUnchanged(source); !errors.Is(err, ErrNoOriginal) {
		t.Errorf("a file that is not there: %v", err)
	}
	for text, same := range map[string]bool{"原文": true, "别的": false, "": false} {
		if err := os.WriteFile(source.Path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := openUnchanged(source)
		if !same {
			if !errors.Is(err, ErrNoOriginal) {
				t.Errorf("%q: %v", text, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if data, err := io.ReadAll(file); err != nil || string(data) != text {
			t.Errorf("%q, %v", data, err)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
}
