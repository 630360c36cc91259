package chart

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
)

// Row is a bar with its label. Values has a value for each part.
type Row struct {
	Label  string
	Values []int
}

// Bars draws a bar for each row, of its first value.
func Bars(o Options, rows []Row) template.HTML { return Stacked(o, []string{""}, rows) }

// Stacked draws a bar for each row, in parts of these names. Values below zero go to
// the left. Of more than forty rows the smallest are one.
func Stacked(o Options, parts []string, rows []Row) template.HTML {
	s := stack{Options: o, parts: parts, rows: fewer(rows, len(parts))}
	s.measure()
	if len(parts) > 1 {
		s.legend()
	}
	for i := range s.rows {
		s.row(&s.rows[i])
	}
	if s.least < 0 {
		s.rule(s.zero(), s.top, s.zero(), s.y)
	}
	return s.finish(&s.Options, float64(s.width()), s.y+gap, s.figures())
}

// fewer gives rows with exactly so many values, those that are too many in one.
func fewer(rows []Row, parts int) []Row {
	sums := make([]int, len(rows))
	for i, r := range rows {
		for _, v := range r.Values[:min(len(r.Values), parts)] {
			sums[i] += v
		}
	}
	place, shared := kept(sums, maxRows)
	list := make([]Row, min(len(rows), maxRows))
	for i, r := range rows {
		row := &list[place[i]]
		if row.Values == nil {
			row.Label, row.Values = r.Label, make([]int, parts)
		}
		for p, v := range r.Values[:min(len(r.Values), parts)] {
			row.Values[p] += v
		}
	}
	if shared {
		list[maxRows-1].Label = rest(len(rows) - maxRows + 1)
	}
	return list
}

// stack is a chart of bars that is being drawn.
type stack struct {
	drawing
	Options
	parts       []string
	rows        []Row
	most, least float64 // ends of the longest bars
	left, room  float64 // where bars begin, and how long they are
	top, y      float64
}

// maxLabel is the part of the width that labels may take.
const maxLabel = 0.4

func (s *stack) measure() {
	label, figures := 0.0, 0.0
	for i := range s.rows {
		right, left := 0.0, 0.0
		for _, v := range s.rows[i].Values {
			right += max(float64(v), 0)
			left += min(float64(v), 0)
		}
		s.most, s.least = max(s.most, right), min(s.least, left)
		label = max(label, widthOf(plain(s.rows[i].Label)))
		figures = max(figures, widthOf(sum(s.rows[i].Values)))
	}
	width := float64(s.width())
	s.left = min(label*em, maxLabel*width) + gap
	s.room = max(width-s.left-figures*em-2*gap, 40)
	s.y = gap
	s.top = s.y
}

// scale gives the length of the bar of a value. The ends are halved first, since
// what is between them can be too large for a number.
func (s *stack) scale(v float64) float64 {
	whole := s.most/2 - s.least/2
	if whole == 0 {
		return 0
	}
	return v / 2 / whole * s.room
}

func (s *stack) zero() float64 { return s.left + s.scale(-s.least) }

func (s *stack) row(r *Row) {
	s.text(s.left-gap, s.y+line*0.68, (s.left-gap)/em, "end", r.Label)
	right, left := s.zero(), s.zero()
	for i, v := range r.Values {
		if v == 0 {
			continue
		}
		length := max(s.scale(max(float64(v), -float64(v))), 1)
		x := right
		if v < 0 {
			left -= length
			x = left
		} else {
			right += length
		}
		title := strings.TrimSpace(plain(r.Label)+" "+s.parts[i]) + " " + strconv.Itoa(v)
		s.rect(fmt.Sprintf("chart-part chart-part-%d", i), title, x, s.y+4, length, line-8, s.fill(i)...)
	}
	s.element("text", "", sum(r.Values), append(at(right+gap, s.y+line*0.68), attribute{"fill", "currentColor"})...)
	s.y += line
}

// sum writes the values of a row: what they come to, and each where there are several.
func sum(values []int) string {
	whole, several := 0, 0
	var each []string
	for _, v := range values {
		whole += v
		each = append(each, strconv.Itoa(v))
		if v != 0 {
			several++
		}
	}
	if len(values) == 1 || several == 0 {
		return strconv.Itoa(whole)
	}
	return strconv.Itoa(whole) + " (" + strings.Join(each, "/") + ")"
}

// looks are how parts are told apart without colour: full, striped, framed, light.
var looks = []struct{ fill, frame float64 }{{0.7, 0.9}, {0.35, 0.9}, {0.04, 0.9}, {0.18, 0.5}}

func (s *stack) fill(part int) []attribute {
	look := looks[part%len(looks)]
	return []attribute{{"fill", "currentColor"}, {"fill-opacity", strconv.FormatFloat(look.fill, 'g', -1, 64)},
		{"stroke", "currentColor"}, {"stroke-opacity", look.frame}}
}

// legend says which part is which; it takes as many lines as it needs.
func (s *stack) legend() {
	x := float64(gap)
	for i, name := range s.parts {
		name = plain(name)
		wide := 14 + gap + widthOf(name)*em + 2*gap
		if x > gap && x+wide > float64(s.width()) {
			x = gap
			s.y += line
		}
		s.rect(fmt.Sprintf("chart-part chart-part-%d", i), "", x, s.y+6, 14, 12, s.fill(i)...)
		s.text(x+14+gap, s.y+line*0.68, (float64(s.width())-x-20)/em, "start", name)
		x += wide
	}
	s.y += line
	s.top = s.y
}

func (s *stack) figures() []figure {
	var list []figure
	for i := range s.rows {
		for p, v := range s.rows[i].Values {
			list = append(list, figure{strings.TrimSpace(s.rows[i].Label + " " + s.parts[p]), v})
		}
	}
	return list
}
