package rendition_test

import (
	"strings"
	"testing"
	"unicode"

	"gongshi"
	"gongshi/ingest/rendition"
	"gongshi/internal/corpus"
	"gongshi/parse"
)

func printOf(text string, method gongshi.Method) rendition.Print {
	n := parse.Parse(&gongshi.Document{Text: text, Source: gongshi.Source{Method: method}})[0]
	return rendition.Of(&n)
}

// same compares two texts that were read as they are.
func same(a, b string) bool {
	p, q := printOf(a, gongshi.MethodNative), printOf(b, gongshi.MethodPDFText)
	_, same := p.Same(&q)
	return same
}

// sameScan compares a text with one that was recognised.
func sameScan(a, b string) bool {
	p, q := printOf(a, gongshi.MethodNative), printOf(b, gongshi.MethodOCR)
	_, same := p.Same(&q)
	return same
}

func TestOtherFormsOfANoticeAreTheSame(t *testing.T) {
	for i := range 40 {
		c := corpus.Invent(11, i, 600)
		text := c.Text()
		page := "首页 > 政务公开 > 环境保护\n字号：大 中 小 打印\n" + text + "\n版权所有：某某人民政府 网站标识码：4306020001\n"
		forms := map[string]string{
			"pages":     corpus.Paged(c.Paragraphs, true),
			"web page":  page,
			"spaces":    strings.ReplaceAll(text, "，", "， "),
			"wide":      strings.ReplaceAll(text, "(", "（"),
			"blankness": strings.ReplaceAll(text, "\n", "\n\n　　"),
		}
		for name, form := range forms {
			if !same(text, form) {
				t.Errorf("%s: with %s it is another notice", c.Name, name)
			}
		}
		misread := withTypo(text, c.Facts.Sections[0].Text)
		if !sameScan(text, misread) {
			t.Errorf("%s: with a character misread it is another notice", c.Name)
		}
		if same(text, misread) {
			t.Errorf("%s: with another character in a text it is the same notice", c.Name)
		}
	}
}

// withTypo changes a character in the middle of a section.
func withTypo(text, section string) string {
	runes := []rune(section)
	at := len(runes) / 2
	for !unicode.Is(unicode.Han, runes[at]) || strings.ContainsRune("〇零一二三四五六七八九十百千万亿两半不未无没非否", runes[at]) {
		at++
	}
	runes[at] = '攺'
	return strings.Replace(text, section, string(runes), 1)
}

func TestOtherNoticesAreNotTheSame(t *testing.T) {
	c := corpus.Invent(11, 3, 600)
	text := c.Text()
	county := c.Facts.Region.County
	number := firstNumber(t, c.Facts.Sections)
	for name, other := range map[string]string{
		"another county":  strings.ReplaceAll(text, county, "桃源县"),
		"another figure":  strings.Replace(text, number, "9"+number, 1),
		"another problem": strings.ReplaceAll(text, "第"+c.Facts.Problem, "第9"+c.Facts.Problem),
		"another notice":  corpus.Invent(11, 4, 600).Text(),
	} {
		if other == text {
			if name == "another problem" {
				continue // this one is numbered in another way
			}
			t.Fatalf("%s: nothing was changed", name)
		}
		if same(text, other) || sameScan(text, other) {
			t.Errorf("%s: taken for the same", name)
		}
	}
}

// What a correction changes must be found: it is another notice, also if the
// first one is a Word file and the second a web page.
func TestCorrectionsAreNoticesOfTheirOwn(t *testing.T) {
	const text = "浈江区关于第12项问题整改完成情况的公示\n一、反馈问题\n斗龙港水质未达到Ⅲ类标准，沿线120家企业直排，2021年3月抽查8处。\n" +
		"二、整改目标\n2022年12月底前完成整治，2.6公里管网接通，水质稳定达标。\n三、整改措施\n（一）建设处理站1座。\n（二）铺设管网2.6公里，落实管护责任，开展巡查。\n" +
		"四、整改完成情况\n（一）处理站已经建成。\n（二）管网已经完成，水质年均达到Ⅲ类，120家企业全部接入。\n"
	for name, test := range map[string]struct {
		from, to    string
		same, scans bool
	}{
		"no change":       {"", "", true, true},
		"a denial":        {"管网已经完成", "管网未经完成", false, false},
		"a class":         {"达到Ⅲ类", "达到Ⅴ类", false, false},
		"a place":         {"斗龙港", "王港河", false, true},
		"an item's marks": {"（一）建设处理站1座。\n（二）", "1. 建设处理站1座。\n2. ", true, true},
		"no item's marks": {"（一）建设处理站1座。\n（二）", "建设处理站1座。\n", true, true},
	} {
		other := strings.Replace(text, test.from, test.to, 1)
		if got := same(text, other); got != test.same {
			t.Errorf("%s: the same: %v", name, got)
		}
		if got := sameScan(text, other); got != test.scans {
			t.Errorf("%s, recognised: the same: %v", name, got)
		}
	}
}

