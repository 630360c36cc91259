package corpus

import (
	"fmt"
	"strconv"
	"strings"

	"gongshi"
)

// form is how a notice is laid out, as provinces have them.
type form struct {
	sections []part
	// inline puts the text of a section behind its label, after a colon.
	inline bool
	// titled puts the issuer on a line of its own above the title.
	titled bool
	// problem writes the number of the problem, %s being the number.
	problem string
	// han writes that number in Chinese.
	han bool
	// contact makes numbered sections of the publicity and the contact.
	contact bool
	// period writes the publicity: start, end, length.
	period string
}

// part is a section of a form. Its share is that of the whole text, in
// percent; a section without a share has one line.
type part struct {
	kind  gongshi.SectionKind
	label string
	share int
}

var forms = []form{
	{ // Hunan
		sections: []part{{gongshi.SectionIssue, "反馈问题", 18}, {gongshi.SectionGoal, "整改目标", 6},
			{gongshi.SectionMeasures, "整改措施", 30}, {gongshi.SectionImplementation, "整改落实情况", 40}},
		titled: true, problem: "（问题编号%s）", han: true,
		period: "公示时间：%[1]s至%[2]s，共%[3]s。",
	},
	{ // Heilongjiang
		sections: []part{{gongshi.SectionIssue, "整改问题", 18}, {gongshi.SectionGoal, "整改目标", 6},
			{gongshi.SectionMeasures, "整改措施", 30}, {gongshi.SectionImplementation, "整改主要工作及成效", 40}},
		inline: true, problem: "第%s项问题", contact: true, period: "%[1]s至%[2]s（%[3]s）",
	},
	{ // Anhui
		sections: []part{{gongshi.SectionIssue, "整改问题", 20}, {gongshi.SectionResponsible, "整改实施主体", 0},
			{gongshi.SectionMeasures, "重点措施", 30}, {gongshi.SectionGoal, "目标任务", 6},
			{gongshi.SectionDeadline, "完成时限", 0}, {gongshi.SectionImplementation, "整改完成情况", 40}},
		problem: "第%s号问题",
		period:  "如对该问题整改完成情况有异议，请在公示期间（%[1]s至%[2]s，共%[3]s）反映。",
	},
	{ // Liaoning
		sections: []part{{gongshi.SectionIssue, "整改任务", 20}, {gongshi.SectionGoal, "整改目标", 6},
			{gongshi.SectionMeasures, "整改措施", 30}, {gongshi.SectionDeadline, "整改时限", 0},
			{gongshi.SectionImplementation, "整改完成情况", 40}},
		problem: "第%s项整改任务", han: true,
		period: "公示期为%[3]s（%[1]s至%[2]s）。",
	},
	{ // Jiangsu
		sections: []part{{gongshi.SectionIssue, "整改事项", 20}, {gongshi.SectionResponsible, "责任单位", 0},
			{gongshi.SectionAcceptance, "验收单位", 0}, {gongshi.SectionGoal, "整改目标", 6},
			{gongshi.SectionMeasures, "整改措施", 28}, {gongshi.SectionDeadline, "整改时限", 0},
			{gongshi.SectionImplementation, "整改完成情况", 40}},
		inline: true, titled: true, problem: "（序号%s）问题",
		period: "公示日期：%[1]s—%[2]s，共%[3]s。",
	},
	{ // Jiangxi
		sections: []part{{gongshi.SectionIssue, "转办问题基本情况", 30}, {gongshi.SectionImplementation, "整改情况", 60},
			{gongshi.SectionAcceptance, "验收情况", 0}},
		problem: "编号%s问题",
		period:  "公示时间：%[1]s至%[2]s（%[3]s）。",
	},
}

// write composes the notice and enters what it says into the facts.
func (d *draft) write(f form, size int) []Paragraph {
	const aroundSections = 250 // characters: title, lead, signature
	size -= aroundSections
	paragraphs := d.writeHead(f)
	for i, p := range f.sections {
		paragraphs = append(paragraphs, d.writeSection(f, i, d.body(p, size))...)
	}
	d.kind = gongshi.SectionOther
	return append(paragraphs, d.writeTail(f)...)
}

