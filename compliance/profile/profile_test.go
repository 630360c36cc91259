package profile

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/compliance"
	"gongshi/parse"
)

const text = `关于第二轮中央生态环境保护督察反馈第11项问题整改销号情况的公示
现将第11项问题整改情况公示如下：
一、反馈问题
某镇生活污水直排。
二、整改目标
消除污水直排。
三、整改措施
市住建局牵头建设污水管网。
四、整改落实情况
已建成污水管网并投入运行，沿线污水全部接入处理厂。
公示时间：2023年10月16日至2023年10月22日。
监督电话：0730-8245473。
岳阳市生态环境局
2023年10月13日
`

func notice(t *testing.T) *gongshi.Notice {
	t.Helper()
	return &parse.Parse(&gongshi.Document{Text: text})[0]
}

func read(t *testing.T, yaml string) *Profile {
	t.Helper()
	p, err := Read(strings.NewReader(yaml))
	if err != nil {
		t.Fatalf("%s: %v", yaml, err)
	}
	return p
}

func TestProfiles(t *testing.T) {
	tests := []struct {
		name, yaml string
		want       []string
	}{
		{"nothing", "", []string{"PUB08 note", "SEC05 warning"}},
		{"a rule off", "rules: {PUB08: off}", []string{"SEC05 warning"}},
		{"a family off", "rules: {PUB: off}", []string{"SEC05 warning"}},
		{"all but one", "rules: {PUB: off, PUB08: note, SEC: 关闭}", []string{"PUB08 note"}},
		{"heavier", "rules: {SEC05: error}", []string{"PUB08 note", "SEC05 error"}},
		{"lighter", "rules: {SEC05: note}", []string{"PUB08 note", "SEC05 note"}},
		{"Chinese words", "rules: {SEC05: 错误}", []string{"PUB08 note", "SEC05 error"}},
		{"a minimum", "minimum: 10个工作日", []string{"PUB06 error", "PUB08 note", "SEC05 warning"}},
		{"a minimum that is kept", "minimum: 5 working days", []string{"PUB08 note", "SEC05 warning"}},
		{"a minimum in days", "minimum: 8天", []string{"PUB06 error", "PUB08 note", "SEC05 warning"}},
		{"a minimum, as a warning", "minimum: 10 working\nrules: {PUB06: warning}", []string{"PUB06 warning", "PUB08 note", "SEC05 warning"}},
		{"required", "required: [issue, responsible]", []string{"PUB08 note", "SEC06 warning"}},
		{"required, in Chinese", "required: 责任单位", []string{"PUB08 note", "SEC06 warning"}},
		{"for the province", "packs: [{provinces: 湖南, rules: {SEC05: off}}]", []string{"PUB08 note"}},
		{"for the province in full", "packs: [{provinces: [江苏省, 湖南省], rules: {SEC05: off}}]", []string{"PUB08 note"}},
		{"for another", "packs: [{provinces: [江苏], rules: {SEC05: off}}]", []string{"PUB08 note", "SEC05 warning"}},
		{"for the round", "packs: [{rounds: [1, 2], rules: {SEC05: off}}]", []string{"PUB08 note"}},
		{"for another round", "packs: [{rounds: [1, 3], rules: {SEC05: off}}]", []string{"PUB08 note", "SEC05 warning"}},
		{"for the authority", "packs: [{authority: central, rules: {SEC05: off}}]", []string{"PUB08 note"}},
		{"for another authority", "packs: [{authority: 省级, rules: {SEC05: off}}]", []string{"PUB08 note", "SEC05 warning"}},
		{"the later wins", "rules: {SEC05: error}\npacks: [{rules: {SEC05: off}}, {name: b, rules: {SEC05: note}}]", []string{"PUB08 note", "SEC05 note"}},
		{"packs over what is for all", "minimum: 10个工作日\npacks: [{minimum: 5个工作日}]", []string{"PUB08 note", "SEC05 warning"}},
		{"the rest stays", "minimum: 10个工作日\nrules: {PUB08: off}\npacks: [{rules: {SEC05: off}}]", []string{"PUB06 error"}},
	}
	for _, test := range tests {
		n := notice(t)
		p := read(t, test.yaml)
		for range 2 { // the second time out of what is kept
			var got []string
			for _, f := range compliance.Check(n, nil, p.Rules(n)) {
				got = append(got, f.Rule+" "+string(f.Severity))
			}
			want := map[string]int{}
			for _, w := range test.want {
				want[w]++
			}
			for _, g := range got {
				want[g]--
			}
			for f, k := range want {
				if k != 0 {
					t.Errorf("%s: %q %+d; all: %q", test.name, f, -k, got)
				}
			}
		}
	}
}

// A finding that is a note because less is certain does not become an error.
func TestDoubtStays(t *testing.T) {
	n := notice(t)
	n.Publicity.End = n.Publicity.Start
	p := read(t, "rules: {PUB06: error}")
	for _, f := range compliance.Check(n, nil, p.Rules(n)) {
		if f.Rule == "PUB06" && f.Severity != gongshi.SeverityNote {
			t.Errorf("no minimum is set, yet: %s", f.Severity)
		}
	}
}

// What is not known of a notice fits no pack that asks for it.
func TestUnknown(t *testing.T) {
	p := read(t, "packs: [{provinces: [湖南], rules: {SEC05: off}}, {rounds: [2], rules: {SEC06: off}}, {authority: central, rules: {SEC07: off}}]")
	n := notice(t)
	if got, want := len(p.Rules(n)), len(compliance.Rules())-3; got != want {
		t.Errorf("%d rules, want %d", got, want)
	}
	n.Region, n.Inspection = nil, nil
	if got, want := len(p.Rules(n)), len(compliance.Rules()); got != want {
		t.Errorf("%d rules for a notice of which nothing is known, want %d", got, want)
	}
}

