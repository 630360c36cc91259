package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
)

// sectionsOf writes a notice's sections as "kind|label|text", line breaks as "/".
func sectionsOf(n gongshi.Notice) []string {
	var out []string
	for _, s := range n.Sections {
		out = append(out, fmt.Sprintf("%s|%s|%s", s.Kind, s.Label, strings.ReplaceAll(s.Text, "\n", "/")))
	}
	return out
}

func TestSections(t *testing.T) {
	check(t, []row{
		{"一、整改问题\n河道黑臭。\n二、整改目标\n消除黑臭。", []string{"issue|一、整改问题|河道黑臭。", "goal|二、整改目标|消除黑臭。"}},
		{"一、整改问题：河道黑臭。\n三、整改措施:\n1.截污。\n2.清淤。\n四、整改主要工作及成效；\n已完成。", []string{
			"issue|一、整改问题|河道黑臭。", "measures|三、整改措施|1.截污。/2.清淤。", "implementation|四、整改主要工作及成效|已完成。"}},
		{"一、整改任务秸秆禁烧工作宣传力度不够，焚烧现象时有发生。\n二、整改目标全县杜绝焚烧现象，提高利用率。\n四、验收意见已完成整改，同意销号。", []string{
			"issue|一、整改任务|秸秆禁烧工作宣传力度不够，焚烧现象时有发生。", "goal|二、整改目标|全县杜绝焚烧现象，提高利用率。", "acceptance|四、验收意见|已完成整改，同意销号。"}},
		{"一、第二轮省生态环境保护督察反馈问题\n污泥。\n五、整改措施落实情况\n（一）关于第1项整改措施落实情况。已清理。\n六、整改完成时间。2021年9月", []string{
			"issue|一、第二轮省生态环境保护督察反馈问题|污泥。", "implementation|五、整改措施落实情况|（一）关于第1项整改措施落实情况。已清理。", "deadline|六、整改完成时间|2021年9月"}},
		{"一、反馈问题\n水质下降。\n三、整改措施及完成情况\n一是生态补水；二是清淤。\n四、下一步工作打算\n严格执行方案。", []string{
			"issue|一、反馈问题|水质下降。", "measures|三、整改措施及完成情况|一是生态补水；二是清淤。", "implementation|三、整改措施及完成情况|一是生态补水；二是清淤。",
			"other|四、下一步工作打算|严格执行方案。"}},
		{"整改目标：\n达标。\n整改措施：截污。\n责任 单位：县水利局。", []string{"goal|整改目标|达标。", "measures|整改措施|截污。", "responsible|责任 单位|县水利局。"}},
		{"整改目标    达标。\n整改措施    截污。", []string{"goal|整改目标|达标。", "measures|整改措施|截污。"}},
		{"一、基本情况：渗漏。\n二、整改措施：防渗。\n三、整改情况：已防渗。", []string{
			"other|一、基本情况|渗漏。", "measures|二、整改措施|防渗。", "implementation|三、整改情况|已防渗。"}},
		{"【整改目标】达标。\n【整改措施】截污。", []string{"goal|【整改目标】|达标。", "measures|【整改措施】|截污。"}},
		{"整改任务\n二十五、海水养殖污染。\n责任单位\n昌江县人民政府\n交办问题\n基本情况\n扰民。", []string{
			"issue|整改任务|二十五、海水养殖污染。", "responsible|责任单位|昌江县人民政府", "issue|交办问题\n基本情况|扰民。"}},
		{"序号 | 反馈问题 | 整改目标 | 完成\n情况", nil},
		{"序号|反馈问题|整改目标|完成情况\n1|黑臭。|消除。|已完成。", []string{"issue|反馈问题|黑臭。", "goal|整改目标|消除。", "implementation|完成情况|已完成。"}},
		{"整改目标\t消除。\n整改 措施\t清淤；\n截污。\n完成时限\t2020年底", []string{"goal|整改目标|消除。", "measures|整改 措施|清淤；/截污。", "deadline|完成时限|2020年底"}},
		{"一、整改措施\n截污。\n二、整改情况\n1.已完成截污。\n截至目前，整改措施均已完成，符合销号要求。\n公示时间：2023年1月3日。\n监督电话：0730-8245473", []string{
			"measures|一、整改措施|截污。", "implementation|二、整改情况|1.已完成截污。"}},
		{"一、整改目标\n达标。\n二、整改情况\n已完成。\n三、公示时间：2023年1月3日\n四、受理电话：5886502\n如对整改有异议，请反映。", []string{
			"goal|一、整改目标|达标。", "implementation|二、整改情况|已完成。", "other|三、公示时间|2023年1月3日", "other|四、受理电话|5886502"}},
		{"一,、整改問題\n礦山生態(tài)環(huán)境問題突出,。\n二,、整改目標\n完成治理并通過驗收,。", []string{
			"issue|一,、整改問題|礦山生態(tài)環(huán)境問題突出,。", "goal|二,、整改目標|完成治理并通過驗收,。"}},
		{"问题编号5：矿山开采破坏生态，修复治理工作滞后。\n整改目标：修复。\n整改情况说明：已修复。", []string{
			"issue|问题编号5|矿山开采破坏生态，修复治理工作滞后。", "goal|整改目标|修复。", "implementation|整改情况说明|已修复。"}},
		{"1.编号8：矿山开采破坏生态，修复治理工作滞后。\n整改目标：修复。\n整改情况：已修复。", []string{
			"issue|1.编号8|矿山开采破坏生态，修复治理工作滞后。", "goal|整改目标|修复。", "implementation|整改情况|已修复。"}},
		{"一、整改目标\n达标。\n二、整改情况\n已完成。\n监督电话：5886502\n责任单位：县水利局", []string{
			"goal|一、整改目标|达标。", "implementation|二、整改情况|已完成。"}},
		{"三.整改采取的措施:\n截污。\n四.整改落实到位情况:\n已完成。\n五.验收销号情况:\n同意。", []string{
			"measures|三.整改采取的措施|截污。", "implementation|四.整改落实到位情况|已完成。", "acceptance|五.验收销号情况|同意。"}},
		{"一、问题描述：\n直排。\n二、牵头及配合单位：\n牵头单位：县水利局。\n四、整改时间节点：\n2025年10月底前。", []string{
			"issue|一、问题描述|直排。", "responsible|二、牵头及配合单位|牵头单位：县水利局。", "deadline|四、整改时间节点|2025年10月底前。"}},
		{"一、中央环境保护督察反馈意见整改任务河段水质恶化，排涝站直排。\n二、整改目标\n达标。", []string{
			"issue|一、中央环境保护督察反馈意见整改任务|河段水质恶化，排涝站直排。", "goal|二、整改目标|达标。"}},
		{"问题编号5：\n矿山开采破坏生态，修复治理工作滞后。\n整改目标：\n修复。", []string{
			"issue|问题编号5|矿山开采破坏生态，修复治理工作滞后。", "goal|整改目标|修复。"}},
		{"一、整改目标\n达标。\n二、整改情况\n已完成。\n公示5天：10月13日至10月17日", []string{"goal|一、整改目标|达标。", "implementation|二、整改情况|已完成。"}},
		{"一、整改目标\n达标。\n二、整改情况\n已完成。\n整改情况向社会公示7天，有异议的，请提出。", []string{"goal|一、整改目标|达标。", "implementation|二、整改情况|已完成。"}},
		{"问题\n序号\n具体问题\n整改目标\n整改措施\n责任\n单位\n整改\n时限\n完成情况\n备注\n十九\n渗滤液处理能力不足。\n提升处理能力。\n1.建成设施。\n2.修补膜。\n县城管局\n2022年6月底\n1.已建成设施。\n2.已修补膜。\n已完成", []string{
			"issue|具体问题|渗滤液处理能力不足。", "goal|整改目标|提升处理能力。", "measures|整改措施|1.建成设施。/2.修补膜。", "responsible|责任\n单位|县城管局",
			"deadline|整改\n时限|2022年6月底", "implementation|完成情况|1.已建成设施。/2.已修补膜。"}},
		{"反馈问题\n复垦滞后。\n整改要求\n年底前完成复垦。\n采取的措施\n包矿责任制。", []string{"issue|反馈问题|复垦滞后。", "goal|整改要求|年底前完成复垦。", "measures|采取的措施|包矿责任制。"}},
		// must not match
		{"一、反馈问题\n复垦滞后。\n二、整改情况\n已达到整改要求，\n整改要求不再保留。", []string{"issue|一、反馈问题|复垦滞后。", "implementation|二、整改情况|已达到整改要求，/整改要求不再保留。"}},
		{"一、审计发现的情况\n资金滞留。\n二、整改要求\n请你区逐条制定方案。\n三、报送时间和方式\n请书面报送。", nil},
		{"一、整改目标要再对标。逐项核对清单，确保标准不降。\n二、整改措施要再细化，要加强指导。\n三、完成时限要再压实。", nil},
		{"验收情况：2025年2月26日，我公司组织验收，同意通过。\n责任单位：某公司", nil},
		{"问题\n序号\n具体问题\n整改目标\n整改措施\n责任单位\n十九\n渗滤液处理能力不足。\n提升处理能力。\n建成设施。\n不是单位。", nil},
		{"该地仍将整改目标设定为2025年，明确整改措施、时限，反馈问题：不具体。", nil},
		{"一、切实加强整改工作\n深入推进督察整改。\n二、强化整改措施\n逐条落实。", nil},
		{"一、工作目标\n到2025年建成体系。\n二、主要措施\n加强宣传。\n责任单位：各街道。", nil},
		{"第一条 为了规范整改措施，制定本办法。\n第二条 整改目标由方案确定。", nil},
		{"公示时间：2023年1月3日\n联系电话：5886502", nil},
	}, sectionsOf)
}

