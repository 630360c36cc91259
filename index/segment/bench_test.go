package segment

import (
	"strings"
	"testing"
	"time"

	"gongshi/internal/corpus"
)

// benchText is about 300 KB of invented notices.
func benchText() []string {
	var texts []string
	for notice := range corpus.Notices(7) {
		texts = append(texts, notice.Text())
		if len(texts) == 40 {
			return texts
		}
	}
	return texts
}

// BenchmarkCut cuts the same notices with both, turn and turn about, and reports
// how many times the trie is as fast as gojieba.
func BenchmarkCut(b *testing.B) {
	trie, reference := both(b)
	texts := benchText()
	size := len(strings.Join(texts, ""))
	var fast, slow time.Duration
	rounds := 0
	for b.Loop() {
		start := time.Now()
		for _, text := range texts {
			trie.Cut(text)
		}
		between := time.Now()
		for _, text := range texts {
			reference.Cut(text)
		}
		fast += between.Sub(start)
		slow += time.Since(between)
		rounds++
	}
	rate := func(d time.Duration) float64 { return float64(size*rounds) / 1e6 / d.Seconds() }
	b.ReportMetric(rate(fast), "MB/s-trie")
	b.ReportMetric(rate(slow), "MB/s-gojieba")
	b.ReportMetric(slow.Seconds()/fast.Seconds(), "times-gojieba")
	b.ReportMetric(0, "ns/op")
}

func BenchmarkTrieCut(b *testing.B) {
	trie, _ := both(b)
	texts := benchText()
	b.SetBytes(int64(len(strings.Join(texts, "")) / len(texts)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		trie.Cut(texts[i%len(texts)])
		i++
	}
}

func BenchmarkTrieWords(b *testing.B) {
	trie, _ := both(b)
	texts := benchText()
	b.SetBytes(int64(len(strings.Join(texts, "")) / len(texts)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		trie.Words(texts[i%len(texts)], func(start, end int) {})
		i++
	}
}

// BenchmarkTrieLoad is what the first call in a process pays.
func BenchmarkTrieLoad(b *testing.B) {
	packed, err := dictFS.ReadFile("dict/trie.zst")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := unpackTrie(packed); err != nil {
			b.Fatal(err)
		}
	}
}
