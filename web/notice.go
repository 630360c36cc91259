package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongshi"
	"gongshi/compliance/answer"
	"gongshi/ingest/store"
	"gongshi/search"
	"gongshi/search/query"
)

// noticePage is what the page of a notice shows.
type noticePage struct {
	Notice *gongshi.Notice
	Facts  []fact
	Blocks []block
	// Contents leads to the sections, Legend names the kinds of mentions.
	Contents, Legend []link
	Findings         []finding
	// Missing are the findings that have no place in the text.
	Missing []finding
	Period  *period
	// Forms are all forms of the notice; Live is the one that stands for it in the
	// corpus, if that is another.
	Forms []store.Rendition
	Live  string
	// Answers hold what was done against the measures.
	Answers []account
	// Query is what the reader came with, Asked how many places match it.
	Query string
	Asked int
	// Back is the search that the reader came from.
	Back string
	Here string
}

// fact is a line of the table of facts.
type fact struct {
	Name   string
	Values []link
}

// finding is a finding with what the page says of it.
type finding struct {
	gongshi.Finding
	// Number counts from 1, by place.
	Number int
	Title  string
	// Dismissed is the dismissal that holds, if there is one.
	Dismissed *store.Dismissal
	Here      string
}

// mostMarked is the longest text, in bytes, that is shown with marks of mentions. A
// longer text is shown all the same, without.
const mostMarked = 1 << 20

func (v *visit) notice() error {
	ctx := v.r.Context()
	checked, err := v.checked(ctx)
	if err != nil {
		return err
	}
	n := &checked.Notice
	if n.ID != v.r.PathValue("id") { // the beginning of an id is enough
		return v.redirect(withQuery("/notice/"+n.ID, v.r.URL.Query()))
	}
	req, err := requestOf(v.r.URL.Query())
	if err != nil {
		return err
	}
	data := noticePage{Notice: n, Facts: v.facts(n), Period: v.period(n), Query: req.Query, Here: v.r.URL.RequestURI()}
	if req.Query != "" {
		data.Back = searchURL(search.Request{Query: req.Query, Synonyms: req.Synonyms, Pinyin: req.Pinyin})
	}
	if data.Findings, err = v.findings(ctx, checked, data.Here); err != nil {
		return err
	}
	if data.Forms, err = v.Store.Renditions(ctx, n.ID); err != nil {
		return err
	}
	for _, f := range data.Forms {
		if f.Live && f.ID != n.ID {
			data.Live = f.ID
		}
	}
	if len(n.Text) <= mostMarked {
		data.Answers = accounts(n)
	}
	v.setText(&data, v.asked(ctx, req))
	title := cmp.Or(n.Title, v.tr("（无标题）", "(no title)"))
	return v.show("notice", page{Title: title, Path: "/", Data: data})
}

// checked is the notice that the path names.
func (v *visit) checked(ctx context.Context) (*store.Checked, error) {
	return v.find(ctx, strings.ToLower(v.r.PathValue("id")))
}

// find gives the notice with the id, or the only one whose id begins with it; else
// errNoNotice.
func (v *visit) find(ctx context.Context, id string) (*store.Checked, error) {
	if !isID(id) {
		return nil, errNoNotice
	}
	ids, err := v.Store.IDs(ctx, id, 2)
	switch {
	case err != nil:
		return nil, err
	case len(ids) == 0, len(ids) > 1 && ids[0] != id:
		return nil, errNoNotice
	}
	return v.Store.Notice(ctx, ids[0])
}

func isID(s string) bool {
	for _, r := range s {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && r != '-' {
			return false
		}
	}
	return s != ""
}

// asked is the query that the reader came with; nil if there is none, or it does not
// parse.
func (v *visit) asked(ctx context.Context, req search.Request) query.Node {
	if req.Query == "" {
		return nil
	}
	asked, _, err := v.Search.Each(ctx, search.Request{Query: req.Query, Synonyms: req.Synonyms, Pinyin: req.Pinyin})
	if err != nil {
		return query.Words(req.Query)
	}
	return asked
}

// setText sets the text with its marks.
func (v *visit) setText(data *noticePage, asked query.Node) {
	n := data.Notice
	var marks []mark
	if len(n.Text) <= mostMarked {
		marks = v.mentions(n)
		data.Legend = v.legend(marks)
	}
	if asked != nil {
		for _, span := range search.Places(asked, n) {
			marks = append(marks, mark{Span: span, asked: true})
			data.Asked++
		}
	}
	for _, f := range data.Findings {
		if f.Span.Len() <= 0 || f.Span.End > len(n.Text) {
			data.Missing = append(data.Missing, f)
			continue
		}
		marks = append(marks, mark{Span: f.Span, finding: f.Number})
	}
	heads := v.heads(n)
	for _, h := range heads {
		if len(h.names) > 0 {
			data.Contents = append(data.Contents, link{h.label, "#" + h.id})
		}
	}
	data.Blocks = newSetter(n.Text, marks).set(heads, data.Findings)
}

// findings are those on the notice, those that count in front, else by place.
func (v *visit) findings(ctx context.Context, checked *store.Checked, here string) ([]finding, error) {
	dismissals, err := v.Store.Dismissals(ctx)
	if err != nil {
		return nil, err
	}
	now := v.Now()
	today := gongshi.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
	all := make([]finding, len(checked.Findings))
	for i, f := range checked.Findings {
		all[i] = finding{Finding: f, Number: i + 1, Title: v.ruleTitle(f.Rule), Here: here}
		k := slices.IndexFunc(dismissals, func(d store.Dismissal) bool { return d.Fingerprint == f.Fingerprint && d.Holds(today) })
		if k >= 0 && f.Fingerprint != "" {
			all[i].Dismissed = &dismissals[k]
		}
	}
	return all, nil
}

