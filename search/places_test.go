package search_test

import (
	"testing"

	"gongshi"
	"gongshi/search"
	"gongshi/search/query"
)

func TestPlaces(t *testing.T) {
	text := "标题管网\n一、反馈问题\n管网 管網混接,管网\n三、落实\n管网"
	issue := gongshi.Span{Start: len("标题管网\n一、反馈问题\n"), End: len("标题管网\n一、反馈问题\n管网 管網混接,管网\n")}
	n := &gongshi.Notice{Title: "标题管网", Text: text, Sections: []gongshi.Section{{Kind: gongshi.SectionIssue, Span: issue, Text: issue.Of(text)}}}
	for asked, want := range map[string][]string{
		"管网": {"管网", "管网", "管網", "管网", "管网"}, "issue:管网": {"管网", "管網", "管网"}, "管网管网": {"管网 管網"}, "-管网": nil, "混接": {"混接"}, "标题 反馈": {"标题", "反馈"},
	} {
		node, err := query.Parse(asked)
		if err != nil {
			t.Fatal(err)
		}
		places := search.Places(node, n)
		if len(places) != len(want) {
			t.Errorf("%s: %d places, want %d", asked, len(places), len(want))
			continue
		}
		for i, p := range places {
			if p.Of(text) != want[i] {
				t.Errorf("%s: %q, want %q", asked, p.Of(text), want[i])
			}
		}
	}
}
