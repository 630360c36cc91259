package compliance

import (
	"strings"
	"testing"

	"gongshi"
)

// framedRow is what one rule says to lines of a notice: a severity, or nothing.
type framedRow struct{ rule, lines, want string }

func runFramed(t *testing.T, rows []framedRow) {
	t.Helper()
	for _, row := range rows {
		n := framed(t, row.lines)
		got := ""
		for _, f := range Check(n, nil, []Rule{rule(t, row.rule)}) {
			got += " " + string(f.Severity)
			if cut(n.Text, f.Span) == "" && !f.Span.IsZero() {
				t.Errorf("%s on %q: the place %v is not in the text", row.rule, row.lines, f.Span)
			}
		}
		if got = strings.TrimSpace(got); got != row.want {
			t.Errorf("%s on %q: %q, want %q", row.rule, row.lines, got, row.want)
		}
	}
}

func TestWhen(t *testing.T) {
	runFramed(t, []framedRow{
		// No minimum is set: what is unusual is noted.
		{"PUB06", "公示时间：2023年10月16日至2023年10月18日。", "note"},
		{"PUB06", "公示时间：2023年10月16日至2023年10月19日。", "note"},
		{"PUB06", "公示时间：2023年10月16日至2023年10月20日。", ""},
		{"PUB06", "公示时间：2023年9月28日至2023年10月4日。", ""}, // 7 days, 1 of them worked
		{"PUB06", "公示时间：2023年9月29日至2023年10月4日。", "note"},
		{"PUB06", "公示期3个工作日。", "note"},
		{"PUB06", "公示期5个工作日。", ""},
		{"PUB06", "公示期5天。", ""}, // working or calendar days
		{"PUB06", "公示期4天。", "note"},
		{"PUB06", "公示时间：2014年10月13日至2014年10月14日。", "note"},

		{"PUB07", "公示时间：2023年10月12日至2023年10月27日。", "warning"},
		{"PUB07", "公示时间：2023年10月13日至2023年10月27日。", ""},
		{"PUB07", "公示时间：10月12日至10月27日。", ""}, // of which year?
		{"PUB07", "公示时间：2023年10月12日至2023年10月27日。｜岳阳市生态环境局", ""},

		{"PUB08", "公示时间：2023年10月16日至2023年10月28日。", "note"},
		{"PUB08", "公示时间：2023年9月20日至2023年9月29日。", "note"}, // a Friday off
		{"PUB08", "公示时间：2023年9月20日至2023年10月7日。", ""},     // a Saturday worked
		{"PUB08", "公示时间：2023年10月16日至2023年10月27日。", ""},
		{"PUB08", "公示时间：2023年10月30日至2023年10月28日。", ""}, // not in order: PUB04
		{"PUB08", "公示时间：2014年10月16日至2014年10月26日。", ""}, // not covered

		{"PUB09", "公示时间：2023年9月25日至2023年10月13日。", "warning"},
		{"PUB09", "公示时间：2025年4月1日至2025年4月10日。", ""},        // 3 of 10
		{"PUB09", "公示时间：2025年4月3日至2025年4月10日。", "warning"}, // 3 of 8
		{"PUB09", "公示时间：2025年4月2日至2025年4月10日。", ""},        // 3 of 9: a third
		{"PUB09", "公示时间：2025年4月23日至2025年5月4日。", ""},        // 4 of 12
		{"PUB09", "公示时间：2025年4月24日至2025年5月9日。", "warning"}, // 5 of 16
		{"PUB09", "公示时间：2023年10月14日至2023年10月22日。", ""},     // plain weekends

		{"PUB13", "公示时间：2023年12月28日至1月8日。｜2023年12月27日", "warning"},
		{"PUB13", "公示时间：2023年12月18日至12月28日。｜2023年12月15日", ""},
		{"PUB13", "公示时间：2023年12月28日至2024年1月8日。", ""},
		{"PUB13", "公示时间：2023年10月16日至2024年10月27日。", "warning"}, // 12 days with the year right
		{"PUB13", "公示时间：2023年10月16日至2024年12月27日。", ""},        // longer than a period is
		{"PUB13", "公示时间：2022年12月28日至2024年1月8日。", "warning"},
		{"PUB13", "公示时间：2023年10月16日至2024年8月16日。", ""},
		{"PUB13", "公示时间：2023年10月16日至2024年10月16日。", "warning"},       // one day
		{"PUB13", "公示时间：2023年10月16日至2024年12月15日。", "warning"},       // 60 days
		{"PUB13", "公示时间：2023年10月16日至2024年12月16日。", ""},              // 61 days
		{"PUB13", "公示时间：2023年11月16日至2024年1月15日。｜2023年11月15日", ""},   // written
		{"PUB13", "公示时间：2023年11月16日至1月15日。｜2023年11月15日", "warning"}, // 60 days
		{"PUB13", "公示时间：10月16日至10月27日。｜2023年10月13日", ""},            // no year at all
		{"PUB13", "公示时间：2023年10月27日至2023年10月16日。", ""},              // PUB04

		{"PUB14", "公示时间：2023年10月16日（星期二）至2023年10月27日（星期五）。", "warning"},
		{"PUB14", "公示时间：2023年10月16日（周日）至2023年10月27日 星期四。", "warning warning"},
		{"PUB14", "公示时间：2023年10月15日（星期天）至2023年10月27日(周五)。", ""},
		{"PUB14", "公示时间：2023年10月16日　　　　星期二受理，至2023年10月27日。", ""}, // in another column
		{"PUB14", "公示时间：2023年10月16日（星期天）至2023年10月27日。", "warning"},
		{"PUB14", "公示时间：2023年10月16日至2023年10月27日，周一至周五受理。", ""},
		{"PUB14", "公示时间：2023年10月27日周一至周五。", ""}, // opening hours
		{"PUB14", "公示时间：2023年10月16日至10月27日（星期一）。", ""},
		{"PUB14", "公示时间：2023年10月16日周边至2023年10月27日。", ""},
		{"PUB14", "公示时间：10月16日（星期二）至10月27日（星期六）。", ""}, // of which year?
		{"PUB14", "公示时间：2023年10月16日起，每周二受理，至2023年10月27日。", ""},
	})
}

