package bleve

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"gongshi"
	"gongshi/compliance"
	"gongshi/index"
	"gongshi/internal/corpus"
	"gongshi/internal/cputime"
	"gongshi/parse"
	"gongshi/search"
)

// scale is how many notices the benchmark of queries has: GONGSHI_NOTICES, else
// 2,000.
func scale(b *testing.B) int {
	text := os.Getenv("GONGSHI_NOTICES")
	if text == "" {
		return 2000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// library is an index of invented notices of about 7 KB, parsed and checked.
type library struct {
	*Index
	texts []*gongshi.Notice
	ids   map[string]int
	dir   string
	bytes int64
}

// newLibrary builds one. With GONGSHI_INDEX, a folder, the index is kept there and
// taken from there.
func newLibrary(b *testing.B, n int) *library {
	b.Helper()
	l := &library{texts: make([]*gongshi.Notice, n), ids: map[string]int{}, dir: os.Getenv("GONGSHI_INDEX")}
	if l.dir == "" {
		l.dir = filepath.Join(b.TempDir(), "index")
	}
	findings := make([][]gongshi.Finding, n)
	var work sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for i := w; i < n; i += runtime.GOMAXPROCS(0) {
				parsed := parse.Parse(&gongshi.Document{Source: gongshi.Source{Path: fmt.Sprintf("%d.txt", i)}, Text: corpus.Invent(9, i, corpus.LongNotice).Text()})
				parsed[0].ID = fmt.Sprintf("n%07d", i)
				l.texts[i], findings[i] = &parsed[0], compliance.Check(&parsed[0], nil, compliance.Rules())
			}
		})
	}
	work.Wait()
	for i, notice := range l.texts {
		l.ids[notice.ID] = i
		l.bytes += int64(len(notice.Text))
	}
	ix, err := OpenWrite(b.Context(), l.dir)
	if err != nil {
		b.Fatal(err)
	}
	if count, err := ix.Count(); err != nil || count != uint64(n) {
		begun := time.Now()
		for from := 0; from < n; from += index.BatchRecords {
			batch := index.Batch{Seq: uint64(from + 1)}
			for i := from; i < min(n, from+index.BatchRecords); i++ {
				batch.Put = append(batch.Put, index.NewRecord(l.texts[i], findings[i]))
			}
			if err := ix.Apply(context.Background(), batch); err != nil {
				b.Fatal(err)
			}
		}
		took := time.Since(begun)
		b.Logf("%d notices, %d MB: %.0f notices/s, %.1f MB/s", n, l.bytes>>20, float64(n)/took.Seconds(), float64(l.bytes)/1e6/took.Seconds())
	}
	if err := ix.Close(); err != nil {
		b.Fatal(err)
	}
	b.Logf("index %.2f of the text", float64(folderSize(b, l.dir))/float64(l.bytes))
	if l.Index, err = OpenRead(l.dir); err != nil {
		b.Fatal(err)
	}
	return l
}

func (l *library) text(_ context.Context, id string) (*gongshi.Notice, error) {
	return l.texts[l.ids[id]], nil
}

// BenchmarkQueries asks 100 different queries of each class, once each, and gives
// the times below which half of them, 95 and 99 of 100 are answered, with
// snippets of ten hits.
func BenchmarkQueries(b *testing.B) {
	l := newLibrary(b, scale(b))
	defer l.Close()
	options := words(b)
	options.Text = l.text
	searcher := search.New(l, options)
	r := rand.New(rand.NewPCG(1, 1))
	classes := l.classes(r)
	for _, name := range slices.Sorted(maps.Keys(classes)) {
		requests := make([]search.Request, 100)
		for i := range requests {
			requests[i] = classes[name]()
			requests[i].Limit = 10
		}
		b.Run(name, func(b *testing.B) {
			var times []time.Duration
			found := 0
			used := cputime.Used()
			for b.Loop() {
				times, found = times[:0], 0
				for _, req := range requests {
					begun := time.Now()
					result, err := searcher.Search(b.Context(), req)
					if err != nil {
						b.Fatalf("%q: %v", req.Query, err)
					}
					times = append(times, time.Since(begun))
					found += result.Total
				}
			}
			b.ReportMetric(float64((cputime.Used()-used).Microseconds())/1000/float64(b.N*len(requests)), "cpu-ms")
			slices.Sort(times)
			for _, percent := range []int{50, 95, 99} {
				b.ReportMetric(float64(times[percent*len(times)/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", percent))
			}
			b.ReportMetric(float64(found)/float64(len(requests)), "hits")
		})
	}
}

// classes invents requests, each class of its kind.
func (l *library) classes(r *rand.Rand) map[string]func() search.Request {
	notice := func() *gongshi.Notice { return l.texts[r.IntN(len(l.texts))] }
	facts := func() corpus.Facts { return corpus.Invent(9, r.IntN(len(l.texts)), corpus.LongNotice).Facts }
	word := func() string {
		terms := facts().Terms
		return terms[r.IntN(len(terms))].Text
	}
	piece := func(least, most int) string {
		text := []rune(notice().Text)
		for {
			at := r.IntN(len(text) - most)
			some := string(text[at : at+least+r.IntN(most-least+1)])
			if !slices.Contains([]rune(some), '\n') && !slices.Contains([]rune(some), '"') && !slices.Contains([]rune(some), '\\') {
				return `"` + some + `"`
			}
		}
	}
	ask := func(query string) search.Request { return search.Request{Query: query} }
	return map[string]func() search.Request{
		"word":        func() search.Request { return ask(word()) },
		"two words":   func() search.Request { return ask(word() + " " + word()) },
		"either word": func() search.Request { return ask(word() + " OR " + word()) },
		"without":     func() search.Request { return ask(word() + " -" + word()) },
		"piece":       func() search.Request { return ask(piece(4, 12)) },
		"long piece":  func() search.Request { return ask(piece(15, 40)) },
		"character":   func() search.Request { return ask(piece(1, 1)) },
		"two chars":   func() search.Request { return ask(piece(2, 2)) },
		"in section":  func() search.Request { return ask(word() + " section:issue") },
		"number": func() search.Request {
			for {
				if numbers := facts().DocumentNumbers; len(numbers) > 0 {
					return ask("number:" + numbers[0])
				}
			}
		},
		"filtered": func() search.Request {
			f := facts()
			return ask(fmt.Sprintf("%s region:%s round:%d date:%d..%d", word(), f.Region.Province, 1+r.IntN(3), f.Issued.Year-1, f.Issued.Year+1))
		},
		"everything": func() search.Request { return ask("") },
		"newest":     func() search.Request { return search.Request{Query: word(), Sort: search.SortDate} },
		"deep page":  func() search.Request { return search.Request{Query: word(), Offset: 5000} },
		"four facets": func() search.Request {
			return search.Request{Query: word(), Facets: []string{"round", "province", "year", "has"}}
		},
		"all facets": func() search.Request { return search.Request{Query: word(), Facets: search.FacetNames()} },
		"phrase facets": func() search.Request {
			return search.Request{Query: piece(4, 12), Facets: []string{"round", "province", "year", "has"}}
		},
		"issuer": func() search.Request { return ask("issuer:" + facts().Issuer[:6] + " " + word()) },
	}
}
