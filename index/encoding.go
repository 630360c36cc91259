package index

import (
	"encoding/binary"
	"errors"
	"fmt"

	"gongshi"
)

// The first byte of an encoded record.
const encodingVersion = 5

var errEncoding = errors.New("not an encoded record")

// MarshalBinary encodes the record: first its texts, in the code in which
// [Texts] searches them, then all else.
func (r *Record) MarshalBinary() ([]byte, error) {
	e := encoder{make([]byte, 0, 512+len(r.Text))}
	e.b = append(e.b, encodingVersion)
	e.texts(r)
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
	return e.b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote. The record keeps nothing of
// data.
func (r *Record) UnmarshalBinary(data []byte) error {
	var t Texts
	if err := t.Open(data); err != nil {
		return err
	}
	*r = Record{}
	d := t.decode(r)
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
	if d.failed || len(d.b) > 0 {
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

func (e *encoder) bytes(b []byte) {
	e.int(len(b))
	e.b = append(e.b, b...)
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

// decoder takes values from the front of b. After a failure it gives zero
// values.
type decoder struct {
	b      []byte
	failed bool
}

func (d *decoder) int() int {
	n, size := binary.Varint(d.b)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[size:]
	return int(n)
}

func (d *decoder) fail() {
	d.failed, d.b = true, nil
}

func (d *decoder) bool() bool { return d.int() == 1 }

// count reads the length of a list: every element takes a byte at least.
func (d *decoder) count() int {
	n := d.int()
	if n < 0 || n > len(d.b) {
		d.fail()
		return 0
	}
	return n
}

// bytes reads as many as the count before them says.
func (d *decoder) bytes() []byte {
	n := d.count()
	some := d.b[:n]
	d.b = d.b[n:]
	return some
}

func (d *decoder) string() string { return string(d.bytes()) }

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