func TestWhenMessages(t *testing.T) {
	for _, test := range []struct{ rule, lines, zh, en string }{
		{"PUB06", "公示时间：2023年10月16日至2023年10月18日。", "只有3个工作日（3天）", "only 3 working days (3 days)"},
		{"PUB06", "公示期3个工作日。", "只有3个工作日，", "only 3 working days, fewer"},
		{"PUB06", "公示时间：2014年10月13日至2014年10月14日。", "只有2天，", "only 2 days, fewer"},
		{"PUB07", "公示时间：2023年10月9日至2023年10月27日。", "自2023年10月9日起，早于落款日期2023年10月13日（早4天）", "2023-10-09, 4 days before the notice is signed on 2023-10-13"},
		{"PUB08", "公示时间：2023年10月16日至2023年10月28日。", "（星期六）", "(Saturday)"},
		{"PUB08", "公示时间：2023年9月20日至2023年9月29日。", "（中秋节放假）", "(a day off for Mid-Autumn Festival)"},
		{"PUB09", "公示时间：2025年4月3日至2025年4月10日。", "8天中有3天是法定节假日：清明节2025年4月4日至2025年4月6日", "Of the 8 days of the period 3 are off"},
		{"PUB13", "公示时间：2023年12月28日至1月8日。｜2023年12月27日", "截止日1月8日未写年份", "its last day, 01-08, is not written"},
		{"PUB13", "公示时间：2023年10月16日至2024年10月27日。", "长达378天，年份可能有误：若至2023年10月27日则为12天", "has 378 days; a year may be wrong: to 2023-10-27 it has 12"},
		{"PUB14", "公示时间：2023年10月16日（星期二）至2023年10月27日。", "2023年10月16日是星期一，文中写作星期二", "2023-10-16 is a Monday; the text says Tuesday"},
	} {
		m := finding(t, test.rule, framed(t, test.lines)).Message
		if !strings.Contains(m.Zh, test.zh) || !strings.Contains(m.En, test.en) {
			t.Errorf("%s on %q: %+v", test.rule, test.lines, m)
		}
	}
}

