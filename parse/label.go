package parse

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// labels are the words that name a section, by kind. They stand at the head of
// a section, as the head of a table's column, or in front of a cell.
var labels = map[gongshi.SectionKind][]string{
	gongshi.SectionIssue: { // 一、整改问题
		"反馈问题", "反馈的问题", "反馈问题情况", "反馈问题内容", "反馈情况", "督察反馈情况", "督察反馈问题", "督察反馈的问题", "督察意见", "督察反馈意见", "反馈意见",
		"整改问题", "整改问题情况", "整改任务", "整改任务内容", "整改任务情况", "整改事项", "整改内容", "整治内容", "整治问题", "具体内容",
		"具体问题", "问题描述", "问题内容", "问题情况", "问题概述", "问题基本情况", "主要问题", "存在问题", "存在的问题", "存在的主要问题",
		"转办问题", "转办问题基本情况", "交办问题", "交办问题基本情况", "反映问题", "反映的问题", "群众反映问题", "信访问题", "信访内容",
		"举报内容", "举报问题", "投诉内容", "信访件基本情况", "信访反映问题", "问题事项", "督察发现问题", "反馈问题及整改任务",
		"督察指出问题", "反馈意见整改任务", "反馈问题整改任务", "反馈意见问题", "指出问题", "指出的问题", "督察指出的问题", "督察发现的问题", "督察反馈内容", "反馈内容", "反馈事项", "问题概况", "问题现状", "问题由来",
		"问题简述", "问题简介", "督办问题", "督办事项", "交办事项", "交办内容", "移交问题", "移交事项", "警示片披露问题", "披露问题", "披露的问题", "曝光问题",
		"通报问题", "具体问题描述", "整改问题描述", "整改问题概况", "反馈问题描述", "反馈问题概述", "突出问题", "主要环境问题", "案件内容", "来电来信内容",
	},
	gongshi.SectionGoal: { // 二、整改目标
		"整改目标", "整改工作目标", "整改目标任务", "目标任务", "整治目标", "办结目标", "工作目标", "治理目标", "整改目标要求", "验收销号目标",
		"整改任务目标", "整改标准", "整改预期目标", "预期目标", "完成目标", "整改工作要求", "整改目的", "目标要求", "整改任务及目标",
	},
	gongshi.SectionMeasures: { // 三、整改措施
		"整改措施", "整改具体措施", "整改工作措施", "重点措施", "整治措施", "治理措施", "具体措施", "主要措施", "工作措施", "采取的措施",
		"采取措施", "整改主要措施", "整改举措", "整改工作举措", "主要举措", "工作举措", "治理举措", "整改采取的措施", "整改采取措施", "整改具体举措",
		"整改任务措施", "治施措施", "整改步骤", "整改方案措施", "整改计划措施", "整改思路", "整改方案", "落实措施",
	},
	gongshi.SectionImplementation: { // 四、整改主要工作及成效
		"整改落实情况", "整改完成情况", "整改任务完成情况", "整改任务落实情况", "整改措施落实情况", "整改措施完成情况", "整改目标完成情况",
		"整改主要工作及成效", "整改主要工作和成效", "主要工作及成效", "整改工作及成效", "整改工作成效", "整改主要工作", "整改工作情况",
		"整改工作完成情况", "整改工作开展情况", "整改工作落实情况", "完成情况", "落实情况", "整改情况", "整改结果", "整改效果", "整改成效", "整改进展", "整改进展情况",
		"整改具体情况", "整改过程", "整治情况", "整治成效", "整治效果", "整治结果", "整治完成情况", "整治措施落实情况", "治理情况", "治理成效",
		"处理和整改情况", "处理及整改情况", "办理情况", "办结情况", "具体整改情况", "目标完成情况", "措施落实情况", "任务完成情况",
		"问题整改情况", "问题整改落实情况", "问题整改完成情况", "整改措施落实及完成情况", "整改落实及成效", "整改落实成效",
		"整改落实", "整改完成", "整改落实到位情况", "整改开展情况", "整改推进情况", "整改实施情况", "整改工作进展", "整改工作进展情况", "整改工作情况及成效",
		"整改完成情况及成效", "整改完成及成效情况", "整改任务完成情况及成效", "落实整改情况", "完成整改情况", "工作开展情况", "工作落实情况", "工作完成情况",
		"主要做法", "整改做法", "具体做法", "主要做法及成效", "主要做法和成效", "主要工作", "主要整改工作", "开展的主要工作", "工作成效", "主要成效", "取得成效", "取得的成效",
		"办理结果", "办理进展", "处理情况", "处置情况", "处理结果", "查处情况", "调查处理情况", "查处整改情况", "查处及整改情况", "整改处理情况", "治理完成情况",
		"措施完成情况", "整改措施完成情况及成效", "整改目标实现情况", "目标实现情况", "目标任务完成情况", "整改成果", "整改进度",
	},
	gongshi.SectionDeadline: { // 五、完成时限
		"完成时限", "整改时限", "整改期限", "整改时间", "整改完成时间", "整改完成时限", "整治时间", "整治时限", "整治期限", "完成时间",
		"完成期限", "办结时限", "整改完成期限", "时限要求", "实际完成时间", "计划完成时间", "要求完成时间", "计划完成时限", "完成整改时限", "整改完成日期",
		"完成日期", "办结时间", "办结期限", "整改起止时间", "规定完成时限", "整改时限要求", "整改完成时限要求", "时限",
	},
	gongshi.SectionResponsible: { // 二、整改实施主体
		"责任单位", "整改责任单位", "整改实施主体", "实施主体", "责任主体", "整改主体", "整改责任主体", "牵头单位", "责任部门", "整改单位",
		"整改责任部门", "牵头部门", "整改牵头单位", "责任领导及责任单位", "牵头责任单位", "配合单位", "主体责任单位", "主责单位", "承办单位", "落实单位",
		"责任落实单位", "责任单位及责任人", "整改责任单位及责任人", "责任单位和责任人", "牵头及责任单位", "整改负责单位", "负责单位", "实施单位", "整改实施单位", "整改落实单位",
		"责任主体单位", "属地责任单位", "责任单位及配合单位", "整改责任主体单位", "主办单位", "协办单位",
	},
	gongshi.SectionAcceptance: { // 三、验收情况
		"验收情况", "验收单位", "验收部门", "验收意见", "验收结论", "验收结果", "整改结论", "整改验收情况", "验收销号情况", "销号验收情况",
		"整改验收意见", "整改验收结论", "核查验收情况", "验收核查情况", "现场核查情况", "销号意见", "验收核实情况", "整改任务验收情况", "验收组意见", "整改完成认定", "完成认定", "认定意见", "销号认定",
		"验收时间", "验收过程", "验收销号", "销号验收", "整改验收", "销号情况", "销号结论", "销号审核意见", "核查情况", "核查意见", "核查结论", "现场核查意见", "现场验收情况",
		"验收核查意见", "验收评估情况", "评估意见", "评估验收情况", "自查自验情况", "自验情况", "初验情况", "初验意见", "复核意见", "复核情况", "整改成效及结论", "整改结论及意见",
		"市级验收情况", "市级核查情况", "省级验收情况", "省级核查情况", "县级验收情况", "县级自验情况", "专家意见", "专家验收意见", "验收及销号情况", "验收专家组意见", "结论",
	},
	gongshi.SectionOther: { // 二、调查核实情况
		"调查核实情况", "核实情况", "是否属实", "是否办结", "问责情况", "责任人被处理情况", "责任人", "责任领导", "序号", "受理编号", "问题编号", "编号",
		"问题序号", "行政区域", "问题类型", "污染类型", "备注", "整治后续管护", "下一步工作打算", "下一步工作", "下步工作", "下一步工作计划",
		"下步工作打算", "整改方案要求", "整改类型", "整改状态", "举报编号", "信访编号", "所属区域", "类型", "批次", "任务编号",
		"下一步打算", "下步打算", "下一步工作安排", "下一步工作措施", "下一步措施", "下一步计划", "下一步工作计划及措施", "后续工作", "后续工作打算", "后续管护", "后续管理",
		"后续监管", "长效机制", "长效管理", "长效管护", "长效机制建设", "举一反三情况", "存在困难", "保障措施", "督导单位", "督办单位", "督导部门", "督办部门", "督导领导", "包案领导",
		"包保领导", "验收责任人", "整改责任人", "具体责任人", "牵头领导", "是否完成", "是否完成整改", "完成状态", "追责问责情况", "责任追究情况", "追责情况", "佐证材料",
	},
}

