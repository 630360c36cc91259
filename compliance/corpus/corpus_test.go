package corpus

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/compliance"
	invent "gongshi/internal/corpus"
	"gongshi/internal/cputime"
)

// notice is a notice in few words.
type notice struct {
	county, issued string
	round          int
	lookback       bool
	provincial     bool
	numbers        []string
	issue, done    string
	documents      []string // "岳办发〔2022〕4号 责任追究办法"
	kind           gongshi.NoticeKind
}

func (w notice) build(t *testing.T, id string) *gongshi.Notice {
	t.Helper()
	n := &gongshi.Notice{ID: id, Title: "公示" + id, Issuer: w.county, Kind: w.kind}
	if n.Kind == "" {
		n.Kind = gongshi.KindCloseOut
	}
	if w.county != "" {
		n.Region = &gongshi.Region{County: "某县", Code: w.county}
	}
	n.Issued, _ = gongshi.ParseDate(w.issued)
	if w.round > 0 {
		n.Inspection = &gongshi.Inspection{Authority: gongshi.AuthorityCentral, Round: w.round, Lookback: w.lookback}
		if w.provincial {
			n.Inspection.Authority = gongshi.AuthorityProvincial
		}
	}
	for _, number := range w.numbers {
		n.Problems = append(n.Problems, gongshi.Problem{Number: number})
	}
	section := func(kind gongshi.SectionKind, text string) {
		if text != "" {
			n.Sections = append(n.Sections, gongshi.Section{Kind: kind, Text: text, Span: gongshi.Span{Start: len(n.Text), End: len(n.Text) + len(text)}})
			n.Text += text + "\n"
		}
	}
	section(gongshi.SectionIssue, w.issue)
	section(gongshi.SectionImplementation, w.done)
	for _, d := range w.documents {
		number, title, _ := strings.Cut(d, " ")
		agency, rest, _ := strings.Cut(number, "〔")
		var year int
		var serial string
		if _, err := fmt.Sscanf(rest, "%d〕%s", &year, &serial); err != nil {
			t.Fatal(err)
		}
		at := gongshi.Span{Start: len(n.Text), End: len(n.Text) + len(number)}
		n.Text += number + "\n"
		n.DocumentNumbers = append(n.DocumentNumbers, gongshi.DocNumber{
			Mention: gongshi.Mention{Text: number, Span: at}, Number: number, Agency: agency, Year: year, Serial: serial, Title: title,
		})
	}
	return n
}

// run gives the findings as "SUB10 b a": rule, notice, others. Notices are a, b, c, …
func run(t *testing.T, notices ...notice) []string {
	t.Helper()
	p := New(compliance.CorpusRules())
	for i, w := range notices {
		p.Add(w.build(t, string(rune('a'+i))))
	}
	var got []string
	for f := range p.Findings() {
		got = append(got, strings.Join(append([]string{f.Rule, f.Notice}, f.Others...), " "))
		if f.Fingerprint == "" || f.Message.Zh == "" || f.Message.En == "" || f.Severity == "" || f.Basis.Zh == "" || f.Span.Len() == 0 {
			t.Errorf("%s is not whole: %+v", f.Rule, f)
		}
	}
	return got
}

const (
	huarong   = "430623"
	pingjiang = "430626"
	taojiang  = "430922"
	yueyang   = "430600"

	river  = "汨水河沿岸养殖场粪污直排，生活污水管网不配套，断面氨氮浓度超标。"
	copied = "县委成立以书记为组长的工作专班，逐户上门摸清底数，投入资金%d万元，在%s新建集中式处理设施%d处，" +
		"铺设配套收集管线%d公里，组织专业队伍对沟渠开展拉网式清理，对拒不配合的经营户依法下达限期搬离文书，" +
		"建立县乡村三级联动的日常管护机制，群众对河道环境改善情况普遍给予好评，经第三方机构连续采样出水稳定达到一级标准。"
)

