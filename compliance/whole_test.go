package compliance

import (
	"strings"
	"testing"

	"gongshi"
)

// outlined is a notice with sections under these labels, each with a text of its
// own.
func outlined(labels ...string) *builder {
	kinds := map[string]gongshi.SectionKind{"问题": gongshi.SectionIssue, "目标": gongshi.SectionGoal, "措施": gongshi.SectionMeasures, "情况": gongshi.SectionImplementation}
	b := newNotice(closeOutTitle)
	for i, l := range labels {
		kind := gongshi.SectionOther
		for word, k := range kinds {
			if strings.HasSuffix(strings.TrimRight(l, "："), word) {
				kind = k
			}
		}
		b.section(kind, l, strings.Repeat("已全部完成整改工作", i+1)+"。")
	}
	return b.contact("0730-8245473").signed("2014-01-06")
}

func TestOutline(t *testing.T) {
	tests := []struct {
		name   string
		labels []string
		want   string // of the message; "" for none
	}{
		{"in order", []string{"一、反馈问题", "二、整改目标", "三、整改措施", "四、整改情况"}, ""},
		{"commas", []string{"一，反馈问题", "二，整改目标", "四，整改措施", "五，整改情况"}, "跳号"},
		{"another order of contents", []string{"一、反馈问题", "二、整改措施", "三、整改目标", "四、整改情况"}, ""},
		{"gap", []string{"一、反馈问题", "二、整改目标", "四、整改措施", "五、整改情况"}, "跳号：“二、整改目标”之后是“四、整改措施”"},
		{"double", []string{"一、反馈问题", "二、整改目标", "二、整改措施", "三、整改情况"}, "重号：“二、整改目标”之后是“二、整改措施”"},
		{"turn", []string{"一、反馈问题", "三、整改目标", "二、整改措施", "四、整改情况"}, "跳号"},
		{"turn at the end", []string{"一、反馈问题", "二、整改目标", "三、整改措施", "二、整改情况"}, "倒置：“三、整改措施”之后是“二、整改情况”"},
		{"ten and more", []string{"九、反馈问题", "十、整改目标", "十一、整改措施", "十二、整改情况"}, ""},
		{"no numbers", []string{"反馈问题", "整改目标", "整改措施", "整改情况"}, ""},
		{"Arabic numbers", []string{"1.反馈问题", "3.整改措施", "5.整改情况"}, ""},
		{"Arabic numbers with commas", []string{"1、反馈问题", "3、整改措施", "5、整改情况"}, ""},
		{"begins again", []string{"一、反馈问题", "二、整改目标", "一、整改措施", "二、整改情况"}, ""},
		{"the same section twice", []string{"一、反馈问题", "二、整改目标", "三、整改目标", "四、整改情况"}, "“整改目标”一节出现两次"},
		{"two sections of a kind", []string{"一、反馈问题", "二、整改目标", "三、工作目标", "四、整改情况"}, ""},
		{"other sections twice", []string{"一、反馈问题", "二、监督电话", "三、监督电话", "四、整改情况"}, ""},
		{"a colon behind one", []string{"一、反馈问题：", "二、整改目标：", "三、整改目标", "四、整改情况"}, "“整改目标”一节出现两次"},
	}
	for _, test := range tests {
		b := outlined(test.labels...)
		got := ""
		for _, f := range Check(&b.n, nil, []Rule{sec08}) {
			got += f.Message.Zh
		}
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	gap := []string{"一、反馈问题", "二、整改目标", "四、整改情况"}
	for name, change := range map[string]func(*builder){
		"several problems":  func(b *builder) { b.n.Problems = make([]gongshi.Problem, 2) },
		"a second problem":  func(b *builder) { b.n.Sections[2].Problem = 1 },
		"recognised":        func(b *builder) { b.n.Source.Method = gongshi.MethodOCR },
		"pages not read":    func(b *builder) { b.n.Diagnostics = []gongshi.Diagnostic{{Code: gongshi.DiagnosticUnreadPages}} },
		"no close-out":      func(b *builder) { b.n.Kind = gongshi.KindOtherOfficial },
		"labels in a table": func(b *builder) { b.n.Sections[2].LabelSpan = gongshi.Span{} },
	} {
		b := outlined(gap...)
		if got := Check(&b.n, nil, []Rule{sec08}); len(got) != 1 {
			t.Fatalf("%v", got)
		}
		change(b)
		if got := Check(&b.n, nil, []Rule{sec08}); len(got) != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	// The parser did not know the label, but it is there.
	b := newNotice(closeOutTitle).section(gongshi.SectionIssue, "一、反馈问题", "污水直排。\n二、有关背景\n说来话长。").
		section(gongshi.SectionImplementation, "三、整改情况", "已完成。")
	if got := Check(&b.n, nil, []Rule{sec08}); len(got) != 0 {
		t.Errorf("an unknown label: %v", got)
	}
}

// The last words are those of the last line, if it is so short.
func TestLastWords(t *testing.T) {
	for text, want := range map[string]string{
		"已建成。\n沿线污水，": "沿线污水，", "沿线污水，\n\n": "沿线污水，", "": "",
		"已建成污水管网并投入运行，沿线污水，": "网并投入运行，沿线污水，",
	} {
		if got := lastWords(text).Of(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// The opening ends before the label of the first section, or where that begins if it
// has none; there is nothing behind the sections where there are none.
func TestLeadAndTail(t *testing.T) {
	const text = "关于某问题的公示一、问题污水直排。特此公示"
	span := func(s string) gongshi.Span {
		i := strings.Index(text, s)
		return gongshi.Span{Start: i, End: i + len(s)}
	}
	for name, test := range map[string]struct {
		sections   []gongshi.Section
		lead, tail string
	}{
		"a label":  {[]gongshi.Section{{Kind: gongshi.SectionIssue, LabelSpan: span("一、问题"), Span: span("污水直排。")}}, "关于某问题的公示", "特此公示"},
		"no label": {[]gongshi.Section{{Kind: gongshi.SectionIssue, Span: span("污水直排。")}}, "关于某问题的公示一、问题", "特此公示"},
		"none":     {nil, text, ""},
	} {
		n := &Reading{Notice: &gongshi.Notice{Text: text, Sections: test.sections}}
		if l, b := lead(n).Of(text), tail(n).Of(text); l != test.lead || b != test.tail {
			t.Errorf("%s: opening %q, want %q; behind %q, want %q", name, l, test.lead, b, test.tail)
		}
	}
}

// The name of the office that signs closes a text, however it is set.
func TestClosedBySigner(t *testing.T) {
	for signer, want := range map[string]ending{"岳阳市\n生态 环境局": endsWhole, "岳阳市生态环境局": endsWhole, "岳阳市水利局": endsOpen} {
		b := newNotice(closeOutTitle).section(gongshi.SectionImplementation, "一、整改落实情况", "已建成污水管网。").text(signer)
		b.n.Issuer = "岳阳市生态环境局"
		if got := endingOf(&Reading{Notice: &b.n}); got != want {
			t.Errorf("%q: %d, want %d", signer, got, want)
		}
	}
}

func TestWholeness(t *testing.T) {
	const long = "已建成污水管网并投入运行，沿线污水"
	runFramed(t, []framedRow{
		{"SEC11", long + "，", "error"},
		{"SEC11", long + "、", "error"},
		{"SEC11", long + "（", "error"},
		{"SEC11", long + "……", "error"},
		{"SEC11", long + "全部收集。", "note"},
		{"SEC11", long + "全部收集。｜监督电话：0730-8245473。", ""},
		{"SEC11", long + "，｜公示时间：2023年10月14日至2023年10月27日。", ""},
		{"SEC11", long + "，｜如有异议，电子邮箱：yyhb@163.com。", ""},
		{"SEC11", long + "，｜如有异议，联系地址：岳阳市南湖大道12号。", ""},
		{"SEC11", long + "，｜2023年10月13日", "error"}, // see framed: the date goes with the rest

		// What may have stood behind is not missing.
		{"PUB05", long + "，", "note"},
		{"PUB05", long + "全部收集。", "note"},
		{"IDN06", long + "，", ""},
		{"IDN04", long + "，", ""},
		{"SEC07", "已组织县住建局进场施工，沿线村民正在配合开展前期工作，", ""},
	})
	f := finding(t, "SEC11", framed(t, long+"，"))
	if got := "入运行，沿线污水，"; !strings.HasSuffix(f.Message.Zh, "”，也没有落款和联系方式。") || !strings.Contains(f.Message.En, got) {
		t.Errorf("%+v", f.Message)
	}
	n := framed(t, "")
	n.Diagnostics = append(n.Diagnostics, gongshi.Diagnostic{Code: gongshi.DiagnosticUnreadPages, Message: "page 2"})
	if f := finding(t, "SEC11", n); f.Severity != gongshi.SeverityNote || !strings.Contains(f.Message.Zh, "page 2") {
		t.Errorf("%+v", f)
	}
	n.Kind = gongshi.KindOtherOfficial
	if got := Check(n, nil, []Rule{sec11}); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// A section is not held to be missing where the text is over before what was
// done, was not read in full, or is that of a notice that usually has none.
func TestMissingInDoubt(t *testing.T) {
	goalless := func() *builder { return closeOut().without(gongshi.SectionGoal) }
	const note, fault = gongshi.SeverityNote, gongshi.SeverityError
	tests := []struct {
		name   string
		change func(*builder)
		want   gongshi.Severity
	}{
		{"whole", func(*builder) {}, fault},
		{"recognised", func(b *builder) { b.n.Source.Method = gongshi.MethodOCR }, note},
		{"pages not read", func(b *builder) { b.n.Diagnostics = []gongshi.Diagnostic{{Code: gongshi.DiagnosticUnreadPages}} }, note},
		{"another diagnostic", func(b *builder) { b.n.Diagnostics = []gongshi.Diagnostic{{Code: "charset-repaired"}} }, fault},
		{"in Jiangxi", func(b *builder) { b.n.Region = &gongshi.Region{Province: "江西省"} }, note},
		{"in Hunan", func(b *builder) { b.n.Region = &gongshi.Region{Province: "湖南省"} }, fault},
		{"in Jilin, whose notices have goals", func(b *builder) { b.n.Region = &gongshi.Region{Province: "吉林省"} }, fault},
		{"on a petition", func(b *builder) { b.n.Sections[0].Label = "一、转办问题基本情况" }, note},
		{"of a petition's number", func(b *builder) {
			b.n.Petitions, b.n.Problems = make([]gongshi.Petition, 1), make([]gongshi.Problem, 1)
		}, note},
		{"naming a petition", func(b *builder) { b.n.Petitions = make([]gongshi.Petition, 1) }, fault},
	}
	for _, test := range tests {
		b := goalless()
		test.change(b)
		if f := finding(t, "SEC02", &b.n); f.Severity != test.want {
			t.Errorf("%s: %s, want %s", test.name, f.Severity, test.want)
		}
	}
	b := goalless()
	b.n.Deadlines, b.n.Source.Method = nil, gongshi.MethodOCR
	if got := Check(&b.n, nil, []Rule{sec05}); len(got) != 0 {
		t.Errorf("a time limit that may stand in what was not read: %v", got)
	}
	b.n.Source.Method = ""
	if f := finding(t, "SEC05", &b.n); !strings.Contains(f.Message.Zh, gongshi.SectionDeadline.Name().Zh) {
		t.Errorf("%+v", f)
	}
	cut := newNotice(closeOutTitle).section(gongshi.SectionIssue, "一、反馈问题", "污水直排。").section(gongshi.SectionGoal, "二、整改目标", "消除直排，")
	if f := finding(t, "SEC04", &cut.n); f.Severity != note {
		t.Errorf("a text that is cut before: %s", f.Severity)
	}
	if f := finding(t, "SEC03", &closeOutIn("吉林省").without(gongshi.SectionMeasures).n); f.Severity != note || !strings.Contains(f.Message.Zh, "吉林省的公示通常没有这一节") {
		t.Errorf("%+v", f)
	}
}

func closeOutIn(province string) *builder {
	b := closeOut()
	b.n.Region = &gongshi.Region{Province: province}
	return b
}

func TestDemandedSections(t *testing.T) {
	demands := Demands{Required: []gongshi.SectionKind{gongshi.SectionIssue, gongshi.SectionMeasures, gongshi.SectionDeadline}}
	var got []string
	n := closeOutIn("吉林省").without(gongshi.SectionGoal, gongshi.SectionMeasures).n
	for _, f := range Check(&n, nil, demands.Rules()) {
		if strings.HasPrefix(f.Rule, "SEC0") {
			got = append(got, f.Rule+" "+string(f.Severity))
		}
	}
	if want := "SEC03 error SEC05 warning"; strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTermsAndUnits(t *testing.T) {
	runFramed(t, []framedRow{{"SEC05", "", ""}, {"SEC06", "", ""}, {"SEC07", "", ""}})
	change := func(old, by string) *gongshi.Notice { return parsed(t, strings.Replace(newFrame().text(), old, by, 1)) }
	tests := []struct {
		rule, old, by string
		want          gongshi.Severity
	}{
		{"SEC05", "2021年底前消除", "消除", "warning"},
		{"SEC05", "2021年底前消除", "2021年6月底前消除", ""},
		{"SEC05", "2021年底前消除", "2021年6月30日前消除", ""},
		{"SEC05", "2021年底前消除", "按2021年6月30日的批复消除", "warning"},
		{"SEC05", "2021年底前消除", "立行立改，消除", ""},
		{"SEC05", "2021年底前消除污水直排。\n三、整改措施\n", "消除污水直排。\n三、整改措施\n2021年6月30日前，", ""},
		{"SEC05", "某镇生活污水直排。\n二、整改目标\n2021年底前", "某镇2021年6月30日前生活污水直排。\n二、整改目标\n", "warning"},
		{"SEC05", "2021年底前消除污水直排。", "消除污水直排。\n五、整改时限\n2021年12月", ""},
		{"SEC06", "市住建局牵头建设", "建设", "warning"},
		{"SEC06", "市住建局牵头建设", "建设（责任单位：市住建局）", ""},
		{"SEC07", "已建成污水管网并投入运行，沿线污水全部接入处理厂。", "县住建局正在建设污水管网，计划铺设5公里，沿线村民正在配合。", "warning"},
		{"SEC07", "已建成污水管网并投入运行，沿线污水全部接入处理厂。", "县住建局组织清运石粉4.7万吨，平整场地三处。整改完成。", ""},
		{"SEC07", "已建成污水管网并投入运行，沿线污水全部接入处理厂。", "县住建局正在建设污水管网，整改完成情况另行公布，沿线村民正在配合。", "warning"},
		{"SEC07", "已建成污水管网并投入运行，沿线污水全部接入处理厂。", "县住建局建设污水管网，计划铺设5公里，各项 措 施 均 已落实。", ""},
		{"SEC07", "已建成污水管网并投入运行，沿线污水全部接入处理厂。", "县住建局建设污水管网，计划铺设5公里，整 改 已 完 成。", ""},
		{"SEC07", "已建成污水管网并投入运行，沿线污水全部接入处理厂。", "縣住建局建設污水管網，鋪設5公里，羣衆反映的問題得到解決。", ""},
		{"SEC07", "已建成污水管网并投入运行，沿线污水全部接入处理厂。", "县住建局正在建设污水管网。", ""}, // too short to say: SEC04's
		{"SEC07", "已建成污水管网并投入运行，沿线污水全部接入处理厂。", "县住建局正在建设污水管网，计划铺设5公里，详见附件。", ""},
		{"SEC07", "已建成污水管网并投入运行，沿线污水全部接入处理厂。", "县住建局正在建设污水管网，计划铺设5公里……沿线村民正在配合。", ""},
		{"SEC07", "已建成污水管网并投入运行，沿线污水全部接入处理厂。", "县住建局正在建设污水管网，计划铺设5公里，沿线村民正在配合。\n五、验收情况\n县政府组织了查看。", ""},
		{"SEC07", "已建成污水管网并投入运行，沿线污水全部接入处理厂。", "县住建局正在建设污水管网，计划铺设5公里，沿线村民正在配合。\n五、整改完成时间\n2022年5月", ""},
	}
	for _, test := range tests {
		got := gongshi.Severity("")
		for _, f := range Check(change(test.old, test.by), nil, []Rule{rule(t, test.rule)}) {
			got = f.Severity
		}
		if got != test.want {
			t.Errorf("%s on %q: %q, want %q", test.rule, test.by, got, test.want)
		}
	}
}

func TestHeading(t *testing.T) {
	const name = "关于反馈问题（序号十）整改完成情况的公示"
	runFramed(t, []framedRow{
		{"SEC10", "突出生态环境问题整改验收销号公示", "warning"},
		{"SEC10", "关于第二轮中央生态环境保护督察反馈问题整改销号情况的公示", "note"},
		{"SEC10", "关于第11项问题整改销号情况的公示", "note"},
		{"SEC10", "关于长江经济带生态环境警示片披露“码头扬尘”问题整改情况的公示", ""},
		{"SEC10", "关于第二轮中央生态环境保护督察反馈第11项问题整改销号情况的公示", ""},
		{"SEC10", "关于第二轮中央生态環境保護督察反饋第11項問題整改銷號情況的公示", ""},

		{"SEC09", name + "｜附件：反馈问题（序号一）整改完成情况表", "error"},
		{"SEC09", name + "｜附件：反馈问题（序号10）整改完成情况表", ""},
		{"SEC09", name + "｜附件：反馈问题（编号一）整改完成情况表", ""},     // another list
		{"SEC09", name + "｜附件：反馈问题（序号一、序号二）整改完成情况表", ""}, // several
		{"SEC09", name + "｜附件：整改完成情况表", ""},
		{"SEC09", name + "｜附件：整改完成情况表\n反馈问题（序号一）另行公示", ""}, // on the line behind
		{"SEC09", "关于反馈问题整改完成情况的公示｜附件：反馈问题（序号一）整改完成情况表", ""},
		{"SEC09", name + "｜已完成整改，具体情况见附件。｜监督电话：0730-8245473。", "note"},
		{"SEC09", name + "｜已完成整改，具体情况见附件。｜附件：整改完成情况表", ""},
		{"SEC09", name + "｜已完成整改，具体情况见附件。｜附件1 整改完成情况表", ""},
	})
	n := framed(t, "突出生态环境问题整改验收销号公示")
	f := finding(t, "SEC10", n)
	if f.Span.Of(n.Text) != n.Title || !strings.Contains(f.Message.Zh, "没有写督察轮次或来源、问题编号") || !strings.Contains(f.Message.En, "does not name the inspection, the number of the problem") {
		t.Errorf("%q: %+v", f.Span.Of(n.Text), f.Message)
	}
	n.Title = ""
	if got := Check(n, nil, []Rule{sec10}); len(got) != 0 {
		t.Errorf("no title was found: %v", got)
	}
	n.Title = "关于第二轮中央生态环境保护督察反馈第11项问题整改销号情况的说明"
	if f := finding(t, "SEC10", n); f.Severity != gongshi.SeverityNote || !strings.Contains(f.Message.Zh, "标题没有写“公示”字样") {
		t.Errorf("%+v", f)
	}
	linked := framed(t, name+"｜已完成整改，具体情况见附件。｜监督电话：0730-8245473。")
	linked.Text += "整改完成情况.docx\n"
	if got := Check(linked, nil, []Rule{sec09}); len(got) != 0 {
		t.Errorf("a file to be downloaded is the attachment: %v", got)
	}
}

func TestDocumentNumbers(t *testing.T) {
	plan := func(round, number string) string {
		return "岳阳市生态环境局｜2023年10月13日｜根据《岳阳市贯彻落实" + round + "督察反馈意见整改方案》（" + number + "）"
	}
	runFramed(t, []framedRow{
		{"NUM01", "根据《某市整改方案》（君办发〔2018〕7号）", ""},
		{"NUM01", "根据《某市整改方案》（君办发〔2018〕 7 号）", ""},
		{"NUM01", "根据《某市整改方案》（君办发[2018]7号）", "note"},
		{"NUM01", "根据《某市整改方案》（君办发【2018】7号）", "note"},
		{"NUM01", "根据《某市整改方案》（君办发（2018）7号）", "note"},
		{"NUM01", "根据《某市整改方案》（君办发〔2018)7号）", "note"},
		{"NUM01", "根据《某市整改方案》（君办发2018〕7号）", "note"},
		{"NUM01", "根据《某市整改方案》（君办发〔2018〕07号）", "note"},
		{"NUM01", "根据《某市整改方案》（君办发〔2018〕第7号）", "note"},
		{"NUM01", "根据《某市整改方案》（君办发〔18〕7号）", "note"},
		{"NUM01", "根据《某市整改方案》（君办发〔2018〕70号）", ""},
		{"NUM01", "根据《某条例》（国务院令第682号）", ""},
		{"NUM01", "根据《某处罚》（君罚字〔2018〕03-07号）", ""},
		{"NUM01", "根据《甲方案》（君办发[2018]7号）和《乙方案》（君办发[2018]7号）", "note"}, // one number, said once
		{"NUM01", "根据《甲方案》（君办发[2018]7号）和《乙方案》（君办发[2018]8号）", "note note"},

		{"NUM02", "根据《某市整改方案》（岳办发〔2024〕4号）｜2023年10月13日", "error"},
		{"NUM02", "根据《某市整改方案》（岳办发〔2023〕4号）｜2023年10月13日", ""},
		{"NUM02", "根据《某市整改方案》（岳办发〔2024〕4号）｜岳阳市生态环境局", ""}, // not dated
		{"NUM02", "根据《某市整改方案》（岳办发〔2024〕4号）｜公示时间：2024年1月8日至2024年1月19日。｜2023年10月13日", ""},
		{"NUM02", "根据《某市整改方案》（岳办发〔2024〕4号）｜公示时间：2023年12月28日至2024年1月19日。｜2023年12月27日", ""},

		{"NUM03", plan("第二轮中央生态环境保护", "岳办发〔2019〕7号"), "error"},
		{"NUM03", plan("第二轮中央生态环境保护", "岳办发〔2020〕7号"), "error"},
		{"NUM03", plan("第二轮中央生态环境保护", "岳办发〔2021〕7号"), ""},
		{"NUM03", plan("第三轮中央生态环境保护", "岳办发〔2023〕7号"), "error"},
		{"NUM03", plan("中央环境保护", "君办发〔2016〕7号"), "error"},
		{"NUM03", plan("中央环境保护", "君办发〔2017〕7号"), ""},
		{"NUM03", plan("中央第六环境保护", "君办发〔2016〕7号"), "error"},
		{"NUM03", plan("中央生态环境保护", "君办发〔2016〕7号"), ""},             // which round?
		{"NUM03", plan("第二轮省级生态环境保护", "君办发〔2016〕7号"), ""},          // whose visits are not listed
		{"NUM03", plan("中央环境保护督察“回头看”", "君办发〔2017〕7号"), "warning"}, // not sure
		{"NUM03", "岳阳市生态环境局｜根据《第二轮省级督察反馈意见整改方案》（岳办发〔2016〕7号）", ""},
		{"NUM03", "石家庄市生态环境局｜根据《石家庄市贯彻落实第三轮中央生态环境保护督察反馈意见整改方案》（石办发〔2022〕7号）", "error"}, // where it has not been
		{"NUM03", "岳阳市生态环境局｜根据《第二轮中央财政农村环境整治专项资金使用情况省级督察整改方案》（岳办发〔2018〕7号）", ""},       // of other things
		{"NUM03", "根据《关于配合第二轮中央生态环境保护督察的通知》（岳办发〔2019〕7号）", ""},                         // no plan

		{"NUM05", "根据《中央生态环境保护督察工作规定》｜2025年4月29日", "note"},
		{"NUM05", "根据《中央生态环境保护督察工作规定》｜2025年4月28日", ""},
		{"NUM05", "根据原《中央生态环境保护督察工作规定》｜2025年10月13日", ""},
		{"NUM05", "根据《生态环境保护督察工作条例》｜2025年10月13日", ""},
		{"NUM05", "根据《中央生态环境保护督察工作规定》｜岳阳市生态环境局", ""}, // not dated

		{"NUM06", "根据《某市整改方案", "note"},
		{"NUM06", "根据某市整改方案》", "note"},
		{"NUM06", "根据《某市整改方案》", ""},
		{"NUM06", "根据《关于印发〈某市整改方案〉的通知》", ""},
		{"NUM06", "根据《某市……", ""}, // words were left out
	})
	n := framed(t, "根据《某市整改方案》（君办发【18】第07号）")
	m := finding(t, "NUM01", n).Message
	for _, want := range []string{"没有用六角括号〔〕、年份只写两位、序号前加“第”、序号有前导零", "规范写法为君办发〔2018〕7号"} {
		if !strings.Contains(m.Zh, want) {
			t.Errorf("%q is not in %s", want, m.Zh)
		}
	}
	m = finding(t, "NUM03", framed(t, plan("第三轮中央生态环境保护", "岳办发〔2023〕7号"))).Message
	if !strings.Contains(m.Zh, "第三轮中央督察2024年才向湖南省反馈意见") || !strings.Contains(m.En, "told its findings to 湖南省 only in 2024") {
		t.Errorf("%+v", m)
	}
	put := framed(t, "根据《某市整改方案》（岳办发〔2024〕4号）｜2023年10月13日")
	put.Dates = append(put.Dates, gongshi.DateMention{Date: date("2024-01-05"), Role: gongshi.RolePublished})
	if got := Check(put, nil, []Rule{num02}); len(got) != 0 {
		t.Errorf("put up in the year of the document: %v", got)
	}
	away := framed(t, plan("第二轮中央生态环境保护", "岳办发〔2018〕7号"))
	away.Region = nil
	if m := finding(t, "NUM03", away).Message; !strings.Contains(m.Zh, "2019年才开始") {
		t.Errorf("where the province is not known: %s", m.Zh)
	}
}

// Characters recognised on an image may be wrong: nothing is said of forms.
func TestRecognised(t *testing.T) {
	for id, lines := range map[string]string{
		"IDN01": "关于反馈意见第11项问题整改销号情况的公示｜现将反馈意见第12项问题整改情况公示如下：",
		"IDN02": titled("第三轮") + "｜湖南省生态环境厅｜2023年10月13日",
		"IDN03": "信丰县关于第11项问题整改销号情况的公示｜安远县生态环境局",
		"IDN04": "岳阳市生态环境局",
		"IDN05": "岳阳市生态环境局｜2023年10月13日｜监督电话：0930-8245473。",
		"IDN06": "如有异议，请在公示期内反映。",
		"NUM01": "根据《某市整改方案》（君办发【2018】7号）",
		"NUM02": "根据《某市整改方案》（岳办发〔2024〕4号）｜2023年10月13日",
		"NUM03": "岳阳市生态环境局｜根据《贯彻落实第二轮中央生态环境保护督察反馈意见整改方案》（岳办发〔2019〕7号）",
		"NUM06": "根据《某市整改方案",
		"PUB12": "公示期为2023年10月16日至2023年10月27日。｜公示时间：2023年10月16日至2023年10月30日。",
		"PUB14": "公示时间：2023年10月16日（星期二）至2023年10月27日。",
		"SEC09": "已完成整改，具体情况见附件。｜监督电话：0730-8245473。",
		"SEC10": "突出生态环境问题整改验收销号公示",
	} {
		n := framed(t, lines)
		if got := Check(n, nil, []Rule{rule(t, id)}); len(got) != 1 {
			t.Errorf("%s finds nothing to begin with: %v", id, got)
		}
		n.Source.Method = gongshi.MethodOCR
		if got := Check(n, nil, []Rule{rule(t, id)}); len(got) != 0 {
			t.Errorf("%s: %v", id, got)
		}
	}
}

func TestNumerals(t *testing.T) {
	for text, want := range map[string]int{
		"一": 1, "十": 10, "十二": 12, "二十": 20, "三十六": 36, "一百": 100, "一百零五": 105, "一百二十六": 126, "12项": 12, "12一": 12, "19": 19, "90": 90, "一二": 12, "一二三四五六": 0, "〇": 0, "项": 0, "": 0,
	} {
		if got, _ := wholeNumber(text); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
	for n, want := range map[int]string{1: "一", 9: "九", 10: "十", 11: "十一", 19: "十九"} {
		if got := hanNumber(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
