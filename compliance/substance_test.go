package compliance

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/internal/corpus"
	"gongshi/parse"
)

var substanceHead = regexp.MustCompile(`([一二三四五六]、(?:反馈问题|整改目标|整改措施|整改时限|责任单位|整改落实情况|验收情况))：`)

// readSubstance makes a notice of 平江县 around its sections, and reads it as the
// parser does.
func readSubstance(t *testing.T, sections string) *gongshi.Notice {
	t.Helper()
	text := "平江县人民政府关于第二轮中央生态环境保护督察反馈问题第11项整改销号情况的公示\n现将第11项问题整改情况公示如下：" +
		substanceHead.ReplaceAllString(sections, "\n$1\n") +
		"\n公示时间：2023年10月14日至2023年10月20日，共5个工作日。\n监督电话：0730-6223456。\n平江县人民政府\n2023年10月13日\n"
	notices := parse.Parse(&gongshi.Document{Text: text})
	if len(notices) != 1 || notices[0].Kind != gongshi.KindCloseOut {
		t.Fatalf("%q is no notice", sections)
	}
	return &notices[0]
}

// substance gives the findings of the rules on the substance as "SUB01 warning".
func substance(n *gongshi.Notice) []string {
	var got []string
	for _, f := range Check(n, nil, substanceRules) {
		got = append(got, f.Rule+" "+string(f.Severity))
	}
	return got
}

