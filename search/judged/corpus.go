package judged

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongshi"
	"gongshi/index"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/all"
	"gongshi/parse"
)

// sources are the files of the corpus, as patterns below the root of the
// repository.
var sources = []string{
	"testdata/notices/*/input.*",
	"parse/gold/testdata/*/*.txt",
}

// Corpus reads the notices that the queries were judged on. root is the root of
// the repository. The id of a notice is the name by which it is judged.
func Corpus(ctx context.Context, root string) ([]gongshi.Notice, error) {
	var notices []gongshi.Notice
	for _, pattern := range sources {
		paths, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			return nil, fmt.Errorf("listing the corpus: %w", err)
		}
		if len(paths) == 0 {
			return nil, fmt.Errorf("no files %q below %q", pattern, root)
		}
		slices.Sort(paths)
		for _, path := range paths {
			found, err := read(ctx, path)
			if err != nil {
				return nil, err
			}
			notices = append(notices, found...)
		}
	}
	return notices, nil
}

// read reads the notices of a file.
func read(ctx context.Context, path string) ([]gongshi.Notice, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the corpus: %w", err)
	}
	in := decode.Input{Name: path, Data: data}
	format, err := decode.Find(all.Formats(), in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	doc, err := decode.Run(ctx, format, in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	notices := parse.Parse(doc)
	for i := range notices {
		notices[i].ID = name(path, i)
		notices[i].Source.Path = notices[i].ID
	}
	return notices, nil
}

// name is how the i-th notice of a file is called in judgements: by its folder
// where that has one notice, else by folder and file.
func name(path string, i int) string {
	folder, file := filepath.Base(filepath.Dir(path)), filepath.Base(path)
	name := folder
	if base := strings.TrimSuffix(file, filepath.Ext(file)); base != "input" {
		name = folder + "/" + base
	}
	if i > 0 {
		name = fmt.Sprintf("%s#%d", name, i+1)
	}
	return name
}

// Records gives the records of notices.
func Records(notices []gongshi.Notice) []index.Record {
	records := make([]index.Record, len(notices))
	for i := range notices {
		records[i] = index.NewRecord(&notices[i], nil)
	}
	return records
}
