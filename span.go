package gongshi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Span is the half-open byte range [Start, End) of the text it came with.
// In JSON it is the array [start, end].
type Span struct{ Start, End int }

// Len is the length of the span in bytes.
func (s Span) Len() int { return s.End - s.Start }

// IsZero tells whether the span says nothing: it starts and ends at 0.
func (s Span) IsZero() bool { return s == Span{} }

// Contains tells whether t lies within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps tells whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Of cuts the span out of text. A span outside text is a mistake of the caller
// and panics, as slicing does.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// MarshalJSON writes [start, end].
func (s Span) MarshalJSON() ([]byte, error) {
	out := strconv.AppendInt(append(make([]byte, 0, 24), '['), int64(s.Start), 10)
	return append(strconv.AppendInt(append(out, ','), int64(s.End), 10), ']'), nil
}

// UnmarshalJSON reads [start, end].
func (s *Span) UnmarshalJSON(data []byte) error {
	if short, ok := readSpan(data); ok {
		*s = short
		return nil
	}
	var pair [2]int
	if err := json.Unmarshal(data, &pair); err != nil {
		return fmt.Errorf("span: %w", err)
	}
	s.Start, s.End = pair[0], pair[1]
	return nil
}

// readSpan reads what MarshalJSON writes for most spans, of which a notice has a
// hundred; false for what needs a second look.
func readSpan(data []byte) (s Span, ok bool) {
	const longest = 15 // digits, which no int of 64 bits is too short for
	if strconv.IntSize < 64 || len(data) > longest || len(data) < len("[0,0]") || data[0] != '[' || data[len(data)-1] != ']' {
		return s, false
	}
	start, end, ok := bytes.Cut(data[1:len(data)-1], []byte{','})
	if !ok {
		return s, false
	}
	var okStart, okEnd bool
	s.Start, okStart = readOffset(start)
	s.End, okEnd = readOffset(end)
	return s, okStart && okEnd
}

// readOffset reads the number of JSON that is only digits.
func readOffset(digits []byte) (n int, ok bool) {
	if len(digits) == 0 || digits[0] == '0' && len(digits) > 1 {
		return 0, false
	}
	for _, d := range digits {
		if d < '0' || d > '9' {
			return 0, false
		}
		n = 10*n + int(d-'0')
	}
	return n, true
}

// OffsetMap leads from the offsets of a rewritten text back to the text it was
// made of. The zero map stands for a text that was not rewritten.
type OffsetMap struct{ runs []run }

// run says that the n bytes at to stand as a whole for the width bytes of the
// source at from, and that what follows them, up to the next run, is copied from
// what follows these.
type run struct{ to, n, from, width int }

// Source maps a span of the rewritten text to the smallest span of the source
// that everything in it came from.
func (m OffsetMap) Source(s Span) Span {
	if len(m.runs) == 0 {
		return s
	}
	if s.Len() == 0 {
		start := m.start(s.Start)
		return Span{start, start}
	}
	return Span{m.start(s.Start), m.end(s.End)}
}

// start maps the offset of a byte to where its source begins.
func (m OffsetMap) start(at int) int {
	i := sort.Search(len(m.runs), func(i int) bool { return m.runs[i].to > at }) - 1
	if i < 0 {
		return m.runs[0].from
	}
	r := m.runs[i]
	if at < r.to+r.n {
		return r.from
	}
	return r.source(at)
}

// end maps the offset after a byte to where its source ends.
func (m OffsetMap) end(at int) int {
	i := sort.Search(len(m.runs), func(i int) bool { return m.runs[i].to >= at }) - 1
	if i < 0 {
		return m.runs[0].from
	}
	r := m.runs[i]
	if at < r.to+r.n {
		return r.from + r.width
	}
	return r.source(at)
}

// source maps an offset among the copied bytes of the run.
func (r run) source(at int) int { return r.from + r.width + at - r.to - r.n }

// Rewriter builds a text out of pieces of another one and remembers where each
// piece came from. Pieces must be given in the order of the source.
type Rewriter struct {
	src  string
	out  strings.Builder
	runs []run
}

// NewRewriter starts an empty text made of src.
func NewRewriter(src string) *Rewriter { return &Rewriter{src: src} }

// Grow makes room for n more bytes in pieces, when it is known about how many
// will come.
func (w *Rewriter) Grow(n, pieces int) {
	w.out.Grow(n)
	w.runs = slices.Grow(w.runs, pieces)
}

// Copy appends src[start:end] as it is.
func (w *Rewriter) Copy(start, end int) {
	if start >= end {
		return
	}
	if k := len(w.runs) - 1; k < 0 || w.runs[k].source(w.out.Len()) != start {
		w.runs = append(w.runs, run{to: w.out.Len(), from: start})
	}
	w.out.WriteString(w.src[start:end])
}

// Put appends text that stands for src[from.Start:from.End].
func (w *Rewriter) Put(text string, from Span) {
	if text == "" {
		return
	}
	w.runs = append(w.runs, run{w.out.Len(), len(text), from.Start, from.Len()})
	w.out.WriteString(text)
}

// Len is the length in bytes of what was built so far.
func (w *Rewriter) Len() int { return w.out.Len() }

// Result gives the text and the way back from it. The Rewriter must not be
// used afterwards.
func (w *Rewriter) Result() (string, OffsetMap) {
	if len(w.runs) == 0 {
		w.runs = []run{{}}
	}
	return w.out.String(), OffsetMap{w.runs}
}
