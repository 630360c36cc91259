package index

import (
	"fmt"
	"unicode/utf8"

	"gongshi"
)

// Texts are the texts of an encoded record, for who only asks what stands in
// them: they are searched as they are written, without making a record.
type Texts struct {
	heading []byte
	// body is the code of the record's text, and behind it those of sections that
	// begin or end within a character of it: the text has bytes that are none.
	body   []byte
	length int     // of the code of the text
	rest   decoder // from the sections on
}

// codedSection is a section by its place in the text and in the body.
type codedSection struct {
	kind         []byte
	at, bytes    int // in the text, in bytes
	start, bound int // in the body
}

// Open reads where the texts of an encoded record are. They are good only as long
// as nobody changes data.
func (t *Texts) Open(data []byte) error {
	if len(data) == 0 || data[0] != encodingVersion {
		return fmt.Errorf("record: %w", errEncoding)
	}
	d := decoder{b: data[1:]}
	t.heading, t.body = d.bytes(), d.bytes()
	t.length = d.int()
	if d.failed || t.length < 0 || t.length > len(t.body) {
		return fmt.Errorf("texts of a record: %w", errEncoding)
	}
	t.rest = d
	return nil
}

// eachSection calls f with the sections until it gives false, and then gives what
// follows them.
func (t *Texts) eachSection(f func(codedSection) bool) decoder {
	d := t.rest
	for n := d.count(); n > 0; n-- {
		s := codedSection{d.bytes(), d.int(), d.int(), d.int(), d.int()}
		if s.start < 0 || s.start > s.bound || s.bound > len(t.body) {
			d.fail()
		}
		if d.failed || !f(s) {
			break
		}
	}
	return d
}

// decode puts the texts in a record, and gives what follows them.
func (t *Texts) decode(r *Record) decoder {
	var whole, well bool
	r.Heading, whole = decodeText(t.heading)
	r.Text, well = decodeText(t.body[:t.length])
	d := t.eachSection(func(s codedSection) bool {
		if s.at < 0 || s.bytes < 0 || s.at > len(r.Text) || s.bytes > len(r.Text)-s.at {
			well = false
			return false
		}
		r.Sections = append(r.Sections, Section{gongshi.SectionKind(s.kind), s.at, r.Text[s.at : s.at+s.bytes]})
		return true
	})
	if !whole || !well {
		d.fail()
	}
	return d
}

// InTitle tells whether the record's heading has the text.
func (t *Texts) InTitle(n *Needle) bool { return n.in(t.heading) }

// InText tells whether the record's text has it.
func (t *Texts) InText(n *Needle) bool { return n.in(t.body[:t.length]) }

// InSection tells whether a section of the kind has it.
func (t *Texts) InSection(kind gongshi.SectionKind, n *Needle) bool {
	found := false
	t.eachSection(func(s codedSection) bool {
		found = string(s.kind) == string(kind) && n.in(t.body[s.start:s.bound])
		return !found
	})
	return found
}

// texts writes what Texts reads.
func (e *encoder) texts(r *Record) {
	e.bytes(appendCode(nil, r.Heading))
	body := appendCode(make([]byte, 0, len(r.Text)), r.Text)
	length := len(body)
	places := make([]codedSection, len(r.Sections))
	from, passed := 0, 0 // a place in the text, and in its code
	for i, s := range r.Sections {
		place, end := &places[i], s.At+len(s.Text)
		if !isBorder(r.Text, s.At) || !isBorder(r.Text, end) {
			place.start = len(body)
			body = appendCode(body, s.Text)
			place.bound = len(body)
			continue
		}
		if s.At < from {
			from, passed = 0, 0
		}
		place.start = passed + codeLength(r.Text[from:s.At])
		place.bound = place.start + codeLength(s.Text)
		from, passed = end, place.bound
	}
	e.bytes(body)
	e.int(length)
	e.int(len(places))
	for i, s := range r.Sections {
		e.string(string(s.Kind))
		for _, n := range []int{s.At, len(s.Text), places[i].start, places[i].bound} {
			e.int(n)
		}
	}
}

// isBorder tells whether a character of the text begins at a place, or the text
// ends there.
func isBorder(text string, at int) bool { return at == len(text) || utf8.RuneStart(text[at]) }
