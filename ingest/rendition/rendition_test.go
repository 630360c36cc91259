package rendition_test

import (
	"strings"
	"testing"

	"gongshi"
	"gongshi/ingest/rendition"
	"gongshi/internal/corpus"
	"gongshi/parse"
)

func printOf(text string) rendition.Print {
	n := parse.Parse(&gongshi.Document{Text: text})[0]
	return rendition.Of(&n)
}

func same(a, b string) bool {
	p, q := printOf(a), printOf(b)
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
			"one typo":  strings.Replace(text, "整改", "整攺", 1),
			"wide":      strings.ReplaceAll(text, "(", "（"),
			"blankness": strings.ReplaceAll(text, "\n", "\n\n　　"),
		}
		for name, form := range forms {
			if !same(text, form) {
				t.Errorf("%s: with %s it is another notice", c.Name, name)
			}
		}
	}
}

func TestOtherNoticesAreNotTheSame(t *testing.T) {
	c := corpus.Invent(11, 3, 600)
	text := c.Text()
	county := c.Facts.Region.County
	number := firstNumber(t, c.Facts.Sections)
	for name, other := range map[string]string{
		"another county": strings.ReplaceAll(text, county, "桃源县"),
		"another figure": strings.Replace(text, number, "9"+number, 1),
		"another notice": corpus.Invent(11, 4, 600).Text(),
	} {
		if other == text {
			t.Fatalf("%s: nothing was changed", name)
		}
		if same(text, other) {
			t.Errorf("%s: taken for the same", name)
		}
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
	p := printOf(corpus.Invent(11, 1, 600).Text())
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
