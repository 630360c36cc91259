package bleve

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"

	"gongshi/index"
	"gongshi/index/indextest"
	"gongshi/index/segment"
	"gongshi/search"
)

// size is the length of a notice's text in bytes, as of real ones.
const size = 7000

// build builds an index and gives its folder.
func build(b *testing.B, records []index.Record) (dir string, text int64) {
	b.Helper()
	dir = filepath.Join(b.TempDir(), "index")
	ix, err := OpenWrite(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	seq := uint64(0)
	for batch := range slices.Chunk(records, index.BatchRecords) {
		seq++
		if err := ix.Apply(context.Background(), index.Batch{Put: batch, Seq: seq}); err != nil {
			b.Fatal(err)
		}
		for _, r := range batch {
			text += int64(len(r.Text))
		}
	}
	if err := ix.Close(); err != nil {
		b.Fatal(err)
	}
	return dir, text
}

func BenchmarkBuild(b *testing.B) {
	records := indextest.Records(2000, size)
	var dir string
	var text int64
	for b.Loop() {
		dir, text = build(b, records)
	}
	b.SetBytes(text)
	b.ReportMetric(float64(folderSize(b, dir))/float64(text), "size/text")
	b.ReportMetric(float64(len(records)*b.N)/b.Elapsed().Seconds(), "notices/s")
}

func folderSize(b *testing.B, dir string) (n int64) {
	b.Helper()
	err := filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		n += info.Size()
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func BenchmarkSearch(b *testing.B) {
	dir, _ := build(b, indextest.Records(2000, size))
	ix, err := OpenRead(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer ix.Close()
	searcher := search.New(ix, words(b))
	for name, query := range map[string]string{
		"all": "", "rare": "number:湘环函〔2021〕7号", "one character": "污", "frequent": "雨污分流", "two words": "雨污分流 总磷",
		"quoted": `"水产养殖污染、农药"`, "section": "雨污分流 section:issue", "not": "雨污分流 -长江", "date": "date:2022-01..2022-02",
		"nothing": "没有这样的词",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := searcher.Search(context.Background(), search.Request{Query: query, Limit: 10}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("facets", func(b *testing.B) {
		for b.Loop() {
			if _, err := searcher.Search(context.Background(), search.Request{Query: "雨污分流", Facets: search.FacetNames()}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// words is what a searcher is told of words.
func words(t testing.TB) search.Options {
	t.Helper()
	trie, err := segment.LoadTrie()
	if err != nil {
		t.Fatal(err)
	}
	return search.Options{IsWord: trie.IsWord, Cut: func(text string) ([]string, error) {
		var words []string
		for _, token := range trie.Cut(text) {
			words = append(words, token.Text)
		}
		return words, nil
	}}
}

// BenchmarkOpen is what each search from the command line does first.
func BenchmarkOpen(b *testing.B) {
	dir, _ := build(b, indextest.Records(2000, size))
	for b.Loop() {
		ix, err := OpenRead(dir)
		if err != nil {
			b.Fatal(err)
		}
		if err := ix.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
