package gold

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gongshi"
	"gongshi/normal"
)

// Fields are the fields that are scored, in the order of reports.
var Fields = []string{
	"title", "issuer", "authority", "round", "problem", "section", "section-end", "document-number", "phone", "date",
	"publicity-start", "publicity-end", "stated-days",
}

// Count says how often a field was found rightly, wrongly and not at all.
type Count struct{ Right, Wrong, Missed int }

// F1 is the harmonic mean of precision and recall; 1 when there was nothing to
// find and nothing was found.
func (c Count) F1() float64 {
	if c.Right+c.Wrong+c.Missed == 0 {
		return 1
	}
	return 2 * float64(c.Right) / float64(2*c.Right+c.Wrong+c.Missed)
}

// Miss is something not found or wrongly found, for people to look at.
type Miss struct{ ID, Field, Want, Got string }

// Score is the result of a set of texts.
type Score struct {
	Counts map[string]Count
	Misses []Miss
}

// NewScore gives an empty score.
func NewScore() *Score { return &Score{Counts: map[string]Count{}} }

// Mean is the mean F1 over all fields.
func (s *Score) Mean() float64 {
	sum := 0.0
	for _, f := range Fields {
		sum += s.Counts[f].F1()
	}
	return sum / float64(len(Fields))
}

// String is a table, a field a line.
func (s *Score) String() string {
	var b strings.Builder
	for _, f := range Fields {
		c := s.Counts[f]
		fmt.Fprintf(&b, "%-16s F1 %.3f  right %3d  wrong %3d  missed %3d\n", f, c.F1(), c.Right, c.Wrong, c.Missed)
	}
	fmt.Fprintf(&b, "%-16s    %.3f\n", "mean", s.Mean())
	return b.String()
}

// Add scores one notice against its label.
func (s *Score) Add(t Text, n *gongshi.Notice) {
	l := t.Label
	text := plain(t.Text)
	s.title(l, text, n)
	s.issuer(l, text, n)
	s.inspection(l, text, n)
	s.problem(l, n)
	s.sections(l, n)
	s.compare(l.ID, "document-number", mapped(l.Numbers, number), docNumbers(n))
	s.compare(l.ID, "phone", mapped(l.Phones, digits), phones(n))
	s.compare(l.ID, "date", wantDates(l), gotDates(n))
	s.publicity(l, n)
}

// compare scores two sets of values.
func (s *Score) compare(id, field string, want, got []string) {
	c := s.Counts[field]
	want, got = unique(want), unique(got)
	for _, w := range want {
		if slices.Contains(got, w) {
			c.Right++
		} else {
			c.Missed++
			s.Misses = append(s.Misses, Miss{ID: id, Field: field, Want: w})
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			c.Wrong++
			s.Misses = append(s.Misses, Miss{ID: id, Field: field, Got: g})
		}
	}
	s.Counts[field] = c
}

// title is scored where the text has it or is known to have none.
func (s *Score) title(l Label, text string, n *gongshi.Notice) {
	want := plain(l.Title)
	if want != "" && !strings.Contains(text, want) {
		return
	}
	s.compare(l.ID, "title", one(want), one(plain(n.Title)))
}

// A remark of the labeller behind an issuer: "虎林市住建局 (web line; …)".
var remark = regexp.MustCompile(`\s*\([^)]*\)\s*$`)

// issuer is scored where the text has the name.
func (s *Score) issuer(l Label, text string, n *gongshi.Notice) {
	if strings.Contains(l.Issuer, "(cut") || strings.Contains(l.Issuer, "; cut") {
		return
	}
	var want []string
	for _, name := range strings.FieldsFunc(remark.ReplaceAllString(l.Issuer, ""), separates) {
		if !strings.Contains(text, plain(name)) {
			return
		}
		want = append(want, plain(name))
	}
	if len(want) == 0 {
		return
	}
	s.compare(l.ID, "issuer", want, mapped(strings.FieldsFunc(n.Issuer, separates), plain))
}

func separates(r rune) bool { return r == '、' || r == ';' || r == ' ' }

// A round in words: 第二轮.
var roundWords = regexp.MustCompile(`第([一二三四])轮`)