// One office closes out two problems in the words of one: what tells them apart
// are the number, the place, and a count in Chinese numerals.
func TestOneOfficeTwoProblems(t *testing.T) {
	notice := func(number, town, count, from string) string {
		return "岳阳县生态环境保护委员会办公室关于第" + number + "项问题整改销号情况的公示\n现将整改情况公示如下：\n一、反馈问题\n" + town + count +
			"家企业未配套建设污水处理设施，生活污水直排沟渠，2021年3月抽查3处排口，氨氮浓度分别为12.5毫克/升、14.1毫克/升和9.8毫克/升。\n" +
			"二、整改目标\n2022年12月底前全部完成治理，实现达标排放。\n三、整改措施\n建设处理站1座，铺设管网2.6公里，落实管护责任。\n" +
			"四、整改落实情况\n处理站于2022年10月建成，铺设管网2.6公里，企业全部接入，出水达标。\n公示时间：" + from + "。\n岳阳县生态环境保护委员会办公室\n2023年3月1日\n"
	}
	one := notice("21", "筻口镇", "三", "2023年3月1日至2023年3月14日")
	for name, other := range map[string]string{
		"number":  notice("22", "筻口镇", "三", "2023年3月1日至2023年3月14日"),
		"place":   notice("21", "新开镇", "三", "2023年3月1日至2023年3月14日"),
		"numeral": notice("21", "筻口镇", "五", "2023年3月1日至2023年3月14日"),
		"period":  notice("21", "筻口镇", "三", "2023年4月3日至2023年4月17日"),
	} {
		if same(one, other) {
			t.Errorf("another %s: taken for the same", name)
		}
		if name != "place" && sameScan(one, other) {
			t.Errorf("another %s, recognised: taken for the same", name)
		}
	}
	if !same(one, strings.ReplaceAll(one, "，", ", ")) {
		t.Error("with other commas it is another notice")
	}
}

// firstNumber gives a number of three digits or more that stands in a section.
func firstNumber(t *testing.T, sections []corpus.SectionFacts) string {
	t.Helper()
	for _, s := range sections {
		for _, word := range strings.FieldsFunc(s.Text, func(r rune) bool { return r < '0' || r > '9' }) {
			if len(word) >= 3 {
				return word
			}
		}
	}
	t.Fatal("no number in any section")
	return ""
}

func TestLittleTextIsOnlyTheSameIfEqual(t *testing.T) {
	a := "关于第9项整改销号的公示\n一、整改问题\n城区雨污分流不到位。\n二、整改目标\n完成改造。\n"
	if !same(a, strings.ReplaceAll(a, "。", "。 ")) {
		t.Error("equal but for a space: another notice")
	}
	if same(a, strings.Replace(a, "城区", "镇区", 1)) {
		t.Error("another place: the same notice")
	}
}

func TestSketchIsStored(t *testing.T) {
	p := printOf(corpus.Invent(11, 1, 600).Text(), gongshi.MethodNative)
	data, err := p.Sketch.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var back rendition.Sketch
	if err := back.UnmarshalBinary(data); err != nil || back != p.Sketch {
		t.Errorf("came back differently: %v", err)
	}
	if err := back.UnmarshalBinary([]byte("nonsense")); err != nil || back != (rendition.Sketch{}) {
		t.Errorf("nonsense gives a sketch: %v", err)
	}
}

func BenchmarkOf(b *testing.B) {
	n := parse.Parse(&gongshi.Document{Text: corpus.Invent(11, 1, 2500).Text()})[0]
	b.SetBytes(int64(len(n.Text)))
	for b.Loop() {
		rendition.Of(&n)
	}
}

// What stands outside of the sections is part of a notice: hidden behind another
// form it could not be found.
func TestTheRestCounts(t *testing.T) {
	const text = "浈江区关于第12项问题整改完成情况的公示\n一、反馈问题\n斗龙港水质未达到Ⅲ类标准，沿线120家企业直排，2021年3月抽查8处。\n" +
		"二、整改目标\n2022年12月底前完成整治，2.6公里管网接通，水质稳定达标。\n三、整改措施\n（一）建设处理站1座。\n（二）铺设管网2.6公里，落实管护责任，开展巡查。\n" +
		"四、整改完成情况\n（一）处理站已经建成。\n（二）管网已经完成，水质年均达到Ⅲ类，120家企业全部接入。\n" +
		"经验收，该问题已完成整改，同意销号，现予公示。\n公示时间：2023年10月13日至2023年10月26日。\n联系电话：0751-8245473\n浈江区人民政府\n2023年10月13日\n"
	for name, change := range map[string]struct {
		from, to string
		scan     bool // seen on a scan too: numbers and denials
	}{
		"another verdict": {"同意销号", "不予销号", true},
		"another phone":   {"8245473", "5633333", true},
		"a contact":       {"联系电话：", "联系人：王建国 联系电话：", false},
		"an address":      {"联系电话", "联系地址：乌苏里江大街\n联系电话", false},
		"an annex":        {"2023年10月13日\n", "2023年10月13日\n附件：地块清单\n红旗岭\n", false},
		"a correction":    {"公示时间", "更正说明：原公示有误。\n公示时间", false},
		"another date":    {"浈江区人民政府\n2023年10月13日", "浈江区人民政府\n2023年10月16日", true},
	} {
		other := strings.Replace(text, change.from, change.to, 1)
		if other == text {
			t.Fatalf("%s: nothing was changed", name)
		}
		if same(text, other) || same(other, text) {
			t.Errorf("%s: taken for the same", name)
		}
		if sameScan(text, other) != !change.scan {
			t.Errorf("%s: on a scan, the same: %t", name, change.scan)
		}
	}
}
