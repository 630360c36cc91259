package main

import (
	"cmp"
	"strings"

	"gongshi"
	"gongshi/search/compare"
)

// titleName names the title among the places of a notice.
func (a *app) titleName() string { return a.tr("标题", "title") }

// facetName names what search counts by.
func (a *app) facetName(facet string) string {
	zh := map[string]string{
		"round": "轮次", "authority": "督察层级", "region": "地区", "province": "省", "city": "市", "county": "区县",
		"issuer": "发布单位", "rule": "规则", "has": "章节", "kind": "类型", "year": "年份",
	}[facet]
	if kind, ok := strings.CutPrefix(facet, "has-"); ok {
		return a.tr("有"+gongshi.SectionKind(kind).Name().Zh, facet)
	}
	return a.tr(cmp.Or(zh, facet), facet)
}

// facetValue names a value that search counts.
func (a *app) facetValue(facet, value string) string {
	switch facet {
	case "authority":
		return cmp.Or(gongshi.Authority(value).Name().In(a.lang), value)
	case "has":
		return gongshi.SectionKind(value).Name().In(a.lang)
	case "kind":
		return cmp.Or(gongshi.NoticeKind(value).Name().In(a.lang), value)
	case "round":
		if number, ok := strings.CutSuffix(value, "-lookback"); ok {
			return a.tr("第"+number+"轮“回头看”", value)
		}
		if value == "lookback" {
			return a.tr("回头看", value)
		}
		return a.tr("第"+value+"轮", value)
	}
	if strings.HasPrefix(facet, "has-") {
		return map[string]string{compare.With: a.tr("有", "yes"), compare.Without: a.tr("无", "no")}[value]
	}
	return value
}
