package answer

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/internal/cputime"
)

// notice makes a notice of sections with items parted by "|".
func notice(issue, measures, done string) *gongshi.Notice {
	n := new(gongshi.Notice)
	for _, s := range []struct {
		kind gongshi.SectionKind
		text string
	}{{gongshi.SectionIssue, issue}, {gongshi.SectionMeasures, measures}, {gongshi.SectionImplementation, done}} {
		section := gongshi.Section{Kind: s.kind, Span: gongshi.Span{Start: len(n.Text)}}
		for item := range strings.SplitSeq(s.text, "|") {
			at := gongshi.Span{Start: len(n.Text), End: len(n.Text) + len(item)}
			section.Items = append(section.Items, at)
			n.Text += item
		}
		section.Span.End = len(n.Text)
		section.Text = section.Span.Of(n.Text)
		n.Sections = append(n.Sections, section)
		n.Text += "\n"
	}
	return n
}

// terms writes terms as "尾矿库" or, where answered, "尾矿库+".
func terms(list []Term) (out []string) {
	for _, t := range list {
		if t.Answered {
			t.Text += "+"
		}
		out = append(out, t.Text)
	}
	return out
}

func TestTerms(t *testing.T) {
	tests := []struct {
		issue, done string
		want        []string
	}{
		{"污水收集管网不配套", "新建雨污分流管道", []string{"污水收集管网+"}},
		{"洞庭湖水质达不到湖库标准", "学习", []string{"洞庭湖", "水质", "湖库标准"}},
		{"农药化肥减量不到位", "化肥减量", []string{"农药化肥+"}},
		{"徽水河与倭肯河受污染", "治理徽水河", []string{"徽水河+", "倭肯河"}},
		{"柏林镇、沿河各镇、该公司", "柏林镇", []string{"柏林镇+"}},
		{"湖南省、江苏省、村民、厂区、港口", "", []string{"港口"}}, // 港口 is a word of the lexicon
		{"深入贯彻落实习近平生态文明思想，提高政治站位", "", nil},
		{"尾礦庫滲漏", "尾矿库闭库", []string{"尾矿库+"}},
		{"PM超標，尾礦庫滲漏", "尾矿库闭库", []string{"尾矿库+"}},
		{"𠮷野家污水直排", "𠮷野家污水", []string{"污水+", "直排+"}}, // a character beyond the basic plane
		{"", "尾矿库", nil},
	}
	for _, test := range tests {
		m := Of(notice(test.issue, "一|二", test.done), 0)
		if diff := cmp.Diff(test.want, terms(Words(m.Problem, Concrete))); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.issue, diff)
		}
		for _, term := range m.Problem {
			if got := term.Concept(); got == "" || term.IsName() && got != term.Text {
				t.Errorf("the concept of %q is %q", term.Text, got)
			}
			if got := fold(term.Span.Of(notice(test.issue, "一|二", test.done).Text)); got != term.Text {
				t.Errorf("%s: %q stands at the place of %q", test.issue, got, term.Text)
			}
		}
	}
}

func TestMatrix(t *testing.T) {
	n := notice("污染",
		"1.组织培训，开展学习。|2.深入打好污染防治攻坚战，分级分步推进。|3.治理尾矿库，控制总磷。",
		"1.培训干部。|2.深入打好污染防治攻坚战，分级分步推进，取得成效。")
	m := Of(n, 0)
	if len(m.Measures) != 3 || len(m.Items) != 2 {
		t.Fatalf("%d measures and %d items", len(m.Measures), len(m.Items))
	}
	if diff := cmp.Diff([]string{"汨水河", "尾矿库"}, terms(Of(notice("汨水河、尾矿库、汨水河、尾矿库", "一", "二"), 0).Problem)); diff != "" {
		t.Errorf("terms of the problem, each once: -want +got\n%s", diff)
	}
	if diff := cmp.Diff([]string{"培训", "学习"}, m.Cell(0, 0).Shared); diff != "" {
		t.Errorf("measure 1 and item 1: -want +got\n%s", diff)
	}
	if c := m.Cell(1, 1); c.Copied < 0.7 || c.Copied > 0.9 {
		t.Errorf("%.2f of item 2 stands in measure 2", c.Copied)
	}
	for i, want := range [][]string{nil, nil, {"尾矿库", "总磷"}} {
		if diff := cmp.Diff(want, terms(m.Unanswered(i, 6))); diff != "" {
			t.Errorf("measure %d: -want +got\n%s", i+1, diff)
		}
	}
}