func TestSubstanceRules(t *testing.T) {
	const head = "一、反馈问题：某镇治理滞后。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况："
	tests := map[string]struct {
		sections string
		want     []string
	}{
		"nothing to find": {head + "建成污水厂1座。", nil},

		// SUB01
		"problem unanswered": {
			"一、反馈问题：污水直排，秸秆焚烧，尾矿库渗漏，扬尘明显。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：召开会议12次，压实责任。",
			[]string{"SUB01 warning"},
		},
		"problem answered by another word": {
			"一、反馈问题：污水直排，秸秆焚烧，尾矿库渗漏，扬尘明显。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：召开会议12次，新建管网3公里。", nil,
		},
		"problem answered by the acceptance": {
			"一、反馈问题：污水直排，秸秆焚烧，尾矿库渗漏，扬尘明显。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：召开会议12次，压实责任。五、验收情况：经现场核查，废水全部处理。", nil,
		},
		"problem in traditional characters answered in simplified ones": {
			"一、反馈问题：污水管網破損，農藥過量，揚塵明顯，礦山裸露。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：召开会议12次，农田减量施肥。", nil,
		},
		"problem of few concrete words": {
			"一、反馈问题：思想认识不足，污水治理滞后。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：召开会议12次，压实责任。", nil,
		},
		"problem of one concept": {
			"一、反馈问题：污水直排，废水外溢，排口偷排，管网混接。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：召开会议12次，罚款3万元。", nil,
		},
		"problem and cut text": {
			"一、反馈问题：污水直排，秸秆焚烧，尾矿库渗漏，扬尘明显。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：召开会议12次……压实责任。", nil,
		},
		"problem and attachment": {
			"一、反馈问题：污水直排，秸秆焚烧，尾矿库渗漏，扬尘明显。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：召开会议12次，完成情况详见附件。", nil,
		},

		// SUB02
		"measure answered by its work": {
			"一、反馈问题：管理不严。二、整改目标：改善。三、整改措施：（一）严查偷排废水、焚烧秸秆、扬尘和尾矿库外排，依法处罚。（二）建设管网。四、整改落实情况：（一）立案3起，罚款20万元。（二）建成管网3公里。", nil,
		},
		"measure unanswered": {
			"一、反馈问题：管理不严。二、整改目标：改善。三、整改措施：（一）治理尾矿库，处置危废，控制扬尘，修复矿山。（二）建设管网。四、整改落实情况：（一）建成管网3公里。（二）新建泵站1座，处理污水9吨。",
			[]string{"SUB02 warning"},
		},
		"measure of two words, twice": {
			"一、反馈问题：管理不严。二、整改目标：改善。三、整改措施：（一）治理尾矿库，控制扬尘，管住尾矿库和扬尘。（二）建设管网。四、整改落实情况：（一）建成管网3公里。（二）新建泵站1座。", nil,
		},
		"measure answered in the same words": {
			"一、反馈问题：管理不严。二、整改目标：改善。三、整改措施：（一）实施青龙片区生态提升行动，治理尾矿库，控制扬尘，修复矿山。（二）建设管网。四、整改落实情况：（一）青龙片区生态提升行动完成投资3万元。（二）新建泵站1座。", nil,
		},

		// SUB03
		"intentions only": {head + "下一步将进一步加大工作力度，加快推进相关工作，确保问题得到解决，不断改善区域环境面貌。", []string{"SUB03 warning"}},
		"copy of a cut text": {
			"一、反馈问题：污染突出。二、整改目标：改善。三、整改措施：（一）加强领导。（二）深入打好污染防治攻坚战，分级分步分段推进突出问题整改……。四、整改落实情况：（一）成立领导小组。（二）深入打好污染防治攻坚战，分级分步分段推进突出问题整改，促进环境改善。", nil,
		},
		"copy with a result beside an item without": {
			"一、反馈问题：污染突出。二、整改目标：改善。三、整改措施：（一）加强领导。（二）深入打好污染防治攻坚战，分级分步分段推进突出问题整改。四、整改落实情况：（一）统一思想认识，凝聚各方力量，形成上下齐心、共同治污的浓厚氛围和良好局面。（二）深入打好污染防治攻坚战，分级分步分段推进突出问题整改，办结23个。", nil,
		},
		"a part of the measure": {
			"一、反馈问题：污染突出。二、整改目标：改善。三、整改措施：（一）加强领导。（二）深入打好污染防治攻坚战，分级分步分段推进突出问题整改。四、整改落实情况：（一）统一思想认识，凝聚各方力量。（二）深入打好污染防治攻坚战，统一思想认识，凝聚各方力量，形成上下齐心、共同治污的浓厚氛围和良好局面。", nil,
		},
		"copy of a measure with its time": {
			"一、反馈问题：污染突出。二、整改目标：改善。三、整改措施：深入打好污染防治攻坚战，分级分步分段推进突出问题整改，2022年底前完成。四、整改落实情况：深入打好污染防治攻坚战，分级分步分段推进突出问题整改。",
			[]string{"SUB03 warning"},
		},
		"copy of one measure in one account": {
			"一、反馈问题：污染突出。二、整改目标：改善。三、整改措施：深入打好污染防治攻坚战，分级分步分段推进突出问题整改。四、整改落实情况：深入打好污染防治攻坚战，分级分步分段推进突出问题整改。",
			[]string{"SUB03 warning"},
		},
		"intentions with a number": {head + "下一步将进一步治理3处点位。", nil},
		"intentions after results": {head + "建成污水厂1座。下一步将进一步加大工作力度。", nil},

		// SUB04
		"numbers of slogans and items": {
			head + "\n1. 提高认识，增强“四个意识”，坚定四个自信，做到两个维护，认真落实各项要求，切实把思想和行动统一起来。\n2. 第二轮督察以来，坚持一个目标、一套班子，落实《条例》（平发〔2021〕3号），层层传导，抓出成效，推动面貌改善。",
			[]string{"SUB04 warning"},
		},
		"a year is a date": {
			head + "2022年以来，提高认识，增强“四个意识”，坚定四个自信，做到两个维护，认真落实各项要求，切实把思想和行动统一起来，坚持一个目标、一套班子，层层传导，抓出成效，推动面貌改善。", nil,
		},
		"a place": {
			head + "提高认识，增强“四个意识”，坚定四个自信，做到两个维护，认真落实各项要求，切实把思想和行动统一起来，坚持一个目标、一套班子，层层传导，抓出成效，推动加义镇面貌改善，群众满意。", nil,
		},

		// SUB05
		"not done":                 {head + "建成污水厂1座，管网尚未建成。整改已完成。", []string{"SUB05 error"}},
		"not done, without an end": {head + "整改已完成。管网尚未建成", []string{"SUB05 error"}},
		"rate below 100":           {head + "共20项任务全部完成，完成率95%。", []string{"SUB05 error"}},
		"rate of 100":              {head + "共20项任务全部完成，完成率100%。", nil},
		"planned after":            {head + "污水厂力争2025年6月底前建成。符合销号要求。", []string{"SUB05 error"}},
		"planned before":           {head + "按计划2023年6月底前建成。符合销号要求。", nil},
		"under way":                {head + "2座污水厂建成，配套管网正在建设。符合销号要求。", []string{"SUB05 warning"}},
		"under way, not closed":    {head + "2座污水厂建成，配套管网正在建设。", nil},
		"not done at the time":     {head + "督察时管网尚未建成，此次铺设2公里。符合销号要求。", nil},
		"not done, then done":      {head + "春季管网尚未建成，随后铺设2公里。符合销号要求。", nil},
		"what is not done":         {head + "对尚未完成的加大力度，建成2座。符合销号要求。", nil},

		// SUB07
		"parts add up to another total": {head + "共有砖厂20家，其中12家改造，其余7家关闭。", []string{"SUB07 error"}},
		"parts in another choice":       {head + "共有砖厂20家，其中3家、5家、12家在三镇，其余5家关闭。", nil},
		"the rest comes first":          {head + "其余20家分期实施，其中12家改造，剩余7家关闭，另有1家保留。", nil},
		"sum in a table":                {head + "共有砖厂20家，其中12家改造，其余7家关闭，" + strings.Repeat("沿线环境持续改善，", 30) + "。", nil},
		"two rests":                     {head + "共有砖厂20家，其中12家改造，其余5家关闭，其余4家搬迁。", nil},
		"sums of a plan":                {"一、反馈问题：污染。二、整改目标：改善。三、整改措施：共有砖厂20家，其中12家改造，其余7家关闭。四、整改落实情况：改造12家。", nil},
		"about":                         {head + "共有砖厂约20家，其中12家改造，其余7家关闭。", nil},
		"other units":                   {head + "共有砖厂20家，其中12处窑体改造，其余7家关闭。", nil},
		"rate is not the quotient":      {head + "全县612家养殖场中，586家配套了设施，配套率85.8%。", []string{"SUB07 error"}},
		"rate is the quotient":          {head + "全县612家养殖场中，586家配套了设施，配套率95.8%。", nil},
		"points are wrong":              {head + "收集率由31.4%提高到86.7%，提高了45.3个百分点。", []string{"SUB07 error"}},
		"points are right":              {head + "收集率由31.4%提高到86.7%，提高了55.3个百分点。", nil},

		// SUB08
		"worse by figures":           {head + "断面氨氮浓度由0.5毫克/升上升到1.2毫克/升。", []string{"SUB08 warning"}},
		"worse in the problem":       {"一、反馈问题：断面氨氮浓度由0.5毫克/升上升到1.2毫克/升。二、整改目标：改善。三、整改措施：治理。四、整改落实情况：建成1座。", nil},
		"worse beside what may rise": {head + "管网收集水量增加，断面氨氮浓度由0.5毫克/升上升到1.2毫克/升。", []string{"SUB08 warning"}},
		"better by figures":          {head + "断面氨氮浓度由1.2毫克/升下降到0.5毫克/升。", nil},
		"inflow":                     {head + "进水化学需氧量浓度由71毫克/升提高到168毫克/升。", nil},
		"class got worse":            {head + "断面水质由Ⅲ类变为Ⅳ类，清淤3公里。", []string{"SUB08 warning"}},
		"class got better":           {head + "断面水质由劣Ⅴ类改善为Ⅳ类，清淤3公里。", nil},
		"rate of other things":       {head + "全县12家养殖企业中，带动586家农户配套设施，配套率85.8%。", nil},
		"points of one figure":       {head + "收集率提高了5.3个百分点。", nil},
		"units differ":               {head + "总磷浓度由0.08毫克/升降至50微克/升。", nil},
		"smaller by percent":         {head + "总磷浓度由12%降至30%。", nil},

		// SUB09
		"blanket":                  {"一、反馈问题：污染。二、整改目标：改善。三、整改措施：全部砖厂一律停产。四、整改落实情况：改造12家。", []string{"SUB09 warning"}},
		"blanket forbidden":        {"一、反馈问题：污染。二、整改目标：改善。三、整改措施：不搞一律停产。四、整改落实情况：改造12家。", nil},
		"blanket for violations":   {"一、反馈问题：污染。二、整改目标：改善。三、整改措施：对违法砖厂一律关停。四、整改落实情况：改造12家。", nil},
		"blanket in what was done": {head + "砖厂一律停产，改造12家。", []string{"SUB09 warning"}},
		"blanket in the problem":   {"一、反馈问题：搞一律停产。二、整改目标：改善。三、整改措施：分类施策。四、整改落实情况：改造12家。", nil},

		// SUB11
		"other county":                    {head + "桃江县委、县政府成立专班。建成1座。", []string{"SUB11 error"}},
		"other county, helped":            {head + "桃江县人民政府与我县联合执法。建成1座。", nil},
		"other county, object":            {head + "将垃圾运至桃江县人民政府指定的厂。建成1座。", nil},
		"the county, old or new":          {head + "平江县人民政府成立专班。建成1座。", nil},
		"other county, in a measure":      {"一、反馈问题：污染。二、整改目标：改善。三、整改措施：桃江县人民政府成立专班。四、整改落实情况：建成1座。", []string{"SUB11 error"}},
		"other county, together later":    {head + "桃江县人民政府成立专班，与各乡镇开展巡查。建成1座。", []string{"SUB11 error"}},
		"other county in short":           {head + "桃江政府成立专班。建成1座。", nil}, // may be another one's name
		"other county, in the acceptance": {"一、反馈问题：污染。二、整改目标：改善。三、整改措施：治理。四、整改落实情况：建成1座。五、验收情况：桃江县人民政府派出核查组现场核实。", nil},
		"a city":                          {head + "岳阳市人民政府批复。建成1座。", nil},
		"other county helps the county":   {head + "桃江县人民政府支持平江县建成1座。", nil},
		"other county, but no office":     {head + "桃江县境内的排口，县住房和城乡建设局建成1座。县政府督办。", nil},
		"other county, named":             {"一、反馈问题：桃江县与平江县交界处污染。二、整改目标：改善。三、整改措施：治理。四、整改落实情况：桃江县人民政府建成1座。", nil},

		// SUB12
		"violation without a word":          {"一、反馈问题：企业偷排。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：建成1座。", []string{"SUB12 warning"}},
		"violation, and no account":         {"一、反馈问题：企业偷排。二、整改目标：改善。三、整改措施：加强管理。", nil},
		"violation and fine in the opening": {"对涉事企业已立案处罚。一、反馈问题：企业偷排。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：建成1座。", nil},
		"violation, fined before":           {"一、反馈问题：企业偷排，曾被处罚。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：建成1座。", []string{"SUB12 warning"}},
		"violation and order":               {"一、反馈问题：企业偷排。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：责令企业建成1座。", nil},
		"no violation":                      {"一、反馈问题：企业违规风险突出。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：建成1座。", nil},
	}
	for name, test := range tests {
		n := readSubstance(t, test.sections)
		got := slices.Compact(substance(n))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
		for _, f := range Check(n, nil, substanceRules) {
			if f.Span.Len() <= 0 || f.Span.End > len(n.Text) {
				t.Errorf("%s: %s has no place", name, f.Rule)
			}
		}
	}
}