func TestNearCopies(t *testing.T) {
	text := func(money int, town string, n int) string { return fmt.Sprintf(copied, money, town, n, n*2) }
	a := notice{county: huarong, issued: "2023-01-02", done: text(300, "青山镇", 3)}
	b := notice{county: taojiang, issued: "2023-05-02", done: text(1500, "白水镇", 12)}
	other := notice{county: taojiang, issued: "2023-05-02", done: "县水利局牵头开展河道疏浚工程，聘请设计单位编制实施方案，对沿线排口逐一建档立卡，委托监理单位全程跟踪工程质量，" +
		"对施工扰动的岸坡及时补植，定期邀请人大代表现场视察，完工后移交属地管理所负责维护，截至目前各项整改措施均已完成。"}
	const more = "聘请第三方机构开展水生态调查评估工作，种植沉水植物和挺水植物改善水体透明度，清退沿湖违规搭建的餐饮船只和简易码头，" +
		"设置宣传标识引导游客文明出行，招募志愿者定期开展净滩活动，安排专项财政预算保障设施运转，把水质改善幅度写入河长履职评价内容。"
	tests := map[string]struct {
		notices []notice
		want    []string
	}{
		"names and numbers changed":         {[]notice{a, b}, []string{"SUB10 b a"}},
		"in the other order":                {[]notice{b, a}, []string{"SUB10 a b"}},
		"another text":                      {[]notice{a, other}, nil},
		"one county":                        {[]notice{a, {county: huarong, issued: "2023-05-02", done: b.done}}, nil},
		"its own city":                      {[]notice{a, {county: yueyang, issued: "2023-05-02", done: b.done}}, nil},
		"a county that is not known":        {[]notice{a, {issued: "2023-05-02", done: b.done}}, nil},
		"no close-out notice":               {[]notice{a, {county: taojiang, done: b.done, kind: gongshi.KindOtherOfficial}}, nil},
		"half of it":                        {[]notice{a, {county: taojiang, issued: "2023-05-02", done: b.done + other.done}}, []string{"SUB10 b a"}},
		"less than half":                    {[]notice{a, {county: taojiang, issued: "2023-05-02", done: other.done + "\n" + strings.Join(strings.Split(b.done, "，")[:4], "，")}}, nil},
		"all of it in a text twice as long": {[]notice{a, {county: taojiang, issued: "2023-05-02", done: b.done + other.done + more}}, nil},
		"a short text in a long one":        {[]notice{{county: huarong, issued: "2023-01-02", done: a.done + other.done}, b}, []string{"SUB10 b a"}},
		"three of them":                     {[]notice{a, b, {county: pingjiang, issued: "2023-06-02", done: text(7, "长寿镇", 1)}}, []string{"SUB10 b a", "SUB10 c a b"}},
	}
	for name, test := range tests {
		if diff := cmp.Diff(test.want, run(t, test.notices...)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// What very many notices say is a formula.
func TestFormulas(t *testing.T) {
	var all []notice
	for range maxHolders + 1 {
		all = append(all, notice{county: huarong, issued: "2023-01-02", done: fmt.Sprintf(copied, 1, "青山镇", 1, 2)})
	}
	all = append(all, notice{county: taojiang, issued: "2023-05-02", done: fmt.Sprintf(copied, 5, "白水镇", 1, 2)})
	if got := run(t, all...); len(got) != 0 {
		t.Errorf("findings on a formula: %v", got)
	}
}

func TestNumbers(t *testing.T) {
	const other = "县城建筑工地扬尘治理不到位，渣土运输车辆遗撒严重，砂石料堆场未覆盖。"
	a := notice{county: huarong, round: 2, numbers: []string{"3"}, issue: river}
	with := func(change func(*notice)) notice {
		n := a
		change(&n)
		return n
	}
	tests := map[string]struct {
		notices []notice
		want    []string
	}{
		"same":                    {[]notice{a, a}, nil},
		"another number":          {[]notice{a, with(func(n *notice) { n.numbers = []string{"8"} })}, []string{"IDN08 b a"}},
		"two numbers, one common": {[]notice{a, with(func(n *notice) { n.numbers = []string{"8", "3"} })}, nil},
		"another county":          {[]notice{a, with(func(n *notice) { n.numbers, n.county = []string{"8"}, taojiang })}, nil},
		"another round": {[]notice{a, with(func(n *notice) {
			n.numbers, n.round, n.issue = []string{"8"}, 1, "沿岸养殖场粪污直排，生活污水管网不配套，断面氨氮浓度超标。"
		})}, nil},
		"another authority": {[]notice{a, with(func(n *notice) { n.numbers, n.provincial = []string{"8"}, true })}, nil},
		"no number":         {[]notice{a, with(func(n *notice) { n.numbers = nil })}, nil},
		"petitions":         {[]notice{a, with(func(n *notice) { n.numbers = []string{"D3HB202406060068"} })}, nil},
		"another problem":   {[]notice{a, with(func(n *notice) { n.issue = other })}, []string{"IDN08 b a"}},
		"the problem in short": {[]notice{a, with(func(n *notice) {
			n.issue = "汨水河沿岸养殖场粪污直排，断面氨氮浓度超标，污水管网不配套"
		})}, nil},
		"a part of the problem": {[]notice{a, with(func(n *notice) { n.numbers, n.issue = []string{"3-1"}, other })}, nil},
	}
	for name, test := range tests {
		if diff := cmp.Diff(test.want, run(t, test.notices...)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

func TestTitles(t *testing.T) {
	const rules, plan = "岳办发〔2022〕4号 岳阳市较大及一般环境问题责任追究办法", "岳办发〔2022〕4号 洞庭湖总磷污染控制与削减工作方案"
	tests := map[string]struct {
		documents []string // of notices of their own
		want      []string
	}{
		"same":            {[]string{rules, rules}, nil},
		"another":         {[]string{rules, rules, plan}, []string{"NUM04 c a"}},
		"the majority":    {[]string{plan, rules, rules}, []string{"NUM04 a b"}},
		"in a circular":   {[]string{rules, "岳办发〔2022〕4号 关于印发《岳阳市较大及一般环境问题责任追究办法》的通知"}, nil},
		"a slip":          {[]string{rules, "岳办发〔2022〕4号 岳阳市较大及一般环境事件责任追究办法"}, nil},
		"another serial":  {[]string{rules, rules, "岳办发〔2022〕14号 岳阳市较大及一般环境问题责任追究办法"}, []string{"NUM04 c a"}},
		"another year":    {[]string{rules, "岳办发〔2023〕14号 岳阳市较大及一般环境问题责任追究办法"}, nil},
		"another office":  {[]string{rules, "岳政办〔2022〕14号 岳阳市较大及一般环境问题责任追究办法"}, nil},
		"anybody's title": {[]string{"岳办发〔2022〕4号 整改方案", "岳办发〔2022〕5号 整改方案"}, nil},
		"no title":        {[]string{rules, "岳办发〔2022〕4号 "}, nil},
	}
	for name, test := range tests {
		var all []notice
		for _, d := range test.documents {
			all = append(all, notice{documents: []string{d}})
		}
		if diff := cmp.Diff(test.want, run(t, all...)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
	if got := run(t, notice{documents: []string{rules, plan}}); len(got) != 0 {
		t.Errorf("one notice: %v", got)
	}
}

func TestReturns(t *testing.T) {
	a := notice{county: huarong, round: 1, numbers: []string{"3"}, issue: river}
	later := func(change func(*notice)) []notice {
		n := notice{county: huarong, round: 3, numbers: []string{"9"}, issue: "汨水河流域畜禽养殖污染反弹，污水直排入河，氨氮浓度升高。"}
		change(&n)
		return []notice{a, n}
	}
	tests := map[string]struct {
		notices []notice
		want    []string
	}{
		"a later round":   {later(func(*notice) {}), []string{"SUB13 b a"}},
		"the look-back":   {later(func(n *notice) { n.round, n.lookback = 1, true }), []string{"SUB13 b a"}},
		"the same round":  {later(func(n *notice) { n.round = 1 }), nil},
		"another river":   {later(func(n *notice) { n.issue = strings.ReplaceAll(n.issue, "汨水河", "新墙河") }), nil},
		"another problem": {later(func(n *notice) { n.issue = "汨水河违法采砂，盗采河砂屡禁不止。" }), nil},
		"little in common": {later(func(n *notice) {
			n.issue = "汨水河违法采砂，过往船舶污水直排，码头作业扬尘明显。"
		}), nil},
		"another county":      {later(func(n *notice) { n.county = taojiang }), nil},
		"another authority":   {later(func(n *notice) { n.provincial = true }), nil},
		"no round":            {later(func(n *notice) { n.round = 0 }), nil},
		"the later one first": {func() []notice { l := later(func(*notice) {}); slices.Reverse(l); return l }(), []string{"SUB13 a b"}},
	}
	for name, test := range tests {
		if diff := cmp.Diff(test.want, run(t, test.notices...)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// A fingerprint hangs on what the two notices say, not on where they lie, in which
// order they come and what else there is.
func TestFingerprints(t *testing.T) {
	a := notice{county: huarong, issued: "2023-01-02", done: fmt.Sprintf(copied, 3, "青山镇", 3, 6)}
	b := notice{county: taojiang, issued: "2023-05-02", done: fmt.Sprintf(copied, 5, "白水镇", 12, 24)}
	print := func(path string, order ...notice) string {
		p := New(compliance.CorpusRules())
		for i, w := range order {
			n := w.build(t, "x")
			n.ID, n.Source.Path = fmt.Sprint(i), path
			p.Add(n)
		}
		for f := range p.Findings() {
			return f.Fingerprint
		}
		return ""
	}
	want := print("a", a, b)
	unlike := notice{county: pingjiang, issued: "2023-05-02", done: "全部拆除。"}
	if want == "" || print("b", b, a) != want || print("c", unlike, a, unlike, b) != want {
		t.Errorf("the fingerprint changes with what it does not hang on")
	}
	b.county = pingjiang
	if print("a", a, b) == want {
		t.Error("two findings have one fingerprint")
	}
}

func TestClauses(t *testing.T) {
	same := [][2]string{
		{"投入资金300万元建成处理设施3处", "投入资金1,500万元建成处理设施十二处"},
		{"在青山镇新建集中处理设施", "在白水镇新建集中处理设施"},
		{"华容县加大沟渠清理整治力度", "桃江县加大沟渠清理整治力度"},
		{"2022年6月完成全部改造任务并验收", "2023年11月完成全部改造任务并验收"},
		{"新增1.5万平方米的防渗覆盖层面积", "新增27平方米的防渗覆盖层面积"},
	}
	for _, pair := range same {
		a, b := clausesOf(pair[0]), clausesOf(strings.ReplaceAll(pair[1], "1,500", "1500"))
		if len(a) != 1 || !slices.Equal(a, b) {
			t.Errorf("%q and %q: %v and %v", pair[0], pair[1], a, b)
		}
	}
	for text, want := range map[string]int{
		"全部完成。": 0, "深入贯彻落实习近平生态文明思想，提高政治站位。": 0,
		"组织专业队伍对沟渠开展清理，群众普遍给予好评和肯定。": 2, "": 0, "一、二、三": 0,
	} {
		if got := len(clausesOf(text)); got != want {
			t.Errorf("%q has %d clauses, want %d", text, got, want)
		}
	}
}

// fast makes a notice of an invented one without parsing it.
func fast(i int) *gongshi.Notice {
	f := invent.Invent(5, i, invent.LongNotice).Facts
	n := &gongshi.Notice{ID: fmt.Sprintf("%016d", i), Title: f.Title, Issuer: f.Issuer, Issued: f.Issued, Region: &f.Region, Inspection: &f.Inspection, Kind: gongshi.KindCloseOut}
	n.Problems = []gongshi.Problem{{Number: f.Problem}}
	for _, s := range f.Sections {
		n.Sections = append(n.Sections, gongshi.Section{Kind: s.Kind, Label: s.Label, Text: s.Text, Span: gongshi.Span{Start: len(n.Text), End: len(n.Text) + len(s.Text)}})
		n.Text += s.Text + "\n"
	}
	return n
}

// BenchmarkPass tells what the pass costs for a notice, what the search for copies costs at
// the end, and what it holds, for corpora of several sizes: the numbers for a notice stay
// where it is not quadratic. -bench takes long.
func BenchmarkPass(b *testing.B) {
	for _, size := range []int{1_000, 10_000, 50_000, 100_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				var before, after runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&before)
				p := New(compliance.CorpusRules())
				var adding time.Duration
				for i := range size {
					n := fast(i)
					adding += cputime.Of(func() { p.Add(n) })
				}
				count := 0
				searching := cputime.Of(func() {
					for range p.Findings() {
						count++
					}
				})
				runtime.GC()
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(adding.Microseconds())/float64(size), "µs-add/notice")
				b.ReportMetric(float64(searching.Microseconds())/float64(size), "µs-find/notice")
				b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(size), "B/notice")
				b.ReportMetric(float64(count), "findings")
				runtime.KeepAlive(p)
			}
		})
	}
}

// Of a notice whose facts are cut out of its text the text is not kept.
func TestTextsAreNotKept(t *testing.T) {
	const notices, padding = 40, 1 << 20
	p := New(compliance.CorpusRules())
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for i := range notices {
		n := notice{county: "430623", numbers: []string{"8"}, round: 2}.build(t, fmt.Sprint(i))
		issue, cited := "平江县污水处理厂污水直排汨罗江，雨污分流不到位，水质不达标，群众反映强烈。", "岳办发〔2022〕4号"
		n.Text = issue + cited + strings.Repeat("　", padding/3)
		at := gongshi.Span{Start: len(issue), End: len(issue) + len(cited)}
		n.Sections = []gongshi.Section{{Kind: gongshi.SectionIssue, Text: n.Text[:len(issue)], Span: gongshi.Span{End: len(issue)}}}
		n.DocumentNumbers = []gongshi.DocNumber{{Mention: gongshi.Mention{Text: at.Of(n.Text), Span: at}, Title: n.Text[:36], Agency: "岳办发", Year: 2022, Serial: "4", Number: cited}}
		p.Add(n)
	}
	if kept := heap() - before; kept > notices*padding/8 {
		t.Errorf("%d bytes are kept of %d notices with texts of %d", kept, notices, padding)
	}
	runtime.KeepAlive(p)
}