// A problem is held against its own sections, and is not whole where one of these is
// not.
func TestProblems(t *testing.T) {
	n := notice("尾矿库渗漏", "治理", "尾矿库闭库")
	for _, s := range notice("扬尘突出", "洒水", "详见附件").Sections {
		s.Problem, s.Span.Start, s.Span.End, s.Items = 1, s.Span.Start+len(n.Text), s.Span.End+len(n.Text), nil
		n.Sections = append(n.Sections, s)
	}
	n.Text += notice("扬尘突出", "洒水", "详见附件").Text
	for problem, want := range []struct {
		terms []string
		cut   bool
	}{{[]string{"尾矿库+"}, false}, {[]string{"扬尘"}, true}} {
		m := Of(n, problem)
		if diff := cmp.Diff(want.terms, terms(Words(m.Problem, Concrete))); diff != "" || m.Cut != want.cut {
			t.Errorf("problem %d, cut %v: -want +got\n%s", problem, m.Cut, diff)
		}
	}
	for i := range n.Sections {
		if n.Sections[i].Kind == gongshi.SectionImplementation {
			n.Sections[i].Kind = gongshi.SectionOther
		}
	}
	if issue, measure := Doubtful(n, 0, 1); issue || measure {
		t.Error("what is not told of cannot be doubted")
	}
}

