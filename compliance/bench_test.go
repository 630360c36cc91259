package compliance

import (
	"strings"
	"testing"
	"time"

	"gongshi"
	"gongshi/parse"
)

// A notice of 8 KB is parsed and checked: the time of the rules, and what they
// take of the whole.
func BenchmarkRules(b *testing.B) {
	f := newFrame()
	f.lead = "根据《某市贯彻落实第二轮中央生态环境保护督察反馈意见整改方案》（岳办发〔2022〕4号），" + f.lead
	f.done = "1. " + strings.Repeat("加强污水管网建设，落实各方责任，", 60) + "全部完成。\n2. " + strings.Repeat("开展巡查120次，查处问题35个；", 60) + "全部完成。"
	text := f.text()
	rules := Rules()
	var parsing, checking time.Duration
	for b.Loop() {
		begun := time.Now()
		notices := parse.Parse(&gongshi.Document{Text: text})
		parsing += time.Since(begun)
		begun = time.Now()
		for i := range notices {
			Check(&notices[i], nil, rules)
		}
		checking += time.Since(begun)
	}
	b.ReportMetric(float64(checking.Microseconds())/float64(b.N), "µs-rules/op")
	b.ReportMetric(float64(checking)/float64(parsing+checking), "share-of-rules")
	b.ReportMetric(float64(len(text)), "bytes")
}
