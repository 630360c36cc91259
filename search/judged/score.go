package judged

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
)

// depth is how many hits are looked at: those of a first page.
const depth = 10

// Engine answers a query with the names of all notices that it finds, best
// first.
type Engine func(ctx context.Context, q Query) ([]string, error)

// Score is how an engine answered a query.
type Score struct {
	Query
	Hits []string
	// NDCG is the normalised discounted cumulative gain of the first ten hits,
	// from 0 to 1.
	NDCG float64
	// Missing are graded notices that were not found, Ungraded others that were.
	Missing, Ungraded []string
}

// Recall is the share of graded notices that were found.
func (s Score) Recall() float64 {
	return 1 - float64(len(s.Missing))/float64(len(s.Grades))
}

// Precision is the share of graded notices among those found, 1 where nothing
// was.
func (s Score) Precision() float64 {
	if len(s.Hits) == 0 {
		return 1
	}
	return 1 - float64(len(s.Ungraded))/float64(len(s.Hits))
}

// Measure puts the queries to an engine.
func Measure(ctx context.Context, engine Engine, queries []Query) ([]Score, error) {
	scores := make([]Score, 0, len(queries))
	for _, q := range queries {
		hits, err := engine(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("query %q: %w", q.Text, err)
		}
		s := Score{Query: q, Hits: hits, NDCG: ndcg(hits, q.Grades)}
		for _, name := range slices.Sorted(maps.Keys(q.Grades)) {
			if !slices.Contains(hits, name) {
				s.Missing = append(s.Missing, name)
			}
		}
		for _, name := range hits {
			if q.Grades[name] == 0 {
				s.Ungraded = append(s.Ungraded, name)
			}
		}
		scores = append(scores, s)
	}
	return scores, nil
}

// ndcg compares the gain of the first hits with that of the best order of the
// graded notices (Järvelin and Kekäläinen, 2002, with gains of 2^grade − 1).
func ndcg(hits []string, grades map[string]int) float64 {
	got := make([]int, 0, depth)
	for _, name := range hits[:min(depth, len(hits))] {
		got = append(got, grades[name])
	}
	best := slices.Sorted(maps.Values(grades))
	slices.Reverse(best)
	return gain(got) / gain(best[:min(depth, len(best))])
}

func gain(grades []int) float64 {
	sum := 0.0
	for i, grade := range grades {
		sum += (math.Exp2(float64(grade)) - 1) / math.Log2(float64(i)+2)
	}
	return sum
}

// Mean is the mean of a figure over the scores for which keep holds; a keep of
// nil holds for all.
func Mean(scores []Score, figure func(Score) float64, keep func(Score) bool) (mean float64, n int) {
	for _, s := range scores {
		if keep == nil || keep(s) {
			mean += figure(s)
			n++
		}
	}
	return mean / float64(max(n, 1)), n
}

// Summary are the means by which engines are compared.
type Summary struct {
	Queries, Ordered  int
	NDCG              float64 // of all queries
	OrderedNDCG       float64 // of those whose order can be wrong
	Recall, Precision float64
}

// Summarize gives the means of scores.
func Summarize(scores []Score) Summary {
	ndcg := func(s Score) float64 { return s.NDCG }
	var sum Summary
	sum.NDCG, sum.Queries = Mean(scores, ndcg, nil)
	sum.OrderedNDCG, sum.Ordered = Mean(scores, ndcg, func(s Score) bool { return s.Ordered() })
	sum.Recall, _ = Mean(scores, Score.Recall, nil)
	sum.Precision, _ = Mean(scores, Score.Precision, nil)
	return sum
}
