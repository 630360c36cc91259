package ofd

import (
	"math"
	"strconv"
	"strings"

	"gongshi/ingest/decode/internal/pack"
)

// content is what a page, a template or a drawing consists of.
type content struct {
	area      box
	templates []string // by ID
	resources []string // locations, as written
	objects   []object
}

// kind is what an object is.
type kind int

const (
	kindText kind = iota
	kindImage
	kindPath
	kindUnit // a drawing from the resources
)

// An object is one thing on a page.
type object struct {
	kind   kind
	box    box
	matrix matrix  // from the object's coordinates to those of its box
	ref    string  // the ID of an image or a drawing
	font   string  // the ID of that of a text
	size   float64 // of text, in millimetres
	scale  float64 // of its width
	codes  []code
}

// code is a run of text: where its first character stands, and how far it is
// from each character to the next.
type code struct {
	text   string
	x, y   float64
	dx, dy []float64
}

// box is a place on a page, in millimetres from its upper left corner.
type box struct{ x, y, w, h float64 }

var a4 = box{w: 210, h: 297}

// boxOf reads "x y w h"; what is missing is 0.
func boxOf(text string) box {
	n := numbers(text)
	n = append(n, 0, 0, 0, 0)
	return box{n[0], n[1], n[2], n[3]}
}

// readContent reads the objects below the current element to its end, or until
// they are more than a page may have.
func readContent(part *pack.Part) (content, error) {
	var found content
	text := 0
	var element pack.Visitor
	element = func(name string, e pack.Start) error {
		if pack.Attr(e, "Visible") == "false" {
			return part.Skip()
		}
		if len(found.objects) > maxObjects || text > maxText {
			return errTooMuch
		}
		switch name {
		case "PhysicalBox":
			text, err := part.Text()
			found.area = boxOf(text)
			return err
		case "PageRes":
			text, err := part.Text()
			found.resources = append(found.resources, text)
			return err
		case "Template":
			found.templates = append(found.templates, pack.Attr(e, "TemplateID"))
			return part.Skip()
		case "TextObject":
			o := newObject(kindText, e)
			err := o.readText(part)
			for _, run := range o.codes {
				text += len(run.text)
			}
			found.objects = append(found.objects, o)
			return err
		case "ImageObject":
			found.objects = append(found.objects, newObject(kindImage, e))
			return part.Skip()
		case "PathObject":
			found.objects = append(found.objects, newObject(kindPath, e))
			return part.Skip()
		case "CompositeObject":
			found.objects = append(found.objects, newObject(kindUnit, e))
			return part.Skip()
		}
		return part.Each(element) // layers and blocks
	}
	return found, part.Each(element)
}

func newObject(k kind, e pack.Start) object {
	o := object{kind: k, box: boxOf(pack.Attr(e, "Boundary")), matrix: identity, ref: pack.Attr(e, "ResourceID"), font: pack.Attr(e, "Font"), scale: 1}
	if n := numbers(pack.Attr(e, "CTM")); len(n) == 6 {
		o.matrix = matrix(n)
	}
	if n := numbers(pack.Attr(e, "Size")); len(n) > 0 {
		o.size = n[0]
	}
	if n := numbers(pack.Attr(e, "HScale")); len(n) > 0 && n[0] > 0 {
		o.scale = n[0]
	}
	if o.size <= 0 {
		o.size = o.box.h
	}
	return o
}

// readText reads the codes of a text. A code without a place goes on from that
// of the code before.
func (o *object) readText(part *pack.Part) error {
	var x, y float64
	var element pack.Visitor
	element = func(name string, e pack.Start) error {
		if name != "TextCode" {
			return part.Each(element)
		}
		if n := numbers(pack.Attr(e, "X")); len(n) > 0 {
			x = n[0]
		}
		if n := numbers(pack.Attr(e, "Y")); len(n) > 0 {
			y = n[0]
		}
		text, err := part.Text()
		if strings.Contains(text, "\n") { // from a program that indents
			text = strings.TrimSpace(text)
		}
		o.codes = append(o.codes, code{text, x, y, steps(pack.Attr(e, "DeltaX"), len(text)), steps(pack.Attr(e, "DeltaY"), len(text))})
		return err
	}
	return part.Each(element)
}

// steps reads a list of distances, no more than limit; "g 3 5.6" stands for
// three times 5.6.
func steps(text string, limit int) []float64 {
	fields := strings.Fields(text)
	var out []float64
	for i := 0; i < len(fields) && len(out) < limit; i++ {
		if fields[i] != "g" || i+2 >= len(fields) {
			out = append(out, number(fields[i]))
			continue
		}
		n := int(min(number(fields[i+1]), float64(limit-len(out))))
		for range n {
			out = append(out, number(fields[i+2]))
		}
		i += 2
	}
	return out
}

// numbers reads the numbers of an attribute.
func numbers(text string) []float64 {
	var out []float64
	for field := range strings.FieldsSeq(text) {
		out = append(out, number(field))
	}
	return out
}

// number reads a number; what is none is 0.
func number(field string) float64 {
	n, err := strconv.ParseFloat(field, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0
	}
	return n
}

// matrix maps a point (x, y) to (a x + c y + e, b x + d y + f).
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// then is first m and after it n.
func (m matrix) then(n matrix) matrix {
	e, f := n.apply(m[4], m[5])
	return matrix{
		n[0]*m[0] + n[2]*m[1], n[1]*m[0] + n[3]*m[1],
		n[0]*m[2] + n[2]*m[3], n[1]*m[2] + n[3]*m[3], e, f,
	}
}

func shift(x, y float64) matrix { return matrix{1, 0, 0, 1, x, y} }