// What is no close-out notice is not held to what one has to say.
func TestSubstanceOfOtherTexts(t *testing.T) {
	for _, r := range substanceRules {
		n := readSubstance(t, r.Breaks.Text)
		n.Kind = ""
		if got := Check(n, nil, []Rule{r}); len(got) > 0 {
			t.Errorf("%s: %v", r.ID, got)
		}
	}
}

// Of several violations the finding names the one that the list begins with, where it
// first stands.
func TestViolationNamed(t *testing.T) {
	n := readSubstance(t, "一、反馈问题：企业超标排放，私设暗管，偷排废水，多次偷排。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：建成1座。")
	f := finding(t, "SUB12", n)
	if want := strings.Index(n.Text, "偷排"); f.Span.Of(n.Text) != "偷排" || f.Span.Start != want {
		t.Errorf("%q at %d, want 偷排 at %d", f.Span.Of(n.Text), f.Span.Start, want)
	}
}

// SUB01 stands at the label of what was done, and lists so many words and no more.
func TestUnansweredWords(t *testing.T) {
	words := strings.Split("污水管网 秸秆 尾矿库 扬尘 垃圾 锅炉 畜禽 农药 码头 采砂 危废 矿山 臭氧", " ")
	for listed := maxListed; listed <= maxListed+1; listed++ {
		n := readSubstance(t, "一、反馈问题："+strings.Join(words[:listed], "、")+"。二、整改目标：改善。三、整改措施：加强管理。四、整改落实情况：召开会议12次，压实责任。")
		f := finding(t, "SUB01", n)
		if got := f.Span.Of(n.Text); got != "四、整改落实情况" {
			t.Errorf("at %q", got)
		}
		if more := strings.Contains(f.Message.Zh, "等"); more != (listed > maxListed) || strings.Count(f.Message.Zh, "、") != maxListed-1 {
			t.Errorf("%d words: %s", listed, f.Message.Zh)
		}
	}
}

