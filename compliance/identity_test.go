package compliance

import (
	"fmt"
	"strings"
	"testing"

	"gongshi"
)

// titled is a line that is a title about a central round, of an office of Hunan.
func titled(round string) string {
	return "湖南省生态环境厅关于" + round + "中央生态环境保护督察反馈第11项问题整改销号情况的公示"
}

func TestIdentity(t *testing.T) {
	const eleven = "关于第二轮中央生态环境保护督察反馈第11项问题整改销号情况的公示"
	runFramed(t, []framedRow{
		{"IDN01", eleven + "｜现将第12项问题整改情况公示如下：", "error"},
		{"IDN01", eleven + "｜现将第十一项问题整改情况公示如下：", ""},
		{"IDN01", eleven + "｜现将第１１项问题整改情况公示如下：", ""},
		{"IDN01", eleven + "｜现将第11-2项问题整改情况公示如下：", ""},   // a part of it
		{"IDN01", eleven + "｜现将第12号问题整改情况公示如下：", ""},     // another list
		{"IDN01", eleven + "｜现将序号12问题整改情况公示如下：", ""},     // another list
		{"IDN01", eleven + "｜现将整改方案第12项问题整改情况公示如下：", ""}, // another list
		{"IDN01", eleven + "｜现将第10项、第11项问题整改情况公示如下：", ""},
		{"IDN01", eleven + "｜现将有关问题整改情况公示如下：", ""},
		{"IDN01", "关于反馈意见第11项、第12项问题整改销号情况的公示｜现将第13项问题整改情况公示如下：", ""},
		{"IDN01", "关于反馈问题（编号三十六）整改销号情况的公示｜现将反馈问题（编号36）整改情况公示如下：", ""},
		{"IDN01", "关于反馈问题（编号三十六）整改销号情况的公示｜现将反馈问题（编号63）整改情况公示如下：", "error"},
		{"IDN01", "关于反馈问题（序号一百二十六）整改销号情况的公示｜现将反馈问题（序号126）整改情况公示如下：", ""},

		{"IDN01", "关于反馈意见第11-2项问题整改销号情况的公示｜现将第11-3项问题整改情况公示如下：", "error"},
		{"IDN01", "关于反馈意见第11-2项问题整改销号情况的公示｜现将第11项问题整改情况公示如下：", ""},
		{"IDN01", eleven + "｜现将第2条规定的任务和第12项措施有关情况公示如下：", ""}, // no problem's
		{"IDN01", eleven + "｜现将证书编号12的企业有关情况公示如下：", ""},
		{"IDN01", eleven + "｜现将第12项整改措施完成情况公示如下：", ""}, // a measure of it
		{"IDN01", eleven + "｜现将第19项问题整改情况公示如下：", "error"},
		{"IDN01", eleven + "｜现将第1000项问题整改情况公示如下：", ""}, // no list is as long
		{"IDN01", "关于反馈问题（序号十）整改销号情况的公示｜现将反馈问题按程序12日内办结的情况公示如下：", ""},

		{"IDN02", titled("第三轮") + "｜湖南省生态环境厅｜2023年10月13日", "error"},
		{"IDN02", titled("第三轮") + "｜湖南省生态环境厅｜2024年10月15日", ""},
		{"IDN02", titled("第二轮") + "｜湖南省生态环境厅｜2021年3月15日", "error"},
		{"IDN02", titled("第二轮") + "｜湖南省生态环境厅｜2021年4月15日", ""},
		{"IDN02", titled("2021年第二轮") + "｜湖南省生态环境厅｜2023年10月13日", ""},
		{"IDN02", titled("2022年第二轮") + "｜湖南省生态环境厅｜2023年10月13日", ""}, // of the plan, may be
		{"IDN02", titled("2020年第二轮") + "｜湖南省生态环境厅｜2023年10月13日", "error"},
		{"IDN02", titled("2024年第二轮") + "｜湖南省生态环境厅｜2024年10月13日", "error"},
		{"IDN02", titled("第二轮第三批") + "｜湖南省生态环境厅｜2023年10月13日", ""},
		{"IDN02", titled("第二轮第六批") + "｜湖南省生态环境厅｜2023年10月13日", "error"},
		{"IDN02", titled("第二轮第五批") + "｜湖南省生态环境厅｜2023年10月13日", "warning"}, // not sure
		{"IDN02", titled("第二轮第六") + "｜湖南省生态环境厅｜2023年10月13日", ""},         // no batch
		{"IDN02", titled("第二轮第九批") + "｜湖南省生态环境厅｜2023年10月13日", ""},
		{"IDN02", "贵州省生态环境厅关于第二轮中央生态环境保护督察反馈问题整改销号情况的公示｜贵州省生态环境厅｜2021年10月13日", "warning"},
		{"IDN02", "河北省生态环境厅关于第三轮中央生态环境保护督察反馈问题整改销号情况的公示｜河北省生态环境厅｜2025年5月13日", "error"},
		{"IDN02", "河北省生态环境厅关于第三轮中央生态环境保护督察反馈问题整改销号情况的公示｜河北省生态环境厅｜2025年10月13日", ""}, // may have come since
		{"IDN02", "河北省生态环境厅关于第三轮中央生态环境保护督察反馈问题整改销号情况的公示｜河北省生态环境厅｜2022年5月13日", "error"},
		{"IDN02", "浙江省生态环境厅关于中央环境保护督察“回头看”反馈问题整改销号情况的公示｜浙江省生态环境厅｜2018年1月15日", ""}, // not on the list
		{"IDN02", "江西省生态环境厅关于中央环境保护督察“回头看”反馈问题整改销号情况的公示｜江西省生态环境厅｜2018年1月15日", "error"},
		{"IDN02", titled("第三轮") + "｜湖南省生态环境厅", ""},                                           // not dated
		{"IDN02", "湖南省生态环境厅关于中央环境保护督察反馈问题整改销号情况的公示｜湖南省生态环境厅｜2017年3月13日", ""},                 // the round is not written
		{"IDN02", "湖北省生态环境厅关于2018年第一轮中央环境保护督察反馈问题整改销号情况的公示｜湖北省生态环境厅｜2019年10月13日", "warning"}, // of which one is not sure
		{"IDN02", "江西省生态环境厅关于2018年第一轮中央环境保护督察反馈问题整改销号情况的公示｜江西省生态环境厅｜2019年10月13日", "error"},
		{"IDN02", "湖南省生态环境厅关于第一轮第二批中央环境保护督察“回头看”反馈问题整改销号情况的公示｜湖南省生态环境厅｜2019年10月13日", ""},
		{"IDN02", titled("第二轮第六批") + "｜湖南省生态环境厅", "error"},
		{"IDN02", "湖南省生态环境厅关于第三轮省级生态环境保护督察反馈问题整改销号情况的公示｜湖南省生态环境厅｜2023年10月13日", ""},
		{"IDN02", "湖南省生态环境厅关于2022年中央环保督察反馈问题整改销号情况的公示｜湖南省生态环境厅｜2023年10月13日", ""}, // which round is not written

		{"IDN03", "信丰县关于第二轮督察第11项问题整改销号情况的公示｜安远县生态环境局", "warning"},
		{"IDN03", "信丰县关于第二轮督察第11项问题整改销号情况的公示｜信丰县生态环境局", ""},
		{"IDN03", "信丰县关于第二轮督察第11项问题整改销号情况的公示｜赣州市生态环境局", ""},
		{"IDN03", "信丰县关于第二轮督察第11项问题整改销号情况的公示｜江西省生态环境厅", ""},
		{"IDN03", "赣州市关于第二轮督察第11项问题整改销号情况的公示｜信丰县生态环境局", ""},
		{"IDN03", "信丰县、安远县关于第二轮督察第11项问题整改销号情况的公示｜安远县生态环境局", ""},
		{"IDN03", "赣县关于第二轮督察第11项问题整改销号情况的公示｜赣县区生态环境局", ""},  // the same, before and after 2016
		{"IDN03", "淮阳县关于第二轮督察第11项问题整改销号情况的公示｜淮阳区生态环境局", ""}, // before and after 2019
		{"IDN03", "信丰关于第二轮督察第11项问题整改销号情况的公示｜安远县生态环境局", ""},  // no full name
		{"IDN03", "关于第二轮督察第11项问题整改销号情况的公示｜安远县生态环境局", ""},

		{"IDN01", eleven + "｜现将问题整改情况予以公示。其中第12项问题另行公示。", ""},
		{"IDN01", "关于反馈问题（序号：十）整改销号情况的公示｜现将反馈问题（序号：12）整改情况公示如下：", "error"},
		{"IDN01", eleven + "｜现将受理编号12的有关情况公示如下：", ""},
		{"IDN03", "安远县生态环境局", ""}, // no title

		{"IDN04", "岳阳市生态环境局", "warning"},
		{"IDN04", "岳阳市生态环境局｜2023年10月13日", ""},
	})
}

