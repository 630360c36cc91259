// Package chart answers how counts look beside each other: as bars, as bars in
// parts, month by month, and as a map of heat. A chart is SVG that stands within a
// page and needs nothing of it: no style, no script, only attributes that a strict
// content security policy lets through. It draws in the colour of the text around
// it, lighter or patterned, so that it is read on paper and on a dark page; every
// figure is there as text.
//
// The charts of go-analyze/charts were tried first (v0.5.27): every element has a
// style attribute, which our policy forbids, texts are measured with a font that
// has no Chinese, and nothing is told to who cannot see.
package chart

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
)

// Options are what every chart has.
type Options struct {
	// ID names the chart; no other element of the page has it or begins so.
	ID string
	// Title says what is shown.
	Title string
	// Width is in pixels; 0 stands for DefaultWidth. Charts with more columns than
	// that has room for are wider.
	Width int
}

// DefaultWidth is about that of the screen of a telephone.
const DefaultWidth = 400

// What does not fit in a chart, the smallest of it, is put together behind the rest,
// so that its figures still add up.
const (
	maxRows    = 40
	maxColumns = 24
	maxTold    = 60 // figures in the description
)

const (
	em       = 13 // size of the letters
	line     = 24 // height of a row
	gap      = 6
	minWidth = 160
)

func (o *Options) width() int {
	if o.Width <= 0 {
		return DefaultWidth
	}
	return max(o.Width, minWidth)
}

// figure is a figure with what it is of.
type figure struct {
	of    string
	value int
}

// drawing is an SVG that is being written.
type drawing struct {
	strings.Builder
}

// attribute is an attribute of an element, with a string or a number.
type attribute struct {
	name  string
	value any
}

// element writes an element whose content is the text, after its title, if there is
// one.
func (d *drawing) element(name, title, text string, attributes ...attribute) {
	d.WriteString("<" + name)
	for _, a := range attributes {
		d.WriteString(" " + a.name + `="`)
		switch v := a.value.(type) {
		case float64:
			d.WriteString(strconv.FormatFloat(v, 'f', 1, 64))
		default:
			d.escape(fmt.Sprint(v))
		}
		d.WriteString(`"`)
	}
	d.WriteString(">")
	if title != "" {
		d.WriteString("<title>")
		d.escape(title)
		d.WriteString("</title>")
	}
	d.escape(text)
	d.WriteString("</" + name + ">")
}

// escape writes a text, without the characters that XML does not have.
func (d *drawing) escape(text string) {
	_ = xml.EscapeText(d, []byte(text)) // a Builder takes everything
}

// at are the attributes of a place.
func at(x, y float64) []attribute { return []attribute{{"x", x}, {"y", y}} }

// text writes a line, cut to so many em; the whole is in its title then.
func (d *drawing) text(x, y, room float64, anchor, text string, more ...attribute) {
	text = plain(text)
	short, title := cut(text, room), ""
	if short != text {
		title = text
	}
	d.element("text", title, short, append(append(at(x, y), attribute{"text-anchor", anchor}, attribute{"fill", "currentColor"}), more...)...)
}

// rect writes a rectangle that says what it is of where a pointer is put on it.
func (d *drawing) rect(class, title string, x, y, width, height float64, more ...attribute) {
	d.element("rect", title, "", append(append(at(x, y), attribute{"width", width}, attribute{"height", height}, attribute{"class", class}), more...)...)
}

// rule writes a straight line.
func (d *drawing) rule(x1, y1, x2, y2 float64) {
	d.element("line", "", "", attribute{"x1", x1}, attribute{"y1", y1}, attribute{"x2", x2}, attribute{"y2", y2},
		attribute{"stroke", "currentColor"}, attribute{"stroke-opacity", 0.4})
}

// finish puts the picture round what was drawn. The description has the figures.
func (d *drawing) finish(o *Options, width, height float64, figures []figure) template.HTML {
	var whole drawing
	fmt.Fprintf(&whole, `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" font-size="%d" aria-labelledby="`, width, height, width, height, em)
	whole.escape(o.ID + "-title " + o.ID + "-desc")
	whole.WriteString(`">`)
	whole.element("title", "", plain(o.Title), attribute{"id", o.ID + "-title"})
	whole.element("desc", "", told(figures), attribute{"id", o.ID + "-desc"})
	whole.WriteString(d.String())
	whole.WriteString("</svg>")
	return template.HTML(whole.String()) // every text and attribute in it went through escape
}

// told lists figures, the first ones only where there are many.
func told(figures []figure) string {
	var list []string
	for i, f := range figures {
		if i == maxTold {
			list = append(list, fmt.Sprintf("… +%d", len(figures)-maxTold))
			break
		}
		list = append(list, plain(f.of)+" "+strconv.Itoa(f.value))
	}
	return strings.Join(list, "; ")
}

// rest names so many things that are put together.
func rest(n int) string { return fmt.Sprintf("… +%d", n) }

// kept gives, for each of so many sums, its place among at most so many rows or
// columns: the greatest keep their order, the others share the last place.
func kept(sums []int, most int) (place []int, shared bool) {
	place = make([]int, len(sums))
	order := make([]int, len(sums))
	for i := range order {
		order[i], place[i] = i, i
	}
	if len(sums) <= most {
		return place, false
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sums[b], sums[a]) })
	for i := range place {
		place[i] = most - 1
	}
	slices.Sort(order[:most-1])
	for at, i := range order[:most-1] {
		place[i] = at
	}
	return place, true
}