func (d *draft) writeHead(f form) []Paragraph {
	number := d.facts.Problem
	if f.han {
		n, err := strconv.Atoi(number)
		must(err)
		number = Han(n)
	}
	what := d.facts.Inspection.Text + "反馈" + fmt.Sprintf(f.problem, number)
	title := "关于" + what + "整改销号情况的公示"
	paragraphs := []Paragraph{{Style: Title, Text: title}}
	d.facts.Title = title
	if f.titled {
		paragraphs = []Paragraph{{Style: Title, Text: d.facts.Issuer}, {Style: Title, Text: title}}
		d.facts.Title = d.facts.Issuer + title
	}
	region := d.county.region
	lead := fmt.Sprintf("根据%s生态环境保护督察整改销号有关规定和%s督察整改方案要求，现将%s整改销号情况公示如下：", region.Province, region.County, what)
	return append(paragraphs, Paragraph{Text: lead})
}

// body writes the paragraphs of a section.
func (d *draft) body(p part, size int) []string {
	d.kind = p.kind
	county := d.county.region.County
	room := size * p.share / 100
	switch {
	case p.kind == gongshi.SectionResponsible:
		return []string{county + "委、" + county + "人民政府"}
	case p.kind == gongshi.SectionDeadline:
		return []string{fmt.Sprintf("%d年12月底前", d.start.Year-1)}
	case p.label == "验收单位":
		return []string{d.county.region.City + d.word("dept")}
	case p.kind == gongshi.SectionAcceptance:
		return []string{d.sentence("conclusion")}
	case p.kind == gongshi.SectionIssue || p.kind == gongshi.SectionGoal:
		return []string{d.prose(string(p.kind), room)}
	}
	return d.items(string(p.kind), room)
}

// prose writes sentences until there is no room left.
func (d *draft) prose(list string, room int) string {
	var b strings.Builder
	for b.Len() == 0 || b.Len()/3 < room {
		b.WriteString(d.sentence(list))
	}
	return b.String()
}

// items writes numbered paragraphs, three to six of them where there is room.
func (d *draft) items(list string, room int) []string {
	n := min(3+d.r.IntN(4), 1+room/60)
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprintf("%d. ", i+1) + d.prose(list, room/n-20)
	}
	return items
}

// writeSection sets section i of the notice, and enters it into the facts.
func (d *draft) writeSection(f form, i int, body []string) []Paragraph {
	p := f.sections[i]
	label := Han(i+1) + "、" + p.label
	d.facts.Sections = append(d.facts.Sections, SectionFacts{p.kind, label, strings.Join(body, "\n")})
	head := Paragraph{Style: Heading, Text: label}
	if f.inline {
		head = Paragraph{Text: label + "：" + body[0]}
		body = body[1:]
	}
	paragraphs := []Paragraph{head}
	for _, text := range body {
		paragraphs = append(paragraphs, Paragraph{Text: text})
	}
	return paragraphs
}

func (d *draft) writeTail(f form) []Paragraph {
	p := d.facts.Publicity
	length := fmt.Sprintf("%d个工作日", p.StatedDays)
	if p.StatedUnit == gongshi.UnitCalendar {
		length = fmt.Sprintf("%d天", p.StatedDays)
	}
	period := fmt.Sprintf(f.period, written(p.Start), written(p.End), length)
	var paragraphs []Paragraph
	if f.contact {
		paragraphs = d.writeContact(f, period)
	} else {
		for _, text := range []string{d.sentence("conclusion"), period, "监督电话：" + d.facts.Phone} {
			paragraphs = append(paragraphs, Paragraph{Text: text})
		}
	}
	return append(paragraphs, Paragraph{Style: Right, Text: d.facts.Issuer}, Paragraph{Style: Right, Text: written(d.facts.Issued)})
}

// writeContact numbers the publicity and the contact as if they were sections.
func (d *draft) writeContact(f form, period string) []Paragraph {
	var paragraphs []Paragraph
	for i, line := range [][2]string{{"公示时间", period}, {"受理部门", d.facts.Issuer}, {"受理电话", d.facts.Phone}} {
		label := Han(len(f.sections)+i+1) + "、" + line[0]
		d.facts.Sections = append(d.facts.Sections, SectionFacts{gongshi.SectionOther, label, line[1]})
		paragraphs = append(paragraphs, Paragraph{Text: label + "：" + line[1]})
	}
	return append(paragraphs, Paragraph{Text: "如对该项问题整改完成情况有异议，请在公示期内以书面形式反馈，以送达日期为准。"})
}
