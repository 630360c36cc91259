package parse

import (
	"fmt"
	"strings"
	"testing"

	"gongshi"
)

// checkFacts hands the mentions beyond those of CONTRACT to span, which fails
// where one does not cut what it says.
func checkFacts(n *gongshi.Notice, span func(string, gongshi.Span, string)) {
	for _, m := range n.Emails {
		span("e-mail", m.Span, m.Text)
	}
	for _, m := range n.Addresses {
		span("address", m.Span, m.Text)
	}
	for _, m := range n.CitedTitles {
		span("cited title", m.Span, m.Text)
	}
	for _, m := range n.ResponsibleUnits {
		span("responsible unit", m.Span, m.Text)
	}
	for _, m := range n.Deadlines {
		span("deadline", m.Span, m.Text)
	}
	for _, m := range n.Quantities {
		span("quantity", m.Span, m.Text)
	}
	for _, m := range n.Petitions {
		span("petition", m.Span, m.Text)
	}
	if n.Batch != nil {
		span("batch", n.Batch.Span, n.Batch.Text)
	}
}

func TestEmails(t *testing.T) {
	check(t, []row{
		{"电子邮箱：fisheryjs@163.com。", []string{"fisheryjs@163.com"}},
		{"邮箱：yy_hb-jc.2@mail.yueyang.gov.cn，电话：略", []string{"yy_hb-jc.2@mail.yueyang.gov.cn"}},
		{"邮箱：ｙｙｈｂ＠１６３．ｃｏｍ", []string{"yyhb@163.com"}},
		{"邮箱：yyhb @ 163.com", []string{"yyhb@163.com"}},
		{"a@qq.com、b@qq.com", []string{"a@qq.com", "b@qq.com"}},
		{`电子邮箱:<a href="mailto:jwb@mail.sysu.edu.cn">jwb@mail.sysu.edu.cn</a>(教务部)`, []string{"jwb@mail.sysu.edu.cn"}},
		// must not match
		{"[email protected]", nil},
		{"关注@岳阳发布，微博@user", nil},
		{"浓度3@4.5，a@b，x@.com，@qq.com，a.@163.com", nil},
		{"user@localhost，a@163.c，a@-b.com", nil},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, e := range n.Emails {
			out = append(out, e.Address)
		}
		return out
	})
}

func TestAddresses(t *testing.T) {
	const signed = "\n岳阳市生态环境局\n2023年10月13日"
	check(t, []row{
		{"联系地址：渭南市朝阳大街中段渭南市生态环境局", []string{"contact 渭南市朝阳大街中段渭南市生态环境局"}},
		{"通讯地址：德惠市德惠路1158号，邮编130300", []string{"contact 德惠市德惠路1158号 130300"}},
		{"八、受理地址：虎林市解放东街127号", []string{"reception 虎林市解放东街127号"}},
		{"受理地址\n宝山区一马路银河大街西北侧", []string{"reception 宝山区一马路银河大街西北侧"}},
		{"地 址：岳阳市岳阳楼区花板桥路8号  邮政编码：414000", []string{"contact 岳阳市岳阳楼区花板桥路8号 414000"}},
		{"地址：广州市天河区龙口西路213号 联系电话：020-87532305", []string{"contact 广州市天河区龙口西路213号"}},
		{"联系地址：南湖大道5号（区政府大院3号楼）；电话：略", []string{"contact 南湖大道5号（区政府大院3号楼）"}},
		{"| 受理地点 | 市民中心3楼 |", []string{"reception 市民中心3楼"}},
		{"现予以公示。\n联系地址：建设路1号" + signed + "\n版权所有：某市\n地址：解放路2号", []string{"contact 建设路1号", "other 解放路2号"}},
		// must not match
		{"网站地址：http://www.yueyang.gov.cn/路", nil},
		{"项目地址位于建设路，厂址：略", nil},
		{"地址：略", nil},
		{"地址变更后，地点不限。", nil},
		{"地址：\n\n", nil},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, a := range n.Addresses {
			out = append(out, strings.TrimSpace(fmt.Sprint(a.Role, " ", a.Text, " ", a.PostCode)))
		}
		return out
	})
}

func TestCitedTitles(t *testing.T) {
	check(t, []row{
		{"根据《岳阳市责任追究办法》（岳办发〔2022〕4号）精神", []string{"岳阳市责任追究办法|岳办发〔2022〕4号"}},
		{"京政办发〔2016〕26号《北京市关于印发〈要点〉的通知》", []string{"北京市关于印发〈要点〉的通知|京政办发〔2016〕26号"}},
		{"《关于印发《办法》的通知》和《条例》", []string{"关于印发《办法》的通知|", "条例|"}},
		{"《国务院关于修改<建设项目环境保护管理条例>的决定》(国务院令第682号)", []string{"国务院关于修改<建设项目环境保护管理条例>的决定|国务院令第682号"}},
		{"《实施方案(草案)(简称《回头看整改方案》)以及《通知》要求", []string{"回头看整改方案|", "通知|"}},
		// must not match
		{"《……》已经市政府同意", nil},
		{"〈办法〉、“方案”、〔2022〕4号", nil},
		{"办法》的要求", nil},
		{"《办法\n》的要求", nil},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, c := range n.CitedTitles {
			out = append(out, c.Title+"|"+c.Number)
		}
		return out
	})
}