// A county is the same under the name that it had before.
func TestCountyUnderItsOldName(t *testing.T) {
	n := readSubstance(t, "一、反馈问题：污染。二、整改目标：改善。三、整改措施：治理。四、整改落实情况：淮阳县人民政府成立专班。建成1座。")
	n.Region = &gongshi.Region{Province: "河南省", City: "周口市", County: "淮阳区", Code: "411603"}
	if got := substance(n); len(got) != 0 {
		t.Errorf("findings: %v", got)
	}
	n = readSubstance(t, "一、反馈问题：污染。二、整改目标：改善。三、整改措施：治理。四、整改落实情况：淮阳区人民政府成立专班。建成1座。")
	n.Region = &gongshi.Region{Province: "河南省", City: "周口市", County: "淮阳县", Code: "411626"}
	if got := substance(n); len(got) != 0 {
		t.Errorf("findings: %v", got)
	}
	n.Region = &gongshi.Region{Province: "湖南省", City: "岳阳市", County: "平江县", Code: "430626"}
	if diff := cmp.Diff([]string{"SUB11 error"}, substance(n)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Another county is named with reason in the title, or as one of the units that
// have to act.
func TestOtherCountyWithReason(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*gongshi.Notice)
		want   int
	}{
		"without":         {func(*gongshi.Notice) {}, 1},
		"in the title":    {func(n *gongshi.Notice) { n.Title = "平江县、桃江县" + n.Title }, 0},
		"among the units": {func(n *gongshi.Notice) { n.ResponsibleUnits = []gongshi.ResponsibleUnit{{Name: "桃江县住建局"}} }, 0},
		"other units":     {func(n *gongshi.Notice) { n.ResponsibleUnits = []gongshi.ResponsibleUnit{{Name: "平江县住建局"}} }, 1},
	} {
		n := readSubstance(t, "一、反馈问题：污染。二、整改目标：改善。三、整改措施：治理。四、整改落实情况：桃江县人民政府成立专班。建成1座。")
		test.change(n)
		got := Check(n, nil, []Rule{sub11})
		if len(got) != test.want {
			t.Errorf("%s: %v", name, got)
		}
		if test.want > 0 && got[0].Message.Zh != "写的是“桃江县人民政府”，而公示属于平江县。" {
			t.Errorf("%s: %s", name, got[0].Message.Zh)
		}
	}
}

