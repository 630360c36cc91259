package bleve

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	blevequery "github.com/blevesearch/bleve/v2/search/query"
	"github.com/google/go-cmp/cmp"

	"gongshi/index"
	"gongshi/search"
	"gongshi/search/judged"
	"gongshi/search/query"
)

// The judged queries are answered as by a scan, in the same order: what is
// measured there holds for the index.
func TestJudged(t *testing.T) {
	notices, err := judged.Corpus(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	queries, err := judged.Queries("../..")
	if err != nil {
		t.Fatal(err)
	}
	ix, err := OpenWrite(t.Context(), filepath.Join(t.TempDir(), "index"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	}()
	records := judged.Records(notices)
	if err := ix.Apply(t.Context(), index.Batch{Put: records, Seq: 1}); err != nil {
		t.Fatal(err)
	}
	options, err := judged.Options()
	if err != nil {
		t.Fatal(err)
	}
	indexed := judged.Of(search.New(ix, options), len(records))
	scanned := judged.Ours(records)
	for _, q := range queries {
		want, err := scanned(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := indexed(t.Context(), q)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-scan +index)\n%s", q.Text, err, diff)
		}
	}
}

// BenchmarkJudged compares our order of hits with that of bleve as it comes:
// its analyzer for Chinese, its ranking, title and text in one field.
func BenchmarkJudged(b *testing.B) {
	bench := judged.NewBench(b, "../..")
	for _, rival := range []struct {
		name, scoring string
		ask           func(query.Node) blevequery.Query
	}{
		{"bleve, tf-idf, any piece", "", anyPiece}, {"bleve, tf-idf, all pieces", "", allPieces},
		{"bleve, bm25, any piece", "bm25", anyPiece}, {"bleve, bm25, all pieces", "bm25", allPieces},
	} {
		b.Run(rival.name, func(b *testing.B) { bench.Compare(b, stock(b, bench.Records, rival.scoring, rival.ask)) })
	}
}

// stock is bleve as it comes, with its analyzer for Chinese.
func stock(b *testing.B, records []index.Record, scoring string, ask func(query.Node) blevequery.Query) judged.Engine {
	b.Helper()
	m := bleve.NewIndexMapping()
	m.DefaultAnalyzer = cjk.AnalyzerName
	m.ScoringModel = scoring
	ix, err := bleve.New(filepath.Join(b.TempDir(), "stock"), m)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := ix.Close(); err != nil {
			b.Error(err)
		}
	})
	batch := ix.NewBatch()
	for _, r := range records {
		if err := batch.Index(r.ID, map[string]string{"title": r.Heading, "text": r.Text}); err != nil {
			b.Fatal(err)
		}
	}
	if err := ix.Batch(batch); err != nil {
		b.Fatal(err)
	}
	return func(_ context.Context, q judged.Query) ([]string, error) {
		n, err := query.Parse(q.Text)
		if err != nil {
			return nil, err
		}
		result, err := ix.Search(bleve.NewSearchRequestOptions(ask(n), len(records), 0, false))
		if err != nil {
			return nil, err
		}
		var names []string
		for _, hit := range result.Hits {
			names = append(names, hit.ID)
		}
		return names, nil
	}
}

// anyPiece asks as bleve's own query strings do: a notice matches with any
// piece of any word, unless it has one that was excluded.
func anyPiece(n query.Node) blevequery.Query {
	asked := bleve.NewBooleanQuery()
	query.Walk(n, func(n query.Node, negated bool) {
		switch w, ok := n.(query.Word); {
		case ok && negated:
			asked.AddMustNot(bleve.NewMatchQuery(w.Text))
		case ok && w.Quoted:
			asked.AddShould(bleve.NewMatchPhraseQuery(w.Text))
		case ok:
			asked.AddShould(bleve.NewMatchQuery(w.Text))
		}
	})
	return asked
}

// allPieces asks for all words, each with all its pieces, which is the closest
// to what we answer.
func allPieces(n query.Node) blevequery.Query {
	all := func(nodes []query.Node) (list []blevequery.Query) {
		for _, n := range nodes {
			list = append(list, allPieces(n))
		}
		return list
	}
	switch n := n.(type) {
	case query.And:
		return bleve.NewConjunctionQuery(all(n.Nodes)...)
	case query.Or:
		return bleve.NewDisjunctionQuery(all(n.Nodes)...)
	case query.Not:
		asked := bleve.NewBooleanQuery()
		asked.AddMust(bleve.NewMatchAllQuery())
		asked.AddMustNot(allPieces(n.Node))
		return asked
	case query.Word:
		if n.Quoted {
			return bleve.NewMatchPhraseQuery(n.Text)
		}
		asked := bleve.NewMatchQuery(n.Text)
		asked.SetOperator(blevequery.MatchQueryOperatorAnd)
		return asked
	}
	return bleve.NewMatchAllQuery()
}
