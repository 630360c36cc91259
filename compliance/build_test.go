package compliance

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gongshi"
	"gongshi/compliance/workday"
)

// builder puts a notice together piece by piece, with spans that cut it.
type builder struct{ n gongshi.Notice }

func newNotice(title string) *builder {
	b := &builder{gongshi.Notice{ID: "id", Title: title, Kind: gongshi.KindCloseOut, Source: gongshi.Source{Path: "a.txt"}}}
	b.write(title + "\n")
	return b
}

func (b *builder) write(text string) gongshi.Span {
	start := len(b.n.Text)
	b.n.Text += text
	return gongshi.Span{Start: start, End: len(b.n.Text)}
}

func (b *builder) text(text string) *builder {
	b.write(text + "\n")
	return b
}

func (b *builder) section(kind gongshi.SectionKind, label, body string) *builder {
	return b.sectionOf(0, kind, label, body)
}

func (b *builder) sectionOf(problem int, kind gongshi.SectionKind, label, body string) *builder {
	s := gongshi.Section{Kind: kind, Label: label, Problem: problem, Text: body}
	s.LabelSpan = b.write(label)
	b.write("\n")
	s.Span = b.write(body)
	b.write("\n")
	b.n.Sections = append(b.n.Sections, s)
	return b
}

func (b *builder) problem(text, number string) *builder {
	p := gongshi.Problem{Mention: gongshi.Mention{Span: b.write(text), Text: text}, Number: number}
	b.write("\n")
	b.n.Problems = append(b.n.Problems, p)
	return b
}

// period states a period: "2023-10-13", "2023-10-24", 10, working.
func (b *builder) period(start, end string, days int, unit gongshi.DayUnit) *builder {
	word := map[gongshi.DayUnit]string{gongshi.UnitWorking: "个工作日", gongshi.UnitCalendar: "天"}[unit]
	return b.periodAs("公示时间："+start+"至"+end+"，共"+strconv.Itoa(days)+word+"。", start, end, days, unit)
}

// periodAs is period with the words of the statement.
func (b *builder) periodAs(text, start, end string, days int, unit gongshi.DayUnit) *builder {
	b.n.Publicity = &gongshi.Publicity{
		Start: date(start), End: date(end), StatedDays: days, StatedUnit: unit, Span: b.write(text),
	}
	b.write("\n")
	return b
}

func (b *builder) issued(day string) *builder {
	b.n.Issued = date(day)
	return b
}

// date reads a date as written, also one that does not exist.
func date(s string) gongshi.Date {
	var parts [3]int
	for i, p := range strings.SplitN(s, "-", 3) {
		parts[i], _ = strconv.Atoi(p)
	}
	return gongshi.Date{Year: parts[0], Month: parts[1], Day: parts[2]}
}

// closeOutTitle says all that a title has to say.
const closeOutTitle = "关于第二轮中央生态环境保护督察反馈第11项问题整改销号情况的公示"

// closeOut is a notice with nothing to find but a missing period. It is signed
// on a day before all periods of the tests, and says nothing to Issued.
func closeOut() *builder {
	b := newNotice(closeOutTitle)
	b.n.Deadlines = []gongshi.Deadline{{Immediate: true}}
	b.n.ResponsibleUnits = []gongshi.ResponsibleUnit{{Name: "县住建局"}}
	return b.
		section(gongshi.SectionIssue, "一、反馈问题", "某镇生活污水直排。").
		section(gongshi.SectionGoal, "二、整改目标", "消除污水直排。").
		section(gongshi.SectionMeasures, "三、整改措施", "建设污水管网。").
		section(gongshi.SectionImplementation, "四、整改落实情况", "已建成污水管网并投入运行，沿线污水全部接入处理厂。").
		contact("0730-8245473").signed("2014-01-06")
}

// contact states a telephone number.
func (b *builder) contact(number string) *builder {
	b.write("监督电话：")
	span := b.write(number)
	b.write("\n")
	area, _, _ := strings.Cut(number, "-")
	b.n.Phones = append(b.n.Phones, gongshi.Phone{
		Mention: gongshi.Mention{Span: span, Text: number}, Number: number, Kind: gongshi.PhoneLandline, Role: gongshi.PhoneContact, Area: area,
	})
	return b
}

// signed states the day of the signature.
func (b *builder) signed(day string) *builder { return b.date(day, gongshi.RoleSigned) }