// SUB04 names the document numbers that are all the figures there are.
func TestNoFiguresButNumbers(t *testing.T) {
	const words = "提高认识，增强责任意识，认真落实各项要求，切实把思想和行动统一起来，坚持问题导向，层层传导压力，抓出成效，推动面貌改善，群众比较满意，持续加强日常监管和宣传教育。"
	for done, want := range map[string]string{
		words: "也没有文号",
		"按照《某方案》（平发〔2021〕3号）" + words: "只有文号平发〔2021〕3号",
	} {
		n := readSubstance(t, "一、反馈问题：按《某清单》（平办发〔2020〕9号）污染。二、整改目标：改善。三、整改措施：治理。四、整改落实情况："+done)
		f := finding(t, "SUB04", n)
		if !strings.Contains(f.Message.Zh, want) || strings.Contains(f.Message.Zh, "2020") {
			t.Errorf("%s: %s", done, f.Message.Zh)
		}
		if at := f.Span.Of(n.Text); at != "四、整改落实情况" {
			t.Errorf("%s: at %q", done, at)
		}
	}
}

// Where measures and what was done are one section, it is no copy of itself.
func TestNoCopyOfItself(t *testing.T) {
	n := readSubstance(t, "一、反馈问题：污染突出。二、整改目标：改善。三、整改措施：深入打好污染防治攻坚战，分级分步分段推进突出问题整改。")
	for _, s := range n.Section(gongshi.SectionMeasures) {
		s.Kind = gongshi.SectionImplementation
		n.Sections = append(n.Sections, s)
	}
	if got := Check(n, nil, []Rule{sub02, sub03}); len(got) != 0 {
		t.Errorf("findings: %v", got)
	}
}