func TestUnbalancedTitles(t *testing.T) {
	for text, want := range map[string]int{
		"根据《办法》和《条例》":                        0,
		"按照《实施方案(草案)以及《通知》要求":                1,
		"按照办法》要求":                            1,
		"《" + strings.Repeat("长", 400) + "》": 2,
		strings.Repeat("《甲\n", 50):           maxUnbalanced,
	} {
		got := 0
		n := parseOne(t, text)
		for _, d := range n.Diagnostics {
			if d.Code == "title-unbalanced" {
				got++
				if s := d.Span.Of(n.Text); s != "《" && s != "》" {
					t.Errorf("%.30s: the place is %q", text, s)
				}
			}
		}
		if got != want {
			t.Errorf("%.30s: %d reported, want %d", text, got, want)
		}
	}
}

// sectioned puts a body under a label between two other sections.
func sectioned(label, body string) string {
	return "一、整改目标\n消除污染。\n二、" + label + "\n" + body + "\n三、整改措施\n加强管理。"
}

func TestResponsibleUnits(t *testing.T) {
	var rows []row
	for _, r := range []struct {
		label, body string
		want        []string
	}{
		{"责任单位", "宿马园区党工委、管委会", []string{"宿马园区党工委", "管委会"}},
		{"责任单位", "省自然资源厅牵头，省林业局、省农业农村厅配合。", []string{"省自然资源厅 lead", "省林业局 support", "省农业农村厅 support"}},
		{"责任单位", "由市住建局牵头负责；市生态环境局等按职责分工负责。", []string{"市住建局 lead", "市生态环境局"}},
		{"责任单位", "牵头单位：市住建局；配合单位：市生态环境局、市水利局", []string{"市住建局 lead", "市生态环境局 support", "市水利局 support"}},
		{"责任单位", "省直各有关部门，各市（地）党委、政府（行署）。", []string{"省直各有关部门", "各市（地）党委", "政府（行署）"}},
		{"整改实施主体", "各县（市、区）人民政府", []string{"各县（市、区）人民政府"}},
		{"责任单位", "1.南陵县委、县政府\n2.工业和信息化局", []string{"南陵县委", "县政府", "工业和信息化局"}},
		{"责任单位", "省自然资源厅牵头，……省林业局配合。", []string{"省自然资源厅 lead", "省林业局 support"}},
		{"牵头单位", "市水利局", []string{"市水利局 lead"}},
		{"责任单位", "市城管局\n责任人：张某某", []string{"市城管局"}},
		// must not match
		{"责任单位", "张三，13907951234，2023年10月", nil},
		{"责任单位", "责任人：李四", nil},
		{"整改措施", "由市住建局牵头，市水利局配合。", nil},
	} {
		rows = append(rows, row{sectioned(r.label, r.body), r.want})
	}
	check(t, rows, func(n gongshi.Notice) []string {
		var out []string
		for _, u := range n.ResponsibleUnits {
			out = append(out, strings.TrimSpace(u.Name+" "+string(u.Role)))
		}
		return out
	})
}

func TestDeadlines(t *testing.T) {
	var rows []row
	for _, r := range []struct {
		label, body string
		want        []string
	}{
		{"完成时限", "2023年9月30日前", []string{"2023-09-30"}},
		{"整改时限", "2021年10月底", []string{"2021-10"}},
		{"整改期限", "2022年底。", []string{"2022"}},
		{"整改时限", "立行立改、长期坚持。", []string{"immediate 立行立改", "ongoing 长期坚持"}},
		{"整改时限", "2025年12月底前，并长期坚持", []string{"2025-12", "ongoing 长期坚持"}},
		{"整改时限", "立即整改，2025年6月底前完成", []string{"immediate 立即整改", "2025-06"}},
		{"整改时限", "已完成整改。", []string{"completed 已完成"}},
		// must not match
		{"整改时限", "按方案执行。", nil},
		{"整改措施", "长期坚持，2025年6月底前完成。", nil},
	} {
		rows = append(rows, row{sectioned(r.label, r.body), r.want})
	}
	check(t, rows, func(n gongshi.Notice) []string {
		var out []string
		for _, d := range n.Deadlines {
			switch {
			case d.Ongoing:
				out = append(out, "ongoing "+d.Text)
			case d.Immediate:
				out = append(out, "immediate "+d.Text)
			case d.Completed:
				out = append(out, "completed "+d.Text)
			default:
				out = append(out, d.Date.String())
			}
		}
		return out
	})
}