func (b *builder) date(day string, role gongshi.DateRole) *builder {
	span := b.write(day)
	b.write("\n")
	b.n.Dates = append(b.n.Dates, gongshi.DateMention{Mention: gongshi.Mention{Span: span, Text: day}, Date: date(day), Role: role})
	return b
}

// without gives the notice without its sections of the kind.
func (b *builder) without(kinds ...gongshi.SectionKind) *builder {
	var kept []gongshi.Section
	for _, s := range b.n.Sections {
		keep := true
		for _, k := range kinds {
			keep = keep && s.Kind != k
		}
		if keep {
			kept = append(kept, s)
		}
	}
	b.n.Sections = kept
	return b
}

// check runs all rules and writes the findings as "PUB01 error".
func check(n *gongshi.Notice) []string {
	var got []string
	for _, f := range Check(n, nil, Rules()) {
		got = append(got, f.Rule+" "+string(f.Severity))
	}
	return got
}

func rule(t *testing.T, id string) Rule {
	t.Helper()
	for _, r := range Rules() {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("no rule %s", id)
	return Rule{}
}

// finding runs one rule that must have one finding.
func finding(t *testing.T, id string, n *gongshi.Notice) gongshi.Finding {
	t.Helper()
	found := Check(n, workday.Official(), []Rule{rule(t, id)})
	if len(found) != 1 {
		t.Fatalf("%s: %d findings, want 1: %v", id, len(found), found)
	}
	return found[0]
}

var (
	exampleDate   = regexp.MustCompile(`(\d+)年(\d+)月(\d+)日`)
	exampleLength = regexp.MustCompile(`(\d+)(个工作日|天)`)
	exampleHead   = regexp.MustCompile(`[一二三四五]、(\p{Han}+)[：…]+`)
)

// exampleKinds are the labels that the examples of the rules use.
var exampleKinds = map[string][]gongshi.SectionKind{
	"反馈问题":      {gongshi.SectionIssue},
	"整改问题":      {gongshi.SectionIssue},
	"整改任务":      {gongshi.SectionIssue},
	"整改目标":      {gongshi.SectionGoal},
	"目标任务":      {gongshi.SectionGoal},
	"整改措施":      {gongshi.SectionMeasures},
	"重点措施":      {gongshi.SectionMeasures},
	"整改落实情况":    {gongshi.SectionImplementation},
	"整改完成情况":    {gongshi.SectionImplementation},
	"整改实施主体":    {gongshi.SectionResponsible},
	"整改措施及完成情况": {gongshi.SectionMeasures, gongshi.SectionImplementation},
}

// readExample makes a notice of an example in the list of rules: heads of sections
// with dots for what they say, a statement of the period, or lines of a notice or
// whole sections of one to be parsed.
func readExample(t *testing.T, id, text string) *gongshi.Notice {
	t.Helper()
	switch {
	case strings.HasPrefix(id, "SUB"):
		return readSubstance(t, text)
	case isParsed(id):
		return framed(t, text)
	}
	heads := exampleHead.FindAllStringSubmatchIndex(text, -1)
	if len(heads) == 0 {
		return readPeriod(closeOut(), text)
	}
	b := newNotice(closeOutTitle)
	for i, h := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		body := text[h[1]:end]
		if body == "" {
			body = "此处写明有关情况，不少于十个汉字。"
		}
		label := text[h[2]:h[3]]
		kinds := exampleKinds[label]
		if kinds == nil {
			t.Fatalf("example %q: unknown label %q", text, label)
		}
		b.section(kinds[0], text[h[0]:h[3]], body)
		for _, kind := range kinds[1:] { // one section of two kinds
			twin := b.n.Sections[len(b.n.Sections)-1]
			twin.Kind = kind
			b.n.Sections = append(b.n.Sections, twin)
		}
	}
	return &b.contact("0730-8245473").signed("2023-10-13").period("2023-10-14", "2023-10-20", 5, gongshi.UnitWorking).n
}

func readPeriod(b *builder, text string) *gongshi.Notice {
	p := &gongshi.Publicity{Span: b.write(text)}
	for i, m := range exampleDate.FindAllStringSubmatch(text, 2) {
		d := date(m[1] + "-" + m[2] + "-" + m[3])
		if i == 0 {
			p.Start = d
		} else {
			p.End = d
		}
	}
	if m := exampleLength.FindStringSubmatch(text); m != nil {
		p.StatedDays, _ = strconv.Atoi(m[1])
		p.StatedUnit = gongshi.UnitCalendar
		if m[2] == "个工作日" {
			p.StatedUnit = gongshi.UnitWorking
		}
	}
	b.n.Publicity = p
	return &b.n
}
