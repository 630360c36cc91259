package query

import (
	"fmt"

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

// complaint is an error that does not know its place yet.
type complaint gongshi.Text

var (
	errTooLong     = &complaint{fmt.Sprintf("查询超过 %d 字节", MaxBytes), fmt.Sprintf("the query is longer than %d bytes", MaxBytes)}
	errTooMany     = &complaint{fmt.Sprintf("查询条件超过 %d 个", MaxClauses), fmt.Sprintf("the query has more than %d clauses", MaxClauses)}
	errTooDeep     = &complaint{fmt.Sprintf("括号或 NOT 嵌套超过 %d 层", MaxDepth), fmt.Sprintf("groups or NOTs are nested more than %d deep", MaxDepth)}
	errQuote       = &complaint{"引号没有闭合", "a quotation mark is not closed"}
	errEmptyQuote  = &complaint{"引号中没有内容", "there is nothing between the quotation marks"}
	errOpen        = &complaint{"括号没有闭合", "a bracket is not closed"}
	errClose       = &complaint{"多余的右括号", "a closing bracket without an opening one"}
	errOperand     = &complaint{"此处缺少检索词", "a word is missing here"}
	errValue       = &complaint{"字段没有值", "the field has no value"}
	errGroup       = &complaint{"该字段的值不能是括号", "this field cannot have a group as its value"}
	errRegion      = &complaint{"行政区划应为名称或 2 至 6 位代码", "a region is a name, or a code of 2 to 6 digits"}
	errRound       = &complaint{"轮次应如 2、第二轮、回头看、1-lookback", "a round is written as 2, 第二轮, 回头看 or 1-lookback"}
	errAuthority   = &complaint{"督察层级应为 central、provincial 或 other", "an authority is central, provincial or other"}
	errKind        = &complaint{"kind 的值应为 close-out、other-official 或 not-a-notice", "a kind is close-out, other-official or not-a-notice"}
	errPhone       = &complaint{"电话号码中没有数字", "the phone number has no digits"}
	errHas         = &complaint{"has 和 lacks 的值应为章节名称,或 number、phone、rule", "has and lacks take the name of a section, or number, phone, rule"}
	errSection     = &complaint{"没有这样的章节", "there is no such section"}
	errDate        = &complaint{"日期应如 2023-10-13、2023-10、2023 或 2022-01..2023-12", "a date is written as 2023-10-13, 2023-10, 2023 or 2022-01..2023-12"}
	errYear        = &complaint{"年份应如 2023 或 2021..2023", "a year is written as 2023 or 2021..2023"}
	errOrder       = &complaint{"起始日期晚于截止日期", "the first date is after the last"}
	errUnknownFmtZ = "没有名为 %s 的字段"
	errUnknownFmtE = "there is no field %q"
)

func errUnknown(name string) *complaint {
	return &complaint{fmt.Sprintf(errUnknownFmtZ, name), fmt.Sprintf(errUnknownFmtE, name)}
}
