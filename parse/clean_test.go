package parse

import (
	"strings"
	"testing"

	"gongshi"
)

const sentence = "一些地方对长江大保护的极端重要性认识不够，对形势认识不清，落实长江大保护战略仍有欠缺。"

func TestClean(t *testing.T) {
	for name, r := range map[string]struct{ text, want string }{
		"page break in a word":        {sentence + "不从水\n\n产养殖污染、农药化肥减量不到位等方面查找原因。", sentence + "不从水产养殖污染、农药化肥减量不到位等方面查找原因。"},
		"in front of a title":         {sentence + "深入贯彻落实\n\n《中共湖南省委决定》，推动落地。", sentence + "深入贯彻落实《中共湖南省委决定》，推动落地。"},
		"after a comma":               {sentence + "对民生实项目，\n\n区委督查室定期调度。", sentence + "对民生实项目，区委督查室定期调度。"},
		"page number between":         {"1. 某公司已投资8255万元建成高密度\n\n— 3 —\n\n沉淀池设施，达标排放。", "1. 某公司已投资8255万元建成高密度沉淀池设施，达标排放。"},
		"form feed":                   {sentence + "加快推\f进和实施，确保见效。", sentence + "加快推进和实施，确保见效。"},
		"all forms of page numbers":   {"甲\n- 3 -\n乙\n第3页\n丙\n3/5\n丁\n第 4 页 共 5 页", "甲\n乙\n丙\n丁"},
		"numbers that are none":       {"整改问题\n12\n第3项\n-5℃", "整改问题\n12\n第3项\n-5℃"},
		"invisible characters":        {"\ufeff整改\u200b目标\x01", "整改目标"},
		"indents and trailing blanks": {"　　整改目标  \n\n\n\t达标。 ", "整改目标\n达标。"},
		"Latin words":                 {sentence + "监测chemical oxygen\n\ndemand，达标。", sentence + "监测chemical oxygen demand，达标。"},
		"not before a head":           {sentence + "配有降尘设备\n二、整改目标\n无，有。", sentence + "配有降尘设备\n二、整改目标\n无，有。"},
		"not before the tail":         {sentence + "配有降尘设备\n如对上述内容有异议，请反映。", sentence + "配有降尘设备\n如对上述内容有异议，请反映。"},
		"not before an item":          {sentence + "配有降尘设备\n2.建立制度，落实。", sentence + "配有降尘设备\n2.建立制度，落实。"},
		"not before a signature":      {sentence + "请反馈\n某县人民政府\n2023年1月3日", sentence + "请反馈\n某县人民政府\n2023年1月3日"},
		"not after a title":           {"关于2021年第二轮中央生态环境保护督察报告反馈问题整改销号情况的公示\n根据规定，公示如下。", "关于2021年第二轮中央生态环境保护督察报告反馈问题整改销号情况的公示\n根据规定，公示如下。"},
		"not cells":                   {"整改目标\t达标，\n整改措施\t截污，", "整改目标\t达标，\n整改措施\t截污，"},
	} {
		doc := &gongshi.Document{Text: r.text}
		n := Parse(doc)[0]
		if n.Text != r.want {
			t.Errorf("%s:\n got %q\nwant %q", name, n.Text, r.want)
		}
		checkSpans(t, doc, &n)
	}
}

// TestWrapped joins the lines of a text that was cut at a fixed width, also
// where a line happens to end with a sentence.
func TestWrapped(t *testing.T) {
	body := strings.Repeat("对城镇污水收集管网不配套的问题认识不足。工作中有畏难情绪，整改进度滞后", 6) + "。"
	var lines []string
	runes := []rune("　　" + body)
	for len(runes) > 25 {
		lines, runes = append(lines, string(runes[:25])), runes[25:]
	}
	lines = append(lines, string(runes))
	text := "　　一、反馈问题\n" + strings.Join(lines, "\n") + "\n　　二、整改目标\n　　达标。"
	n := Parse(&gongshi.Document{Text: text})[0]
	if want := "一、反馈问题\n" + body + "\n二、整改目标\n达标。"; n.Text != want {
		t.Errorf("got %q\nwant %q", n.Text, want)
	}
}

