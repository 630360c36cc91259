package compliance

import (
	"strings"
	"testing"

	"gongshi"
)

// Which digits can be a telephone number.
func TestPossibleNumbers(t *testing.T) {
	for written, want := range map[string]bool{
		"12369": true, "123456": false, "82454": true, "824547": false, "8245473": true, "82454731": true, "824547312": false,
		"0730-8245473": true, "010-66556006": true, "0730-824547": false, "0730-824547312": false, "07301-8245473": false, "07-8245473": false,
		"073082454": false, "0108245473": true, "07308245473": true, "073082454731": true, "0730824547312": false,
		"13812345678": true, "1381234567": false, "138123456789": false, "1381234": false, "138123": false,
		"4008100999": true, "8008100999": true, "5008100999": false, "400-810-0999": true, "0730-8245473-801": true,
	} {
		if got := possible(written, strings.ReplaceAll(written, "-", "")); got != want {
			t.Errorf("%s: %v", written, got)
		}
	}
	for rest, want := range map[string]bool{
		"": false, "。": false, "****": true, " ****": true, "（略）": true, "×××": true, " 801": true, "—801": true, "，0730": false, "转801": false, "／传真": false,
	} {
		if got := goesOn(rest); got != want {
			t.Errorf("behind a number: %q: %v", rest, got)
		}
	}
}

func TestBadAddresses(t *testing.T) {
	for address, want := range map[string]bool{
		"yyhb@163.com": false, "yyhb@mail.yueyang.gov.cn": false, "yyhb.163.com": true, "yyhb@163com": true, "@163.com": true, "yyhb@": true,
		"yyhb@163..com": true, "yyhb@163.com.": true, "yyhb@@163.com": true, "yyhb@a@163.com": true, "yyhb": false, // a name of something
		"[email protected]": false, "yy**@163": false, "http://www.a.com": false, "www.yueyang.gov.cn": false,
	} {
		if got := isBadAddress(address); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

func TestIdentityNumbers(t *testing.T) {
	for number, want := range map[string]bool{
		"11010519491231002X": true, "11010519491231002x": true, "110105194912310021": false, "440308199901101512": true, "610102190001010017": false,
		"110105189912310023": false, "110105210101010020": false, "110105194913310021": false, "110105190001010028": true, "710105194912310022": false, "010105194912310022": false, "1101051949123100": false, "": false,
	} {
		if got := isIdentity(number); got != want {
			t.Errorf("%s: %v", number, got)
		}
	}
	for text, want := range map[string]int{
		"号11010519491231002X。": 1, "11010519491231002X": 1, "11010519491231002x，": 1, "A11010519491231002X": 0, "z11010519491231002X": 0,
		"11010519491231002XZ": 0, "11010519491231002Xz": 0, "11010519491231002X1": 0, "1 440308199901101512": 1, "4403081999011015124": 0, "4403081999011015X": 0, "44030819990110151X": 0, "1440308199901101512": 0,
	} {
		if got := identityNumbers(&Reading{Notice: &gongshi.Notice{Text: text}}); len(got) != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// The number of a phone that is not the notice's, or not whole, is not personal.
func TestMobiles(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*gongshi.Phone)
		want   int
	}{
		"a mobile":    {func(*gongshi.Phone) {}, 1},
		"of the page": {func(p *gongshi.Phone) { p.Role = gongshi.PhoneOther }, 0},
		"masked":      {func(p *gongshi.Phone) { p.Number = "138****5678" }, 0},
		"too short":   {func(p *gongshi.Phone) { p.Number = "1381234" }, 0},
		"a landline":  {func(p *gongshi.Phone) { p.Kind = gongshi.PhoneLandline }, 0},
	} {
		b := closeOut().contact("13812345678")
		b.n.Phones[1].Kind = gongshi.PhoneMobile
		test.change(&b.n.Phones[1])
		if got := Check(&b.n, nil, []Rule{idn07}); len(got) != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Of a text that is no close-out notice neither a number nor a contact is wrong.
func TestOtherTexts(t *testing.T) {
	for id, lines := range map[string]string{
		"IDN01": closeOutTitle + "｜现将第12项问题整改情况公示如下：",
		"IDN02": titled("第三轮") + "｜湖南省生态环境厅｜2023年10月13日",
		"IDN03": "信丰县关于第11项问题整改销号情况的公示｜安远县生态环境局",
		"IDN04": "岳阳市生态环境局",
		"IDN05": "岳阳市生态环境局｜2023年10月13日｜监督电话：0930-8245473。",
		"IDN06": "如有异议，请在公示期内反映。",
		"NUM02": "根据《某市整改方案》（岳办发〔2024〕4号）｜2023年10月13日",
		"NUM06": "根据《某市整改方案",
		"PUB06": "公示时间：2023年10月16日至2023年10月18日。",
		"PUB08": "公示时间：2023年10月16日至2023年10月28日。",
		"PUB09": "公示时间：2025年1月21日至2025年2月8日。",
		"PUB11": "该问题拟于2023年10月20日销号。｜公示时间：2023年10月16日至2023年10月27日。",
		"PUB12": "公示期为2023年10月16日至2023年10月27日。｜公示时间：2023年10月16日至2023年10月30日。",
		"SEC07": "已组织县住建局进场施工，沿线村民正在配合开展前期工作。｜监督电话：0730-8245473。",
		"SEC09": "关于反馈问题（序号十）整改完成情况的公示｜附件：反馈问题（序号一）整改完成情况表",
		"SEC10": "突出生态环境问题整改验收销号公示",
	} {
		n := framed(t, lines)
		if got := Check(n, nil, []Rule{rule(t, id)}); len(got) == 0 {
			t.Errorf("%s finds nothing to begin with", id)
		}
		n.Kind = gongshi.KindOtherOfficial
		if got := Check(n, nil, []Rule{rule(t, id)}); len(got) != 0 {
			t.Errorf("%s: %v", id, got)
		}
	}
}

// A severity that is set holds for all but what is lighter by itself.
func TestWithSeverity(t *testing.T) {
	said := func(own gongshi.Severity) Rule {
		return Rule{ID: "X", Severity: gongshi.SeverityWarning, Check: func(*Reading) []gongshi.Finding {
			return []gongshi.Finding{{Severity: own}}
		}}
	}
	const note, warning, fault = gongshi.SeverityNote, gongshi.SeverityWarning, gongshi.SeverityError
	for _, test := range []struct{ own, set, want gongshi.Severity }{
		{"", fault, fault}, {"", note, note}, {note, fault, note}, {fault, note, note}, {fault, warning, warning}, {warning, warning, warning}, {warning, fault, warning},
	} {
		got := Check(&gongshi.Notice{}, nil, []Rule{said(test.own).WithSeverity(test.set)})
		if len(got) != 1 || got[0].Severity != test.want {
			t.Errorf("its own %q, set %q: %v", test.own, test.set, got)
		}
	}
}