func sectionID(i int) string { return "s-" + strconv.Itoa(i+1) }

// account is the matrix of what was done against what was to be done, as text.
type account struct {
	Unanswered []string
	Items      []string // the beginnings of the items
	Rows       []accountRow
}

type accountRow struct {
	Measure    string
	Unanswered []string
	// Cells are those of the items, in their order.
	Cells []accountCell
	None  bool
}

type accountCell struct {
	Shared []string
	// Copied is the share that is the same word for word, in percent; 0 where it is little.
	Copied int
}

func accounts(n *gongshi.Notice) []account {
	var all []account
	for _, one := range answer.Accounts(n) {
		out := account{Unanswered: one.Unanswered}
		for _, span := range one.Items {
			out.Items = append(out.Items, beginning(span.Of(n.Text), 30))
		}
		for _, m := range one.Measures {
			row := accountRow{Measure: beginning(m.Span.Of(n.Text), 40), Unanswered: m.Unanswered, Cells: make([]accountCell, len(one.Items)), None: len(m.Answers) == 0}
			for _, x := range m.Answers {
				cell := accountCell{Shared: x.Shared}
				if x.Copied >= answer.LeastCopied {
					cell.Copied = int(x.Copied * 100)
				}
				row.Cells[x.Item] = cell
			}
			out.Rows = append(out.Rows, row)
		}
		all = append(all, out)
	}
	return all
}

// beginning gives the first n characters of a text on one line.
func beginning(s string, n int) string {
	runes := []rune(strings.TrimSpace(oneLine(s)))
	if len(runes) <= n {
		return string(runes)
	}
	return string(runes[:n]) + "…"
}

// facts are what was found in a notice, each with the searches for its values.
func (v *visit) facts(n *gongshi.Notice) []fact {
	var all []fact
	add := func(zh, en string, values ...link) {
		values = slices.DeleteFunc(values, func(l link) bool { return strings.TrimSpace(l.Name) == "" })
		if len(values) > 0 {
			all = append(all, fact{v.tr(zh, en), values})
		}
	}
	plain := func(s string) link { return link{Name: s} }
	kind := n.Kind.Name().In(v.lang)
	if kind != "" && n.KindReason != "" {
		kind += fmt.Sprintf(v.tr("（%s）", " (%s)"), n.KindReason)
	}
	add("发布单位", "Issuer", link{n.Issuer, queryURL(fieldQuery("issuer", n.Issuer))})
	if !n.Issued.IsZero() {
		add("日期", "Issued", link{n.Issued.String(), queryURL("date:" + n.Issued.String())})
	}
	add("地区", "Region", v.regionLinks(n.Region)...)
	if i := n.Inspection; i != nil {
		add("督察", "Inspection", link{v.inspectionName(i), queryURL(inspectionQuery(i))}, plain(i.Text))
	}
	add("问题编号", "Problems", links(n.Problems, func(p gongshi.Problem) link { return link{p.Text, queryURL(problemQuery(p))} })...)
	add("文号", "Document numbers", links(n.DocumentNumbers, func(d gongshi.DocNumber) link {
		return link{d.Number, queryURL(fieldQuery("number", d.Number))}
	})...)
	add("责任单位", "Responsible", links(n.ResponsibleUnits, func(u gongshi.ResponsibleUnit) link {
		return link{u.Name + v.unitRole(u.Role), queryURL(quoted(u.Name))}
	})...)
	add("整改时限", "Deadlines", links(n.Deadlines, func(d gongshi.Deadline) link { return link{d.Text, queryURL(quoted(d.Text))} })...)
	add("电话", "Phones", links(n.Phones, func(p gongshi.Phone) link { return link{p.Number, queryURL(fieldQuery("phone", p.Number))} })...)
	add("邮箱", "E-mail", links(n.Emails, func(e gongshi.Email) link { return link{e.Address, queryURL(quoted(e.Address))} })...)
	add("地址", "Address", links(n.Addresses, func(a gongshi.Address) link { return link{a.Text, queryURL(quoted(a.Text))} })...)
	add("信访件", "Petitions", links(n.Petitions, func(p gongshi.Petition) link { return link{p.ID, queryURL(quoted(p.ID))} })...)
	if n.Batch != nil {
		add("批次", "Batch", link{n.Batch.Text, queryURL(quoted(n.Batch.Text))})
	}
	add("类型", "Kind", plain(kind))
	return append(all, fact{v.idName(), []link{plain(n.ID)}})
}

func (v *visit) idName() string { return v.tr("编号", "Id") }

// links makes links of things, each once.
func links[T any](all []T, of func(T) link) []link {
	var out []link
	for _, x := range all {
		if l := of(x); !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

func (v *visit) regionLinks(r *gongshi.Region) []link {
	if r == nil {
		return nil
	}
	var all []link
	for _, name := range filled([]string{r.Province, r.City, r.County}) {
		all = append(all, link{name, searchURL(search.Request{Regions: []string{name}})})
	}
	return append(all, link{Name: r.Code})
}

func (v *visit) unitRole(r gongshi.UnitRole) string {
	switch r {
	case gongshi.UnitLead:
		return v.tr("（牵头）", " (lead)")
	case gongshi.UnitSupport:
		return v.tr("（配合）", " (support)")
	}
	return ""
}