// A line of digits only is a date that lost its signs, if it is as long as one.
func TestDigitsAlone(t *testing.T) {
	for line, want := range map[string]bool{
		"20231013": true, "202313": true, "20231": false, "202310130000": true, "2023101300001": false, "2023 1013": true,
		"19991013": false, "2023101a": false, "文号20231013": false,
	} {
		if got := digitsAlone("岳阳市生态环境局\n " + line + "\n"); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

// Days are before a month or a year as far as both are known.
func TestBefore(t *testing.T) {
	for _, test := range []struct {
		day, since string
		want       bool
	}{
		{"2021-03-31", "2021-04", true}, {"2021-04-01", "2021-04", false}, {"2020-12-31", "2021-04", true}, {"2022-01-01", "2021-04", false},
		{"2021", "2021-04", false}, {"2021-03-31", "2021", false}, {"2020-03-31", "2021", true}, {"0", "2021-04", false}, {"2021-04-01", "0", false},
	} {
		if got := before(date(test.day), date(test.since)); got != test.want {
			t.Errorf("%s before %s: %v", test.day, test.since, got)
		}
	}
}

// The finding on a signer stands where it signs.
func TestSignerPlace(t *testing.T) {
	n := framed(t, "信丰县关于第二轮督察第11项问题整改销号情况的公示｜安远县生态环境局")
	if f := finding(t, "IDN03", n); f.Span.Of(n.Text) != n.Issuer || f.Span.Start < len(n.Text)/2 {
		t.Errorf("at %q", f.Span.Of(n.Text))
	}
}

func TestRoundMessages(t *testing.T) {
	for lines, want := range map[string]string{
		titled("第三轮") + "｜湖南省生态环境厅｜2023年10月13日":                    "落款为2023年10月13日，而第三轮中央督察2024年才进驻湖南省。",
		titled("2020年第二轮") + "｜湖南省生态环境厅｜2023年10月13日":               "“2020年第二轮中央生态环境保护督察”：第二轮中央督察2021年4月才进驻湖南省。",
		titled("2024年第二轮") + "｜湖南省生态环境厅｜2024年10月13日":               "“2024年第二轮中央生态环境保护督察”：2024年进驻湖南省的是第三轮中央督察，第二轮于2021年4月进驻。",
		titled("第二轮第六批") + "｜湖南省生态环境厅｜2023年10月13日":                 "“第二轮第六批中央生态环境保护督察”：进驻湖南省的是第二轮第3批。",
		"河北省生态环境厅关于第三轮中央生态环境保护督察反馈问题整改销号情况的公示｜河北省生态环境厅｜2025年5月13日": "落款为2025年5月13日，而到2025年6月为止第三轮中央督察没有进驻河北省。",
		"河北省生态环境厅关于第三轮中央生态环境保护督察反馈问题整改销号情况的公示｜河北省生态环境厅｜2022年5月13日": "落款为2022年5月13日，而第三轮中央督察2023年11月才开始。",
	} {
		if m := finding(t, "IDN02", framed(t, lines)).Message; m.Zh != want {
			t.Errorf("%s: %s", lines, m.Zh)
		}
	}
}

// The batches of the second round are all provinces once; none of any round went
// twice to one.
func TestVisits(t *testing.T) {
	seen := map[string]int{}
	for _, v := range visits {
		for _, p := range v.provinces {
			key := fmt.Sprint(v.round, v.lookback, p)
			if seen[key]++; seen[key] > 1 {
				t.Errorf("%s is there twice", key)
			}
			seen[fmt.Sprint(v.round, v.lookback)]++
		}
	}
	for round, want := range map[string]int{"1 false": 31, "2 false": 31, "1 true": 20, "3 false": 21} {
		if seen[round] != want {
			t.Errorf("round %s went to %d provinces, want %d", round, seen[round], want)
		}
	}
	if v := visitOf("广西壮族自治区", 1, true); v == nil || v.began.Year != 2018 {
		t.Errorf("回头看 in Guangxi: %+v", v)
	}
	if got := roundName(1, true); got.Zh != "“回头看”" || !strings.Contains(got.En, "first round") {
		t.Errorf("%+v", got)
	}
	if got := roundName(4, false); got.Zh != "第4轮" || got.En != "round 4" {
		t.Errorf("%+v", got)
	}
}

func TestSigned(t *testing.T) {
	published := func(day string) *builder {
		b := closeOut().period("2014-10-13", "2014-10-24", 0, "").date(day, gongshi.RolePublished)
		return b
	}
	for day, want := range map[string]int{"2014-01-05": 1, "2014-01-06": 0, "2014-01-07": 0} {
		if got := Check(&published(day).n, nil, []Rule{idn04}); len(got) != want {
			t.Errorf("signed on 2014-01-06, put up on %s: %v", day, got)
		}
	}
	page := newFrame()
	page.title, page.date = "发布时间：2023-10-14 来源：岳阳市生态环境局 浏览次数：12\n"+page.title, ""
	if f := finding(t, "IDN04", parsed(t, page.text())); f.Severity != gongshi.SeverityNote || !strings.Contains(f.Message.Zh, "网页发布日期为2023年10月14日") {
		t.Errorf("%+v", f)
	}
	for name, undated := range map[string]func(*frame){
		"年月日 lost":       func(f *frame) { f.date = "20231013" },
		"a day missing":  func(f *frame) { f.date = "2023年10月" },
		"starred":        func(f *frame) { f.date = "****年**月**日" },
		"without a year": func(f *frame) { f.date = "10月13日" },
	} {
		f := newFrame()
		undated(f)
		if got := Check(parsed(t, f.text()), nil, []Rule{idn04}); len(got) != 0 {
			t.Errorf("%s: %s", name, got[0].Message.Zh)
		}
	}
	// Behind the sections what may be a date is that of the signature; before, it is not.
	for name, dated := range map[string]func(*builder, gongshi.Span){
		"not read": func(b *builder, at gongshi.Span) {
			b.n.Diagnostics = []gongshi.Diagnostic{{Code: "date-undecided", Span: at}}
		},
		"of no role": func(b *builder, at gongshi.Span) {
			b.n.Dates = []gongshi.DateMention{{Mention: gongshi.Mention{Span: at}, Role: gongshi.RoleBody}}
		},
	} {
		b := closeOut()
		b.n.Dates, b.n.Text = nil, strings.TrimSuffix(b.n.Text, "2014-01-06\n")
		dated(b, gongshi.Span{Start: len(b.n.Text) - 4, End: len(b.n.Text)})
		if got := Check(&b.n, nil, []Rule{idn04}); len(got) != 0 {
			t.Errorf("%s, at the end: %v", name, got)
		}
		dated(b, gongshi.Span{Start: 0, End: 4})
		if got := Check(&b.n, nil, []Rule{idn04}); len(got) != 1 {
			t.Errorf("%s, at the beginning: %v", name, got)
		}
	}
	f := newFrame()
	f.date, f.period, f.contact, f.signer = "", "", "", ""
	if got := Check(parsed(t, f.text()), nil, []Rule{idn04}); len(got) != 0 {
		t.Errorf("a text that may be cut is called undated: %v", got)
	}
}

func TestContact(t *testing.T) {
	const yueyang = "岳阳市生态环境局｜2023年10月13日｜"
	runFramed(t, []framedRow{
		{"IDN05", yueyang + "监督电话：0930-8245473。", "warning"},
		{"IDN05", yueyang + "监督电话：0730-8245473。", ""},
		{"IDN05", yueyang + "监督电话：0731-85698110。", ""},       // the capital of the province
		{"IDN05", yueyang + "监督电话：0736-7256588。", "warning"}, // another city
		{"IDN05", yueyang + "电话：0736-7256588（常德）。", ""},      // which is named
		{"IDN05", yueyang + "监督电话：010-66556006。", ""},        // a ministry
		{"IDN05", yueyang + "监督电话：0720-8245473。", "warning"}, // nobody's
		{"IDN05", yueyang + "监督电话：8245473。", ""},
		{"IDN05", yueyang + "监督电话：0730-824547。", "warning"},
		{"IDN05", yueyang + "监督电话：0730-824547312。", "warning"},
		{"IDN05", yueyang + "监督电话：824547。", "warning"},
		{"IDN05", yueyang + "监督电话：824547****。", ""},
		{"IDN05", yueyang + "监督电话：1381234567。", "warning"},
		{"IDN05", yueyang + "监督电话：12369。", ""},
		{"IDN05", yueyang + "监督电话：400-810-0999。", ""},
		{"IDN05", yueyang + "监督电话：0730-8245473-801。", ""},
		{"IDN05", yueyang + "监督电话：0730-8245473，电子邮箱：yyhb@163.com。", ""},
		{"IDN05", yueyang + "监督电话：0730-8245473，电子邮箱：yyhb.163.com。", "warning"},
		{"IDN05", yueyang + "监督电话：0730-8245473，电子邮箱：yyhb@163com。", "warning"},
		{"IDN05", yueyang + "监督电话：0730-8245473，电子邮箱：[email protected]。", ""},
		{"IDN05", yueyang + "监督电话：0730-8245473，邮箱：见政府网站。", ""},
		{"IDN05", yueyang + "监督电话：0730-8245473，电子邮件：yyhb@163com。", "warning"},
		{"IDN05", "济南市生态环境局｜2023年10月13日｜监督电话：0634-6123456。", ""}, // of 莱芜, which is a part of it since 2019
		{"IDN05", "湖南省生态环境厅｜2023年10月13日｜监督电话：0736-7256588。", ""}, // a city of the province

		{"IDN06", "如有异议，请在公示期内反映。", "error"},
		{"IDN06", "如有异议，请在公示期内反映。\n扫一扫在手机打开当前页", "error"}, // a link of the page
		{"IDN06", "如有异议，请拨打12369。", ""},
		{"IDN06", "如有异议，请反映。电话：（略）。", ""}, // could not be read
		{"IDN06", "如有异议，请反映。电子邮箱：yyhb@163.com。", ""},
		{"IDN06", "如有异议，请反映。联系地址：岳阳市南湖大道12号。", ""},

		{"IDN07", "手机：13812345678。", "warning"},
		{"IDN07", "手机：138****5678。", ""},
		{"IDN07", "监督电话：0730-8245473。", ""},
		{"IDN07", "监督电话：0730-8245473，身份证号11010519491231002X。", "error"},
		{"IDN07", "监督电话：0730-8245473，身份证号110105194912310021。", ""},   // the check digit is wrong
		{"IDN07", "监督电话：0730-8245473，身份证号110105194913310023。", ""},   // no such day
		{"IDN07", "监督电话：0730-8245473，代码A11010519491231002X。", ""},    // a longer code
		{"IDN07", "监督电话：0730-8245473，信用代码91110105194912310022。", ""}, // 20 digits
		{"IDN07", "监督电话：0730-8245473，信用代码910105194912310020。", ""},   // no place of people
		{"IDN07", "监督电话：0730-8245473，张某家庭住址：南湖大道12号3栋。", "warning"},
		{"IDN07", "监督电话：0730-8245473，张某家庭住址：南湖大道**号。", ""},
		{"IDN07", "监督电话：0730-8245473，已核对家庭住址。", ""},
		{"IDN07", "监督电话：0730-8245473，家庭住址：不予公开。联系地址：岳阳市南湖大道12号。", ""},
	})
	for lines, want := range map[string]string{"如有异议，请在公示期内反映。": "异议", "": ""} {
		f := newFrame()
		f.contact = lines
		n := parsed(t, f.text())
		if found := finding(t, "IDN06", n); cut(n.Text, found.Span) != want || strings.Contains(found.Message.Zh, "可以提出异议") != (want != "") {
			t.Errorf("%q: at %q: %s", lines, cut(n.Text, found.Span), found.Message.Zh)
		}
	}
	m := finding(t, "IDN05", framed(t, yueyang+"监督电话：0930-8245473。")).Message
	if m.Zh != "0930是甘肃省临夏回族自治州的区号，岳阳市的区号为0730。" || !strings.Contains(m.En, "岳阳市 has 0730") {
		t.Errorf("%+v", m)
	}
	for _, f := range Check(framed(t, "手机：13812345678，身份证号11010519491231002X，电话：0730-8245473。"), nil, []Rule{idn07}) {
		if strings.Contains(f.Message.Zh+f.Message.En, "1234567") || strings.Contains(f.Message.Zh+f.Message.En, "1949") {
			t.Errorf("the message shows what should be masked: %s", f.Message.Zh)
		}
	}
}

// A number on which nobody can be reached is wrong in the notice, not in the
// frame of the page around it.
func TestContactOfPage(t *testing.T) {
	b := closeOut().contact("0930-1234567")
	b.n.Region = &gongshi.Region{Province: "湖南省", City: "岳阳市", Code: "430600"}
	if got := Check(&b.n, nil, []Rule{idn05}); len(got) != 1 {
		t.Errorf("%v", got)
	}
	for name, change := range map[string]func(*gongshi.Phone){
		"of the page": func(p *gongshi.Phone) { p.Role = gongshi.PhoneOther },
		"inferred":    func(p *gongshi.Phone) { p.AreaInferred = true },
		"no area":     func(p *gongshi.Phone) { p.Area = "" },
		"a mobile":    func(p *gongshi.Phone) { p.Kind = gongshi.PhoneMobile },
	} {
		b := closeOut().contact("0930-1234567")
		b.n.Region = &gongshi.Region{Province: "湖南省", City: "岳阳市", Code: "430600"}
		change(&b.n.Phones[1])
		if got := Check(&b.n, nil, []Rule{idn05}); len(got) != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	b.n.Region = &gongshi.Region{Province: "台湾省", Code: "710000"}
	if got := Check(&b.n, nil, []Rule{idn05}); len(got) != 0 {
		t.Errorf("the area codes of the region are not known: %v", got)
	}
	b.n.Region = nil
	if got := Check(&b.n, nil, []Rule{idn05}); len(got) != 0 {
		t.Errorf("the region is not known: %v", got)
	}
}
