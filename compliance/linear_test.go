package compliance

import (
	"strings"
	"testing"
	"time"

	"gongshi"
	"gongshi/parse"
)

// Dates that do not exist, all on one line, are found in time that grows as the
// text does, with the word for the period before them or without: for eight
// times as much a way that compares all with all takes 64 times as long.
func TestManyImpossibleDates(t *testing.T) {
	for about, begin := range map[string]string{"in the period": "公示时间：", "elsewhere": "已完成整改，"} {
		work := func(n int) func() {
			doc := &gongshi.Document{Text: "整改销号情况公示\n" + begin + strings.Repeat("2023年13月5日", n)}
			notices := parse.Parse(doc)
			return func() {
				for i := range notices {
					Check(&notices[i], nil, Rules())
				}
			}
		}
		few, many := fastest(work(500)), fastest(work(4000))
		if many > 24*few {
			t.Errorf("%s: 500 dates take %v, 4000 take %v", about, few, many)
		}
	}
}

// fastest is the least time that the work takes in some tries: the machine may
// be busy.
func fastest(work func()) time.Duration {
	best := time.Hour
	for range 5 {
		begun := time.Now()
		work()
		best = min(best, time.Since(begun))
	}
	return best
}
