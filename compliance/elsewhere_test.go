package compliance

import (
	"strings"
	"testing"

	"gongshi"
)

// What a notice tells under another label, or in its opening, is not missing.
func TestToldElsewhere(t *testing.T) {
	without := func(opening string, labels ...string) *gongshi.Notice {
		f := newFrame()
		text := f.title + "\n" + opening + "\n" + strings.Join(labels, "\n已全部完成有关整改工作并通过验收。\n") + "\n已全部完成有关整改工作并通过验收。\n" + strings.Join([]string{f.period, f.contact, f.signer, f.date}, "\n") + "\n"
		return parsed(t, text)
	}
	const opening = "现将有关情况公示如下："
	tests := []struct {
		name, rule string
		n          *gongshi.Notice
		want       gongshi.Severity
		at         string
	}{
		{"no issue", "SEC01", without(opening, "一、整改目标", "二、整改措施", "三、整改完成情况"), "error", ""},
		{"quoted before 问题", "SEC01", without("现将“某镇生活污水长期直排河道”问题整改情况公示如下：", "一、整改目标", "二、整改措施", "三、整改完成情况"), "note", "某镇生活污水长期直排河道"},
		{"quoted behind 指出", "SEC01", without("督察指出：“某镇生活污水长期直排河道。”现将有关情况公示如下：", "一、整改目标", "二、整改措施", "三、整改完成情况"), "note", "某镇生活污水长期直排河道。"},
		{"too short to tell", "SEC01", without("现将“污水直排”问题整改情况公示如下：", "一、整改目标", "二、整改措施", "三、整改完成情况"), "error", ""},
		{"just long enough", "SEC01", without("现将“某镇污水直排河道”问题整改情况公示如下：", "一、整改目标", "二、整改措施", "三、整改完成情况"), "note", "某镇污水直排河道"},
		{"hardly too short", "SEC01", without("现将“某镇污水排河道”问题整改情况公示如下：", "一、整改目标", "二、整改措施", "三、整改完成情况"), "error", ""},
		{"a campaign in quotes", "SEC01", without("按照“蓝天碧水净土保卫战”的部署，现将有关情况公示如下：", "一、整改目标", "二、整改措施", "三、整改完成情况"), "error", ""},
		{"a quote that is left open", "SEC01", without("现将“某镇生活污水长期直排河道问题整改情况公示如下：", "一、整改目标", "二、整改措施", "三、整改完成情况"), "error", ""},
		{"a quote that is only closed", "SEC01", without("现将督察反映的某镇生活污水长期直排河道”问题整改情况公示如下：", "一、整改目标", "二、整改措施", "三、整改完成情况"), "error", ""},
		{"no goal", "SEC02", without(opening, "一、反馈问题", "二、整改措施", "三、整改完成情况"), "error", ""},
		{"goal with results", "SEC02", without(opening, "一、反馈问题", "二、整改措施", "三、整改目标完成情况"), "note", "三、整改目标完成情况"},
		{"goal and measures as demands", "SEC02", without(opening, "一、反馈问题", "二、整改要求", "三、整改完成情况"), "note", "二、整改要求"},
		{"no measures", "SEC03", without(opening, "一、反馈问题", "二、整改目标", "三、整改完成情况"), "error", ""},
		{"measures with results", "SEC03", without(opening, "一、反馈问题", "二、整改目标", "三、整改措施落实情况"), "note", "三、整改措施落实情况"},
		{"no results", "SEC04", without(opening, "一、反馈问题", "二、整改目标", "三、整改措施"), "error", ""},
	}
	for _, test := range tests {
		f := finding(t, test.rule, test.n)
		if at := cut(test.n.Text, f.Span); f.Severity != test.want || at != test.at {
			t.Errorf("%s: %s at %q, want %s at %q: %s", test.name, f.Severity, at, test.want, test.at, f.Message.Zh)
		}
	}
}

// The title of a group of sections tells the problem as well as a section.
func TestTitledProblem(t *testing.T) {
	for title, want := range map[string]gongshi.Severity{"第七项：某县建筑工地扬尘长期管控不到位": "note", "第七项：建筑工地扬尘突出": "note", "第七项：某工地扬尘突出": "error", "第七项问题": "error"} {
		b := newNotice(closeOutTitle).problem(title, "7").problem("第九项", "9").
			sectionOf(0, gongshi.SectionGoal, "（一）整改目标", "消除扬尘。").
			sectionOf(0, gongshi.SectionMeasures, "（二）整改措施", "覆盖裸土。").
			sectionOf(0, gongshi.SectionImplementation, "（三）完成情况", "已全部完成覆盖，共3公顷。").
			contact("0730-8245473").signed("2014-01-06")
		b.n.Problems[0].Span.End = b.n.Problems[0].Span.Start + len("第七项")
		if f := finding(t, "SEC01", &b.n); f.Severity != want {
			t.Errorf("%s: %s, want %s", title, f.Severity, want)
		}
	}
}
