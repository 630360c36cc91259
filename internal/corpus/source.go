package corpus

import (
	"fmt"
	"regexp"
	"strings"
)

// Source is a hand-written notice: what it says, and the file as which its
// office published it. It is kept as text. Lines that begin with "% " come
// first: the rendition, then, for a web page, what stands around the notice.
//
//	% html zoom gb2312
//	% site 临湘市人民政府
//	% column 信息公开 > 环境保护
//	% headline 关于某某问题整改销号的公示
//	% published 2023-10-13 15:20
//	% origin 临湘市水利局
//	% footer 主办：临湘市人民政府办公室
//
// The notice follows, in the form that [Read] understands.
type Source struct {
	Rendition Rendition
	Body      []Paragraph
	around    Page   // without a body
	text      string // the notice as it stands in the source
}

// ReadSource reads a source. A directive that is unknown, or missing from a web
// page, is an error.
func ReadSource(source string) (Source, error) {
	var directives []string
	text := source
	for strings.HasPrefix(text, "% ") {
		line, rest, _ := strings.Cut(text, "\n")
		directives = append(directives, strings.TrimSpace(line[2:]))
		text = rest
	}
	if len(directives) == 0 {
		return Source{}, fmt.Errorf("source has no rendition")
	}
	r, err := ParseRendition(directives[0])
	if err != nil {
		return Source{}, err
	}
	s := Source{Rendition: r, Body: Read(text), text: text}
	return s, s.directPage(directives[1:])
}

// directPage takes in the directives about the web page.
func (s *Source) directPage(directives []string) error {
	fields := map[string]*string{
		"site": &s.around.Site, "column": &s.around.Column, "headline": &s.around.Headline,
		"published": &s.around.Published, "origin": &s.around.Origin, "footer": &s.around.Footer,
	}
	for _, d := range directives {
		name, value, _ := strings.Cut(d, " ")
		field, ok := fields[name]
		if !ok || value == "" {
			return fmt.Errorf("directive %q: unknown or empty", d)
		}
		*field = value
	}
	if s.Rendition.Kind != "html" {
		return nil
	}
	for name, value := range fields {
		if *value == "" {
			return fmt.Errorf("source of a web page lacks %q", name)
		}
	}
	return nil
}

// hasTitle tells whether the notice itself has a title: that of a web page may
// only stand above it.
func (s Source) hasTitle() bool { return len(s.Body) > 0 && s.Body[0].Style == Title }

// titled is the notice with its title, for files that have no other place for
// it. Text that was copied from a page has it among its lines.
func (s Source) titled() []Paragraph {
	if s.hasTitle() || s.around.Headline == "" {
		return s.Body
	}
	return append([]Paragraph{{Style: Title, Text: s.around.Headline}}, s.Body...)
}

// dayAlone is a paragraph that is a date: "2023年10月13日".
var dayAlone = regexp.MustCompile(`^(\d{4})年(\d{1,2})月(\d{1,2})日$`)

// page is the web page that the notice stands on. Where the source does not
// describe it, it is what a publishing system makes of a notice: the title as
// its headline, the day of the signature as that of its publication.
func (s Source) page() Page {
	page := s.around
	page.Body = s.Body
	if page.Headline != "" {
		return page
	}
	page.Site, page.Column, page.Footer = "人民政府门户网站", "政务公开 > 公示公告", "主办：人民政府办公室　网站地图　联系我们"
	page.Headline = s.headline()
	for i, p := range s.Body {
		m := dayAlone.FindStringSubmatch(p.Text)
		if m == nil {
			continue
		}
		page.Published = fmt.Sprintf("%s-%02s-%02s 10:15", m[1], m[2], m[3])
		if i > 0 {
			page.Origin = s.Body[i-1].Text
		}
	}
	return page
}

// headline is the title on one line; of copied text, its first line.
func (s Source) headline() string {
	var b strings.Builder
	for _, p := range s.Body {
		if p.Style != Title {
			break
		}
		b.WriteString(p.Text)
	}
	if b.Len() == 0 && len(s.Body) > 0 {
		return s.Body[0].Text
	}
	return b.String()
}
