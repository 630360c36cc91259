package export

import (
	"cmp"
	"fmt"
	"strings"

	"gongshi"
	"gongshi/search/compare"
)

// facetNames are what people call the properties by which is counted; in English
// they are called as programs do.
var facetNames = map[string]string{
	"round": "轮次", "authority": "督察层级", "region": "地区", "province": "省", "city": "市", "county": "区县",
	"issuer": "发布单位", "rule": "规则", "has": "章节", "kind": "类型", "year": "年份",
}

// FacetName names a property by which a search counts or a comparison sorts.
func FacetName(facet string) gongshi.Text {
	if kind, ok := strings.CutPrefix(facet, "has-"); ok {
		return gongshi.Text{Zh: "有" + gongshi.SectionKind(kind).Name().Zh, En: facet}
	}
	return gongshi.Text{Zh: cmp.Or(facetNames[facet], facet), En: facet}
}

// FacetValue names a value of such a property.
func FacetValue(facet, value string) gongshi.Text {
	same := gongshi.Text{Zh: value, En: value}
	switch facet {
	case "authority":
		return cmp.Or(gongshi.Authority(value).Name(), same)
	case "has":
		return gongshi.SectionKind(value).Name()
	case "kind":
		return cmp.Or(gongshi.NoticeKind(value).Name(), same)
	case "round":
		if number, ok := strings.CutSuffix(value, "-lookback"); ok {
			return gongshi.Text{Zh: "第" + number + "轮“回头看”", En: value}
		}
		if value == "lookback" {
			return gongshi.Text{Zh: "回头看", En: value}
		}
		return gongshi.Text{Zh: "第" + value + "轮", En: value}
	}
	if strings.HasPrefix(facet, "has-") {
		return map[string]gongshi.Text{compare.With: {Zh: "有", En: "yes"}, compare.Without: {Zh: "无", En: "no"}}[value]
	}
	return same
}

// InspectionName names an inspection in a language.
func InspectionName(i *gongshi.Inspection, lang string) string {
	parts := []string{i.Authority.Name().In(lang)}
	if i.Round > 0 {
		parts = append(parts, fmt.Sprintf(gongshi.Text{Zh: "第%d轮", En: "round %d"}.In(lang), i.Round))
	}
	if i.Lookback {
		parts = append(parts, gongshi.Text{Zh: "回头看", En: "look-back"}.In(lang))
	}
	if i.Text != "" {
		parts = append(parts, "（"+i.Text+"）")
	}
	kept := parts[:0]
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, " ")
}
