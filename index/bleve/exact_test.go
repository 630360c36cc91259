package bleve

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gongshi"
	"gongshi/index"
	"gongshi/index/indextest"
	"gongshi/internal/corpus"
	"gongshi/internal/cputime"
	"gongshi/parse"
	"gongshi/parse/gold"
	"gongshi/search"
)

// What is found among invented notices and labelled ones is what stands in them.
// With GONGSHI_LONG there are 20,000, and 1,000 questions of each kind.
func TestExact(t *testing.T) {
	invented, questions := 1000, 150
	if cputime.Raced { // make test runs this without the detector too, whole
		invented, questions = 200, 50
	}
	if os.Getenv("GONGSHI_LONG") != "" {
		invented, questions = 20_000, 1000
	}
	notices := labelled(t)
	for i := range invented {
		notices = append(notices, parsed(fmt.Sprintf("invented/%d", i), corpus.Invent(5, i, corpus.ShortNotice).Text())...)
	}
	ix, err := OpenWrite(t.Context(), filepath.Join(t.TempDir(), "index"))
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	texts := map[string]*gongshi.Notice{}
	seq := uint64(0)
	for some := range slices.Chunk(notices, index.BatchRecords) {
		seq++
		batch := index.Batch{Seq: seq}
		for _, n := range some {
			batch.Put = append(batch.Put, index.NewRecord(n, nil))
			texts[n.ID] = n
		}
		if err := ix.Apply(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	if len(texts) != len(notices) {
		t.Fatalf("%d notices have %d ids", len(notices), len(texts))
	}
	t.Logf("%d notices", len(notices))
	options := words(t)
	options.Text = func(_ context.Context, id string) (*gongshi.Notice, error) { return texts[id], nil }
	indextest.Exact(t, search.New(ix, options), notices, questions)
}

// labelled gives the labelled notices of the repository, and those elsewhere if
// there are any.
func labelled(t *testing.T) []*gongshi.Notice {
	t.Helper()
	dirs := []string{"../../parse/gold/testdata/notices"}
	if shared := os.Getenv("GONGSHI_SHARED"); shared != "" {
		dirs = append(dirs, filepath.Join(shared, "notices"))
	}
	var notices []*gongshi.Notice
	for _, dir := range dirs {
		texts, err := gold.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			notices = append(notices, parsed(dir+"/"+text.Label.ID, text.Text)...)
		}
	}
	return notices
}

func parsed(name, text string) []*gongshi.Notice {
	var notices []*gongshi.Notice
	for i, n := range parse.Parse(&gongshi.Document{Source: gongshi.Source{Path: name}, Text: text}) {
		n.ID = fmt.Sprintf("%s#%d", name, i)
		notices = append(notices, &n)
	}
	return notices
}
