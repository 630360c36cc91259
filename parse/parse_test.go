package parse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"gongshi"
)

// checkSpans fails where a span does not cut what it is said to cut.
func checkSpans(t *testing.T, doc *gongshi.Document, n *gongshi.Notice) {
	t.Helper()
	whole := gongshi.Span{End: len(n.Text)}
	cut := func(s gongshi.Span) string {
		if s.Start > s.End || !whole.Contains(s) {
			t.Fatalf("span %v outside of a text of %d bytes", s, len(n.Text))
		}
		return s.Of(n.Text)
	}
	span := func(what string, s gongshi.Span, want string) {
		t.Helper()
		if s.Start > s.End || !whole.Contains(s) {
			t.Fatalf("%s: span %v outside of a text of %d bytes", what, s, len(n.Text))
		}
		if got := s.Of(n.Text); got != want {
			t.Fatalf("%s: span cuts %q, not %q", what, got, want)
		}
		if !utf8.ValidString(s.Of(n.Text)) {
			t.Fatalf("%s: span %v cuts a character", what, s)
		}
		if from := n.Origin.Source(s); from.Start > from.End || from.Start < 0 || from.End > len(doc.Text) {
			t.Fatalf("%s: origin %v outside of the document", what, from)
		}
	}
	for _, d := range n.Dates {
		span("date", d.Span, d.Text)
		if !d.Date.Valid() || d.Role == "" {
			t.Fatalf("date %q is %v, role %q", d.Text, d.Date, d.Role)
		}
	}
	for _, d := range n.DocumentNumbers {
		span("document number", d.Span, d.Text)
	}
	for _, p := range n.Phones {
		span("phone", p.Span, p.Text)
	}
	for _, p := range n.Problems {
		span("problem", p.Span, p.Text)
	}
	if n.Inspection != nil {
		span("inspection", n.Inspection.Span, n.Inspection.Text)
	}
	if n.Publicity != nil {
		span("publicity", n.Publicity.Span, cut(n.Publicity.Span))
	}
	for _, s := range n.Sections {
		checkSection(t, n, s, span)
	}
	checkFacts(n, span)
	for _, d := range n.Diagnostics {
		span("diagnostic", d.Span, cut(d.Span))
	}
}

func checkSection(t *testing.T, n *gongshi.Notice, s gongshi.Section, span func(string, gongshi.Span, string)) {
	t.Helper()
	span("section", s.Span, s.Text)
	span("label", s.LabelSpan, s.LabelSpan.Of(n.Text))
	if strings.TrimSpace(s.Text) != s.Text {
		t.Fatalf("section %q has white space around it", s.Text)
	}
	if s.Kind == "" || s.Problem < 0 || s.Problem > 0 && s.Problem >= len(n.Problems) {
		t.Fatalf("section %q: kind %q, problem %d of %d", s.Label, s.Kind, s.Problem, len(n.Problems))
	}
	last := s.Span.Start
	for _, item := range s.Items {
		if item.Start < last || !s.Span.Contains(item) || item.Len() == 0 {
			t.Fatalf("section %q: item %v of %v", s.Label, item, s.Span)
		}
		last = item.End
	}
}

// seeds are the texts of testdata: of every template, with full-width and with
// ASCII punctuation.
func seeds(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("gold/testdata/notices/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no notices to start from: %v", err)
	}
	var out []string
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(data))
	}
	return out
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	for _, s := range []string{
		"", "\n", "\f", "年月日", "〔2022〕4号", "一、整改问题", "整改目标|", "|||\n|整改目标|整改措施|完成情况|\n|1|",
		"公示时间:20221122日至202211243个工作日", "2023年2月30日", "(0", "第", "【", "态(tài)態問題項環護驗實標責單", "一、二、三、", "公示期",
		"序号8(", "1.2021年底前", "0-", "1\u200b2345", "二0二一年十月三日", "整改\n目标", "D3HB", "《《》",
		"邮箱 @ a.cn", "地址：\n", "二、责任单位\n由、（，牵头", "三、完成时限\n长期立行立改2023年", "四、整改完成情况\n1.3万余处，一千0.5.6mg/L，3,000亩", "岳办发〔二〇二二〕\n4号《甲》（", "第682号令", "〔22〕4、5号、6号", "朝阳区城区", "第 二 批公示",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<14 {
			return
		}
		doc := &gongshi.Document{Text: strings.ToValidUTF8(s, "")}
		notices := Parse(doc)
		if len(notices) == 0 {
			t.Fatal("no notice")
		}
		for i := range notices {
			checkSpans(t, doc, &notices[i])
		}
	})
}

// TestCut parses every beginning of a notice: what a cut leaves behind must not
// break the spans.
func TestCut(t *testing.T) {
	for _, s := range seeds(t)[:3] {
		for i := range s {
			if i%7 != 0 || !utf8.RuneStart(s[i]) {
				continue
			}
			doc := &gongshi.Document{Text: s[:i]}
			for _, n := range Parse(doc) {
				checkSpans(t, doc, &n)
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	text := strings.Join(seeds(b)[:1], "")
	for len(text) < 8<<10 {
		text = strings.Replace(text, "二、整改目标", "本段为整改落实的具体内容，涉及污水管网改造、雨污分流、河道清淤等工程。\n二、整改目标", 1)
	}
	doc := &gongshi.Document{Text: text}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Parse(doc)
	}
}
