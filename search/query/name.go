package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi"
	"gongshi/normal"
)

// fieldKind is what a field does with its value.
type fieldKind int

const (
	kindWords    fieldKind = iota // words in one part of the notice
	kindSections                  // restricts the words of its group
	kindValue                     // a property
)

// fieldSpec is a name before a colon.
type fieldSpec struct {
	kind  fieldKind
	scope Scope                           // of kindWords
	value func(string) (Node, *complaint) // of kindValue
	// brackets tells that round brackets inside the value belong to it.
	brackets bool
}

// namedField is a field with its names: one in English, and those in Chinese, of
// which the first is the one to recommend.
type namedField struct {
	english string
	chinese []string
	spec    fieldSpec
}

// fields lists the fields of the language.
var fields = func() []namedField {
	list := []namedField{{"title", []string{"标题"}, fieldSpec{scope: InTitle}}}
	for _, s := range sections {
		list = append(list, namedField{string(s.kind), s.chinese, fieldSpec{scope: Scope(s.kind)}})
	}
	property := func(value func(string) (Node, *complaint)) fieldSpec { return fieldSpec{kind: kindValue, value: value} }
	bracketed := func(value func(string) (Node, *complaint)) fieldSpec {
		return fieldSpec{kind: kindValue, value: value, brackets: true}
	}
	return append(list,
		namedField{"section", []string{"章节"}, fieldSpec{kind: kindSections}},
		namedField{"region", []string{"地区"}, property(parseRegion)},
		namedField{"issuer", []string{"单位", "发布单位"}, property(parsePiece(FieldIssuer))},
		namedField{"source", []string{"来源"}, property(parsePiece(FieldSource))},
		namedField{"round", []string{"轮次"}, property(parseRound)},
		namedField{"authority", []string{"督察层级", "层级"}, property(parseAuthority)},
		namedField{"date", []string{"日期"}, property(parseDates(FieldDate))},
		namedField{"year", []string{"年份"}, property(parseDates(FieldYear))},
		namedField{"number", []string{"文号"}, bracketed(parseNumber)},
		namedField{"problem", []string{"编号", "问题编号"}, bracketed(parseProblem)},
		namedField{"phone", []string{"电话"}, bracketed(parsePhone)},
		namedField{"rule", []string{"规则"}, property(parseRule)},
		namedField{"kind", []string{"类型", "类别"}, property(parseKind)},
		namedField{"has", []string{"有"}, property(parseHas)},
		namedField{"lacks", []string{"缺"}, property(parseLacks)},
	)
}()

// sections lists the kinds of sections with their Chinese names.
var sections = []struct {
	kind    gongshi.SectionKind
	chinese []string
}{
	{gongshi.SectionIssue, []string{"问题", "反馈问题"}},
	{gongshi.SectionGoal, []string{"目标", "整改目标"}},
	{gongshi.SectionMeasures, []string{"措施", "整改措施"}},
	{gongshi.SectionImplementation, []string{"落实", "落实情况", "整改落实情况"}},
	{gongshi.SectionDeadline, []string{"时限", "整改时限"}},
	{gongshi.SectionResponsible, []string{"责任单位"}},
	{gongshi.SectionAcceptance, []string{"验收", "验收情况"}},
	{gongshi.SectionOther, []string{"其他"}},
}

// fieldNames finds a field by any of its names.
var fieldNames = func() map[string]fieldSpec {
	names := map[string]fieldSpec{}
	for _, f := range fields {
		for _, name := range append([]string{f.english}, f.chinese...) {
			names[name] = f.spec
		}
	}
	return names
}()

// sectionNames finds a kind of section by any of its names.
var sectionNames = func() map[string]gongshi.SectionKind {
	names := map[string]gongshi.SectionKind{}
	for _, s := range sections {
		names[string(s.kind)] = s.kind
		for _, name := range s.chinese {
			names[name] = s.kind
		}
	}
	return names
}()

// ParseSection gives the kind of section of that name, English or Chinese.
func ParseSection(name string) (gongshi.SectionKind, bool) {
	kind, ok := sectionNames[normal.Search(name)]
	return kind, ok
}

// FieldNames lists the fields, one name each, English and Chinese.
func FieldNames() (english, chinese []string) {
	for _, f := range fields {
		english, chinese = append(english, f.english), append(chinese, f.chinese[0])
	}
	return english, chinese
}

// longestName is how many characters a word before a colon can have that may be
// meant as the name of a field; a longer one is a quotation.
const longestName = 6

// UnknownFields gives the words before colons that stand where names of fields
// do, and are none: "公示期:" in "公示期:10个工作日". They are searched as they are.
func UnknownFields(s string) []string {
	p := &parser{text: s}
	if len(s) > MaxBytes || p.scan() != nil {
		return nil
	}
	var unknown []string
	for _, t := range p.tokens {
		at := strings.IndexAny(t.text, colons)
		if t.kind != tokenWord || t.quoted || at <= 0 {
			continue
		}
		name := t.text[:at]
		if utf8.RuneCountInString(name) <= longestName && isHan(name) && !slices.Contains(unknown, name) {
			unknown = append(unknown, name)
		}
	}
	return unknown
}

// OtherSigns gives the words of a query that elsewhere would be operators, and
// here are searched as they are: and, or and not in small letters, and words with
// the signs | + * and & beside a Chinese character.
func OtherSigns(s string) []string {
	p := &parser{text: s}
	if len(s) > MaxBytes || p.scan() != nil {
		return nil
	}
	var signs []string
	for _, t := range p.tokens {
		if t.kind != tokenWord || t.quoted || slices.Contains(signs, t.text) {
			continue
		}
		switch t.text {
		case "and", "or", "not", "And", "Or", "Not":
			signs = append(signs, t.text)
			continue
		}
		bare := strings.Trim(t.text, "|+*&")
		if bare != t.text || strings.ContainsAny(t.text, "|+*&") && isHan(strings.Map(withoutSigns, t.text)) {
			signs = append(signs, t.text)
		}
	}
	return signs
}

func withoutSigns(r rune) rune {
	if strings.ContainsRune("|+*&", r) {
		return -1
	}
	return r
}

func isHan(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}
