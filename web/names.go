package web

import (
	"cmp"
	"strconv"
	"strings"

	"gongshi"
)

// propertyNames are what people call the properties that are filtered and counted by.
var propertyNames = map[string]gongshi.Text{
	"round": {Zh: "轮次", En: "Round"}, "authority": {Zh: "督察层级", En: "Authority"}, "region": {Zh: "地区", En: "Region"},
	"province": {Zh: "省", En: "Province"}, "city": {Zh: "市", En: "City"}, "county": {Zh: "区县", En: "County"},
	"issuer": {Zh: "发布单位", En: "Issuer"}, "rule": {Zh: "核查规则", En: "Rule"}, "has": {Zh: "有此章节", En: "Has section"},
	"kind": {Zh: "类型", En: "Kind"}, "year": {Zh: "年份", En: "Year"}, "section": {Zh: "在此章节中", En: "In section"},
}

// propertyName names a property; itself where it has no other name.
func propertyName(property string) gongshi.Text {
	return cmp.Or(propertyNames[property], gongshi.Text{Zh: property, En: property})
}

// valueName names a value of a property for people.
func (v *visit) valueName(property, value string) string {
	switch property {
	case "authority":
		return cmp.Or(gongshi.Authority(value).Name().In(v.lang), value)
	case "has", "section":
		return sectionName(value).In(v.lang)
	case "kind":
		return cmp.Or(gongshi.NoticeKind(value).Name().In(v.lang), value)
	case "round":
		return v.roundName(value)
	case "rule":
		return strings.TrimSpace(value + " " + v.ruleTitle(value))
	}
	return value
}

func (v *visit) roundName(value string) string {
	if number, ok := strings.CutSuffix(value, "-lookback"); ok {
		return v.tr("第"+number+"轮“回头看”", "round "+number+", look-back")
	}
	if value == "lookback" || value == "回头看" {
		return v.tr("“回头看”", "look-back")
	}
	return v.tr("第"+value+"轮", "round "+value)
}

// ruleTitle is the title of a rule; empty for one that there is not.
func (v *visit) ruleTitle(id string) string {
	for i := range v.Rules {
		if v.Rules[i].ID == id {
			return v.Rules[i].Title.In(v.lang)
		}
	}
	return ""
}

// sectionName names the place of a snippet: a kind of section, the title, or what is
// in no section. A name that is none of these stays as it is.
func sectionName(place string) gongshi.Text {
	switch place {
	case "title":
		return gongshi.Text{Zh: "标题", En: "title"}
	case "text":
		return gongshi.Text{Zh: "正文", En: "text"}
	}
	for _, kind := range gongshi.SectionKinds {
		if string(kind) == place {
			return kind.Name()
		}
	}
	return gongshi.Text{Zh: place, En: place}
}

// inspectionName names an inspection by its authority and round.
func (v *visit) inspectionName(i *gongshi.Inspection) string {
	if i == nil {
		return ""
	}
	parts := []string{i.Authority.Name().In(v.lang)}
	if i.Round > 0 {
		parts = append(parts, v.roundName(strconv.Itoa(i.Round)))
	}
	if i.Lookback {
		parts = append(parts, v.roundName("lookback"))
	}
	return strings.Join(filled(parts), v.tr("", ", "))
}

// regionName names a region from the province down.
func regionName(r *gongshi.Region) string {
	if r == nil {
		return ""
	}
	return strings.Join(filled([]string{r.Province, r.City, r.County}), " ")
}