// Where a section on what was done lies within the measures, it is not held against
// them either.
func TestDoneWithinMeasures(t *testing.T) {
	const done = "均已完成。"
	n := readSubstance(t, "一、反馈问题：管理不严。二、整改目标：改善。三、整改措施：治理尾矿库，处置危废，控制扬尘，修复矿山。"+done)
	at := strings.Index(n.Text, done)
	within := gongshi.Section{Kind: gongshi.SectionImplementation, Span: gongshi.Span{Start: at, End: at + len(done)}, Text: done}
	n.Sections = append(n.Sections, within)
	if got := Check(n, nil, []Rule{sub02}); len(got) != 0 {
		t.Errorf("findings: %v", got)
	}
	apart := readSubstance(t, "一、反馈问题：管理不严。二、整改目标：改善。三、整改措施：治理尾矿库，处置危废，控制扬尘，修复矿山。四、整改落实情况："+done)
	if got := Check(apart, nil, []Rule{sub02}); len(got) != 1 {
		t.Errorf("in a section of its own: %v", got)
	}
}

// Of a notice with more problems than a real one has, so many are looked at.
func TestManyProblems(t *testing.T) {
	b := newNotice(closeOutTitle)
	for i := range maxProblems + 2 {
		b.sectionOf(i, gongshi.SectionIssue, "反馈问题", "污水直排，秸秆焚烧，尾矿库渗漏，扬尘明显。")
		b.sectionOf(i, gongshi.SectionImplementation, "整改落实情况", "召开会议12次，压实责任。")
	}
	if got := Check(&b.n, nil, []Rule{sub01}); len(got) != maxProblems {
		t.Errorf("%d findings, want %d", len(got), maxProblems)
	}
}

// What was done has its place in the text where it has no label.
func TestAccountWithoutLabel(t *testing.T) {
	n := readSubstance(t, "一、反馈问题：污染。二、整改目标：改善。三、整改措施：治理。四、整改落实情况：下一步将进一步加大工作力度，加快推进相关工作。")
	for i := range n.Sections {
		n.Sections[i].LabelSpan = gongshi.Span{}
	}
	if f := finding(t, "SUB03", n); !strings.HasPrefix(f.Span.Of(n.Text), "下一步将") {
		t.Errorf("at %q", f.Span.Of(n.Text))
	}
}

// The last of several deadlines counts, and the period begins on the day of a notice
// without a date.
func TestDeadlines(t *testing.T) {
	late := func() *gongshi.Notice {
		return readSubstance(t, "一、反馈问题：污染。二、整改目标：改善。三、整改措施：治理。四、整改时限：2020年12月底。五、整改落实情况：2022年8月建成1座。")
	}
	n := late()
	n.Issued = gongshi.Date{}
	if diff := cmp.Diff([]string{"SUB06 warning"}, substance(n)); diff != "" {
		t.Errorf("not dated: -want +got\n%s", diff)
	}
	n = readSubstance(t, "一、反馈问题：污染。二、整改目标：2025年底前达标。三、整改措施：治理。四、整改落实情况：建成1座。")
	n.Issued, n.Publicity = gongshi.Date{}, nil
	if got := substance(n); len(got) != 0 {
		t.Errorf("the day of the notice is not known: %v", got)
	}
	for last, want := range map[string]int{"2022-12": 0, "2021-06": 1} {
		for _, turned := range []bool{false, true} {
			n := late()
			n.Deadlines = []gongshi.Deadline{{Date: date("2020-12")}, {Date: date(last)}}
			if turned {
				slices.Reverse(n.Deadlines)
			}
			got := Check(n, nil, []Rule{sub06})
			if len(got) != want || want > 0 && !strings.Contains(got[0].Message.Zh, "整改时限为2021年6月") {
				t.Errorf("the last is %s, turned %v: %v", last, turned, got)
			}
		}
	}
}

