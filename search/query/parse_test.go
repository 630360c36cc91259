package query

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"雨污分流", "雨污分流"},
		{"雨污分流 水产养殖", "雨污分流 水产养殖"},
		{"雨污分流　AND　水产养殖", "雨污分流 水产养殖"},
		{"A OR B C", "a OR b c"},
		{"(A OR B) C", "(a OR b) c"},
		{"（A OR B）C", "(a OR b) c"},
		{"招商 -公司", "招商 -公司"},
		{"招商 NOT 公司", "招商 -公司"},
		{"招商 －公司", "招商 -公司"},
		{"2022-2023", "2022-2023"},
		{"东京 - 北京", `东京 "-" 北京`},
		{`"水产养殖污染、农药"`, `"水产养殖污染、农药"`},
		{"“水产养殖污染、农药”", `"水产养殖污染、农药"`},
		{`"a \"b\" \\"`, `"a\"b\"\\"`},
		{"雨污分流 section:issue", "issue:雨污分流"},
		{"section:反馈问题 A B", "issue:a issue:b"},
		{"A section:issue section:goal", "issue:a OR goal:a"},
		{"(A section:issue) B", "issue:a b"},
		{"section:goal", "has:goal"},
		{"section:goal section:issue", "has:goal OR has:issue"},
		{"round:2 section:goal", "round:2 has:goal"},
		{"title:a section:goal", "title:a has:goal"},
		{"(A OR round:2) section:goal", "goal:a OR round:2"},
		{"-A section:goal", "-goal:a"},
		{"A OR B section:goal", "a OR goal:b"},
		{"督察“回头看”", `督察 "回头看"`},
		{"issue:雨污分流", "issue:雨污分流"},
		{"issue：雨污分流", "issue:雨污分流"},
		{"问题:(A OR B)", "issue:a OR issue:b"},
		{"title:公示 -title:意见", "title:公示 -title:意见"},
		{"number:岳办发[2022]4号", "number:岳办发〔2022〕4号"},
		{"number:岳办发（2022）4号 污", "number:岳办发〔2022〕4号 污"},
		{"(number:岳办发〔2022〕4号)", "number:岳办发〔2022〕4号"},
		{"phone:0730-8245473", "phone:07308245473"},
		{"phone:(0730)8245473", "phone:07308245473"},
		{"date:2023-10-01..2023-10-31", "date:2023-10-01..2023-10-31"},
		{"date:2023..", "date:2023.."},
		{"date:..2023年10月", "date:..2023-10"},
		{"date:2023-10-13", "date:2023-10-13"},
		{"year:2021..2023", "year:2021..2023"},
		{"round:第二轮", "round:2"},
		{"round:回头看", "round:lookback"},
		{"has:goal lacks:deadline", "has:goal -has:deadline"},
		{"kind:close-out", "kind:close-out"},
		{"类别：非公示 -kind:其他公文", "kind:not-a-notice -kind:other-official"},
		{"kind:goal", "has:goal"},
		{"rule:pub01", "rule:PUB01"},
		{"region:岳阳 authority:中央", "region:岳阳 authority:central"},
		{"region:430600", "region:4306"},
		{"10:30", `"10:30"`},
		{"落实：清淤 单位:水利局 编号:第三项 类型:销号公示", "implementation:清淤 issuer:水利局 problem:3 kind:close-out"},
		{"章节:落实 清淤", "implementation:清淤"},
		{"发布单位:水利 地区:岳阳 轮次:2 年份:2023 文号:岳办发 电话:110 规则:PUB 问题编号:47-1", "issuer:水利 region:岳阳 round:2 year:2023 number:岳办发 phone:110 rule:PUB problem:47-1"},
		{"有:文号 缺:时限", "has:number -has:deadline"},
	}
	for _, test := range tests {
		n, err := Parse(test.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", test.in, err)
			continue
		}
		if got := n.String(); got != test.want {
			t.Errorf("Parse(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		in     string
		offset int
	}{
		{`a "b`, 2}, {"(a", 0}, {"a)", 1}, {"a OR", 4}, {"OR a", 0}, {"a ()", 2}, {`""`, 0},
		{"issue:", 0}, {"isue:a", 0}, {"date:2023-02-30", 5}, {"date:yesterday", 5}, {"date:2024..2023", 5},
		{"round:最后", 6}, {"has:nothing", 4}, {"kind:nothing", 5}, {"section:nothing a", 8}, {"region:(a OR b)", 7}, {"a NOT", 2},
		{strings.Repeat("a ", MaxClauses+1), 2 * MaxClauses},
		{strings.Repeat("(", MaxDepth+2) + "a", MaxDepth + 1},
		{strings.Repeat("a", MaxBytes+1), MaxBytes},
	}
	for _, test := range tests {
		n, err := Parse(test.in)
		wrong, ok := errors.AsType[*Error](err)
		if !ok {
			t.Errorf("Parse(%.40q) = %v, %v, want an *Error", test.in, n, err)
			continue
		}
		if wrong.Offset != test.offset || wrong.Message.Zh == "" || wrong.Message.En == "" {
			t.Errorf("Parse(%.40q): %v at %d, want it at %d", test.in, wrong, wrong.Offset, test.offset)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		`招商 (公司 "x`:      "招商 公司 x",
		"a OR":           "a",
		"(东京 -机密":        "东京 -机密",
		"(东京 NOT 机密 －大阪": "东京 -机密 -大阪",
		"isue:a :b: - ":  `"isue:a" b`,
		"( ) \"":         "",
	} {
		if got := Words(in).String(); got != want {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestIn(t *testing.T) {
	for in, want := range map[string]string{
		"": "has:goal", "a b": "goal:a goal:b", "round:2": "round:2 has:goal", "a OR issue:b": "goal:a OR issue:b",
	} {
		n, err := Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := In(n, "整改目标")
		if err != nil || got.String() != want {
			t.Errorf("In(%q) = %v, %v, want %q", in, got, err, want)
		}
		if _, err := In(n, "nothing"); err == nil {
			t.Error("a section that does not exist was taken")
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a -(b OR c) issue:d", `"x y" date:2023..2024`, "number:国发（2022）4号 section:goal", "lacks:goal --a", "＂　＂:：（）"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := Parse(s)
		if err != nil {
			if wrong, ok := errors.AsType[*Error](err); !ok || wrong.Offset < 0 || wrong.Offset > len(s) {
				t.Fatalf("Parse(%q): %v", s, err)
			}
			Words(s)
			return
		}
		again, err := Parse(n.String())
		if err != nil {
			t.Fatalf("Parse(%q) prints %q, which does not parse: %v", s, n, err)
		}
		if diff := cmp.Diff(n, again); diff != "" {
			t.Fatalf("Parse(%q) prints %q, which parses to something else:\n%s", s, n, diff)
		}
	})
}
