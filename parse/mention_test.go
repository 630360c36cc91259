package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
)

// parseOne parses a text that holds one notice and checks its spans.
func parseOne(t *testing.T, text string) gongshi.Notice {
	t.Helper()
	doc := &gongshi.Document{Text: text}
	notices := Parse(doc)
	if len(notices) != 1 {
		t.Fatalf("%d notices, want 1", len(notices))
	}
	checkSpans(t, doc, &notices[0])
	return notices[0]
}

// row is a line of a table of an extractor: no want means that nothing may be
// found.
type row struct {
	text string
	want []string
}

func check(t *testing.T, rows []row, extract func(gongshi.Notice) []string) {
	t.Helper()
	for _, r := range rows {
		if diff := cmp.Diff(r.want, extract(parseOne(t, r.text))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", r.text, diff)
		}
	}
}

func TestDates(t *testing.T) {
	check(t, []row{
		{"于2023年10月13日完成验收。", []string{"2023-10-13"}},
		{"于2023 年6 月26 日完成验收。", []string{"2023-06-26"}},
		{"于2022年06月10日完成，2019年7月开工，2018年立项。", []string{"2022-06-10", "2019-07", "2018"}},
		{"2021年6月底前完成，2020年底前开工，2019年10月中旬立项。", []string{"2021-06", "2020", "2019-10"}},
		{"自2021.2.26起，至2020/4/22、2020-04-23。", []string{"2021-02-26", "2020-04-22", "2020-04-23"}},
		{"二○二三年十一月三日至二〇二一年十月十日，二0二一年三月二日，二OO六年九月。", []string{"2023-11-03", "2021-10-10", "2021-03-02", "2006-09"}},
		{"检查时间为2016年5月27至28日。", []string{"2016-05-27", "2016-05-28 inferred"}},
		{"2019年6月至8月开展排查。", []string{"2019-06", "2019-08 inferred"}},
		{"8月1日(星期一)至8月5日(星期五)，2022年办理。", []string{"2022-08-01 inferred", "2022-08-05 inferred", "2022"}},
		{"2023年12月28日至1月8日核查。", []string{"2023-12-28", "2024-01-08 inferred"}},
		{"2019年8月22日—8月28日，2019年9月1日-3日，2019年10月1日～11月2日。", []string{
			"2019-08-22", "2019-08-28 inferred", "2019-09-01", "2019-09-03 inferred", "2019-10-01", "2019-11-02 inferred"}},
		{"湘政办发〔2022〕4号2023年5月6日印发。", []string{"2023-05-06"}},
		{"2024年4月28前报送，2024年12月20，另行通知。", []string{"2024-04-28", "2024-12-20"}},
		{"1.2021年底前完成整治。", []string{"2021"}},
		{"经2019年10月16日、17日检测。", []string{"2019-10-16", "2019-10-17 inferred"}},
		{"公示时间:2025年95日至2025年918日(10个工作日)", []string{"2025-09-05 inferred", "2025-09-18 inferred"}},
		{"2018年6月18日接件（2016年3月建成），7月9日缴款。", []string{"2018-06-18", "2016-03", "2018-07-09 inferred"}},
		{"公示时间:20221122日至202211243个工作日", []string{"2022-11-22 inferred", "2022-11-24 inferred"}},
		{"公示时间：2025724日至20258610个工作日", []string{"2025-07-24 inferred", "2025-08-06 inferred"}},
		{"验收组于2019年1221日验收。", []string{"2019-12-21 inferred"}},
		// must not match
		{"2023年2月30日完成。", nil},
		{"投资2023万元，管网长2021.5公里，编号20201125001。", nil},
		{"网站标识码4306020001，索引号011359676/2024-33655。", nil},
		{"时间为8:00-20:00，桩号K7+337.1-K7+369.1。", nil},
		{"共完成3月度考核5项，第12月台账。", nil},
		{"1865年、2150年。", nil},
		{"监督电话：0566—2038719", nil},
		{"同比增长16、17个百分点。", nil},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, d := range n.Dates {
			s := d.Date.String()
			if d.Inferred {
				s += " inferred"
			}
			out = append(out, s)
		}
		return out
	})
}