// The last day of what is due in a month or in a year.
func TestLastDay(t *testing.T) {
	for day, want := range map[string]string{"2020-12": "2020-12-31", "2020-02": "2020-02-29", "2021": "2021-12-31", "2020-02-03": "2020-02-03"} {
		if got := lastDay(date(day)); got != date(want) {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}

// TestOverdue has dates, which the table above keeps still.
func TestOverdue(t *testing.T) {
	const head = "一、反馈问题：污染。二、整改目标：改善。三、整改措施：治理。四、整改时限："
	tests := map[string]struct {
		sections string
		want     []string
	}{
		"late":                 {head + "2020年12月底。五、整改落实情况：2022年8月建成1座。", []string{"SUB06 warning"}},
		"in time":              {head + "2020年12月底。五、整改落实情况：2020年11月建成1座。", nil},
		"late, but cut":        {head + "2020年12月底。五、整改落实情况：2022年8月建成1座……", nil},
		"hardly late":          {head + "2020年12月底。五、整改落实情况：2021年2月建成1座。", nil},
		"no date":              {head + "2020年12月底。五、整改落实情况：建成1座。", nil},
		"within a year":        {head + "2022年12月底。五、整改落实情况：2023年8月建成1座。", nil},
		"for ever":             {head + "2020年12月底，长期坚持。五、整改落实情况：2022年8月建成1座。", nil},
		"goal after notice":    {"一、反馈问题：污染。二、整改目标：2025年底前达标。三、整改措施：治理。四、整改落实情况：建成1座。", []string{"SUB06 note"}},
		"goal before notice":   {"一、反馈问题：污染。二、整改目标：2022年底前达标。三、整改措施：治理。四、整改落实情况：建成1座。", nil},
		"goal of this October": {"一、反馈问题：污染。二、整改目标：2023年9月底前达标。三、整改措施：治理。四、整改落实情况：建成1座。", nil},
	}
	for name, test := range tests {
		if diff := cmp.Diff(test.want, substance(readSubstance(t, test.sections))); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

func TestFigures(t *testing.T) {
	tests := map[string][]string{
		"建成3座":             {"3"},
		"完成率98.5%，":        {"98.5"},
		"1. 学习":            nil,
		"（1）学习。2、落实":       nil,
		"1.2021年建成":        {"2021"},
		"《方案》〔2021〕3号，第8号": nil,
		"约谈十二人，处罚两家":       {"十二人", "两家"},
		"一批、第二轮、“三个一批”、四个意识":  nil,
		"２０２１年建成":             {"２０２１"},
		"三级联动":                nil,
		"《2021年方案》和“2021年行动”": nil,
		"长效机制":                nil,
		"12家企业":               {"12"},
		"共12、3处":              {"12", "3"},
		"学习\n1. 落实；2、整改。3）验收": nil,
		"1.5公里":               {"1.5"},
		"12.2021年建成":          {"2021"},
		"投资一百二十万元":            {"一百二十万元"},
		"清运垃圾三百吨，种树五千余亩":      {"三百吨", "五千余亩"},
		"“” 3处":               {"3"},
		"“没有结束的引号 " + strings.Repeat("长", 100) + "3处": {"3"},
	}
	for text, want := range tests {
		if diff := cmp.Diff(want, slices.Collect(figures(text))); diff != "" {
			t.Errorf("%s: -want +got\n%s", text, diff)
		}
	}
}

// What is invented for tests says nothing that the rules could object to in good
// faith, but for the sections that are drawn independently of each other.
func TestInventedNotices(t *testing.T) {
	counts := map[string]int{}
	for i := range 300 {
		n := parse.Parse(&gongshi.Document{Text: corpus.Invent(11, i, corpus.LongNotice).Text()})[0]
		for _, f := range Check(&n, nil, substanceRules) {
			counts[f.Rule]++
			if f.Severity == gongshi.SeverityError {
				t.Errorf("notice %d: %s: %s (%s)", i, f.Rule, f.Message.Zh, f.Span.Of(n.Text))
			}
		}
	}
	t.Logf("findings on 300 notices: %v", counts)
}

// BenchmarkSubstance gives the time that the rules on the substance add to a
// notice of 8 KB.
func BenchmarkSubstance(b *testing.B) {
	n := parse.Parse(&gongshi.Document{Text: corpus.Invent(11, 3, corpus.LongNotice).Text()})[0]
	b.SetBytes(int64(len(n.Text)))
	for b.Loop() {
		Check(&n, nil, substanceRules)
	}
}
