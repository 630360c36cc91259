package web

import (
	"strconv"

	"gongshi"
	"gongshi/search"
)

// The kinds of mentions, as marks name them, in the order of the legend.
var mentionKinds = []struct {
	kind string
	name gongshi.Text
}{
	{"date", gongshi.Text{Zh: "日期", En: "date"}},
	{"deadline", gongshi.Text{Zh: "时限", En: "deadline"}},
	{"number", gongshi.Text{Zh: "文号", En: "document number"}},
	{"title", gongshi.Text{Zh: "文件名", En: "cited title"}},
	{"problem", gongshi.Text{Zh: "问题编号", En: "problem"}},
	{"inspection", gongshi.Text{Zh: "督察", En: "inspection"}},
	{"unit", gongshi.Text{Zh: "责任单位", En: "responsible unit"}},
	{"phone", gongshi.Text{Zh: "电话", En: "phone"}},
	{"email", gongshi.Text{Zh: "邮箱", En: "e-mail"}},
	{"address", gongshi.Text{Zh: "地址", En: "address"}},
	{"quantity", gongshi.Text{Zh: "数量", En: "quantity"}},
	{"petition", gongshi.Text{Zh: "信访件", En: "petition"}},
	{"batch", gongshi.Text{Zh: "批次", En: "batch"}},
	{"period", gongshi.Text{Zh: "公示期", En: "publicity period"}},
}

// mentionName names a kind of mentions.
func mentionName(kind string) gongshi.Text {
	for _, k := range mentionKinds {
		if k.kind == kind {
			return k.name
		}
	}
	return gongshi.Text{}
}

var dateRoles = map[gongshi.DateRole]gongshi.Text{
	gongshi.RolePublicityStart: {Zh: "公示开始", En: "publicity begins"},
	gongshi.RolePublicityEnd:   {Zh: "公示结束", En: "publicity ends"},
	gongshi.RoleSigned:         {Zh: "落款", En: "signed"},
	gongshi.RolePublished:      {Zh: "发布", En: "published"},
	gongshi.RoleDeadline:       {Zh: "时限", En: "deadline"},
}

// mentions gives the marks of all that was found in a notice.
func (v *visit) mentions(n *gongshi.Notice) []mark {
	var all []mark
	add := func(kind string, span gongshi.Span, asked, more string) {
		name := mentionName(kind).In(v.lang)
		if more != "" {
			name += v.tr("：", ": ") + more
		}
		all = append(all, mark{Span: span, Kind: kind, Name: name, URL: queryURL(asked)})
	}
	for _, d := range n.Dates {
		more := d.Date.String()
		if role, ok := dateRoles[d.Role]; ok {
			more += v.tr("，", ", ") + role.In(v.lang)
		}
		if d.Inferred {
			more += v.tr("（部分依上下文推定）", " (in part from the context)")
		}
		add("date", d.Span, dateQuery(&d), more)
	}
	for _, d := range n.DocumentNumbers {
		add("number", d.Span, fieldQuery("number", d.Number), d.Number)
	}
	for _, p := range n.Phones {
		add("phone", p.Span, fieldQuery("phone", p.Number), p.Number)
	}
	for _, e := range n.Emails {
		add("email", e.Span, quoted(e.Address), e.Address)
	}
	for _, a := range n.Addresses {
		add("address", a.Span, quoted(a.Text), "")
	}
	for _, c := range n.CitedTitles {
		add("title", c.Span, quoted(c.Title), c.Number)
	}
	for _, u := range n.ResponsibleUnits {
		add("unit", u.Span, quoted(u.Name), "")
	}
	for _, d := range n.Deadlines {
		add("deadline", d.Span, quoted(d.Text), d.Date.String())
	}
	for _, q := range n.Quantities {
		add("quantity", q.Span, quoted(q.Text), strconv.FormatFloat(q.Value, 'f', -1, 64)+" "+q.Unit)
	}
	for _, p := range n.Petitions {
		add("petition", p.Span, quoted(p.ID), p.ID)
	}
	for _, p := range n.Problems {
		add("problem", p.Span, problemQuery(p), p.Number)
	}
	if b := n.Batch; b != nil {
		add("batch", b.Span, quoted(b.Text), strconv.Itoa(b.Number))
	}
	if i := n.Inspection; i != nil && i.Span.Len() > 0 {
		add("inspection", i.Span, inspectionQuery(i), v.inspectionName(i))
	}
	if p := n.Publicity; p != nil && p.Span.Len() > 0 && p.Start.Exact() && p.End.Exact() {
		add("period", p.Span, "date:"+p.Start.String()+".."+p.End.String(), "")
	}
	return all
}

// legend names the kinds of mentions that there are.
func (v *visit) legend(marks []mark) []link {
	there := map[string]bool{}
	for _, m := range marks {
		there[m.Kind] = true
	}
	var all []link
	for _, k := range mentionKinds {
		if there[k.kind] {
			all = append(all, link{k.name.In(v.lang), k.kind})
		}
	}
	return all
}

// queryURL is the search for a query; empty for none.
func queryURL(asked string) string {
	if asked == "" || asked == `""` {
		return ""
	}
	return searchURL(search.Request{Query: asked})
}

// fieldQuery asks for a value of a field.
func fieldQuery(name, value string) string {
	if value == "" {
		return ""
	}
	return name + ":" + quoted(value)
}

// dateQuery asks for what was issued, or open to objections, on a day of that role; a
// date of another one is looked for as it is written.
func dateQuery(d *gongshi.DateMention) string {
	switch d.Role {
	case gongshi.RolePublicityStart, gongshi.RolePublicityEnd, gongshi.RoleSigned, gongshi.RolePublished:
		if !d.Date.IsZero() && d.Date.Valid() {
			return "date:" + d.Date.String()
		}
	}
	return quoted(d.Text)
}

func problemQuery(p gongshi.Problem) string {
	if p.Number == "" {
		return quoted(p.Text)
	}
	return fieldQuery("problem", p.Number)
}

// inspectionQuery asks for notices of the same inspection.
func inspectionQuery(i *gongshi.Inspection) string {
	asked := ""
	if i.Authority != "" {
		asked = "authority:" + string(i.Authority)
	}
	if i.Round > 0 {
		asked += " round:" + strconv.Itoa(i.Round)
	}
	if i.Lookback {
		asked += " round:lookback"
	}
	if asked == "" {
		return quoted(i.Text)
	}
	return asked
}