// Where the page around a notice says when it was put up, and nobody signs, the
// period is compared with that.
func TestPublishedAfterStart(t *testing.T) {
	for published, want := range map[string]int{
		"2023-10-12": 0, "2023-10-13": 0, "2023-10-14": 1, "2023-11-12": 1, "2023-11-13": 0,
	} {
		n := closeOut().period("2023-10-13", "2023-10-26", 10, working).date("2023-10-13", gongshi.RolePublicityStart).date(published, gongshi.RolePublished).n
		n.Dates = n.Dates[1:] // nobody signs
		if got := Check(&n, nil, []Rule{pub07}); len(got) != want || want > 0 && got[0].Severity != gongshi.SeverityNote {
			t.Errorf("put up on %s: %v, want %d", published, got, want)
		}
	}
	n := closeOut().period("2023-10-13", "2023-10-26", 10, working).date("2023-10-13", gongshi.RolePublicityStart).date("2023-10-14", gongshi.RolePublished).n
	if got := Check(&n, nil, []Rule{pub07}); len(got) != 0 {
		t.Errorf("signed in 2014: %v", got)
	}
}

// A year that is not written is not written wrong.
func TestYearNotWritten(t *testing.T) {
	for role, want := range map[gongshi.DateRole]int{gongshi.RolePublicityEnd: 0, gongshi.RolePublicityStart: 0, gongshi.RoleBody: 1} {
		n := closeOut().period("2023-10-16", "2024-10-27", 0, "").n
		n.Dates = append(n.Dates, gongshi.DateMention{Role: role, Inferred: true})
		if got := Check(&n, nil, []Rule{pub13}); len(got) != want {
			t.Errorf("%s: %v", role, got)
		}
	}
}

func TestDemandedMinimum(t *testing.T) {
	tests := []struct {
		demands Demands
		lines   string
		want    bool
	}{
		{Demands{MinimumDays: 10, MinimumUnit: working}, "公示时间：2023年10月16日至2023年10月27日。", false},
		{Demands{MinimumDays: 10, MinimumUnit: working}, "公示时间：2023年10月16日至2023年10月26日。", true},
		{Demands{MinimumDays: 7, MinimumUnit: calendar}, "公示时间：2023年10月16日至2023年10月22日。", false},
		{Demands{MinimumDays: 7, MinimumUnit: calendar}, "公示时间：2023年10月16日至2023年10月21日。", true},
		{Demands{MinimumDays: 5, MinimumUnit: working}, "公示期4天。", true},  // so many days are no more working days
		{Demands{MinimumDays: 5, MinimumUnit: working}, "公示期5天。", false}, // may be
		{Demands{MinimumDays: 5, MinimumUnit: working}, "公示期4个工作日。", true},
		{Demands{MinimumDays: 7, MinimumUnit: calendar}, "公示期5个工作日。", false}, // 7 days at least
		{Demands{MinimumDays: 3, MinimumUnit: working}, "公示时间：2023年10月16日至2023年10月18日。", false},
	}
	for _, test := range tests {
		var found []gongshi.Finding
		for _, f := range Check(framed(t, test.lines), nil, test.demands.Rules()) {
			if f.Rule == "PUB06" {
				found = append(found, f)
			}
		}
		if (len(found) == 1) != test.want || test.want && found[0].Severity != gongshi.SeverityError {
			t.Errorf("%+v on %s: %v, want %v", test.demands, test.lines, found, test.want)
		}
	}
}