// Traditional characters are read as simplified ones wherever they stand.
func TestFold(t *testing.T) {
	for text, want := range map[string]string{"農藥": "农药", "农药": "农药", "a農藥": "a农药", "é農藥b": "é农药b", "农药和農藥": "农药和农药", "\xff農": "\uFFFD农", "": ""} {
		if got := fold(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Names end where no other word goes on: 流域 is of the river, 河长 and 湖区 are not.
func TestMarks(t *testing.T) {
	const text = "汨水河流域治理尾矿库，学习习近平生态文明思想，县委河长制，洋沙湖区，长寿镇"
	names, phrases := Marks(text)
	var got []string
	for _, s := range slices.Concat(names, phrases) {
		got = append(got, s.Of(text))
	}
	if diff := cmp.Diff([]string{"汨水河", "长寿镇", "习近平生态文明思想"}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// All that stands in a text may stand in it, and most of what does not is told
// from that.
func TestPairs(t *testing.T) {
	const text = "新建PM2.5监测站3座，é雨污分流管道"
	var p pairs
	p.add(text)
	runes := []rune(text)
	for i := range runes {
		for j := i; j <= len(runes); j++ {
			if word := string(runes[i:j]); !p.mayHave(word) {
				t.Errorf("%q stands in the text", word)
			}
		}
	}
	for _, word := range []string{"尾矿库", "新雨", "PM10", "管网", "污管道"} {
		if p.mayHave(word) {
			t.Errorf("%q does not stand in the text", word)
		}
	}
}

// Copies are runs of four and more; set phrases are copies and no evidence.
func TestCopies(t *testing.T) {
	tests := []struct {
		measure, item string
		copied        float64
		run           int
	}{
		{"甲乙丙丁戊己", "甲乙丙丁戊己", 1, 6},
		{"甲乙丙丁戊己", "甲乙丙壬癸子", 0, 0},
		{"甲乙、丙丁。戊己", "甲乙丙丁壬癸", 4.0 / 6, 4},
		{"习近平生态文明思想", "习近平生态文明思想", 1, 0},
		{"甲乙丙丁习近平生态文明思想", "甲乙丙丁习近平生态文明思想", 1, 4},
		{"", "甲乙丙丁", 0, 0},
		{"甲乙丙丁", "", 0, 0},
	}
	for _, test := range tests {
		c := Of(notice("", test.measure+"|子丑寅卯", test.item+"|辰巳午未"), 0).Cell(0, 0)
		if c.Copied != test.copied || c.Run != test.run {
			t.Errorf("%q in %q: %.2f, run %d; want %.2f, run %d", test.item, test.measure, c.Copied, c.Run, test.copied, test.run)
		}
	}
}

// The quick look never says no where the matrix says yes.
func TestDoubtful(t *testing.T) {
	for _, test := range []struct{ issue, measures, done string }{
		{"污水、扬尘、尾矿库、秸秆", "一|二", "学习"},
		{"污水、扬尘、尾矿库、秸秆", "治理尾矿库、扬尘、总磷、垃圾|二", "污水处理"},
		{"污水", "治理尾矿库、扬尘、总磷、垃圾|考核", "尾矿库闭库|二"},
		{"污水、扬尘、尾矿库、秸秆", "治理尾矿库、扬尘、总磷、垃圾|二", "……"},
	} {
		n := notice(test.issue, test.measures, test.done)
		issue, measure := Doubtful(n, 0, 4)
		m := Of(n, 0)
		open := !m.Cut && len(Words(m.Problem, Concrete)) >= 4
		for _, term := range Words(m.Problem, Concrete) {
			open = open && !term.Answered
		}
		row := !m.Cut && len(m.Unanswered(0, 6)) >= 4
		if open && !issue || row && !measure {
			t.Errorf("%+v: the quick look misses it", test)
		}
	}
}

func TestList(t *testing.T) {
	l := NewList("附件", "…", "(略)")
	for text, want := range map[string]bool{"见附件": true, "等等…": true, "姓名(略)": true, "附表": false, "": false, "(省略)": false, "\xE9\x99": false} {
		if l.In(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

// A measure is answered by a run of characters that an item has as well, if it is so
// long.
func TestUnansweredButForRun(t *testing.T) {
	m := Of(notice("污染", "实施青龙片区生态提升行动，治理尾矿库，控制扬尘|二", "青龙片区生态提升行动全面铺开|二"), 0)
	for run, want := range map[int][]string{6: nil, 40: {"尾矿库", "扬尘"}} {
		if diff := cmp.Diff(want, terms(m.Unanswered(0, run))); diff != "" {
			t.Errorf("runs of %d: -want +got\n%s", run, diff)
		}
	}
}

func TestLexicon(t *testing.T) {
	seen := map[string]bool{}
	lex := words()
	for _, c := range lex.concepts {
		for _, w := range c.words {
			if seen[w] {
				t.Errorf("%s stands in the lexicon twice", w)
			}
			seen[w] = true
			if strings.ContainsAny(w, "#=[]") {
				t.Errorf("%q is no word", w)
			}
		}
	}
	if len(lex.concepts) < 100 || len(lex.concepts) > 1<<15 {
		t.Errorf("%d concepts", len(lex.concepts))
	}
}

// A text of one word, or of one character, takes time that grows as it does.
func TestLinear(t *testing.T) {
	for _, unit := range []string{"尾矿库", "甲", "河", "习近平生态文明思想"} {
		work := func(n int) func() {
			text := strings.Repeat(unit, n)
			notice := notice(text, text+"|"+text, text+"|"+text)
			return func() { Of(notice, 0).Cell(0, 0) }
		}
		few, many := cputime.Of(work(1000)), cputime.Of(work(8000))
		if many > 40*few+5e6 {
			t.Errorf("%s: 1000 take %v, 8000 take %v", unit, few, many)
		}
	}
}