// contactLabels name what is no content of a section: how long and where
// objections can be made.
var contactLabels = []string{
	"公示时间", "公示期限", "公示期", "公示日期", "公示时限", "公示期间", "公示起止时间", "公示方式", "公示单位", "公告期", "公告时间", "公示说明",
	"受理部门", "受理单位", "受理电话", "受理地址", "受理方式", "受理时间", "受理邮箱", "受理人", "监督电话", "监督举报电话", "举报电话", "举报方式",
	"联系电话", "联系人", "联系方式", "联系地址", "联系单位", "联系部门", "联系邮箱", "电话", "咨询电话", "投诉电话", "手机", "手机号码", "固定电话",
	"传真", "电子邮箱", "电子邮件", "邮箱", "邮编", "邮政编码", "通讯地址", "通信地址", "地址", "邮寄地址", "单位地址", "监督方式", "反馈方式",
	"意见反馈", "意见反馈方式", "意见反馈渠道", "意见反馈电话", "异议反馈方式", "异议受理方式", "异议受理", "受理方式及电话", "受理部门及电话", "受理单位及电话", "联系人及电话", "联系人及联系方式", "联系人及联系电话", "监督渠道", "监督举报方式", "监督举报渠道", "公示起止日期", "公示范围", "公示渠道", "公示平台", "公示内容", "公示电话", "值班电话", "信访电话", "热线电话", "监督单位", "监督部门", "邮政信箱", "附件", "反馈电话", "反映方式",
}