func TestOnly(t *testing.T) {
	p := read(t, "rules: {PUB08: off}")
	p.Only(compliance.Rules()[:3])
	var ids []string
	for _, r := range p.Rules(notice(t)) {
		ids = append(ids, r.ID)
	}
	if diff := cmp.Diff([]string{"IDN01", "IDN02", "IDN03"}, ids); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestMistakes(t *testing.T) {
	tests := []struct {
		yaml, zh, en string
	}{
		{"minimun: 5天", "第1行：键“minimun”不对，可用：calendar、minimum、required、rules、packs", `line 1: the key "minimun" is not known; use calendar, minimum, required, rules, packs`},
		{"packs:\n  - name: a\n    province: 湖南", "第3行：键“province”不对，可用：name、provinces、", `line 3: the key "province" is not known`},
		{"rules:\n  PUB99: off", "第2行：没有规则“PUB99”", `line 2: there is no rule "PUB99"`},
		{"rules:\n  PUB01: loud", "第2行：级别“loud”不对，可用：error、warning、note、off", `the severity "loud" is not known; use error, warning, note, off`},
		{"rules: PUB01", "第1行：rules 应写作“规则: 级别”", "rules are written as rule: severity"},
		{"rules: {PUB01: [error]}", "级别“”不对", "the severity"},
		{"packs:\n- provinces:\n  - 湖南\n  - 岳阳市", "第4行：没有“岳阳市”这个省级行政区", `line 4: there is no province "岳阳市"`},
		{"packs: [{rounds: [0]}]", "轮次“0”不对", `the round "0"`},
		{"packs: [{rounds: 二}]", "轮次“二”不对", `the round "二"`},
		{"packs: [{authority: national}]", "督察主体“national”不对，可用：central、provincial、other", `the authority "national"`},
		{"minimum: 10", "最短公示期“10”不对", `the minimum "10" is not understood`},
		{"minimum: 0天", "最短公示期", "the minimum"},
		{"minimum: 400天", "最短公示期", "the minimum"},
		{"required: [goal, aims]", "分节“aims”不对，可用：issue、goal、measures、implementation、deadline、responsible", `the section "aims"`},
		{"required: []", "列表是空的", "the list is empty"},
		{"required: [[goal]]", "此处应是一个值", "a single value is wanted"},
		{"calendar: [a]", "此处应是一个值", "a single value is wanted"},
		{"packs: 3", "packs 应是列表", "packs is a list"},
		{"packs: [3]", "此处应是“键: 值”", "a list of keys and values is wanted"},
		{"- a", "此处应是“键: 值”", "a list of keys and values is wanted"},
		{"minimum: 5天\nminimum: 7天", "第2行：“minimum”写了两次", `line 2: "minimum" is there twice`},
		{"rules: &r {PUB08: off}\npacks:\n- rules: *r", "第3行：不支持别名", "line 3: aliases (*) are not supported"},
		{"rules: {", "不是 YAML", "no YAML"},
		{"minimum: 5天\n---\nminimum: 7天", "只能有一个 YAML 文档", "one YAML document only"},
		{"packs: [" + strings.Repeat("{name: a},", 64) + "]", "最多63项", "at most 63 items"},
		{strings.Repeat("#", maxFile+1), "超过1048576字节", "longer than 1048576 bytes"},
	}
	for _, test := range tests {
		_, err := Read(strings.NewReader(test.yaml))
		mistake, ok := errors.AsType[*Error](err)
		if !ok {
			t.Errorf("%.40q: %v", test.yaml, err)
			continue
		}
		if !strings.Contains(mistake.In("zh"), test.zh) || !strings.Contains(mistake.Error(), test.en) {
			t.Errorf("%.40q: %s, %s", test.yaml, mistake.In("zh"), mistake)
		}
	}
	if _, err := Read(strings.NewReader("packs: [" + strings.Repeat("{name: a},", 63) + "]")); err != nil {
		t.Errorf("63 packs: %v", err)
	}
}

// The example of the manual is a profile.
func TestExample(t *testing.T) {
	file, err := os.Open("testdata/hunan.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	p, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if p.Calendar != "holidays-2027.txt" || len(p.packs) != 4 {
		t.Errorf("%+v", p)
	}
}

// Rules that compare the notices of a corpus have a severity as the others do.
func TestCorpusRules(t *testing.T) {
	tests := []struct {
		yaml string
		want gongshi.Severity // "" for off
	}{
		{"", gongshi.SeverityWarning},
		{"rules: {SUB10: error}", gongshi.SeverityError},
		{"rules: {SUB: off}", ""},
		{"rules: {SUB13: off}", gongshi.SeverityWarning},
		{"packs: [{provinces: [江苏], rules: {SUB10: off}}]", gongshi.SeverityWarning},
		{"rules: {SUB10: off}\npacks: [{provinces: 湖南, rules: {SUB10: note}}]", gongshi.SeverityNote},
	}
	for _, test := range tests {
		got, on := read(t, test.yaml).Severity(notice(t), "SUB10", gongshi.SeverityWarning)
		if got != test.want || on != (test.want != "") {
			t.Errorf("%q: %q, %v", test.yaml, got, on)
		}
	}
}
