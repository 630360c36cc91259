package main

import "gongshi"

// sectionName names a kind of section.
func (a *app) sectionName(kind gongshi.SectionKind) string {
	switch kind {
	case gongshi.SectionIssue:
		return a.tr("反馈问题", "issue")
	case gongshi.SectionGoal:
		return a.tr("整改目标", "goal")
	case gongshi.SectionMeasures:
		return a.tr("整改措施", "measures")
	case gongshi.SectionImplementation:
		return a.tr("整改落实情况", "implementation")
	case gongshi.SectionDeadline:
		return a.tr("整改时限", "deadline")
	case gongshi.SectionResponsible:
		return a.tr("责任单位", "responsible")
	case gongshi.SectionAcceptance:
		return a.tr("验收情况", "acceptance")
	case "title":
		return a.tr("标题", "title")
	}
	return a.tr("其他", "other")
}

func (a *app) authorityName(authority gongshi.Authority) string {
	switch authority {
	case gongshi.AuthorityCentral:
		return a.tr("中央", "central")
	case gongshi.AuthorityProvincial:
		return a.tr("省级", "provincial")
	case gongshi.AuthorityOther:
		return a.tr("其他", "other")
	}
	return ""
}

// kindName names a kind of text; empty for none.
func (a *app) kindName(kind gongshi.NoticeKind) string {
	switch kind {
	case gongshi.KindCloseOut:
		return a.tr("销号公示", "close-out notice")
	case gongshi.KindOtherOfficial:
		return a.tr("其他公文", "other official text")
	case gongshi.KindNotANotice:
		return a.tr("非公示", "not a notice")
	}
	return ""
}

func (a *app) severityName(s gongshi.Severity) string {
	switch s {
	case gongshi.SeverityError:
		return a.tr("错误", "error")
	case gongshi.SeverityWarning:
		return a.tr("警告", "warning")
	}
	return a.tr("提示", "note")
}

// facetName names what search counts by.
func (a *app) facetName(facet string) string {
	zh := map[string]string{
		"round": "轮次", "authority": "督察层级", "region": "地区", "province": "省", "city": "市", "county": "区县",
		"issuer": "发布单位", "rule": "规则", "has": "章节", "kind": "类型", "year": "年份",
	}[facet]
	return a.tr(firstOf(zh, facet), facet)
}

// facetValue names a value that search counts.
func (a *app) facetValue(facet, value string) string {
	switch facet {
	case "authority":
		return firstOf(a.authorityName(gongshi.Authority(value)), value)
	case "has":
		return a.sectionName(gongshi.SectionKind(value))
	case "kind":
		return firstOf(a.kindName(gongshi.NoticeKind(value)), value)
	case "round":
		if value == "lookback" {
			return a.tr("回头看", value)
		}
		return a.tr("第"+value+"轮", value)
	}
	return value
}