// endings lead from the last words of a head to its kind, for heads that say
// more than the label: 第二轮省生态环境保护督察反馈问题.
var endings = []struct {
	kind  gongshi.SectionKind
	words []string
}{
	{gongshi.SectionImplementation, []string{"落实情况", "完成情况", "整改情况", "进展情况", "整治情况", "成效", "整改效果", "整改结果", "整治效果", "开展情况"}},
	{gongshi.SectionAcceptance, []string{"验收情况", "验收意见", "验收结论", "验收结果", "整改结论", "销号意见"}},
	{gongshi.SectionMeasures, []string{"措施"}},
	{gongshi.SectionGoal, []string{"整改目标", "整治目标", "目标任务", "工作目标", "目标要求"}},
	{gongshi.SectionDeadline, []string{"时限", "期限", "完成时间"}},
	{gongshi.SectionResponsible, []string{"责任单位", "实施主体", "责任主体", "责任部门", "牵头单位"}},
	{gongshi.SectionIssue, []string{"反馈问题", "整改问题", "整改任务", "反馈意见", "整改事项", "存在问题", "督察意见", "交办问题", "转办问题", "问题基本情况"}},
}

// fillers add nothing to the label in front of them: 整改情况说明.
var fillers = []string{"说明", "内容", "如下", "概述", "简述", "明细", "具体内容", "及要求", "要求", "具体情况"}

// connectives join two labels in one head: 整改措施及完成情况.
var connectives = []string{"以及", "及其", "及", "和", "与", "、", "暨"}

// label is a row of the labels table.
type label struct {
	text    string
	kind    gongshi.SectionKind
	contact bool
}

// labelTree holds the labels, a character a branch: as many begin with 整改,
// one after the other would be asked for again and again.
type labelTree struct {
	next map[rune]*labelTree
	ends *label // the label that the way here spells
}

var allLabels = func() *labelTree {
	root := &labelTree{}
	for kind, texts := range labels {
		for _, text := range texts {
			root.add(label{text: text, kind: kind})
		}
	}
	for _, text := range contactLabels {
		root.add(label{text: text, kind: gongshi.SectionOther, contact: true})
	}
	return root
}()

func (t *labelTree) add(l label) {
	for _, r := range l.text {
		if t.next == nil {
			t.next = map[rune]*labelTree{}
		}
		if t.next[r] == nil {
			t.next[r] = &labelTree{}
		}
		t = t.next[r]
	}
	t.ends = &l
}

// labelAt finds the longest label at i, blanks inside it allowed (责任 单位): 整改措施
// 落实情况 is not 整改措施.
func labelAt(s string, i int) (l label, end int, ok bool) {
	end = i
	r, n := utf8.DecodeRuneInString(s[i:])
	for t := allLabels.next[r]; t != nil; t = t.next[r] {
		i += n
		if t.ends != nil {
			l, end, ok = *t.ends, i, true
		}
		r, n = utf8.DecodeRuneInString(s[i:])
		for r == ' ' || r == '\n' {
			i += n
			r, n = utf8.DecodeRuneInString(s[i:])
		}
	}
	return l, end, ok
}

// matchSpaced matches word at i with any blanks between its characters.
func matchSpaced(s string, i int, word string) (end int, ok bool) {
	if strings.HasPrefix(s[i:], word) {
		return i + len(word), true
	}
	for _, r := range word {
		next, n := utf8.DecodeRuneInString(s[i:])
		for next == ' ' || next == '\n' && i > 0 {
			i += n
			next, n = utf8.DecodeRuneInString(s[i:])
		}
		if next != r {
			return 0, false
		}
		i += n
	}
	return i, true
}

