package segment

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"gongshi/internal/corpus"
	"gongshi/internal/cputime"
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
// how much they cut in a second of processor time, and how many times the trie
// is as fast as gojieba.
func BenchmarkCut(b *testing.B) {
	trie, reference := both(b)
	texts := benchText()
	size := len(strings.Join(texts, ""))
	var fast, slow time.Duration
	rounds := 0
	for b.Loop() {
		fast += cputime.Of(func() {
			for _, text := range texts {
				trie.Cut(text)
			}
		})
		slow += cputime.Of(func() {
			for _, text := range texts {
				reference.Cut(text)
			}
		})
		rounds++
	}
	rate := func(d time.Duration) float64 { return float64(size*rounds) / 1e6 / d.Seconds() }
	b.ReportMetric(rate(fast), "MB/cpu-s-trie")
	b.ReportMetric(rate(slow), "MB/cpu-s-gojieba")
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

// coldEnv names what a copy of this program does before it ends.
const coldEnv = "GONGSHI_SEGMENT_COLD"

func TestMain(m *testing.M) {
	const text = "洞庭湖区水产养殖污染治理滞后"
	switch os.Getenv(coldEnv) {
	case "":
		os.Exit(m.Run())
	case "trie":
		if _, err := Cut(text); err != nil {
			os.Exit(1)
		}
	case "gojieba":
		s, err := Load()
		if err != nil {
			os.Exit(1)
		}
		s.Cut(text)
	}
	peak, err := peakKB()
	if err != nil {
		os.Exit(1)
	}
	fmt.Println(peak)
	os.Exit(0)
}

// BenchmarkColdStart is what the first text costs in a process of its own, with
// either: milliseconds of processor time beyond those of a process that cuts
// nothing, and the largest size of the whole process.
func BenchmarkColdStart(b *testing.B) {
	names := []string{"nothing", "trie", "gojieba"}
	took := map[string]time.Duration{}
	peak := map[string]*int{}
	for _, name := range names {
		peak[name] = new(int)
	}
	n := 0
	for b.Loop() {
		for _, name := range names {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), coldEnv+"="+name)
			out, err := cmd.Output()
			if err != nil {
				b.Fatal(err)
			}
			took[name] += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			if _, err := fmt.Sscan(string(out), peak[name]); err != nil {
				b.Fatal(err)
			}
		}
		n++
	}
	for _, name := range names {
		b.ReportMetric((took[name]-took["nothing"]).Seconds()*1000/float64(n), "cpu-ms-"+name)
		b.ReportMetric(float64(*peak[name])/1024, "MiB-"+name)
	}
	b.ReportMetric((took["gojieba"]-took["nothing"]).Seconds()/(took["trie"]-took["nothing"]).Seconds(), "times-gojieba")
	b.ReportMetric(0, "ns/op")
}