func TestDateRoles(t *testing.T) {
	n := parseOne(t, strings.Join([]string{
		"关于整改情况的公示", "发布时间：2023-07-28 15:18", "今天是2024年1月2日 星期二", "一、整改目标", "达标。", "二、完成时限", "2023年6月30日前", "三、整改情况",
		"2023年5月1日完工。", "公示时间：2023年7月27日至8月9日。", "某县人民政府", "2023年7月26日",
	}, "\n"))
	var got []string
	for _, d := range n.Dates {
		got = append(got, fmt.Sprint(d.Date, " ", d.Role))
	}
	want := []string{
		"2023-07-28 published", "2023-06-30 deadline", "2023-05-01 body", "2023-07-27 publicity-start", "2023-08-09 publicity-end", "2023-07-26 signed",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n.Issued != (gongshi.Date{Year: 2023, Month: 7, Day: 26}) {
		t.Errorf("issued %v, want the day of the signature", n.Issued)
	}
}

func TestDateTrouble(t *testing.T) {
	for text, code := range map[string]string{
		"于2023年2月30日完成。":   "date-impossible",
		"公示时间：2020111日起公示": "date-undecided",
		"于8月3日完成。":         "date-without-year",
	} {
		n := parseOne(t, text)
		if len(n.Diagnostics) == 0 || n.Diagnostics[0].Code != code || n.Diagnostics[0].Stage != "parse" {
			t.Errorf("%s: diagnostics %v, want %s", text, n.Diagnostics, code)
		}
	}
}

func TestDocumentNumbers(t *testing.T) {
	check(t, []row{
		{"《岳阳市责任追究办法》（岳办发〔2022〕4号）精神", []string{"岳办发〔2022〕4号|岳办发|2022|4|岳阳市责任追究办法"}},
		{"《方案》(岳楼发[2022]2号)", []string{"岳楼发〔2022〕2号|岳楼发|2022|2|方案"}},
		{"《关于印发〈办法〉的通知》（国办函【2022】17号）", []string{"国办函〔2022〕17号|国办函|2022|17|关于印发〈办法〉的通知"}},
		{"（信工信砖整办字〔2018〕15、17、28号）", []string{"信工信砖整办字〔2018〕15、17、28号|信工信砖整办字|2018|15、17、28|"}},
		{"《通知》（琼环督字〔2021〕7 号）", []string{"琼环督字〔2021〕7号|琼环督字|2021|7|通知"}},
		{"根据陕环执法函〔2018〕 28号和粤教高函﹝2019﹞40号", []string{"陕环执法函〔2018〕28号|陕环执法函|2018|28|", "粤教高函〔2019〕40号|粤教高函|2019|40|"}},
		{"（辽林草明电2019〕54号）", []string{"辽林草明电〔2019〕54号|辽林草明电|2019|54|"}},
		{"（国环规环评〔2017) 4号）", []string{"国环规环评〔2017〕4号|国环规环评|2017|4|"}},
		{"《条例》（国务院令第682号）", []string{"国务院令第682号|国务院令|0|682|条例"}},
		{"政府令第56号，东办秘字第五三一号，工业和信息化部公告2026年第2号", []string{
			"政府令第56号|政府令|0|56|", "东办秘字第531号|东办秘字|0|531|", "工业和信息化部公告2026年第2号|工业和信息化部公告|2026|2|"}},
		{"八月十四日政政董字第三三号", []string{"政政董字第33号|政政董字|0|33|"}},
		// other brackets, the marks of character recognition, years otherwise
		{"《方案》（君办发【2016】7号）", []string{"君办发〔2016〕7号|君办发|2016|7|方案"}},
		{"岳办发﹝2022]4号，岳办发(2022〕5号", []string{"岳办发〔2022〕4号|岳办发|2022|4|", "岳办发〔2022〕5号|岳办发|2022|5|"}},
		{"岳办发〔二〇二二〕4号，岳办发〔16〕7号", []string{"岳办发〔2022〕4号|岳办发|2022|4|", "岳办发〔2016〕7号|岳办发|2016|7|"}},
		{"岳办发〔2022 4号，岳办发〔2022〕第04号", []string{"岳办发〔2022〕4号|岳办发|2022|4|", "岳办发〔2022〕第4号|岳办发|2022|4|"}},
		{"岳办发〔2022〕\n4号文件要求", []string{"岳办发〔2022〕4号|岳办发|2022|4|"}},
		{"岳办发〔<span>2022</span>〕<b>4</b>号", []string{"岳办发〔2022〕4号|岳办发|2022|4|"}},
		{"（*政发〔2022〕**号）", []string{"*政发〔2022〕**号|*政发|2022|**|"}},
		// several
		{"信工字〔2018〕15号、17号和28号", []string{"信工字〔2018〕15号|信工字|2018|15|", "信工字〔2018〕17号|信工字|2018|17|", "信工字〔2018〕28号|信工字|2018|28|"}},
		{"岳办发〔2021〕7号、〔2022〕4号", []string{"岳办发〔2021〕7号|岳办发|2021|7|", "岳办发〔2022〕4号|岳办发|2022|4|"}},
		// orders and announcements
		{"国务院第682号令，中华人民共和国主席令第九号，湖南省政府令〔2010〕第15号", []string{
			"国务院令第682号|国务院令|0|682|", "中华人民共和国主席令第9号|中华人民共和国主席令|0|9|", "湖南省政府令〔2010〕第15号|湖南省政府令|2010|15|"}},
		{"生态环境部公告 2026 年第 2 号", []string{"生态环境部公告2026年第2号|生态环境部公告|2026|2|"}},
		// stems that begin like running text, or follow it
		{"渝经信发〔2019〕3号，和政发〔2020〕1号", []string{"渝经信发〔2019〕3号|渝经信发|2019|3|", "和政发〔2020〕1号|和政发|2020|1|"}},
		{"按照省环保厅湘环函〔2018〕3号和市委岳发〔2018〕1号要求", []string{"湘环函〔2018〕3号|湘环函|2018|3|", "市委岳发〔2018〕1号|市委岳发|2018|1|"}},
		// the title behind
		{"京政办发〔2016〕26号《北京市关于印发〈要点〉的通知》", []string{"京政办发〔2016〕26号|京政办发|2016|26|北京市关于印发〈要点〉的通知"}},
		{"岳办发〔2022〕4号文件《办法》（以下简称《办法》）", []string{"岳办发〔2022〕4号|岳办发|2022|4|办法"}},
		{"岳办发〔2022〕4号《甲办法》（岳政发〔2022〕5号）", []string{"岳办发〔2022〕4号|岳办发|2022|4|", "岳政发〔2022〕5号|岳政发|2022|5|甲办法"}},
		// must not match
		{"小区（2021）12号楼，厂区〔2020〕2号水井", nil},
		{"（2023）湘0602民初1234号，案号1234号", nil},
		{"2022年第2号水井，第4号机组，1号、2号线", nil},
		{"15号、17号地块，〔2022〕4号", nil},
		{"第682号令人担忧，3号令", nil},
		{"第8号问题，243号问题，隽水镇银山广场1号", nil},
		{"〔第三批〕名单，〔2022〕年度，2号水井", nil},
		{"公示期10日，建设路5号院", nil},
		{"第251督查组，序号8（市序号9）", nil},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, d := range n.DocumentNumbers {
			out = append(out, fmt.Sprintf("%s|%s|%d|%s|%s", d.Number, d.Agency, d.Year, d.Serial, d.Title))
		}
		return out
	})
}

func TestPhones(t *testing.T) {
	check(t, []row{
		{"监督电话：0730-8245473。", []string{"0730-8245473 landline contact"}},
		{"监督电话：0563—2833132", []string{"0563-2833132 landline contact"}},
		{"电 话：（0531）66226651", []string{"0531-66226651 landline contact"}},
		{"联系电话:07153583117", []string{"0715-3583117 landline contact"}},
		{"联系电话：0431 87001234", []string{"0431-87001234 landline contact"}},
		{"受理电话：5886502", []string{"5886502 landline contact"}},
		{"联系电话\n26699602", []string{"26699602 landline contact"}},
		{"联系人：李工，手机：13907951234；举报热线：12369", []string{"13907951234 mobile contact", "12369 hotline contact"}},
		{"电话：025-51868123、025-51868456；传真：025-51868999", []string{
			"025-51868123 landline contact", "025-51868456 landline contact", "025-51868999 landline fax"}},
		{"联系电话：84111549（教务部）\n84115582（监察处）", []string{"84111549 landline contact", "84115582 landline contact"}},
		{"联系电话:020-87532305 传 真:020-87531903", []string{"020-87532305 landline contact", "020-87531903 landline fax"}},
		{"客服电话400-810-0999，手机138****1234", []string{"400-810-0999 service contact", "138****1234 mobile contact"}},
		{"举报电话:0739-2599509受理举报电话时间为每天8:00-20:00", []string{"0739-2599509 landline contact"}},
		{"联系电话（传真）：0745-2712345", []string{"0745-2712345 landline contact"}},
		{"0739-2599509", []string{"0739-2599509 landline other"}},
		{"监督电话：0730-8245473/8245474", []string{"0730-8245473 landline contact", "8245474 landline contact"}},
		{"监督电话：+86-0730-8245473", []string{"0730-8245473 landline contact"}},
		{"监督电话：0730-8245473-801", []string{"0730-8245473 landline contact"}},
		{"联系电话：0730-8245473 执法证号：18060215", []string{"0730-8245473 landline contact"}},
		{"受理电话：021-59732890转8012，传真：59732891 转 分机12", []string{"021-59732890 landline contact", "59732891 landline fax"}},
		{"电话0870－8121166；手机：138 8700 1234、139-8700-1235", []string{"0870-8121166 landline contact", "13887001234 mobile contact", "13987001235 mobile contact"}},
		// the date under the title signs, yet the page does not end there
		{"关于整改情况的公示\n（2022年8月15日）\n分享到： 打印\n现将整改完成情况予以公示。\n联系电话：0730-8245473", []string{"0730-8245473 landline contact"}},
		// in the frame of the page, below the signature
		{"现将整改完成情况予以公示。\n联系电话：0730-8245473\n岳阳市生态环境局\n2023年10月13日\n主办单位：岳阳市人民政府\n电话：0730-8889999　邮编：414000", []string{
			"0730-8245473 landline contact", "0730-8889999 landline other"}},
		{"版权所有：某市人民政府 联系电话：0730-8889999 湘ICP备05001234号", []string{"0730-8889999 landline other"}},
		// must not match
		{"邮政编码：41400012，案号：（2023）湘0602民初1234567号", nil},
		{"统一社会信用代码：91430600782875193K，账号：18060215", nil},
		{"湘公网安备 43060202000123号，湘ICP备12345678号", nil},
		{"身份证号430602199001011234，群号：QQ 12345678", nil},
		{"邮编725000，电话：略", nil},
		{"网站标识码：2312260002", nil},
		{"排污许可证编号为91429005488202092，投资12345678元", nil},
		{"清理面积5886502平方米，共12369户", nil},
		{"索引号：011359676/2024-33655", nil},
		{"信访件D3HB202406060068，桩号2288.00-2305", nil},
		{"电话：0573-（略）", nil},
		{"面积138 8700 1234平方米，桩号138 8700 1234", nil},
		{"手机：138 870 1234，138 8700 123456", nil},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, p := range n.Phones {
			out = append(out, fmt.Sprintf("%s %s %s", p.Number, p.Kind, p.Role))
		}
		return out
	})
}

// A local number has the area code of the numbers next to it, or of the region;
// its normal form stays as it is written.
func TestAreaCodes(t *testing.T) {
	const lead = "现将整改完成情况予以公示。\n"
	const issuer = "\n岳阳市岳阳楼区人民政府\n2023年10月13日"
	check(t, []row{
		{lead + "监督电话：0730-8245473" + issuer, []string{"0730-8245473 0730"}},
		{lead + "监督电话：8245473" + issuer, []string{"8245473 0730 inferred"}},
		{lead + "监督电话：0731-88245473、88245474" + issuer, []string{"0731-88245473 0731", "88245474 0731 inferred"}},
		{lead + "监督电话：02488245473\n铁岭市人民政府\n2023年1月3日", []string{"024-88245473 024"}},
		{lead + "监督电话：74842367\n铁岭市人民政府\n2023年1月3日", []string{"74842367 024 inferred"}},
		// nothing to infer, or not from that
		{lead + "监督电话：13907951234，举报热线：12369，客服电话400-810-0999" + issuer, []string{"13907951234 ", "12369 ", "400-810-0999 "}},
		{lead + "监督电话：8245473", []string{"8245473 "}},
		{lead + "监督电话：0731-88245473、0730-8245473、8245474" + issuer, []string{"0731-88245473 0731", "0730-8245473 0730", "8245474 "}},
		{lead + "监督电话：8245473\n海西蒙古族藏族自治州人民政府\n2023年1月3日", []string{"8245473 "}},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, p := range n.Phones {
			s := p.Number + " " + p.Area
			if p.AreaInferred {
				s += " inferred"
			}
			out = append(out, s)
		}
		return out
	})
}

// An extension belongs to the phone as written, not to its number.
func TestExtensions(t *testing.T) {
	check(t, []row{
		{"受理电话：021-59732890转8012", []string{"021-59732890转8012"}},
		{"受理电话：59732890 转 8012 或12369", []string{"59732890 转 8012", "12369"}},
		// must not match
		{"受理电话：59732890转环保科，0730-8245473转接123456789", []string{"59732890", "0730-8245473"}},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, p := range n.Phones {
			out = append(out, p.Text)
		}
		return out
	})
}

// A date in brackets under the title is that of issuing, where nothing is dated
// at the end.
func TestDateUnderTitle(t *testing.T) {
	check(t, []row{
		{"关于整改情况的公示\n（2022年8月15日）\n现公示如下。\n岳阳市生态环境局", []string{"2022-08-15"}},
		{"关于整改情况的公示\n（岳环函〔2022〕7号）\n(2022年8月15日)\n现公示如下。", []string{"2022-08-15"}},
		{"关于整改情况的公示\n（2022年8月15日）\n现公示如下。\n岳阳市生态环境局\n2022年8月16日", []string{"2022-08-16"}},
		// must not match
		{"关于整改情况的公示\n（2022年8月15日至8月26日）\n现公示如下。", nil},
		{"关于整改情况的公示\n（2022年8月15日第三次会议通过）\n现公示如下。", nil},
		{"关于整改情况的公示\n现公示如下。\n（2022年8月15日）验收通过。", nil},
	}, func(n gongshi.Notice) []string {
		if n.Issued.IsZero() {
			return nil
		}
		return []string{n.Issued.String()}
	})
}

func TestPublicity(t *testing.T) {
	check(t, []row{
		{"公示时间：2023年10月13日至2023年10月24日，共10个工作日。", []string{"2023-10-13 2023-10-24 10 working|公示时间：2023年10月13日至2023年10月24日，共10个工作日"}},
		{"如有异议，请在公示期间（2023年7月27日至8月9日,共10个工作日）反映。", []string{"2023-07-27 2023-08-09 10 working|在公示期间（2023年7月27日至8月9日,共10个工作日"}},
		{"公示期为7天（2019年8月22日—8月28日）。", []string{"2019-08-22 2019-08-28 7 calendar|公示期为7天（2019年8月22日—8月28日"}},
		{"公告期为2020年3月1日－2020年3月31日。", []string{"2020-03-01 2020-03-31 0 |公告期为2020年3月1日－2020年3月31日"}},
		{"现予公示5个工作日（2024年12月18日至24日）。", []string{"2024-12-18 2024-12-24 5 working|公示5个工作日（2024年12月18日至24日"}},
		{"公示期2个工作日(2019年11月30日至2019年12月03日)。", []string{"2019-11-30 2019-12-03 2 working|公示期2个工作日(2019年11月30日至2019年12月03日"}},
		{"公示期限七日。", []string{"  7 calendar|公示期限七日"}},
		{"公示时间为10天。\n公示时间：2022年7月22日", []string{"2022-07-22  10 calendar|公示时间：2022年7月22日"}},
		{"公示期自公示日起7个工作日。\n安康市自然资源局\n2020年8月3日", []string{"2020-08-03  7 working|公示期自公示日起7个工作日"}},
		{"公示时间：6月20日、6月23日-6月26日。\n安康市自然资源局\n2023年6月20日", []string{"2023-06-20 2023-06-26 0 |公示时间：6月20日、6月23日-6月26日"}},
		{"请于2025年1月6日—1月10日反映，公示期5个工作日。", []string{"2025-01-06 2025-01-10 5 working|2025年1月6日—1月10日反映，公示期5个工作日"}},
		{"请于2021年1月18日至29日期间与我办联系（公示10个工作日）。", []string{"2021-01-18 2021-01-29 10 working|2021年1月18日至29日期间与我办联系（公示10个工作日"}},
		{"五、公示时间\n2024年3月1日至2024年3月7日", []string{"2024-03-01 2024-03-07 0 |公示时间\n2024年3月1日至2024年3月7日"}},
		// must not match
		{"自公示之日起五日内可申请听证。", nil},
		{"公示期满无异议的，予以销号。", nil},
		{"已在公示栏公示，2019年8月22日起实施。", nil},
		{"2019年8月22日至8月28日开展督察，共7天。", nil},
		{"履行公示程序，公示时间不得少于7个工作日。", nil},
		{"已销号的问题都在县政府网站公示10个工作日。", nil},
	}, func(n gongshi.Notice) []string {
		p := n.Publicity
		if p == nil {
			return nil
		}
		return []string{fmt.Sprintf("%s %s %d %s|%s", p.Start, p.End, p.StatedDays, p.StatedUnit, p.Span.Of(n.Text))}
	})
}

func TestInspection(t *testing.T) {
	check(t, []row{
		{"现将2021年第二轮中央生态环境保护督察报告反馈问题整改情况公示如下：", []string{"central 2 false 2021|2021年第二轮中央生态环境保护督察"}},
		{"现将中央生态环境保护督察“回头看”反馈问题整改情况公示如下：", []string{"central 1 true 0|中央生态环境保护督察“回头看”"}},
		{"关于中央环保督察第8号问题的公示", []string{"central 1 false 0|中央环保督察"}},
		{"第三轮省级生态环境保护督察反馈问题公示", []string{"provincial 3 false 0|第三轮省级生态环境保护督察"}},
		{"现将省生态环境保护督察“回头看”问题公示如下：", []string{"provincial 0 true 0|省生态环境保护督察“回头看”"}},
		{"省委生态环境保护督察反馈问题公示", []string{"provincial 0 false 0|省委生态环境保护督察"}},
		{"2023年自排查突出生态环境问题整改公示", []string{"other 0 false 2023|2023年自排查"}},
		{"2024年省生态环境保护督察反馈的问题已整改，现公示如下：", []string{"provincial 0 false 2024|2024年省生态环境保护督察"}},
		{"国家海洋督察反馈意见整改公示", []string{"other 0 false 0|国家海洋督察"}},
		{"关于中央环保督察反馈问题的公示\n中央第四环境保护督察组向广东省反馈督察意见后，已完成整改。", []string{"central 1 false 0|中央环保督察"}},
		{"根据《福建省生态环境保护督察销号规则》和《大田县第三轮中央生态环境保护督察整改方案》公示如下：", []string{"central 3 false 0|第三轮中央生态环境保护督察"}},
		{"《贯彻落实第二轮中央生态环境保护督察报告整改方案》中的问题经区级自查、市级复核，全面排查，已整改。", []string{"central 2 false 0|第二轮中央生态环境保护督察"}},
		{"按照《落实中央生态环境保护督察整改办法》，第三轮省级生态环境保护督察第8项已整改，现公示如下：", []string{"provincial 3 false 0|第三轮省级生态环境保护督察"}},
		{"按照《四川省生态环境保护督察整改销号办法》规定，现公示如下。\n一、反馈问题\n第二轮中央生态环境保护督察指出，企业搬迁滞后。\n二、整改目标\n搬迁。", []string{
			"central 2 false 0|第二轮中央生态环境保护督察"}},
		{"根据《关于印发〈湖南省生态环境保护督察整改销号办法（试行）〉的通知》，第二轮中央生态环境保护督察第8项已整改，现公示如下：", []string{"central 2 false 0|第二轮中央生态环境保护督察"}},
		{"按照《四川省生态环境保护督察整改销号办法》规定，现将某问题整改情况公示如下。", []string{"provincial 0 false 0|省生态环境保护督察"}},
		// must not match
		{"对已整改问题适时开展“回头看”，加强督察督办。", nil},
		{"根据《江苏省贯彻落实第二轮整改方案》", []string{"central 2 false 0|第二轮"}},
	}, func(n gongshi.Notice) []string {
		in := n.Inspection
		if in == nil {
			return nil
		}
		return []string{fmt.Sprintf("%s %d %t %d|%s", in.Authority, in.Round, in.Lookback, in.Year, in.Text)}
	})
}

// A title that only the page states says whose inspection it was, and there is
// nothing in the text to point at.
func TestInspectionOfPageTitle(t *testing.T) {
	const byRules = "按照《四川省生态环境保护督察整改销号办法》规定，现公示如下。\n一、反馈问题\n搬迁滞后。\n二、整改目标\n搬迁。"
	for _, r := range []struct{ title, text, want string }{
		{"关于四川省第二轮省级生态环境保护督察反馈问题整改情况的公示", byRules, "provincial 2|"},
		{"关于第二轮中央生态环境保护督察反馈问题整改情况的公示", byRules, "central 2|"},
		{"关于中央生态环境保护督察反馈问题整改情况的公示", byRules + "\n三、整改情况\n第二轮中央生态环境保护督察指出的企业已搬迁。", "central 2|第二轮中央生态环境保护督察"},
		// must not match
		{"生态环境局网站", byRules, "provincial 0|省生态环境保护督察"},
		{"《四川省生态环境保护督察办法》解读的公示", "现将第二轮中央生态环境保护督察反馈问题整改情况公示如下。", "central 2|第二轮中央生态环境保护督察"},
	} {
		doc := &gongshi.Document{Text: r.text, Title: r.title}
		n := Parse(doc)[0]
		checkSpans(t, doc, &n)
		if in := n.Inspection; in == nil {
			t.Errorf("%s: no inspection", r.title)
		} else if got := fmt.Sprintf("%s %d|%s", in.Authority, in.Round, in.Text); got != r.want {
			t.Errorf("%s: %s, want %s", r.title, got, r.want)
		}
	}
}

func TestProblems(t *testing.T) {
	check(t, []row{
		{"反馈问题（问题编号一）整改销号公示", []string{"1"}},
		{"督察第三十八项问题整改公示", []string{"38"}},
		{"整改任务（序号126）公示", []string{"126"}},
		{"关于序号8（市序号9）问题整改公示", []string{"8"}},
		{"编号364（35-11）问题整改公示", []string{"364"}},
		{"整改方案第07号整改任务公示", []string{"7"}},
		{"第47-1项、第四十七项问题五整改任务公示", []string{"47-1", "47-5"}},
		{"反馈的第七、八项问题整改公示", []string{"7", "8"}},
		{"第二十八项整改事项第三条整改措施公示", []string{"28"}},
		{"突出生态环境243号问题公示", []string{"243"}},
		{"问题清单16号拟销号公示", []string{"16"}},
		{"信访件D3HB202406060068号、X140000201812090003号办理公示", []string{"D3HB202406060068", "X140000201812090003"}},
		{"【43】某河道水质超标。", []string{"43"}},
		{"反馈问题二十七整改完成情况的公示", []string{"27"}},
		{"关于整改任务十一整改情况的公示", []string{"11"}},
		{"督察反馈问题（问题编号：邢台036）整改公示", []string{"36"}},
		{"关于编号K-14问题整改销号的公示", []string{"K-14"}},
		{"关于整改情况的公示\n按照要求公示如下。\n问题编号\n三十一\n整改目标\n修复。\n整改措施\n回填。", []string{"31"}},
		{"（问题编号：YB-017）\n按照要求，现将问题整改情况公示如下。", []string{"YB-017"}},
		{"现将督察反馈的“排土场复垦滞后”问题（编号：NM-2022-EE-06）整改完成情况予以公示。", []string{"NM-2022-EE-06"}},
		{"关于编号YB-017问题、编号GD-12的问题整改销号的公示", []string{"YB-017", "GD-12"}},
		{"整改销号公示表\n问题来源|第二轮中央生态环境保护督察|问题编号|GD-12\n问题内容|渣场未防渗。\n整改目标|达标。", []string{"GD-12"}},
		// must not match
		{"现将问题整改情况公示如下：设备编号：SB-12，监测点位（编号：DB-03），报告编号HJ-2022-017。", nil},
		{"（编号：NM-2022-EE-06）整改。", nil},
		{"生态环境部第251督查组、省第二生态环境保护督察组、第二十九批", nil},
		{"公司排污许可证编号：914290055 号，环评第3号令", nil},
		{"关于第1项整改措施落实情况的公示", nil},
		{"反馈的主要问题一是扬尘，二是黑臭。", nil},
		{"反馈问题三个，整改任务十一条。", nil},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, p := range n.Problems {
			out = append(out, p.Number)
		}
		return out
	})
}