func TestClosing(t *testing.T) {
	const period = "｜公示时间：2023年10月16日至2023年11月2日。"
	runFramed(t, []framedRow{
		{"PUB11", "该问题拟于2023年10月20日销号。" + period, "error"},
		{"PUB11", "该问题拟于2023年11月2日销号。" + period, ""},
		{"PUB11", "该问题拟于2023年11月1日销号。" + period, "error"},
		{"PUB11", "该问题拟在10月份销号。" + period, "error"},
		{"PUB11", "该问题拟在11月份销号。" + period, ""},
		{"PUB11", "该问题已于2023年9月28日予以销号。" + period, "error"},
		{"PUB11", "该问题将于2024年10月销号。" + period, ""},
		{"PUB11", "该问题拟于13月销号。" + period, ""},
		{"PUB11", "该问题拟于2023年9月31日销号。" + period, ""},             // no such day
		{"PUB11", "已建成污水管网，上一批问题已于2023年9月28日予以销号。" + period, ""}, // all that was done, and no conclusion
		{"PUB11", "该问题已完成销号。" + period, "warning"},
		{"PUB11", "该问题已予以销号，现公示。" + period, "warning"},
		{"PUB11", "该问题已完成销号。" + period + "｜2023年11月3日", ""}, // signed when it was over
		{"PUB11", "该问题已完成销号。" + period + "｜2023年11月2日", "warning"},
		{"PUB11", "该问题已完成销号。" + period + "｜岳阳市生态环境局", ""},
		{"PUB11", "该问题已具备销号条件。" + period, ""},
		{"PUB11", "该问题已申请销号。" + period, ""},
		{"PUB11", "该问题已完成整改，拟销号。" + period, ""},
		{"PUB11", "该问题已完成销号申请。" + period, ""},
		{"PUB11", "该问题属已整改销号问题。" + period, ""},
		{"PUB11", "该问题公示期满无异议的，予以销号。" + period, ""},
		{"PUB11", "该问题已完成销号。｜公示期10个工作日。", ""}, // no last day
		{"PUB11", "现将已完成销号第11项问题公示如下：" + period, "warning"},

		{"PUB12", "公示期为2023年10月16日至2023年10月27日。｜公示时间：2023年10月16日至2023年10月30日。", "error"},
		{"PUB12", "公示期为2023年10月17日至2023年10月27日。｜公示时间：2023年10月16日至2023年10月27日。", "error"},
		{"PUB12", "公示期为10个工作日。｜公示时间：2023年10月16日至2023年10月27日。", ""},
		{"PUB12", "公示期为10月16日至10月30日。｜公示时间：2023年10月16日至2023年10月27日。", ""}, // which year?
	})
	m := finding(t, "PUB11", framed(t, "该问题拟于2023年10月20日销号。"+period)).Message
	if m.Zh != "文中称“拟于2023年10月20日销号”，而公示期至2023年11月2日才满。" || !strings.Contains(m.En, "only on 2023-11-02") {
		t.Errorf("%+v", m)
	}
}

// A notice in one paragraph says it as well, if it names the month.
func TestClosingWithoutSections(t *testing.T) {
	for said, want := range map[string]int{"此问题我区拟在11月份进行销号": 1, "此问题我区拟在12月份进行销号": 0, "此问题已完成销号": 0} {
		n := parsed(t, "关于中央环保督察反馈问题整改销号情况的公示\n我区制定了整改方案，成立工作专班，明确牵头单位、责任单位和完成时限，并认真组织实施。"+said+"，特此公示，公示期为5个工作日（2017年11月28日至2017年12月5日），监督电话：0730-8245473。\n岳阳市君山区人民政府\n2017年11月28日\n")
		if got := Check(n, nil, []Rule{pub11}); len(got) != want || want > 0 && (got[0].Severity != gongshi.SeverityError || got[0].Span.Of(n.Text) != "拟在11月份进行销号") {
			t.Errorf("%s: %v", said, got)
		}
	}
}

// A period in the account of what was done is not that of the notice.
func TestPeriodWithin(t *testing.T) {
	f := newFrame()
	f.done = "整改方案的公示期为2022年3月1日至2022年3月7日，现已完成全部工程并通过验收。"
	n := parsed(t, f.text())
	if got := Check(n, nil, []Rule{pub12}); len(got) != 0 {
		t.Errorf("%v", got)
	}
}
