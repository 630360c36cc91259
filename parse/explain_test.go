package parse

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gongshi"
)

// Every section and mention of every text of testdata has a reason that stands
// where it stands; the notices are those that Parse gives.
func TestEverythingIsExplained(t *testing.T) {
	for _, text := range seeds(t) {
		doc := &gongshi.Document{Text: text}
		notices, reasons := Explain(doc)
		if diff := cmp.Diff(Parse(doc), notices, cmpopts.IgnoreFields(gongshi.Notice{}, "Origin")); diff != "" {
			t.Fatalf("-Parse +Explain\n%s", diff)
		}
		for i := range notices {
			n, why := &notices[i], reasons[i]
			explained := func(what string, span gongshi.Span) {
				t.Helper()
				if !slices.ContainsFunc(why, func(r Reason) bool { return r.What == what && r.Span == span && r.Pattern != "" }) {
					t.Errorf("%s %q has no reason", what, span.Of(n.Text))
				}
			}
			for _, s := range n.Sections {
				explained("section", s.LabelSpan)
			}
			for _, d := range n.Dates {
				explained("date", d.Span)
			}
			for _, d := range n.DocumentNumbers {
				explained("document-number", d.Span)
			}
			for _, p := range n.Phones {
				explained("phone", p.Span)
			}
			for _, p := range n.Problems {
				explained("problem", p.Span)
			}
			for _, m := range n.Emails {
				explained("email", m.Span)
			}
			for _, m := range n.Addresses {
				explained("address", m.Span)
			}
			for _, m := range n.CitedTitles {
				explained("cited-title", m.Span)
			}
			for _, m := range n.ResponsibleUnits {
				explained("responsible-unit", m.Span)
			}
			for _, m := range n.Deadlines {
				explained("deadline", m.Span)
			}
			for _, m := range n.Quantities {
				explained("quantity", m.Span)
			}
			for _, m := range n.Petitions {
				explained("petition", m.Span)
			}
			for _, r := range why {
				checkReason(t, n, r)
			}
		}
	}
}

// checkReason checks the place of a reason by counting again.
func checkReason(t *testing.T, n *gongshi.Notice, r Reason) {
	t.Helper()
	before := n.Text[:r.Span.Start]
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	if r.Span.Of(n.Text) != r.Text || r.Line != line || r.Column != column {
		t.Errorf("%+v: want line %d, column %d, text %q", r, line, column, r.Span.Of(n.Text))
	}
}

func TestExplainPatterns(t *testing.T) {
	doc := &gongshi.Document{Text: "关于第8项问题整改销号情况的公示\n现将整改完成情况公示如下：\n一、整改目标\n达标。\n二、整改完成情况\n清淤5公里，邮箱a@163.com。\n监督电话：0730-8245473\n岳阳市人民政府\n2023年10月13日"}
	_, reasons := Explain(doc)
	var got []string
	for _, r := range reasons[0] {
		got = append(got, strings.Join([]string{r.What, r.Value, r.Pattern, r.Text}, "|"))
	}
	want := []string{
		"title||ends 公示|关于第8项问题整改销号情况的公示",
		"kind|close-out|title-close-out|关于第8项问题整改销号情况的公示",
		"problem|8|第…|第8项",
		"section|goal|label 整改目标|一、整改目标",
		"section|implementation|label 整改完成情况|二、整改完成情况",
		"quantity|公里|公里|5公里",
		"email||name@zone|a@163.com",
		"phone|contact|area-code 电话|0730-8245473",
		"region|430600|named-in-issuer|岳阳市",
		"signature|岳阳市人民政府|name-at-the-end|岳阳市人民政府",
		"date|signed|year-month-day|2023年10月13日",
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
