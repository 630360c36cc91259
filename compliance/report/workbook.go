package report

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"

	"gongshi"
	"gongshi/internal/spreadsheet"
)

// NewXLSX writes a workbook with a sheet for each view: the findings, which notice
// breaks which rule, and which sections are missing by region and round. Findings
// that were dismissed are on the first sheet only. The file is written by Close.
func NewXLSX(w io.Writer, o Options) (Writer, error) {
	book, err := spreadsheet.NewXLSX(w, o.tr("核查结果", "Findings"), 9, 7, 7, 30, 50, 30, 30, 25, 18, 34)
	if err != nil {
		return nil, err
	}
	if err := book.Printed(o.tr("核查结果", "Findings"), 8); err != nil {
		return nil, err
	}
	findings, err := newTable(book, o)
	if err != nil {
		return nil, err
	}
	return &workbook{Writer: findings, Options: o, book: book, byID: map[string]*checked{}}, nil
}

type workbook struct {
	Writer // of the first sheet
	Options
	book    *spreadsheet.Workbook
	notices []*checked // in the order in which they were checked
	byID    map[string]*checked
}

// checked is what a notice has in the views.
type checked struct {
	id, title, source string
	place             place
	findings          map[string]int // by rule
	severities        map[gongshi.Severity]int
}

// place is the cell of a notice in the view by region and round; what is not known
// is empty.
type place struct{ province, city, county, round string }

func (b *workbook) Notice(n *gongshi.Notice) {
	c := &checked{id: n.ID, title: n.Title, source: n.Source.Path, place: b.placeOf(n), findings: map[string]int{}, severities: map[gongshi.Severity]int{}}
	b.notices = append(b.notices, c)
	b.byID[n.ID] = c
}

func (b *workbook) placeOf(n *gongshi.Notice) place {
	var p place
	if r := n.Region; r != nil {
		p.province, p.city, p.county = r.Province, r.City, r.County
	}
	if i := n.Inspection; i != nil {
		p.round = b.roundOf(i)
	}
	return p
}

// roundOf names an inspection by its authority and round.
func (b *workbook) roundOf(i *gongshi.Inspection) string {
	var parts []string
	switch i.Authority {
	case gongshi.AuthorityCentral:
		parts = append(parts, b.tr("中央", "central"))
	case gongshi.AuthorityProvincial:
		parts = append(parts, b.tr("省级", "provincial"))
	case gongshi.AuthorityOther:
		parts = append(parts, b.tr("其他", "other"))
	}
	if i.Round > 0 {
		round := strconv.Itoa(i.Round)
		parts = append(parts, b.tr("第"+round+"轮", "round "+round))
	}
	if i.Lookback {
		parts = append(parts, b.tr("回头看", "look-back"))
	}
	return strings.Join(parts, " ")
}

func (b *workbook) Put(item Item) error {
	if c := b.byID[item.Notice]; c != nil && item.Dismissed == nil {
		c.findings[item.Rule]++
		c.severities[item.Severity]++
	}
	return b.Writer.Put(item)
}

func (b *workbook) Close(t Totals) error {
	byRule := b.byRule()
	if len(byRule)-1 <= spreadsheet.MaxRows {
		if err := b.book.AddTable(b.tr("公示×规则", "Notices × rules"), byRule, 40, 12, 12, 12, 16, 30, 18, 7); err != nil {
			return err
		}
	}
	if err := b.book.AddTable(b.tr("缺少的章节", "Missing sections"), b.missing(), 16, 14, 14, 16, 9, 14); err != nil {
		return err
	}
	return b.Writer.Close(t)
}

// byRule has a row for each notice, one without findings too, and a column for each
// rule that found something in any.
func (b *workbook) byRule() [][]any {
	rules := b.broken()
	head := []any{b.tr("公示标题", "title"), b.tr("省", "province"), b.tr("市", "city"), b.tr("区县", "county"), b.tr("轮次", "round"),
		b.tr("来源", "source"), b.tr("公示编号", "notice"), b.tr("错误", "errors"), b.tr("警告", "warnings"), b.tr("提示", "notes")}
	for _, rule := range rules {
		head = append(head, rule)
	}
	rows := [][]any{head}
	for _, c := range b.notices {
		row := []any{c.title, c.place.province, c.place.city, c.place.county, c.place.round, c.source, c.id,
			number(c.severities[gongshi.SeverityError]), number(c.severities[gongshi.SeverityWarning]), number(c.severities[gongshi.SeverityNote])}
		for _, rule := range rules {
			row = append(row, number(c.findings[rule]))
		}
		rows = append(rows, row)
	}
	return rows
}

// broken lists the rules that found something, in the order of the rules.
func (b *workbook) broken() []string {
	any := map[string]bool{}
	for _, c := range b.notices {
		for rule := range c.findings {
			any[rule] = true
		}
	}
	var ids []string
	for _, rule := range b.Rules {
		if any[rule.ID] {
			ids = append(ids, rule.ID)
		}
	}
	return ids
}

// sectionRules are those that say of a section that it is missing.
var sectionRules = []string{"SEC01", "SEC02", "SEC03", "SEC04", "SEC05", "SEC06"}

// missing has a row for each region and round: how many notices there are, and how
// many lack which section, by the rule that says so.
func (b *workbook) missing() [][]any {
	head := []any{b.tr("省", "province"), b.tr("市", "city"), b.tr("区县", "county"), b.tr("轮次", "round"), b.tr("公示数", "notices")}
	var asked []string
	for _, rule := range b.Rules {
		if slices.Contains(sectionRules, rule.ID) {
			asked = append(asked, rule.ID)
			head = append(head, rule.ID+" "+rule.Title.In(b.Lang))
		}
	}
	total, lacking := map[place]int{}, map[place]map[string]int{}
	for _, c := range b.notices {
		total[c.place]++
		if lacking[c.place] == nil {
			lacking[c.place] = map[string]int{}
		}
		for _, rule := range asked {
			if c.findings[rule] > 0 {
				lacking[c.place][rule]++
			}
		}
	}
	rows := [][]any{head}
	for _, p := range sorted(total) {
		row := []any{p.province, p.city, p.county, p.round, total[p]}
		for _, rule := range asked {
			row = append(row, number(lacking[p][rule]))
		}
		rows = append(rows, row)
	}
	return rows
}

// sorted gives the places by name, those without one last.
func sorted(places map[place]int) []place {
	all := make([]place, 0, len(places))
	for p := range places {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b place) int {
		return cmp.Or(byName(a.province, b.province), byName(a.city, b.city), byName(a.county, b.county), byName(a.round, b.round))
	})
	return all
}

func byName(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

// number gives a count; none is an empty cell, so that those that count stand out.
func number(n int) any {
	if n == 0 {
		return nil
	}
	return n
}
