package compliance

import (
	"strings"
	"testing"
	"time"

	"gongshi"
	"gongshi/internal/cputime"
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
		few, many := fastest(work(2000)), fastest(work(16000))
		if many > 24*few {
			t.Errorf("%s: 2000 dates take %v, 16000 take %v", about, few, many)
		}
	}
}

// What rules look for, said often, is found in time that grows as the text does.
func TestManyOfAKind(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, unit := range []string{
		"电话123456，", "电话：0930-8245473，", "邮箱a.b.com ", "附件\n", "“某镇污水直排河道”", "“", "第12项", "序号", "公示时间：2023年1月1日至2023年1月9日。",
		"2023年1月1日（星期一）前，", "已销号", "《", "岳办发[2022]4号，", "手机13812345678，", "家庭住址：", "11010519491231002X，", "现将", "一、整改目标\n消除。\n",
		"一、整改目标\n2023年1月1日，\n", "二、整改完成情况\n正在建设污水管网。\n", "责任", "时限",
	} {
		work := func(size int) func() {
			notices := parse.Parse(&gongshi.Document{Text: closeOutTitle + "\n现将第11项问题公示如下：\n一、反馈问题\n" + strings.Repeat(unit, size/len(unit)+1)})
			return func() {
				for i := range notices {
					Check(&notices[i], nil, Rules())
				}
			}
		}
		few, many := fastest(work(8<<10)), fastest(work(128<<10))
		if many > 64*max(few, time.Millisecond/4) {
			t.Errorf("%q: 8 KB take %v, 128 KB take %v", unit, few, many)
		}
	}
}

// fastest is the least time of the processor that the work takes in some tries:
// the machine may be busy.
func fastest(work func()) time.Duration {
	best := time.Hour
	for range 5 {
		best = min(best, cputime.Of(work))
	}
	return best
}
