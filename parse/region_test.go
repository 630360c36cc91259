package parse

import (
	"strings"
	"testing"

	"gongshi"
)

// regionOf parses a notice with that title, body and signature, of which any
// can be empty, and writes its region.
func regionOf(t *testing.T, title, body, signature string) string {
	t.Helper()
	n := parseOne(t, strings.Trim(title+"\n"+body+"\n"+signature, "\n"))
	if n.Region == nil {
		return ""
	}
	return strings.TrimSpace(strings.Join(nonEmpty(n.Region.Province, n.Region.City, n.Region.County, n.Region.Code, arrow(n.Region.CurrentCode)), " "))
}

func arrow(code string) string {
	if code == "" {
		return ""
	}
	return "→" + code
}

func nonEmpty(values ...string) []string {
	var kept []string
	for _, v := range values {
		if v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

func TestRegionOfIssuer(t *testing.T) {
	for _, test := range []struct{ issuer, want string }{
		{"岳阳市岳阳楼区生态环境保护委员会办公室\n2023年10月13日", "湖南省 岳阳市 岳阳楼区 430602"},
		{"湖南省岳阳市岳阳楼区人民政府\n2023年10月13日", "湖南省 岳阳市 岳阳楼区 430602"},
		{"岳阳楼区人民政府\n2023年10月13日", "湖南省 岳阳市 岳阳楼区 430602"},
		{"隆回县人民政府\n2021年3月2日", "湖南省 邵阳市 隆回县 430524"},
		{"邵阳市生态环境局隆回分局\n2021年3月2日", "湖南省 邵阳市 隆回县 430524"},
		{"宿州马鞍山现代产业园区管委会\n2023年7月27日", "安徽省 宿州市 341300"},
		{"昌江县生态环境局\n2022年12月17日", "海南省 昌江黎族自治县 469026"},
		{"恩施州生态环境局\n2022年12月17日", "湖北省 恩施土家族苗族自治州 422800"},
		{"潜江市人民政府\n2024年6月2日", "湖北省 潜江市 429005"},
		{"重庆市石柱土家族自治县生态环境局\n2024年6月2日", "重庆市 石柱土家族自治县 500240"},
		{"上海市浦东新区生态环境局\n2024年6月2日", "上海市 浦东新区 310115"},
		{"阳泉市郊区人民政府\n2018年12月12日", "山西省 阳泉市 郊区 140311"},
		{"抚顺市顺城区人民政府\n2023年6月30日", "辽宁省 抚顺市 顺城区 210411"},
		// before and after a change
		{"莱芜市莱城区人民政府\n2017年8月1日", "山东省 莱芜市 莱城区 371202 →370116"},
		{"济南市莱芜区人民政府\n2020年8月1日", "山东省 济南市 莱芜区 370116"},
		{"杭州市下城区人民政府\n2019年8月1日", "浙江省 杭州市 下城区 330103 →330105"},
		{"崇明县人民政府\n2016年3月1日", "上海市 崇明县 310230 →310151"},
		{"宜宾市叙州区人民政府\n2019年3月1日", "四川省 宜宾市 叙州区 511504"},
		// a name that several have, told by what stands with it
		{"徐州市鼓楼区人民政府\n2021年3月1日", "江苏省 徐州市 鼓楼区 320302"},
		{"福州市鼓楼区生态环境局\n2021年3月1日", "福建省 福州市 鼓楼区 350102"},
		{"朝阳市生态环境局\n2021年3月1日", "辽宁省 朝阳市 211300"},
		{"吉林市生态环境局\n2021年3月1日", "吉林省 吉林市 220200"},
		{"吉林省生态环境厅\n2021年3月1日", "吉林省 220000"},
		// not told
		{"朝阳区人民政府\n2021年3月1日", "朝阳区"},
		{"鼓楼区人民政府\n2021年3月1日", "鼓楼区"},
		{"郊区人民政府办公室\n2021年3月1日", ""},
	} {
		if got := regionOf(t, "", "一、整改目标\n达标。\n二、整改措施\n加强管理。", test.issuer); got != test.want {
			t.Errorf("%s: %q, want %q", test.issuer, got, test.want)
		}
	}
}

// What a name of several divisions means, the rest of the notice may say.
func TestRegionByContext(t *testing.T) {
	const signature = "鼓楼区人民政府\n2021年3月1日"
	for body, want := range map[string]string{
		"现将徐州市反馈问题整改情况公示如下：":              "江苏省 徐州市 鼓楼区 320302",
		"福建省生态环境保护督察反馈问题整改情况公示如下：":        "福建省 福州市 鼓楼区 350102",
		"现将整改情况公示如下。\n监督电话：0371-28880000": "河南省 开封市 鼓楼区 410204",
		"现将徐州市、福州市整改情况公示如下：":              "鼓楼区",
		"现将整改情况公示如下：":                     "鼓楼区",
	} {
		if got := regionOf(t, "", body, signature); got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

// What only looks like a place is none.
func TestRegionOfText(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"岳阳市中心城区黑臭水体整治已完成。", "湖南省 岳阳市 430600"},
		{"中央第六生态环境保护督察组向湖南反馈意见。", "湖南省 430000"},
		{"湖北省长江岸线整治已完成。", "湖北省 420000"},
		{"湖南岳阳平江的矿山修复已完成。", "湖南省 岳阳市 平江县 430626"},
		// must not match
		{"陕西南路雨污分流改造已完成。", ""},
		{"北京东路、湖南路、吉林大道改造已完成。", ""},
		{"由北京大学、长沙银行协助完成。", ""},
		{"长江西岸、黄河南侧、东湖南面已清理。", ""},
		{"农贸市场、城区、郊区、新城区域已清理。", ""},
		{"和平、东方、新华等社区已清理。", ""},
		{"该项整改已完成，达到整改目标。", ""},
	} {
		if got := regionOf(t, "", test.text, ""); got != test.want {
			t.Errorf("%s: %q, want %q", test.text, got, test.want)
		}
	}
}

func TestRegionOfTitle(t *testing.T) {
	for title, want := range map[string]string{
		"隆回县第二轮中央生态环境保护督察反馈问题整改销号公示": "湖南省 邵阳市 隆回县 430524",
		"隆回第二轮中央生态环境保护督察反馈问题整改销号公示":  "湖南省 邵阳市 隆回县 430524",
		"关于岳阳市岳阳楼区第十二项问题整改情况的公示":     "湖南省 岳阳市 岳阳楼区 430602",
		"第十二项问题整改情况的公示":              "",
	} {
		if got := regionOf(t, title, "现将情况公示如下：\n一、整改目标\n达标。", ""); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

func TestRegionOfTraditional(t *testing.T) {
	text := "現將該問題整改完成情況公示如下：\n一、整改問題\n督察組發現問題。\n二、整改目標\n達標。\n遼寧省瀋陽市環境保護局\n2018年1月6日"
	n := parseOne(t, text)
	if want := (gongshi.Region{Province: "辽宁省", City: "沈阳市", Code: "210100"}); n.Region == nil || *n.Region != want {
		t.Errorf("region %v, want %v", n.Region, want)
	}
}