// inspection is scored where the labels speak of one; a round only where the
// text says it, and not for a 回头看, which needs no number.
func (s *Score) inspection(l Label, text string, n *gongshi.Notice) {
	if l.Round == "" {
		return
	}
	in := n.Inspection
	if in == nil {
		in = &gongshi.Inspection{}
	}
	want := string(gongshi.AuthorityOther)
	switch {
	case strings.HasPrefix(l.Round, "第") || strings.HasPrefix(l.Round, "回头看") || strings.HasPrefix(l.Round, "中央"):
		want = string(gongshi.AuthorityCentral)
	case strings.HasPrefix(l.Round, "省"):
		want = string(gongshi.AuthorityProvincial)
	}
	if want == string(gongshi.AuthorityCentral) && !strings.Contains(text, "中央") {
		return
	}
	if strings.Contains(text, "督察") || want == "other" {
		s.compare(l.ID, "authority", one(want), one(string(in.Authority)))
	}
	round := ""
	if m := roundWords.FindStringSubmatch(l.Round); m != nil {
		round = fmt.Sprint(strings.Index("一二三四", m[1])/3 + 1)
		if !strings.Contains(text, m[0]) && m[1] != "一" {
			return
		}
	} else if strings.Contains(l.Round, "回头看") {
		return
	}
	got := ""
	if in.Round > 0 {
		got = fmt.Sprint(in.Round)
	}
	s.compare(l.ID, "round", one(round), one(got))
}

// The number in a problem's number as written.
var problemNumber = regexp.MustCompile(`[DX][0-9A-Z]{12,}|\d+(?:-\d+)?|[一二三四五六七八九十百]+`)

func (s *Score) problem(l Label, n *gongshi.Notice) {
	var want []string
	if !strings.Contains(l.Problem, "no number") && !strings.Contains(l.Problem, "multi") {
		for _, part := range strings.Split(l.Problem, ";") {
			if m := problemNumber.FindString(part); m != "" {
				want = append(want, arabic(strings.TrimLeft(m, "0")))
			}
		}
	}
	if strings.Contains(l.Problem, "multi") {
		return
	}
	var got []string
	for _, p := range n.Problems {
		if p.Number != "" {
			got = append(got, p.Number)
		}
	}
	s.compare(l.ID, "problem", want, got)
}

// sections are scored by kind and first characters, their ends by the last.
func (s *Score) sections(l Label, n *gongshi.Notice) {
	taken := make([]bool, len(n.Sections))
	for _, w := range l.Sections {
		for _, kind := range strings.Split(w.Kind, "+") {
			if kind == string(gongshi.SectionOther) {
				continue
			}
			s.section(l.ID, n, taken, kind, plain(w.First), plain(strings.TrimRight(w.Last, "…")))
		}
	}
	for i, sec := range n.Sections {
		if !taken[i] && sec.Kind != gongshi.SectionOther && sec.Text != "" {
			s.count(l.ID, "section", "", string(sec.Kind)+" "+head(plain(sec.Text)))
		}
	}
}

func (s *Score) section(id string, n *gongshi.Notice, taken []bool, kind, first, last string) {
	for i, sec := range n.Sections {
		text := plain(sec.Text)
		if taken[i] || string(sec.Kind) != kind || first == "" || !strings.HasPrefix(text, first) {
			continue
		}
		taken[i] = true
		s.count(id, "section", kind, kind)
		if last == "" {
			return
		}
		if strings.HasSuffix(text, last) {
			s.count(id, "section-end", last, last)
		} else {
			s.count(id, "section-end", last, tail(text))
		}
		return
	}
	if first != "" {
		s.count(id, "section", kind+" "+first, "")
	}
	if last != "" && first != "" {
		s.count(id, "section-end", last, "")
	}
}

// count adds one value: right when both are equal, else missed, wrong or both.
func (s *Score) count(id, field, want, got string) {
	c := s.Counts[field]
	if want == got {
		c.Right++
	} else {
		if want != "" {
			c.Missed++
		}
		if got != "" {
			c.Wrong++
		}
		s.Misses = append(s.Misses, Miss{id, field, want, got})
	}
	s.Counts[field] = c
}

func (s *Score) publicity(l Label, n *gongshi.Notice) {
	p := n.Publicity
	if p == nil {
		p = &gongshi.Publicity{}
	}
	s.compare(l.ID, "publicity-start", one(l.Publicity.From), one(p.Start.String()))
	s.compare(l.ID, "publicity-end", one(l.Publicity.To), one(p.End.String()))
	want, got := "", ""
	if l.Publicity.Days > 0 {
		want = fmt.Sprint(l.Publicity.Days)
	}
	if p.StatedDays > 0 {
		got = fmt.Sprint(p.StatedDays)
	}
	s.compare(l.ID, "stated-days", one(want), one(got))
}

