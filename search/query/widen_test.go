package query

import (
	"strings"
	"testing"
)

func TestWiden(t *testing.T) {
	others := func(text string) []string {
		switch text {
		case "甲":
			return []string{"乙", "丙“丁”"}
		case "乙":
			return []string{"甲"}
		}
		return nil
	}
	tests := []struct{ query, want string }{
		{"甲", `甲 OR 乙 OR "丙“丁”"`},
		{`"甲"`, `"甲"`},
		{"戊", "戊"},
		{"甲乙", "甲乙"},
		{"戊 甲", `戊 (甲 OR 乙 OR "丙“丁”")`},
		{"戊 -甲", `戊 -(甲 OR 乙 OR "丙“丁”")`},
		{"title:甲", `title:甲 OR title:乙 OR title:"丙“丁”"`},
		{"乙 section:issue", "issue:乙 OR issue:甲"},
		{"乙 OR 戊", "(乙 OR 甲) OR 戊"},
		{"issuer:甲 number:乙", "issuer:甲 number:乙"},
		{"", ""},
	}
	for _, test := range tests {
		n, err := Parse(test.query)
		if err != nil {
			t.Fatal(err)
		}
		wide, narrow := Widen(n, StandSynonym, others)
		if got := wide.String(); got != test.want || narrow {
			t.Errorf("%q: %s (narrow %t), want %s", test.query, got, narrow, test.want)
		}
		if _, err := Parse(wide.String()); err != nil {
			t.Errorf("%q: %s does not parse: %v", test.query, wide, err)
		}
	}
}

// A widened query can be widened again by something else, but not what was put in.
func TestWidenTwice(t *testing.T) {
	of := func(text, other string) func(string) []string {
		return func(s string) []string { return map[string][]string{text: {other}}[s] }
	}
	once, _ := Widen(Word{Text: "甲"}, StandSynonym, of("甲", "乙"))
	if twice, _ := Widen(once, StandPinyin, of("乙", "丙")); twice.String() != "甲 OR 乙" {
		t.Errorf("what was put in was widened: %s", twice)
	}
	if twice, _ := Widen(once, StandPinyin, of("甲", "丙")); twice.String() != "(甲 OR 丙) OR 乙" {
		t.Errorf("what was written was not widened again: %s", twice)
	}
	first := once.(Or).Nodes
	if a, b := first[0].(Word), first[1].(Word); a.Stands != "" || b.Stands != StandSynonym {
		t.Errorf("%+v stands for %+v", b, a)
	}
}

func TestWidenLimit(t *testing.T) {
	n, err := Parse(strings.Repeat("甲 ", MaxClauses))
	if err != nil {
		t.Fatal(err)
	}
	wide, narrow := Widen(n, StandSynonym, func(string) []string { return make([]string, 16) })
	added := 0
	Walk(wide, func(n Node, _ bool) {
		if w, ok := n.(Word); ok && w.Stands != "" {
			added++
		}
	})
	if added != MaxWidened || !narrow {
		t.Errorf("%d words were added, narrow %t; want %d, true", added, narrow, MaxWidened)
	}
}