func TestQuantities(t *testing.T) {
	var rows []row
	for _, r := range []struct {
		body string
		want []string
	}{
		{"新建管网5公里，清淤18.3万立方米，转运垃圾1,200吨。", []string{"5 公里", "183000 立方米", "1200 吨"}},
		{"投入资金1860万元，其中专项资金1.2亿元，罚款10 万元。", []string{"1.86e+07 元", "1.2e+08 元", "100000 元"}},
		{"取缔养殖场7家、拆除违建三十八处、补植980亩。", []string{"7 家", "38 处", "980 亩"}},
		{"成活率82％，达94.14%，下降3.5个百分点。", []string{"82 %", "94.14 %", "3.5 个百分点"}},
		{"总磷浓度降至0.08mg/L，PM2.5为35微克/立方米。", []string{"0.08 毫克/升", "35 微克/立方米"}},
		{"清理约50余处，出动近300人次，栽植3.5万余株。", []string{"~50 处", "~300 人次", "~35000 株"}},
		{"日处理能力5000吨/日，管径DN300，长12km，面积30㎡。", []string{"5000 吨/日", "12 公里", "30 平方米"}},
		{"拆除两座、关停五百二十家。", []string{"2 座", "520 家"}},
		{"1.31个水源地完成整治。2.12家企业已搬迁。", []string{"31 个", "12 家"}},
		{"渣场防渗4.2公顷，清运废渣11万吨。", []string{"4.2 公顷", "110000 吨"}},
		// must not match
		{"配置3×4米钢板。", nil},
		{"2023年10月13日完成第3项、第三批、11号井。", nil},
		{"10个工作日内完成，工期6个月，一次性通过。", nil},
		{"落实六个百分百，做到四个到位，一处一策。", nil},
		{"按照岳办发〔2022〕4号，电话0730-8245473，K7+337.1。", nil},
		{"3项目、5人民、7处理，PM2.5，2、加强管理。", nil},
	} {
		rows = append(rows, row{sectioned("整改完成情况", r.body), r.want})
	}
	// only in what was done
	rows = append(rows, row{sectioned("整改措施", "新建管网5公里。"), nil})
	check(t, rows, func(n gongshi.Notice) []string {
		var out []string
		for _, q := range n.Quantities {
			s := fmt.Sprint(q.Value, " ", q.Unit)
			if q.Approximate {
				s = "~" + s
			}
			out = append(out, s)
			if n.Sections[q.Section].Kind != gongshi.SectionImplementation || !n.Sections[q.Section].Span.Contains(q.Span) {
				t.Errorf("%s stands in section %d", q.Text, q.Section)
			}
		}
		return out
	})
}

func TestPetitions(t *testing.T) {
	check(t, []row{
		{"关于D3HB202406060068、X2HN202104240024号信访件", []string{"D3HB202406060068", "X2HN202104240024"}},
		{"1D3HB202406050062潜江市周矶办事处", []string{"D3HB202406050062"}}, // glued to the number of its row
		{"受理编号：X140000201812090003", []string{"X140000201812090003"}},
		// must not match
		{"许可证91429005MA488W2K92001R，DN300，X光", nil},
		{"DXDXDXDXDX20240606006812345678901234567890", nil},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, p := range n.Petitions {
			out = append(out, p.ID)
		}
		return out
	})
}

func TestBatch(t *testing.T) {
	check(t, []row{
		{"群众信访举报边督边改公开情况\n（第33批 2018年12月12日）\n根据有关规定，公开如下。", []string{"33 第33批"}},
		{"信访举报转办和边督边改公开情况一览表（第二十九批）\n根据有关规定，公开如下。", []string{"29 第二十九批"}},
		{"突出生态环境问题整改验收销号公示（第 二 批）\n根据规定，公示如下。", []string{"2 第 二 批"}},
		{"现将督察组第十九批转办信访件办理情况公示如下：", []string{"19 第十九批"}},
		// must not match
		{"全国第一批历史文化名城已完成规划。", nil},
		{"现将分批转办的信访件公示如下：", nil},
	}, func(n gongshi.Notice) []string {
		if n.Batch == nil {
			return nil
		}
		return []string{fmt.Sprint(n.Batch.Number, " ", n.Batch.Text)}
	})
}

// What every section says of its own problem stays with it.
func TestFactsOfProblems(t *testing.T) {
	n := parseOne(t, strings.Join([]string{
		"现将上述问题整改完成情况公示如下：",
		"一、“甲矿破坏生态环境”问题", "（一）整改问题", "破坏。", "（二）整改实施主体", "甲县委、县政府", "（三）完成时限", "2025年6月底",
		"二、“乙矿破坏生态环境”问题", "（一）整改问题", "破坏。", "（二）整改实施主体", "乙县政府", "（三）完成时限", "长期坚持",
	}, "\n"))
	var got []string
	for _, u := range n.ResponsibleUnits {
		got = append(got, fmt.Sprint(u.Problem, u.Name))
	}
	for _, d := range n.Deadlines {
		got = append(got, fmt.Sprint(d.Problem, d.Text))
	}
	if s := strings.Join(got, " "); s != "0甲县委 0县政府 1乙县政府 02025年6月底 1长期坚持" {
		t.Error(s)
	}
}
