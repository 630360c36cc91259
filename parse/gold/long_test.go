package gold_test

import (
	"strings"
	"testing"
	"time"

	"gongshi"
	"gongshi/internal/cputime"
	"gongshi/parse"
)

// TestLongText holds the parser to a time in proportion to the text: 10 MB may
// take 1,300 times as long as 8 KB, which are 1,280 of them, be it many notices
// or one. The time is that of the processor, the least of several tries; the
// small text is measured often, since a single time is too short to be told. What
// is measured is the program as it is shipped: make test runs this test on its
// own, without the race detector.
func TestLongText(t *testing.T) {
	if testing.Short() || cputime.Raced || cputime.Used() == 0 {
		t.Skip("takes seconds, and needs the time of the processor and a program without the race detector")
	}
	const long, limit, tries = 10 << 20, 1300, 10
	notice := notices(1)[0].Text
	for name, make := range map[string]func(size int) string{
		"many notices": func(size int) string { return strings.Repeat(notice+"\n", size/len(notice)) },
		"one notice":   func(size int) string { return stretched(notice, size) },
	} {
		small, large := &gongshi.Document{Text: make(noticeBytes * 3 / 2)}, &gongshi.Document{Text: make(long)}
		times := float64(len(large.Text)) / float64(len(small.Text)) / (long / noticeBytes)
		best := 0.0
		for try := range tries {
			a, z := perRun(small, 400), perRun(large, 1)
			if ratio := float64(z) / float64(a) / times; try == 0 || ratio < best {
				best = ratio
			}
			if best <= limit {
				break
			}
		}
		t.Logf("%s: 10 MB take %.0f times as long as 8 KB", name, best)
		if best > limit {
			t.Errorf("%s: 10 MB take %.0f times as long as 8 KB, want at most %d", name, best, limit)
		}
	}
}

// stretched makes a notice longer: the paragraph in its middle comes again and
// again.
func stretched(notice string, size int) string {
	start := len(notice)/2 + strings.IndexByte(notice[len(notice)/2:], '\n')
	end := start + 1 + strings.IndexByte(notice[start+1:], '\n')
	return notice[:start] + strings.Repeat(notice[start:end], max(1, (size-len(notice))/(end-start))) + notice[end:]
}

// perRun is the processor time that parsing a document takes, as the mean of n
// runs.
func perRun(doc *gongshi.Document, n int) time.Duration {
	start := cputime.Used()
	for range n {
		parse.Parse(doc)
	}
	return (cputime.Used() - start) / time.Duration(n)
}