// TestOrigin leads a span of the notice back to the document.
func TestOrigin(t *testing.T) {
	doc := &gongshi.Document{Text: "  " + sentence + "不从水\n\n— 3 —\n产养殖污染，\u200b电话：0730-8245473"}
	n := Parse(doc)[0]
	i := strings.Index(n.Text, "水产养殖")
	if got := n.Origin.Source(gongshi.Span{Start: i, End: i + len("水产养殖")}).Of(doc.Text); got != "水\n\n— 3 —\n产养殖" {
		t.Errorf("水产养殖 came from %q", got)
	}
	if got := n.Origin.Source(n.Phones[0].Span).Of(doc.Text); got != "0730-8245473" {
		t.Errorf("the phone came from %q", got)
	}
}

// TestPages uses the pages that the format knows: a bare number at their border
// is a page number.
func TestPages(t *testing.T) {
	first := sentence + "加快推\n3\n"
	text := first + "进和实施，确保见效。"
	doc := &gongshi.Document{Text: text, Pages: []gongshi.Span{{Start: 0, End: len(first)}, {Start: len(first), End: len(text)}}}
	if got, want := Parse(doc)[0].Text, sentence+"加快推进和实施，确保见效。"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSplit(t *testing.T) {
	notice := func(n string) string {
		return "关于第" + n + "项问题整改情况的公示\n一、整改目标\n达标。\n二、整改情况\n已完成。\n某县人民政府\n2023年1月3日\n"
	}
	doc := &gongshi.Document{Text: notice("七") + notice("九"), Source: gongshi.Source{Digest: "sha256:00"}}
	notices := Parse(doc)
	if len(notices) != 2 || notices[0].Title != "关于第七项问题整改情况的公示" || notices[1].Title != "关于第九项问题整改情况的公示" {
		t.Fatalf("%d notices: %+v", len(notices), notices)
	}
	if notices[0].ID == notices[1].ID || len(notices[0].ID) != 16 {
		t.Errorf("ids %q and %q", notices[0].ID, notices[1].ID)
	}
	for i := range notices {
		checkSpans(t, doc, &notices[i])
	}
	if n := Parse(&gongshi.Document{Text: notice("七") + "附件：整改情况的公示\n达标。"}); len(n) != 1 {
		t.Errorf("an attachment makes %d notices", len(n))
	}
}

func TestCells(t *testing.T) {
	text := "整改目标\t消除\n黑臭\n整改措施\t清淤"
	at := func(s string) gongshi.Span {
		i := strings.Index(text, s)
		return gongshi.Span{Start: i, End: i + len(s)}
	}
	doc := &gongshi.Document{Text: text, Blocks: []gongshi.Block{
		{Span: at("整改目标"), Kind: gongshi.BlockCell, Table: 1}, {Span: at("消除\n黑臭"), Kind: gongshi.BlockCell, Table: 1, Column: 1},
		{Span: at("整改措施"), Kind: gongshi.BlockCell, Table: 1, Row: 1}, {Span: at("清淤"), Kind: gongshi.BlockCell, Table: 1, Row: 1, Column: 1},
	}}
	want := "goal|整改目标|消除/黑臭 measures|整改措施|清淤"
	if got := strings.Join(sectionsOf(Parse(doc)[0]), " "); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestTags leaves out the tags of a page's source, also within a number.
func TestTags(t *testing.T) {
	doc := &gongshi.Document{Text: "<p>《责任追究办法》（岳办发〔2022<span style=\"color:red\">〕4</span>号）印发〈要点〉</p>\n<p>监督电话：0730-<b>8245473</b></p>"}
	n := Parse(doc)[0]
	if want := "《责任追究办法》（岳办发〔2022〕4号）印发〈要点〉\n监督电话：0730-8245473"; n.Text != want {
		t.Errorf("got %q, want %q", n.Text, want)
	}
	if len(n.DocumentNumbers) != 1 || len(n.Phones) != 1 {
		t.Errorf("numbers %v, phones %v", n.DocumentNumbers, n.Phones)
	}
	checkSpans(t, doc, &n)
}
