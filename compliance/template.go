package compliance

import (
	"slices"
	"strings"

	"gongshi"
)

// template is what the notices of a province are made of, where that is known
// and leaves out sections that others have.
type template struct {
	province string
	lacks    []gongshi.SectionKind
	seen     string // the notice or list of notices it was seen in
}

// templates are the provinces whose usual notice lacks a section. What is left
// out there is noted, and no fault of a single office.
var templates = []template{
	{"黑龙江省", []gongshi.SectionKind{gongshi.SectionDeadline, gongshi.SectionResponsible}, "双鸭山、虎林、鸡西：整改问题、整改目标、整改措施、整改主要工作及成效，公示时间至受理地址，共八节"},
	{"辽宁省", []gongshi.SectionKind{gongshi.SectionDeadline, gongshi.SectionResponsible}, "抚顺：整改任务、整改目标、整改措施、整改主要工作及成效或整改结果"},
	{"吉林省", []gongshi.SectionKind{gongshi.SectionMeasures, gongshi.SectionDeadline, gongshi.SectionResponsible}, "四平铁东2019年无整改措施；白城2019年：整改任务、整改目标、整改措施、整改效果"},
	{"山西省", []gongshi.SectionKind{gongshi.SectionMeasures, gongshi.SectionDeadline, gongshi.SectionResponsible}, "闻喜2020年：整改任务、整改目标、完成情况、验收意见"},
	{"江西省", []gongshi.SectionKind{gongshi.SectionGoal, gongshi.SectionMeasures, gongshi.SectionDeadline, gongshi.SectionResponsible}, "信丰2019年：转办问题基本情况、整改情况、验收情况"},
}

// lackedByPetitions are the sections that notices on what citizens reported do
// not have: no plan was made for it.
var lackedByPetitions = []gongshi.SectionKind{gongshi.SectionGoal, gongshi.SectionMeasures, gongshi.SectionDeadline, gongshi.SectionResponsible}

// lacksByTemplate tells whether the usual notice of this kind lacks such a
// section, and names what kind of notice that is.
func lacksByTemplate(n *Reading, kind gongshi.SectionKind) (whose gongshi.Text, ok bool) {
	if isPetition(n) && slices.Contains(lackedByPetitions, kind) {
		return gongshi.Text{Zh: "信访件、转办件", En: "notices on petitions"}, true
	}
	if n.Region == nil {
		return gongshi.Text{}, false
	}
	for _, t := range templates {
		if t.province == n.Region.Province && slices.Contains(t.lacks, kind) {
			return gongshi.Text{Zh: t.province, En: "notices of " + t.province}, true
		}
	}
	return gongshi.Text{}, false
}

// isPetition tells whether the notice is about what citizens reported.
func isPetition(n *Reading) bool {
	if len(n.Petitions) > 0 && len(n.Problems) == len(n.Petitions) {
		return true
	}
	for _, s := range n.Section(gongshi.SectionIssue) {
		for _, word := range []string{"转办", "交办", "信访", "举报", "投诉"} {
			if strings.Contains(s.Label, word) {
				return true
			}
		}
	}
	return false
}

// lackingProvinces lists the provinces whose template lacks the section.
func lackingProvinces(kind gongshi.SectionKind) string {
	var all []string
	for _, t := range templates {
		if slices.Contains(t.lacks, kind) {
			all = append(all, strings.TrimSuffix(t.province, "省"))
		}
	}
	return strings.Join(all, "、")
}
