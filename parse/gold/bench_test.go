package gold_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"gongshi"
	"gongshi/compliance"
	"gongshi/internal/corpus"
	"gongshi/internal/cputime"
	"gongshi/parse"
)

// noticeBytes is the length of the notices that the speed is stated for.
const noticeBytes = 8 << 10

// notices invents documents of about noticeBytes each.
func notices(n int) []*gongshi.Document {
	docs := make([]*gongshi.Document, n)
	for i := range docs {
		size := 2000
		for {
			docs[i] = &gongshi.Document{Text: corpus.Invent(11, i, size).Text()}
			docs[i].Source.Digest = fmt.Sprintf("sha256:%064x", i)
			if len(docs[i].Text) >= noticeBytes {
				break
			}
			size += 200
		}
	}
	return docs
}

// BenchmarkParseAndCheck parses and checks notices of 8 KB on all cores: what an
// import does to the text of a file.
func BenchmarkParseAndCheck(b *testing.B) {
	docs := notices(64)
	bytes := 0
	for _, d := range docs {
		bytes += len(d.Text)
	}
	b.SetBytes(int64(bytes / len(docs)))
	rules := compliance.Rules()
	var next atomic.Int64
	b.ReportAllocs()
	b.ResetTimer()
	started := cputime.Used()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			for _, n := range parse.Parse(docs[int(next.Add(1))%len(docs)]) {
				compliance.FillPublicity(&n, nil)
				compliance.Check(&n, nil, rules)
			}
		}
	})
	used := cputime.Used() - started
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "notices/s")
	b.ReportMetric(float64(used.Microseconds())/float64(b.N), "cpu-µs/notice")
}

// BenchmarkParse parses notices of 8 KB on one core and checks nothing.
func BenchmarkParse(b *testing.B) {
	docs := notices(64)
	b.ReportAllocs()
	b.ResetTimer()
	started := cputime.Used()
	for i := range b.N {
		parse.Parse(docs[i%len(docs)])
	}
	b.ReportMetric(float64((cputime.Used()-started).Microseconds())/float64(b.N), "cpu-µs/notice")
}
