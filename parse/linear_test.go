package parse

import (
	"strings"
	"testing"
	"time"

	"gongshi"
	"gongshi/internal/cputime"
)

// runs are what long runs of could blow up.
var runs = []string{
	"一、整改措施\n", "公示时间2023年1月1日至", "2023年10月13日", "第12项", "〔2022〕4号", "电话0730-8245473、", "督察", "|整改目标", "《", "(", "一、",
	"公示", "12", "年", "岳阳市人民政府\n2023年1月2日\n关于整改的公示\n一、整改目标\n二、整改措施\n", "县", "。公示期", "整", "\n1", "(tài)態",
	"邮箱a@b.com", "@", "a.", "《甲》", "》", "《《》", "联系地址：建设路1号\n", "地址\n", "地址：", "责任单位：市水利局、", "一、责任单位\n市水利局牵头，\n", "（、",
	"二、整改完成情况\n清淤5公里，投资3万元", "一万", "1,000", "1.1.", "D3HB202406060068", "D1", "X", "整改时限：立行立改", "长期", "第三批信访", "第二轮", "批",
	"鼓楼区", "岳阳", "朝阳区人民政府\n", "湖南省", "〔2022〕", "4号、", "号令", "第号", "岳办发〔2022〕4号《甲》", "现将公示如下。", "记者日报\n", "各县政府：\n",
}

// growth gives how many times as long the larger of two texts takes, as the
// least of some tries, in processor time: the machine may be busy. It stops when that is at most
// enough.
func growth(small, large string, enough float64) float64 {
	best := 0.0
	for try := range 8 {
		a, b := elapsed(small), elapsed(large)
		if ratio := float64(b) / float64(max(a, time.Millisecond/4)); try == 0 || ratio < best {
			best = ratio
		}
		if best <= enough {
			break
		}
	}
	return best
}

func elapsed(text string) time.Duration {
	return cputime.Of(func() { Parse(&gongshi.Document{Text: text}) })
}

// repeated is as many of unit as make up size bytes.
func repeated(unit string, size int) string { return strings.Repeat(unit, size/len(unit)+1) }

// TestLinear holds the parser to a time in proportion to the text, for a long
// notice and for what long runs of one thing could blow up: of a time that grew
// with the square, 16 times the text would take 256 times as long.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, unit := range append([]string{seeds(t)[0]}, runs...) {
		if r := growth(repeated(unit, 8<<10), repeated(unit, 128<<10), 40); r > 64 {
			t.Errorf("%.30q: 128 KB take %.0f times as long as 8 KB", unit, r)
		}
	}
}

// FuzzLinear looks for what, said often, takes more than its share of time.
func FuzzLinear(f *testing.F) {
	for _, unit := range runs {
		f.Add(unit)
	}
	f.Fuzz(func(t *testing.T, unit string) {
		unit = strings.ToValidUTF8(unit, "")
		if unit == "" || len(unit) > 200 {
			return
		}
		// What takes so little is measured too badly to tell anything.
		large := repeated(unit, 16<<10)
		if r := growth(repeated(unit, 1<<10), large, 48); r > 96 && elapsed(large) > time.Second/4 {
			t.Errorf("16 KB of %q take %.0f times as long as 1 KB", unit, r)
		}
	})
}
