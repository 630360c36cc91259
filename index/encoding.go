package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unsafe"

	"gongshi"
)

// The first byte of an encoded record.
const encodingVersion = 4

var errEncoding = errors.New("not an encoded record")

// MarshalBinary encodes the record. Strings are written as they are, with their
// length; a section is written as its place in the text.
func (r *Record) MarshalBinary() ([]byte, error) {
	e := encoder{make([]byte, 0, 512+len(r.Text)+len(r.Heading))}
	e.b = append(e.b, encodingVersion)
	for _, s := range []string{r.ID, r.Source, r.Title, r.Issuer, r.Province, r.City, r.County, r.RegionCode, string(r.Authority), string(r.Kind)} {
		e.string(s)
	}
	e.date(r.Issued)
	e.int(r.Year)
	e.int(r.Round)
	e.bool(r.Lookback)
	e.int(r.InspectionYear)
	e.strings(r.Rules)
	e.strings(r.Numbers)
	e.strings(r.Phones)
	e.strings(r.Problems)
	e.int(len(r.Dates))
	for _, d := range r.Dates {
		e.date(d.From)
		e.date(d.To)
	}
	e.string(r.Heading)
	e.string(r.Text)
	e.int(len(r.Sections))
	for _, s := range r.Sections {
		e.section(s)
	}
	return e.b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote. The strings of the record
// share one copy of data.
func (r *Record) UnmarshalBinary(data []byte) error { return r.decode(string(data)) }

// Borrow is UnmarshalBinary without the copy: the record is good only as long as
// nobody changes data.
func (r *Record) Borrow(data []byte) error {
	return r.decode(unsafe.String(unsafe.SliceData(data), len(data)))
}

func (r *Record) decode(data string) error {
	d := decoder{s: data}
	if len(data) == 0 || data[0] != encodingVersion {
		return fmt.Errorf("record: %w", errEncoding)
	}
	d.s = d.s[1:]
	*r = Record{}
	for _, s := range []*string{&r.ID, &r.Source, &r.Title, &r.Issuer, &r.Province, &r.City, &r.County, &r.RegionCode, (*string)(&r.Authority), (*string)(&r.Kind)} {
		*s = d.string()
	}
	r.Issued = d.date()
	r.Year = d.int()
	r.Round = d.int()
	r.Lookback = d.bool()
	r.InspectionYear = d.int()
	r.Rules = d.strings()
	r.Numbers = d.strings()
	r.Phones = d.strings()
	r.Problems = d.strings()
	for range d.count() {
		r.Dates = append(r.Dates, DateRange{d.date(), d.date()})
	}
	r.Heading = d.string()
	r.Text = d.string()
	for range d.count() {
		r.Sections = append(r.Sections, d.section(r.Text))
	}
	if d.failed || d.s != "" {
		return fmt.Errorf("record %q: %w", r.ID, errEncoding)
	}
	return nil
}

// encoder appends values to b.
type encoder struct{ b []byte }

func (e *encoder) int(n int) { e.b = binary.AppendVarint(e.b, int64(n)) }

func (e *encoder) bool(v bool) {
	if v {
		e.int(1)
	} else {
		e.int(0)
	}
}

func (e *encoder) string(s string) {
	e.int(len(s))
	e.b = append(e.b, s...)
}

func (e *encoder) strings(list []string) {
	e.int(len(list))
	for _, s := range list {
		e.string(s)
	}
}

func (e *encoder) date(d gongshi.Date) {
	e.int(d.Year<<9 | d.Month<<5 | d.Day)
}

// section writes where the text has the section.
func (e *encoder) section(s Section) {
	e.string(string(s.Kind))
	e.int(s.At)
	e.int(len(s.Text))
}

// decoder takes values from the front of s. After a failure it gives zero
// values.
type decoder struct {
	s      string
	failed bool
}

func (d *decoder) int() int {
	var n uint64
	for i := 0; i < len(d.s) && i < binary.MaxVarintLen64; i++ {
		c := d.s[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			d.s = d.s[i+1:]
			return int(int64(n>>1) ^ -int64(n&1))
		}
	}
	d.fail()
	return 0
}

func (d *decoder) fail() {
	d.failed, d.s = true, ""
}

func (d *decoder) bool() bool { return d.int() == 1 }

// count reads the length of a list: every element takes a byte at least.
func (d *decoder) count() int {
	n := d.int()
	if n < 0 || n > len(d.s) {
		d.fail()
		return 0
	}
	return n
}

func (d *decoder) string() string {
	n := d.count()
	s := d.s[:n]
	d.s = d.s[n:]
	return s
}

func (d *decoder) strings() []string {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]string, 0, min(n, 64))
	for range n {
		list = append(list, d.string())
	}
	return list
}

func (d *decoder) date() gongshi.Date {
	n := d.int()
	return gongshi.Date{Year: n >> 9, Month: n >> 5 & 15, Day: n & 31}
}

func (d *decoder) section(text string) Section {
	kind := gongshi.SectionKind(d.string())
	at, n := d.int(), d.int()
	if at < 0 || n < 0 || at > len(text) || n > len(text)-at {
		d.fail()
		return Section{}
	}
	return Section{kind, at, text[at : at+n]}
}
