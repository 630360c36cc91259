package compliance_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/corpus"
	"gongshi/parse"
)

// told is what a notice of a corpus has of its own: the rest of it is everybody's.
type told struct {
	office, round, number, opening, problem, done, signed string
}

// write makes a notice of it, as it would be published.
func (w told) write() string {
	return fmt.Sprintf("%s关于第%s轮中央生态环境保护督察反馈第%s项问题整改销号情况的公示\n%s现将第%s项问题整改情况公示如下：\n"+
		"一、反馈问题\n%s\n二、整改目标\n消除污染。\n三、整改措施\n建设配套设施。\n四、整改落实情况\n%s\n"+
		"监督电话：12369。\n%s\n%s\n", w.office, w.round, w.number, w.opening, w.number, w.problem, w.done, w.office, w.signed)
}

const (
	pingjiang = "平江县人民政府"
	huarong   = "华容县人民政府"

	sewage = "某镇生活污水直排汨水河，沿岸养殖场粪污未经处理，断面氨氮浓度长期超标。"
	dust   = "县城建筑工地扬尘治理不到位，渣土运输车辆遗撒严重，砂石料堆场未覆盖。"
	built  = "已建成污水管网3公里并投入运行，通过验收。"

	// account is of some town and so much money.
	account = "县委成立以书记为组长的工作专班，逐户上门摸清底数，投入资金%d万元，在%s新建集中式处理设施%d处，" +
		"铺设配套收集管线，组织专业队伍对沟渠开展拉网式清理，对拒不配合的经营户依法下达限期搬离文书，" +
		"建立县乡村三级联动的日常管护机制，群众对河道环境改善情况普遍给予好评，经第三方机构连续采样出水稳定达到一级标准。"
	formula = "截至目前，各项整改措施均已完成，符合销号要求。"
)

// corpusExamples are what breaks a rule on a corpus, and what does not: the
// examples of the list of rules as notices.
var corpusExamples = map[string]struct{ breaks, holds []told }{
	"IDN08": {
		breaks: []told{
			{pingjiang, "二", "三", "", sewage, built, "2023年1月13日"},
			{pingjiang, "二", "八", "", sewage, built, "2023年6月13日"},
		},
		holds: []told{
			{pingjiang, "二", "三", "", sewage, built, "2023年1月13日"},
			{pingjiang, "二", "三", "", sewage, built, "2023年6月13日"},
		},
	},
	"NUM04": {
		breaks: []told{
			{pingjiang, "二", "三", "根据《岳阳市较大及一般环境问题责任追究办法》（岳办发〔2022〕4号），", sewage, built, "2023年1月13日"},
			{huarong, "二", "八", "根据《洞庭湖总磷污染控制与削减工作方案》（岳办发〔2022〕4号），", dust, built, "2023年6月13日"},
		},
		holds: []told{
			{pingjiang, "二", "三", "根据《岳阳市较大及一般环境问题责任追究办法》（岳办发〔2022〕4号），", sewage, built, "2023年1月13日"},
			{huarong, "二", "八", "根据《关于印发〈岳阳市较大及一般环境问题责任追究办法〉的通知》（岳办发〔2022〕4号），", dust, built, "2023年6月13日"},
		},
	},
	"SUB10": {
		breaks: []told{
			{pingjiang, "二", "三", "", sewage, fmt.Sprintf(account, 300, "青山镇", 3), "2023年1月13日"},
			{huarong, "二", "八", "", dust, fmt.Sprintf(account, 1500, "白水镇", 12), "2023年6月13日"},
		},
		holds: []told{
			{pingjiang, "二", "三", "", sewage, fmt.Sprintf(account, 300, "青山镇", 3) + formula, "2023年1月13日"},
			{huarong, "二", "八", "", dust, "县住建局督促27处工地安装喷淋设备，覆盖裸土12公顷。" + formula, "2023年6月13日"},
		},
	},
	"SUB13": {
		breaks: []told{
			{pingjiang, "一", "三", "", sewage, built, "2018年1月13日"},
			{pingjiang, "三", "九", "", "汨水河流域畜禽养殖污染反弹，污水直排入河，氨氮浓度升高。", built, "2025年6月13日"},
		},
		holds: []told{
			{pingjiang, "一", "三", "", sewage, built, "2018年1月13日"},
			{pingjiang, "三", "九", "", "汨水河违法采砂，盗采河砂屡禁不止。", built, "2025年6月13日"},
		},
	},
}

// acrossNotices gives the ids of the rules that find something in the notices beside
// each other.
func acrossNotices(t *testing.T, texts []told) []string {
	t.Helper()
	pass := corpus.New(compliance.CorpusRules())
	for i, w := range texts {
		notices := parse.Parse(&gongshi.Document{Text: w.write()})
		if len(notices) != 1 || notices[0].Kind != gongshi.KindCloseOut || notices[0].Region == nil {
			t.Fatalf("%q is no notice of a county", w.write())
		}
		notices[0].ID = fmt.Sprint(i)
		pass.Add(&notices[0])
	}
	var rules []string
	for f := range pass.Findings() {
		rules = append(rules, f.Rule)
	}
	return rules
}

// Each rule on a corpus finds something in its breaking example, and none does in
// the other.
func TestCorpusExamples(t *testing.T) {
	for id, example := range corpusExamples {
		if diff := cmp.Diff([]string{id}, acrossNotices(t, example.breaks)); diff != "" {
			t.Errorf("%s, what breaks it: -want +got\n%s", id, diff)
		}
		if got := acrossNotices(t, example.holds); len(got) != 0 {
			t.Errorf("%s, what does not break it: %v", id, got)
		}
	}
}

// No rule is without an example that breaks it and one that does not: those of a
// notice are run by TestExamples, those of a corpus by TestCorpusExamples.
func TestEveryRuleHasExamples(t *testing.T) {
	var ids []string
	for _, r := range compliance.Rules() {
		ids = append(ids, r.ID)
		if r.Breaks.Text == "" || r.Holds.Text == "" || r.Breaks.Text == r.Holds.Text {
			t.Errorf("%s: no example that breaks it and one that does not", r.ID)
		}
	}
	for _, r := range compliance.CorpusRules() {
		ids = append(ids, r.ID)
		if e := corpusExamples[r.ID]; len(e.breaks) < 2 || len(e.holds) < 2 {
			t.Errorf("%s: no notices that break it and some that do not", r.ID)
		}
	}
	var want []string
	for _, family := range []struct {
		name  string
		rules int
	}{{"IDN", 8}, {"NUM", 6}, {"PUB", 15}, {"SEC", 11}, {"SUB", 13}} {
		for i := range family.rules {
			want = append(want, fmt.Sprintf("%s%02d", family.name, i+1))
		}
	}
	slices.Sort(ids)
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("rules: -want +got\n%s", diff)
	}
}
