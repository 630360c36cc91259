package query

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// Limits of a query. What is beyond them is an [Error].
const (
	MaxClauses = 64       // words, terms and ranges
	MaxDepth   = 32       // groups and NOTs inside each other
	MaxBytes   = 16 << 10 // length
)

// Error says what is wrong with a query.
type Error struct {
	// Offset is the byte of the query at which the trouble begins.
	Offset  int
	Message gongshi.Text
}

func (e *Error) Error() string {
	return fmt.Sprintf("query at byte %d: %s", e.Offset, e.Message.En)
}

// Position gives the place of the error in characters of the query, from 1.
func (e *Error) Position(query string) int {
	return utf8.RuneCountInString(query[:min(e.Offset, len(query))]) + 1
}

// sectionValues lists the names of sections, with their Chinese names.
func sectionValues() gongshi.Text {
	var zh, en []string
	for _, s := range sections {
		zh = append(zh, string(s.kind)+"（"+s.chinese[0]+"）")
		en = append(en, string(s.kind))
	}
	return gongshi.Text{Zh: strings.Join(zh, "、"), En: strings.Join(en, ", ")}
}

// complaint is an error that does not know its place yet.
type complaint gongshi.Text

var (
	errTooLong    = &complaint{fmt.Sprintf("查询超过 %d 字节", MaxBytes), fmt.Sprintf("the query is longer than %d bytes", MaxBytes)}
	errTooMany    = &complaint{fmt.Sprintf("查询条件超过 %d 个", MaxClauses), fmt.Sprintf("the query has more than %d clauses", MaxClauses)}
	errTooDeep    = &complaint{fmt.Sprintf("括号或 NOT 嵌套超过 %d 层", MaxDepth), fmt.Sprintf("groups or NOTs are nested more than %d deep", MaxDepth)}
	errQuote      = &complaint{"引号没有闭合", "a quotation mark is not closed"}
	errEmptyQuote = &complaint{"引号中没有内容", "there is nothing between the quotation marks"}
	errOpen       = &complaint{"括号没有闭合", "a bracket is not closed"}
	errClose      = &complaint{"多余的右括号", "a closing bracket without an opening one"}
	errOperand    = &complaint{"此处缺少检索词", "a word is missing here"}
	errValue      = &complaint{"字段没有值", "the field has no value"}
	errGroup      = &complaint{"该字段的值不能是括号", "this field cannot have a group as its value"}
	errRegion     = &complaint{"行政区划应为名称或 2 至 6 位代码", "a region is a name, or a code of 2 to 6 digits"}
	errRound      = &complaint{"轮次应如 2、第二轮、回头看、1-lookback", "a round is written as 2, 第二轮, 回头看 or 1-lookback"}
	errAuthority  = &complaint{"督察层级（authority）应为 central（中央）、provincial（省级）或 other（其他）", "an authority is central, provincial or other"}
	errKind       = &complaint{"类型（kind）应为 close-out（销号公示）、other-official（其他公文）或 not-a-notice（非公示）", "a kind is close-out, other-official or not-a-notice"}
	errPhone      = &complaint{"电话号码中没有数字", "the phone number has no digits"}
	errHas        = &complaint{"“有”和“缺”（has、lacks）的值应为 number（文号）、phone（电话）、rule（规则），或章节 " + sectionValues().Zh, "has and lacks take number, phone, rule or a section: " + sectionValues().En}
	errSection    = &complaint{"章节应为 title（标题）、" + sectionValues().Zh, "a section is one of title, " + sectionValues().En}
	errDate       = &complaint{"日期应如 2023-10-13、2023-10、2023 或 2022-01..2023-12", "a date is written as 2023-10-13, 2023-10, 2023 or 2022-01..2023-12"}
	errYear       = &complaint{"年份应如 2023 或 2021..2023", "a year is written as 2023 or 2021..2023"}
	errOrder      = &complaint{"起始日期晚于截止日期", "the first date is after the last"}
	errProblem    = &complaint{"问题编号应如 3、第三项、47-1 或 D3HB202406060068", "a problem's number is written as 3, 第三项, 47-1 or D3HB202406060068"}
)

func errUnknown(name string) *complaint {
	return &complaint{fmt.Sprintf("没有名为“%s”的字段，%s", name, knownFields().Zh), fmt.Sprintf("there is no field %q; %s", name, knownFields().En)}
}

// knownFields names the fields there are.
func knownFields() gongshi.Text {
	english, chinese := FieldNames()
	return gongshi.Text{
		Zh: "可用的字段：" + strings.Join(chinese, "、") + "（或 " + strings.Join(english, ", ") + "）",
		En: "the fields are " + strings.Join(english, ", "),
	}
}

// Notes says of the words of a query that are searched as they are, and may have
// been meant otherwise, how fields and operators are written.
func Notes(s string) []gongshi.Text {
	var notes []gongshi.Text
	for _, name := range UnknownFields(s) {
		notes = append(notes, notAField(name))
	}
	for _, word := range OtherSigns(s) {
		notes = append(notes, notASign(word))
	}
	return notes
}

// notASign says of a word that it was searched as it is, and how operators are
// written.
func notASign(word string) gongshi.Text {
	return gongshi.Text{
		Zh: fmt.Sprintf("“%s”已按原文检索：任一词请用大写 OR，并且用空格，排除用 NOT 或 -；没有通配符，词的一部分也能查到", word),
		En: fmt.Sprintf("%q was searched as it is: write OR in capitals for either word, a space for both, NOT or - to leave out; there are no wildcards, parts of words are found", word),
	}
}

// notAField says that a word before a colon is no field, and which there are.
func notAField(name string) gongshi.Text {
	return gongshi.Text{
		Zh: fmt.Sprintf("“%s”不是字段，已连同冒号按原文检索；%s", name, knownFields().Zh),
		En: fmt.Sprintf("%q is no field and was searched as it is; %s", name, knownFields().En),
	}
}
