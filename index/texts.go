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
	body     []byte
	length   int // of the code of the text
	sections []codedSection
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
	_, err := t.open(data)
	return err
}

// open also gives what follows the texts.
func (t *Texts) open(data []byte) (decoder, error) {
	if len(data) == 0 || data[0] != encodingVersion {
		return decoder{}, fmt.Errorf("record: %w", errEncoding)
	}
	d := decoder{b: data[1:]}
	t.heading, t.body = d.bytes(), d.bytes()
	t.length = d.int()
	t.sections = t.sections[:0]
	for n := d.count(); n > 0 && !d.failed; n-- {
		t.sections = append(t.sections, codedSection{d.bytes(), d.int(), d.int(), d.int(), d.int()})
	}
	if d.failed || !t.valid() {
		return decoder{}, fmt.Errorf("texts of a record: %w", errEncoding)
	}
	return d, nil
}

// valid tells whether all places are in the body.
func (t *Texts) valid() bool {
	for _, s := range t.sections {
		if s.start < 0 || s.start > s.bound || s.bound > len(t.body) {
			return false
		}
	}
	return 0 <= t.length && t.length <= len(t.body)
}

// decode puts the texts in a record.
func (t *Texts) decode(r *Record) bool {
	var whole, well bool
	r.Heading, whole = decodeText(t.heading)
	r.Text, well = decodeText(t.body[:t.length])
	for _, s := range t.sections {
		if s.at < 0 || s.bytes < 0 || s.at > len(r.Text) || s.bytes > len(r.Text)-s.at {
			return false
		}
		r.Sections = append(r.Sections, Section{gongshi.SectionKind(s.kind), s.at, r.Text[s.at : s.at+s.bytes]})
	}
	return whole && well
}

// InTitle tells whether the record's heading has the text.
func (t *Texts) InTitle(n *Needle) bool { return n.in(t.heading) }

// InText tells whether the record's text has it.
func (t *Texts) InText(n *Needle) bool { return n.in(t.body[:t.length]) }

// InSection tells whether a section of the kind has it.
func (t *Texts) InSection(kind gongshi.SectionKind, n *Needle) bool {
	for _, s := range t.sections {
		if string(s.kind) == string(kind) && n.in(t.body[s.start:s.bound]) {
			return true
		}
	}
	return false
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