func TestSeveralProblems(t *testing.T) {
	n := parseOne(t, strings.Join([]string{
		"关于整改完成情况的公示", "现将两项问题公示如下：", "一、第七项：扬尘", "（一）整改目标", "达标。", "（二）整改措施", "喷淋。",
		"二、“黑臭水体”问题", "（一）整改目标", "消除。", "（二）整改措施", "清淤。",
	}, "\n"))
	var got []string
	for _, s := range n.Sections {
		got = append(got, fmt.Sprint(s.Problem, " ", s.Kind, " ", n.Problems[s.Problem].Number))
	}
	want := []string{"0 goal 7", "0 measures 7", "1 goal 2", "1 measures 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Rows of a table are a problem each, whatever column comes first.
func TestRowsOfATable(t *testing.T) {
	n := parseOne(t, "关于整改情况的公示\n序号|反馈问题|整改目标|完成情况\n1|黑臭。|消除。|已完成。\n2|扬尘。|达标。|正常。")
	var got []string
	for _, s := range n.Sections {
		got = append(got, fmt.Sprint(s.Problem, " ", s.Kind, " ", s.Text))
	}
	want := []string{"0 issue 黑臭。", "0 goal 消除。", "0 implementation 已完成。", "1 issue 扬尘。", "1 goal 达标。", "1 implementation 正常。"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTitledProblems(t *testing.T) {
	n := parseOne(t, "关于3个问题整改情况的公示\n问题一：采砂破坏岸线（问题编号十一）\n一、反馈问题\n岸线破坏。\n二、整改目标\n复绿。\n"+
		"问题二：渗滤液处置不到位\n一、反馈问题\n渗滤液积存。\n二、整改目标\n清零。\n公示时间：2023年3月1日至2023年3月14日。")
	var got []string
	for _, s := range n.Sections {
		got = append(got, fmt.Sprint(n.Problems[s.Problem].Number, " ", s.Kind, " ", s.Text))
	}
	want := []string{"11 issue 岸线破坏。", "11 goal 复绿。", "2 issue 渗滤液积存。", "2 goal 清零。"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A number alone on a line opens a problem.
func TestNumbersAboveSections(t *testing.T) {
	n := parseOne(t, "关于部分整改任务完成情况的公示\n第9项\n反馈问题：扬尘污染。\n整改目标：达标。\n第41-2项\n反馈问题：整治不彻底。\n整改目标：清零。\n")
	var got []string
	for _, s := range n.Sections {
		got = append(got, fmt.Sprint(n.Problems[s.Problem].Number, " ", s.Kind, " ", s.Text))
	}
	want := []string{"9 issue 扬尘污染。", "9 goal 达标。", "41-2 issue 整治不彻底。", "41-2 goal 清零。"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestItems(t *testing.T) {
	check(t, []row{
		{"一、整改措施\n1.2021年底前完成。\n2.建立制度。\n（1）巡查。\n3、督办。\n二、整改目标\n无。", []string{"1.2021年底前完成。", "2.建立制度。/（1）巡查。", "3、督办。"}},
		{"一、整改措施\n（一）清淤。（二）截污。(三)补水。\n二、整改目标\n无。", []string{"（一）清淤。", "（二）截污。", "(三)补水。"}},
		{"一、整改措施\n一是清淤；二是截污。\n二、整改目标\n无。", []string{"一是清淤；", "二是截污。"}},
		{"一、整改措施\n投资1.31亿元，建成3.5公里。\n二、整改目标\n无。", nil},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, i := range n.Sections[0].Items {
			out = append(out, strings.ReplaceAll(i.Of(n.Text), "\n", "/"))
		}
		return out
	})
}

func TestTitle(t *testing.T) {
	for _, r := range []struct{ text, doc, want string }{
		{"岳阳市办公室\n关于 2021 年第二轮\n反馈问题（问题编号一）整改销号情况的公示\n根据规定，公示如下：", "", "岳阳市办公室关于 2021 年第二轮反馈问题（问题编号一）整改销号情况的公示"},
		{"首页 > 通知公告\n通知公告\n第8项问题整改 销号公示\n发布时间：2022-11-22 来源：住建局", "", "第8项问题整改销号公示"},
		{"群众信访举报边督边改公开情况\n（第33批 2018年12月12日）\n序号", "", "群众信访举报边督边改公开情况（第33批 2018年12月12日）"},
		{"根据要求，现将整改情况公示如下：\n一、整改任务\n无。", "关于第3项问题整改情况的公示_某县人民政府", "关于第3项问题整改情况的公示"},
		{"根据要求，现将整改情况公示如下：\n一、整改任务\n无。", "某县人民政府门户网站", ""},
		{"根据要求，现将整改情况予以公示。\n附件\n某县整改情况", "", ""},
		{"公　示\n根据要求，现将整改情况公示如下：\n一、整改任务\n无。", "", "公示"},
		{"公　示\n【发布日期：2020/11/06】 【来源：某某局】\n根据要求，现公示如下：\n一、整改任务\n无。", "", "公示"},
		{"某县办公室\n关于第二轮督察反馈意见\n第二十六项问题整改销号情况的公示\n根据规定，公示如下：", "", "某县办公室关于第二轮督察反馈意见第二十六项问题整改销号情况的公示"},
		{"某县关于督察“回头看”反馈意见整改方案\n第15号整改任务的验收销号意见\n2019-11-20 10:12 来源：某县\n按照规定公示。", "", "某县关于督察“回头看”反馈意见整改方案第15号整改任务的验收销号意见"},
		{"某市督察反馈问题整改公示\n发布时间：2024-01-05 来源：水务局\n关于省委督察反馈问题\n（问题编号：036）\n整改完成情况的公示\n按照规定公示。", "", "关于省委督察反馈问题（问题编号：036）整改完成情况的公示"},
		{"专题专栏 / 环保督察“回头看” / 整改公示\n2024年督察反馈问题整改情况公示\n按照要求，公示如下。", "", "2024年督察反馈问题整改情况公示"},
		{"某县召开督察反馈问题整改销号工作推进会\n发布时间：2023-08-11 来源：融媒体中心\n8月10日，某县召开会议。", "", "某县召开督察反馈问题整改销号工作推进会"},
	} {
		n := Parse(&gongshi.Document{Text: r.text, Title: r.doc})[0]
		if n.Title != r.want {
			t.Errorf("%q: title %q, want %q", r.text, n.Title, r.want)
		}
	}
}

func TestIssuer(t *testing.T) {
	check(t, []row{
		{"岳阳市办公室\n关于整改情况的公示\n现公示如下。\n岳阳市生态环境局\n2023年1月3日", []string{"岳阳市生态环境局"}},
		{"关于整改情况的公示\n现公示如下。\n中共宝山区委\n宝山区人民政府\n2023年1月3日", []string{"中共宝山区委、宝山区人民政府"}},
		{"关于整改情况的公示\n现公示如下。\n巴东县自来水公司      国网巴东县供电公司\n2017年4月6日", []string{"巴东县自来水公司、国网巴东县供电公司"}},
		{"关于整改情况的公示\n现公示如下。\n渭南市生态环境保护督察巡查\n工作领导小组办公室\n2023年1月3日", []string{"渭南市生态环境保护督察巡查工作领导小组办公室"}},
		{"关于整改情况的公示\n现公示如下。\n中共沅陵县委办公室　沅陵县人民政府办公室\n2024年5月6日", []string{"中共沅陵县委办公室、沅陵县人民政府办公室"}},
		{"闻喜县人民政府关于第07号整改任务的验收销号意见\n现将情况公示如下。", []string{"闻喜县人民政府"}},
		{"整改情况公示\n发布时间：2022-11-22 来源：虎林市住建局\n现公示如下。", []string{"虎林市住建局"}},
		{"关于整改情况的公示\n现公示如下。\n彭泽县突出环境问题整改工作领导小组\n办公室\n2023年1月3日", []string{"彭泽县突出环境问题整改工作领导小组办公室"}},
		{"关于整改情况的公示\n现公示如下。\n彭泽县长江办\n2023年1月3日", []string{"彭泽县长江办"}},
		{"关于整改情况的公示\n现公示如下。\n瓮安县生态环境保护委员会（代章）\n2023年1月3日", []string{"瓮安县生态环境保护委员会"}},
		{"关于整改情况的公示\n现公示如下。\n京山市水利局\n附表\n完成情况表", []string{"京山市水利局"}},
		{"关于整改情况的公示\n现公示如下。\n受理部门：虎林市生态环境局\n2023年1月3日", nil},
		{"现将情况公示如下。\n区委督查室、区政府督查室", nil},
	}, func(n gongshi.Notice) []string {
		if n.Issuer == "" {
			return nil
		}
		return []string{n.Issuer}
	})
}

func TestRegion(t *testing.T) {
	check(t, []row{
		{"现公示如下。\n岳阳市岳阳楼区人民政府\n2023年1月3日", []string{"湖南省 岳阳市 岳阳楼区 430602"}},
		{"现公示如下。\n潜江市人民政府\n2023年1月3日", []string{"湖北省  潜江市 429005"}},
		{"双鸭山市问题公示如下。\n宝山区人民政府\n2023年1月3日", []string{"黑龙江省 双鸭山市 宝山区 230506"}},
		{"联系地址：陕西南路8号。", nil},
	}, func(n gongshi.Notice) []string {
		r := n.Region
		if r == nil {
			return nil
		}
		return []string{fmt.Sprint(r.Province, " ", r.City, " ", r.County, " ", r.Code)}
	})
}
