package web

import (
	"fmt"
	"slices"

	"gongshi"
	"gongshi/compliance"
)

// aboutPage explains what the other pages show.
type aboutPage struct {
	Notices int
	// Years are those that the calendar covers.
	Years  string
	Rules  []compliance.Rule
	Fields []fieldMeaning
}

// fieldMeaning explains a field of the query language.
type fieldMeaning struct {
	Zh, En  string
	Meaning gongshi.Text
}

// fieldMeanings are the fields as docs/query.md has them.
var fieldMeanings = []fieldMeaning{
	{"标题", "title", gongshi.Text{Zh: "在标题中", En: "in the title"}},
	{"问题 目标 措施 落实 时限 责任单位 验收", "issue goal measures implementation deadline responsible acceptance", gongshi.Text{Zh: "在这一章节中", En: "in that section"}},
	{"章节", "section", gongshi.Text{Zh: "把同组的词限定在这一章节", En: "restricts the words of its group to a section"}},
	{"有、缺", "has, lacks", gongshi.Text{Zh: "有或没有某章节；也可用 文号、电话、规则", En: "with or without a section; also number, phone, rule"}},
	{"地区", "region", gongshi.Text{Zh: "省、市、县名称的开头，或行政区划代码（4306 为全市）", En: "beginning of the name or code of a province, city or county"}},
	{"单位", "issuer", gongshi.Text{Zh: "发布单位名称的一部分", En: "a piece of the issuer's name"}},
	{"轮次", "round", gongshi.Text{Zh: "1、2、3，回头看，1-lookback", En: "1, 2, 3, lookback, 1-lookback"}},
	{"层级", "authority", gongshi.Text{Zh: "中央、省级、其他", En: "central, provincial or other"}},
	{"文号", "number", gongshi.Text{Zh: "整个文号，或其中一部分，如 岳办发", En: "a document number, or a piece of one"}},
	{"编号", "problem", gongshi.Text{Zh: "问题编号：47 也查到 47-1，查不到 147", En: "the number of a problem: 47 also finds 47-1, not 147"}},
	{"日期", "date", gongshi.Text{Zh: "落款日，或公示期中的一天；2022-01..2023-06 为一段", En: "a day on which the notice was issued or open to objections; 2022-01..2023-06 is a range"}},
	{"年份", "year", gongshi.Text{Zh: "发布年份，2021..2023 为一段", En: "the year of issue, 2021..2023 is a range"}},
	{"电话", "phone", gongshi.Text{Zh: "区号可省", En: "with or without area code"}},
	{"规则", "rule", gongshi.Text{Zh: "有这条规则的核查结果；SEC 为以此开头的各条", En: "with a finding of the rule, or of rules whose ids begin so"}},
	{"类型", "kind", gongshi.Text{Zh: "销号公示、其他公文、非公示", En: "close-out, other-official, not-a-notice"}},
	{"来源", "source", gongshi.Text{Zh: "来源路径的一部分", En: "a piece of the path of the source"}},
}

func (v *visit) about() error {
	count, err := v.Store.CountNotices(v.r.Context())
	if err != nil {
		return err
	}
	data := aboutPage{Notices: count, Fields: fieldMeanings, Rules: slices.Clone(v.Rules)}
	if from, to := v.Calendar.Years(); from != 0 {
		data.Years = fmt.Sprintf("%d–%d", from, to)
	}
	return v.show("about", page{Title: v.tr("说明", "About"), Path: "/about", Data: data})
}