// classify gives the kinds that a whole head names: one mostly, two for
// 整改措施及完成情况, none when it is no label. contact is true for a label of
// what is no content.
func classify(head string) (kinds []gongshi.SectionKind, contact, ok bool) {
	head = trimHead(head)
	l, end, ok := labelAt(head, 0)
	if !ok {
		return nil, false, false
	}
	rest := strings.TrimSpace(head[end:])
	if rest == "" || slices.Contains(fillers, rest) {
		return []gongshi.SectionKind{l.kind}, l.contact, true
	}
	for _, c := range connectives {
		second, found := strings.CutPrefix(rest, c)
		if !found || l.contact {
			continue
		}
		kind, known := wholeKind(second)
		if !known {
			continue
		}
		if kind == l.kind || kind == gongshi.SectionOther {
			return []gongshi.SectionKind{l.kind}, false, true
		}
		return []gongshi.SectionKind{l.kind, kind}, false, true
	}
	return nil, false, false
}

// wholeKind gives the kind of a head that is one label or ends as one.
func wholeKind(head string) (gongshi.SectionKind, bool) {
	if l, end, ok := labelAt(head, 0); ok && end == len(head) {
		return l.kind, true
	}
	return endingKind(head)
}

// endingKind classifies a head by its last words.
func endingKind(head string) (gongshi.SectionKind, bool) {
	head = squeeze(trimHead(head))
	for _, e := range endings {
		if hasAnySuffix(head, e.words) {
			return e.kind, true
		}
	}
	return "", false
}

// looseLabels are how labels are made that no table has: what they begin with,
// what they are about, and what they end with. The first row that fits decides.
var looseLabels = []struct {
	kind           gongshi.SectionKind
	about, endings []string
}{
	{gongshi.SectionAcceptance, []string{"验收", "销号", "核查", "评估"}, []string{"情况", "意见", "结论", "结果"}},
	{gongshi.SectionMeasures, []string{"整改", "整治", "治理", "工作"}, []string{"措施", "举措"}},
	{gongshi.SectionGoal, []string{"整改", "整治", "治理", "任务", "工作"}, []string{"目标"}},
	{gongshi.SectionDeadline, []string{"整改", "整治", "完成", "办结", "治理"}, []string{"时限", "期限", "时间", "节点", "时间要求"}},
	{gongshi.SectionResponsible, []string{"责任", "牵头", "实施", "整改"}, []string{"单位", "主体", "部门"}},
	{gongshi.SectionImplementation, []string{"整改", "整治", "落实", "完成", "治理", "办理", "处理", "措施", "任务", "目标", "工作"},
		[]string{"情况", "成效", "成果", "效果", "结果", "进展", "做法"}},
	{gongshi.SectionIssue, []string{"督察", "反馈", "问题", "存在", "举报", "信访", "交办", "转办", "督办"}, []string{"问题", "意见", "情况", "内容", "概况", "描述"}},
}

// looseStarts begin labels; sentences begin with what somebody does.
var looseStarts = []string{
	"整改", "整治", "治理", "问题", "督察", "督办", "反馈", "任务", "目标", "措施", "验收", "销号", "核查", "落实", "完成", "存在", "工作", "责任", "牵头", "实施",
	"信访", "举报", "投诉", "交办", "转办", "办理", "处理", "查处", "主要", "具体", "中央", "省", "市", "县", "区", "第", "该问题", "本", "群众", "现场",
}

// maxLoose is how long such a label is at most, in characters.
const maxLoose = 14

// looseKind gives the kind of a short head that is made like a label:
// 三、整改采取的措施, 四、整改落实到位情况.
func looseKind(head string) (gongshi.SectionKind, bool) {
	head = squeeze(trimHead(head))
	if utf8.RuneCountInString(head) > maxLoose || strings.ContainsAny(head, ",;。、《") || !hasAnyPrefix(head, looseStarts) {
		return "", false
	}
	for _, row := range looseLabels {
		if hasAnySuffix(head, row.endings) && containsAny(head, row.about) {
			return row.kind, true
		}
	}
	return "", false
}

// trimHead takes brackets and closing punctuation off a head: 【整改目标】,
// "整改目标:", 责任单位(盖章).
func trimHead(head string) string {
	head = strings.TrimFunc(head, isHeadSign)
	if strings.HasSuffix(head, ")") {
		if i := strings.LastIndexByte(head, '('); i > 0 {
			head = strings.TrimSpace(head[:i])
		}
	}
	return head
}

// isHeadSign tells whether a sign around a head is none of its words.
func isHeadSign(r rune) bool {
	switch r {
	case ' ', '\n', ':', ';', ',', '.', '。', '、', '【', '】', '[', ']', '*', '#', '|':
		return true
	}
	return false
}

// isLabel tells whether s is exactly a label of a section.
func isLabel(s string) bool {
	_, contact, ok := classify(s)
	return ok && !contact
}

// isContactLabel tells whether s is exactly a label of what is no content.
func isContactLabel(s string) bool {
	_, contact, ok := classify(s)
	return ok && contact
}
