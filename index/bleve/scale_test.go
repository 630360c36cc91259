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
	"strings"
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
	dir   string
	texts []*gongshi.Notice // nil until it is asked for
	// took and used are the time, and that of processors, that went into parsing
	// notices which in a store would lie parsed.
	took, used time.Duration
}

// newLibrary builds one. With GONGSHI_INDEX, a folder, the index is kept there and
// taken from there.
func newLibrary(b *testing.B, n int) *library {
	b.Helper()
	l := &library{texts: make([]*gongshi.Notice, n), dir: os.Getenv("GONGSHI_INDEX")}
	if l.dir == "" {
		l.dir = filepath.Join(b.TempDir(), "index")
	}
	ix, err := OpenWrite(b.Context(), l.dir)
	if err != nil {
		b.Fatal(err)
	}
	if count, err := ix.Count(); err != nil || count != uint64(n) {
		l.fill(b, ix)
	}
	if scattered, err := ix.Scattered(); err != nil {
		b.Fatal(err)
	} else if scattered {
		begun := time.Now()
		if err := ix.Compact(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.Logf("compacted in %v: %d MB", time.Since(begun).Round(time.Second), folderSize(b, l.dir)>>20)
	}
	if err := ix.Close(); err != nil {
		b.Fatal(err)
	}
	if l.Index, err = OpenRead(l.dir); err != nil {
		b.Fatal(err)
	}
	return l
}

// fill puts all notices into an index.
func (l *library) fill(b *testing.B, ix *Index) {
	b.Helper()
	texts := int64(0)
	for from := 0; from < len(l.texts); from += index.BatchRecords {
		batch := index.Batch{Seq: uint64(from + 1), Put: make([]index.Record, min(index.BatchRecords, len(l.texts)-from))}
		var work sync.WaitGroup
		for w := range runtime.GOMAXPROCS(0) {
			work.Go(func() {
				for i := w; i < len(batch.Put); i += runtime.GOMAXPROCS(0) {
					n := invented(from + i)
					batch.Put[i] = index.NewRecord(n, compliance.Check(n, nil, compliance.Rules()))
				}
			})
		}
		work.Wait()
		for _, r := range batch.Put {
			texts += int64(len(r.Text))
		}
		if err := ix.Apply(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("%d notices, %d MB, index %.2f of them", len(l.texts), texts>>20, float64(folderSize(b, l.dir))/float64(texts))
}

func invented(i int) *gongshi.Notice {
	parsed := parse.Parse(&gongshi.Document{Source: gongshi.Source{Path: fmt.Sprintf("%d.txt", i)}, Text: corpus.Invent(9, i, corpus.LongNotice).Text()})
	parsed[0].ID = fmt.Sprintf("n%07d", i)
	return &parsed[0]
}

// text gives a notice as a store does.
func (l *library) text(_ context.Context, id string) (*gongshi.Notice, error) {
	i, err := strconv.Atoi(strings.TrimPrefix(id, "n"))
	if err != nil {
		return nil, err
	}
	return l.notice(i), nil
}

func (l *library) notice(i int) *gongshi.Notice {
	if l.texts[i] == nil {
		begun, used := time.Now(), cputime.Used()
		l.texts[i] = invented(i)
		l.took += time.Since(begun)
		l.used += cputime.Used() - used
	}
	return l.texts[i]
}

// BenchmarkQueries asks 100 different queries of each class, once each, and gives
// the times below which half of them, 95 and 99 of 100 are answered, with
// snippets of ten hits; and the processor time that they take.
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
			var times, uses []time.Duration
			found := 0
			for b.Loop() {
				times, uses, found = times[:0], uses[:0], 0
				for _, req := range requests {
					l.took, l.used = 0, 0
					begun, used := time.Now(), cputime.Used()
					result, err := searcher.Search(b.Context(), req)
					if err != nil {
						b.Fatalf("%q: %v", req.Query, err)
					}
					times = append(times, time.Since(begun)-l.took)
					uses = append(uses, cputime.Used()-used-l.used)
					found += result.Total
				}
			}
			for of, list := range map[string][]time.Duration{"": times, "cpu-": uses} {
				slices.Sort(list)
				for _, percent := range []int{50, 95, 99} {
					b.ReportMetric(float64(list[percent*len(list)/100].Microseconds())/1000, fmt.Sprintf("%sp%d-ms", of, percent))
				}
			}
			b.ReportMetric(float64(found)/float64(len(requests)), "hits")
		})
	}
}

// classes invents requests, each class of its kind.
func (l *library) classes(r *rand.Rand) map[string]func() search.Request {
	notice := func() *gongshi.Notice { return l.notice(r.IntN(len(l.texts))) }
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
