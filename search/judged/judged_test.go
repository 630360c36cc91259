package judged

import (
	order "cmp"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write "+Folder+"/"+Golden)

const root = "../.."

// leastNDCG is what the mean nDCG@10 must reach, of all queries and of those
// whose order can be wrong.
const leastNDCG = 0.9

// TestJudged: the queries find exactly what was judged to match, in a good
// order. The golden file shows what a change moves.
func TestJudged(t *testing.T) {
	scores := ours(t)
	for _, s := range scores {
		checkFound(t, s)
	}
	sum := Summarize(scores)
	t.Logf("%d queries: mean nDCG@10 %.3f; of %d whose order can be wrong: %.3f", sum.Queries, sum.NDCG, sum.Ordered, sum.OrderedNDCG)
	if sum.NDCG < leastNDCG || sum.OrderedNDCG < leastNDCG {
		t.Errorf("the mean nDCG@10 is %.3f, and %.3f of queries whose order can be wrong: want %.1f; the worst:\n%s",
			sum.NDCG, sum.OrderedNDCG, leastNDCG, worst(scores, 10))
	}
	golden(t, scores)
}

// ours measures our own search.
func ours(t *testing.T) []Score {
	t.Helper()
	notices, err := Corpus(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	queries, err := Queries(root)
	if err != nil {
		t.Fatal(err)
	}
	checkNames(t, queries, func(name string) bool {
		for i := range notices {
			if notices[i].ID == name {
				return true
			}
		}
		return false
	})
	scores, err := Measure(t.Context(), Ours(Records(notices)), queries)
	if err != nil {
		t.Fatal(err)
	}
	return scores
}

// checkNames: every grade belongs to a notice of the corpus, and no query is
// asked twice.
func checkNames(t *testing.T, queries []Query, known func(string) bool) {
	t.Helper()
	seen := map[string]bool{}
	for _, q := range queries {
		if seen[q.Text] {
			t.Errorf("%s: %q is judged twice", q.File, q.Text)
		}
		seen[q.Text] = true
		for name := range q.Grades {
			if !known(name) {
				t.Errorf("%s: %q grades %q, which is not in the corpus", q.File, q.Text, name)
			}
		}
	}
}

// checkFound: exactly the graded notices are found.
func checkFound(t *testing.T, s Score) {
	t.Helper()
	if len(s.Missing) > 0 {
		t.Errorf("%s: %q does not find %q", s.File, s.Text, s.Missing)
	}
	if len(s.Ungraded) > 0 {
		t.Errorf("%s: %q finds %q, which nobody judged", s.File, s.Text, s.Ungraded)
	}
}

// worst lists the n queries with the lowest nDCG.
func worst(scores []Score, n int) string {
	scores = slices.Clone(scores)
	slices.SortStableFunc(scores, func(a, b Score) int { return order.Compare(a.NDCG, b.NDCG) })
	var b strings.Builder
	for _, s := range scores[:min(n, len(scores))] {
		b.WriteString(line(s))
	}
	return b.String()
}

// line shows a score: nDCG, query, the first hits with their grades.
func line(s Score) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%.3f %s:", s.NDCG, s.Text)
	for _, name := range s.Hits[:min(depth, len(s.Hits))] {
		fmt.Fprintf(&b, " %s=%d", name, s.Grades[name])
	}
	if n := len(s.Hits) - depth; n > 0 {
		fmt.Fprintf(&b, " +%d", n)
	}
	b.WriteString("\n")
	return b.String()
}

// golden compares the scores with the golden file.
func golden(t *testing.T, scores []Score) {
	t.Helper()
	var b strings.Builder
	file := ""
	for _, s := range scores {
		if s.File != file {
			fmt.Fprintf(&b, "\n# %s\n", s.File)
			file = s.File
		}
		b.WriteString(line(s))
	}
	sum := Summarize(scores)
	got := fmt.Sprintf("# nDCG@10, query, first hits = grades; go test ./search/judged -update\n%.3f mean of %d\n%.3f mean of the %d whose order can be wrong\n%s",
		sum.NDCG, sum.Queries, sum.OrderedNDCG, sum.Ordered, b.String())
	path := filepath.Join(root, Folder, Golden)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("the order of hits has changed; look at what moved (- before, + now), then -update:\n%s", moved(string(want), got))
	}
}

// moved gives the lines that differ, each pair of a query together.
func moved(before, now string) string {
	var b strings.Builder
	old, current := strings.Split(before, "\n"), strings.Split(now, "\n")
	if len(old) != len(current) {
		return cmp.Diff(before, now)
	}
	for i := range old {
		if old[i] != current[i] {
			fmt.Fprintf(&b, "-%s\n+%s\n", old[i], current[i])
		}
	}
	return b.String()
}

// An order that knows nothing of the query stays below what is asked of ours:
// the measure can tell.
func TestArbitraryOrder(t *testing.T) {
	byName := ours(t)
	for i, s := range byName {
		hits := slices.Sorted(slices.Values(s.Hits))
		byName[i].NDCG = ndcg(hits, s.Grades)
	}
	if sum := Summarize(byName); sum.OrderedNDCG > leastNDCG-0.05 {
		t.Errorf("hits in the order of their names have a mean nDCG@10 of %.3f", sum.OrderedNDCG)
	}
}

func TestNDCG(t *testing.T) {
	grades := map[string]int{"a": 3, "b": 2, "c": 1}
	tests := []struct {
		hits []string
		want float64
	}{
		{[]string{"a", "b", "c"}, 1},
		{[]string{"a", "b", "c", "x"}, 1},
		{nil, 0},
		{[]string{"x", "y"}, 0},
		// (1 + 3/log₂3 + 7/2) / (7 + 3/log₂3 + 1/2)
		{[]string{"c", "b", "a"}, (4.5 + 3/math.Log2(3)) / (7.5 + 3/math.Log2(3))},
		{[]string{"x", "a"}, 7 / math.Log2(3) / (7.5 + 3/math.Log2(3))},
		{[]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "a"}, 0},
	}
	for _, test := range tests {
		if got := ndcg(test.hits, grades); math.Abs(got-test.want) > 1e-12 {
			t.Errorf("%q: %v, want %v", test.hits, got, test.want)
		}
	}
}

func TestParseQuery(t *testing.T) {
	q, err := parseQuery("# who\n? 雨污 分流\n3 a/1  why so\n1 b  because")
	want := Query{Who: "who", Text: "雨污 分流", Grades: map[string]int{"a/1": 3, "b": 1}}
	if diff := cmp.Diff(want, q); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	for _, wrong := range []string{"", "? a", "3 a  why", "? a\n4 a  why", "? a\n3 a", "? a\n3 a  why\n2 a  why", "? a\n? b\n3 a  why", "a"} {
		if _, err := parseQuery(wrong); err == nil {
			t.Errorf("%q is read", wrong)
		}
	}
}
