package compliance_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/compliance"
	"gongshi/parse"
)

// What the parser makes of a text and what the rules expect of it belong
// together: codes, spans, units, roles.
func TestParsedNotice(t *testing.T) {
	const head = "关于第二轮中央生态环境保护督察反馈第11项问题整改销号情况的公示\n现将第11项问题整改情况公示如下：\n" +
		"一、反馈问题\n某镇生活污水直排。\n二、整改目标\n2020年底前消除污水直排。\n三、整改措施\n县住建局牵头建设污水管网。\n" +
		"四、整改落实情况\n已建成污水管网并投入运行，沿线污水全部接入处理厂。\n"
	const tail = "\n监督电话：0730-8245473。\n某县生态环境局\n2023年2月20日\n"
	tests := []struct {
		period string
		want   []string // rule and severity
	}{
		{"公示时间：2023年10月13日至2023年10月24日，共10个工作日。", []string{"PUB01 error"}},
		{"公示时间：2023年10月14日至2023年10月20日，共5个工作日。", nil},
		{"公示时间：2023年2月20日至2023年2月30日。", []string{"PUB04 error"}},
		{"公示时间：2026年1月9日至2025年1月15日。", []string{"PUB04 error"}},
		{"公示时间：2023年12月28日至1月8日。", []string{"PUB13 warning"}},
		{"公示期为7天（2019年8月22日至2019年8月25日）。", []string{"PUB03 error", "PUB06 note", "PUB07 warning", "PUB08 note"}},
		{"公示时间：2023年10月13日至2023年10月26日，共10天。", []string{"PUB10 note"}},
		{"公示时间：2014年10月13日至2014年10月24日，共10个工作日。", []string{"PUB07 warning", "PUB15 note"}},
		{"如有异议，请反映。", []string{"PUB05 error"}},
	}
	for _, test := range tests {
		notices := parse.Parse(&gongshi.Document{Text: head + test.period + tail})
		if len(notices) != 1 {
			t.Fatalf("%s: %d notices", test.period, len(notices))
		}
		n := &notices[0]
		var got []string
		for _, f := range compliance.Check(n, nil, compliance.Rules()) {
			got = append(got, f.Rule+" "+string(f.Severity))
			if at := f.Span.Of(n.Text); !strings.Contains(test.period, at) {
				t.Errorf("%s: the place of %s is %q", test.period, f.Rule, at)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.period, diff)
		}
	}
}
