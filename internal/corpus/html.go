package corpus

import (
	"bytes"
	"cmp"
	"embed"
	"html/template"
	"sync"
)

// Page is a web page of a government site with a notice on it.
type Page struct {
	// Layout is the publishing system that the page looks like: "trs" (a
	// .TRS_Editor), "zoom" (a #zoom) or "cells" (a layout of tables).
	Layout string
	Site   string // name of the site: 某某市人民政府
	Column string // where the page hangs: 信息公开 > 环境保护
	// Headline is the headline of the page, mostly the title on one line.
	Headline  string
	Published string // as shown: 2023-10-13 15:20
	Origin    string // as shown after 来源：
	Footer    string // the line at the foot: address, phone of the site
	Body      []Paragraph
	// Charset is what the page calls its encoding: utf-8 if empty. Behind any
	// other name, such as gb2312, stands GB18030, as on many sites.
	Charset string
}

//go:embed data/*.html
var pages embed.FS

var pageTemplates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("pages").ParseFS(pages, "data/*.html"))
})

// HTML writes the page.
func HTML(page Page) []byte {
	page.Charset = cmp.Or(page.Charset, "utf-8")
	var b bytes.Buffer
	must(pageTemplates().ExecuteTemplate(&b, page.Layout+".html", pageData{Page: page}))
	if page.Charset == "utf-8" {
		return b.Bytes()
	}
	return encodeGB(b.String())
}

// pageData is what the templates see.
type pageData struct{ Page }

// Part is a run of paragraphs: a table, or one paragraph that is none.
type Part struct {
	Paragraph
	Rows [][]string
}

// Parts groups the rows of each table.
func (p pageData) Parts() []Part {
	var parts []Part
	for _, q := range p.Body {
		last := len(parts) - 1
		switch {
		case q.Style != Row:
			parts = append(parts, Part{Paragraph: q})
		case last >= 0 && parts[last].Rows != nil:
			parts[last].Rows = append(parts[last].Rows, q.Cells)
		default:
			parts = append(parts, Part{Rows: [][]string{q.Cells}})
		}
	}
	return parts
}

// IsTitle tells whether the paragraph is a line of the title.
func (p Part) IsTitle() bool { return p.Style == Title }

// IsRight tells whether the paragraph is set to the right.
func (p Part) IsRight() bool { return p.Style == Right }