func docNumbers(n *gongshi.Notice) []string {
	var out []string
	for _, d := range n.DocumentNumbers {
		out = append(out, number(d.Number))
	}
	return out
}

// number folds a document number to the form that is compared.
func number(s string) string {
	s = pinyin.ReplaceAllString(strings.Map(normal.Simplified, strings.ReplaceAll(s, ",、", "、")), "")
	s = strings.NewReplacer("[", "〔", "]", "〕", "(", "〔", ")", "〕", "【", "〔", "】", "〕", "第", "").Replace(plain(s))
	if strings.Contains(s, "〕") && !strings.Contains(s, "〔") { // 辽林草明电2019〕54号
		if i := strings.Index(s, "〕"); i >= 4 {
			s = s[:i-4] + "〔" + s[i-4:]
		}
	}
	return hanSerial.ReplaceAllStringFunc(s, func(m string) string { return digitByDigit(m) })
}

// What some pages put in behind traditional characters: 環(huán).
var pinyin = regexp.MustCompile(`\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}\)`)

// A serial in Chinese digits: 五三一号.
var hanSerial = regexp.MustCompile(`[〇一二三四五六七八九]+号$`)

func digitByDigit(s string) string {
	return strings.Map(func(r rune) rune {
		if i := strings.IndexRune("〇一二三四五六七八九", r); i >= 0 {
			return rune('0' + i/3)
		}
		return r
	}, s)
}

func phones(n *gongshi.Notice) []string {
	var out []string
	for _, p := range n.Phones {
		if p.Role == gongshi.PhoneContact {
			out = append(out, digits(p.Number))
		}
	}
	return out
}

func digits(s string) string {
	s, _, _ = strings.Cut(s, "转") // an extension
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// A day in labels: "2023-10-13", "2016-05-27/2016-05-28", "2020-04-23T18".
var day = regexp.MustCompile(`\d{4}-\d{2}-\d{2}(~)?`)

func wantDates(l Label) []string {
	var out []string
	for _, d := range l.Dates {
		for _, m := range day.FindAllStringSubmatch(d.ISO, -1) {
			if m[1] == "" {
				out = append(out, m[0])
			}
		}
	}
	return out
}

func gotDates(n *gongshi.Notice) []string {
	var out []string
	for _, d := range n.Dates {
		if d.Date.Exact() {
			out = append(out, d.Date.String())
		}
	}
	return out
}

// plain is a text as it is compared: punctuation folded, no white space.
func plain(s string) string {
	form, _ := normal.Pattern(s)
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, form)
}

func head(s string) string { return firstRunes(s, 10) }

func tail(s string) string {
	runes := []rune(s)
	return string(runes[max(0, len(runes)-12):])
}

func firstRunes(s string, n int) string {
	runes := []rune(s)
	return string(runes[:min(n, len(runes))])
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func mapped(list []string, f func(string) string) []string {
	var out []string
	for _, s := range list {
		out = append(out, f(s))
	}
	return out
}

func unique(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// arabic writes a Chinese number below 1000 in ASCII digits.
func arabic(s string) string {
	total, digit := 0, 0
	for _, r := range s {
		switch i := strings.IndexRune("一二三四五六七八九", r); {
		case i >= 0:
			digit = i/3 + 1
		case r == '十':
			total += max(digit, 1) * 10
			digit = 0
		case r == '百':
			total += max(digit, 1) * 100
			digit = 0
		default:
			return s
		}
	}
	return fmt.Sprint(total + digit)
}

// FullWidth gives text with the punctuation that Chinese typesetting uses: ASCII
// signs that stand next to a Han character or a full-width sign become wide.
func FullWidth(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		wide := strings.IndexRune(",;:()!?", r)
		if wide < 0 {
			continue
		}
		before, after := i == 0 || isDigit(runes[i-1]), i+1 == len(runes) || isDigit(runes[i+1])
		if (r == ',' || r == ':') && before && after {
			continue
		}
		runes[i] = []rune("，；：（）！？")[wide]
	}
	return string(runes)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
