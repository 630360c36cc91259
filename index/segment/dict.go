package segment

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

//go:generate go run ./gen

//go:embed dict/*.zst
var dictFS embed.FS

// dictFile is a file that gojieba reads and the SHA-256 of its contents.
type dictFile struct{ name, sum string }

// Version names the dictionary: texts cut with different versions cannot be
// compared word by word.
func Version() string { return dictDigest }

// withDict calls use with the paths of the dictionary files. They are kept in
// the user's cache folder; where there is none, they exist for the time of the
// call.
func withDict(use func(paths []string) error) error {
	if cache, err := os.UserCacheDir(); err == nil {
		if paths, err := unpackOnce(filepath.Join(cache, "gongshi")); err == nil {
			return use(paths)
		}
	}
	dir, err := os.MkdirTemp("", "gongshi-dict-")
	if err != nil {
		return fmt.Errorf("unpack dictionary: %w", err)
	}
	defer os.RemoveAll(dir)
	paths, err := unpackOnce(dir)
	if err != nil {
		return fmt.Errorf("unpack dictionary: %w", err)
	}
	return use(paths)
}

// unpackOnce gives the files in a folder below parent, which it makes unless it
// is there and whole. The contents are compared each time, because gojieba ends
// the process when it reads a damaged dictionary.
func unpackOnce(parent string) ([]string, error) {
	dir := filepath.Join(parent, "dict-"+dictDigest)
	if paths, err := verified(dir); err == nil {
		return paths, nil
	}
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, err
	}
	temp, err := os.MkdirTemp(parent, "dict-new-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	if err := unpack(temp); err != nil {
		return nil, err
	}
	if err := os.Chmod(temp, 0o755); err != nil {
		return nil, err
	}
	if err := os.Rename(temp, dir); err == nil {
		return verified(dir)
	}
	// Another process was first, or what is there is damaged.
	if paths, err := verified(dir); err == nil {
		return paths, nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.Rename(temp, dir); err != nil {
		return nil, err
	}
	return verified(dir)
}

// unpack writes all dictionary files into dir.
func unpack(dir string) error {
	reader, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return err
	}
	defer reader.Close()
	for _, f := range dictFiles {
		packed, err := dictFS.ReadFile("dict/" + f.name + ".zst")
		if err != nil {
			return err
		}
		text, err := reader.DecodeAll(packed, nil)
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, f.name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// verified gives the paths of the dictionary files in dir if each holds what it
// should.
func verified(dir string) ([]string, error) {
	paths := make([]string, len(dictFiles))
	for i, f := range dictFiles {
		paths[i] = filepath.Join(dir, f.name)
		text, err := os.ReadFile(paths[i])
		if err != nil {
			return nil, err
		}
		want, err := hex.DecodeString(f.sum)
		if err != nil {
			return nil, err
		}
		if sum := sha256.Sum256(text); !bytes.Equal(sum[:], want) {
			return nil, fmt.Errorf("%s: contents differ from version %s", paths[i], dictDigest)
		}
	}
	return paths, nil
}
