package main

import (
	"gongshi/internal/corpus"
	"path/filepath"
)

// derive writes the files of testdata that are made of others.
func derive(testdata string) error {
	for _, f := range corpus.Broken() {
		if err := writeFile(filepath.Join(testdata, "broken", f.Name), f.Data); err != nil {
			return err
		}
	}
	return nil
}
