package judged

import (
	"context"
	"testing"

	"gongshi/index"
)

// Bench puts the judged queries that need no fields to rivals of our search,
// and compares what they reach with ours.
type Bench struct {
	// Records are the corpus. Rivals search their texts, which are in our
	// normal form, so that only cutting and ranking differ.
	Records []index.Record

	queries []Query
	ours    Summary
}

// NewBench reads the corpus and the queries below the root of the repository,
// and measures our own search.
func NewBench(b *testing.B, root string) *Bench {
	b.Helper()
	notices, err := Corpus(b.Context(), root)
	if err != nil {
		b.Fatal(err)
	}
	queries, err := Queries(root)
	if err != nil {
		b.Fatal(err)
	}
	x := &Bench{Records: Records(notices)}
	if x.queries, err = Plain(queries); err != nil {
		b.Fatal(err)
	}
	x.ours = x.measure(b, Ours(x.Records))
	b.Run("ours", func(b *testing.B) { x.Compare(b, Ours(x.Records)) })
	return x
}

// Compare reports what an engine reaches: the mean nDCG@10 of all queries, and
// of those whose order can be wrong, also as a share of ours; recall and
// precision.
func (x *Bench) Compare(b *testing.B, engine Engine) {
	b.Helper()
	var sum Summary
	for b.Loop() {
		sum = x.measure(b, engine)
	}
	b.ReportMetric(float64(sum.Queries), "queries")
	b.ReportMetric(sum.NDCG, "nDCG@10")
	b.ReportMetric(sum.OrderedNDCG, "ordered-nDCG@10")
	b.ReportMetric(sum.OrderedNDCG/x.ours.OrderedNDCG, "ordered/ours")
	b.ReportMetric(sum.Recall, "recall")
	b.ReportMetric(sum.Precision, "precision")
}

func (x *Bench) measure(b *testing.B, engine Engine) Summary {
	b.Helper()
	scores, err := Measure(context.Background(), engine, x.queries)
	if err != nil {
		b.Fatal(err)
	}
	return Summarize(scores)
}
