package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"gongshi"
	"gongshi/ingest/decode/gate"
	"gongshi/ingest/decode/layout"
)

// remarks are what is said of pages, in the order in which it is said. The
// message gets the list of the pages.
var remarks = []struct {
	code, message string
	applies       func(Sheet) bool
}{
	{"page-image", "page %s: drawn, but without text, as scans are; needs OCR", func(s Sheet) bool { return s.state == stateImage }},
	{"page-garbled", "page %s: left out, its text is garbage in every engine; needs OCR", func(s Sheet) bool { return s.state == stateGarbled }},
	{"page-failed", "page %s: could not be read", func(s Sheet) bool { return s.state == stateFailed }},
	{"page-partial", "page %s: reading stopped before its end", func(s Sheet) bool { return s.state == stateText && s.Trouble != nil }},
	{"page-doubtful", "page %s: parts of the text may be wrong", func(s Sheet) bool { return s.state == stateText && s.verdict.Doubted() }},
	{"gbk-recovered", "page %s: GBK drawn with a Latin font, read as GBK", func(s Sheet) bool { return s.state == stateText && s.recoded }},
}

// diagnose tells what is odd about the pages and their text.
func diagnose(sheets []Sheet, read layout.Reading) []gongshi.Diagnostic {
	var out []gongshi.Diagnostic
	say := func(code, message string, span gongshi.Span) {
		out = append(out, gongshi.Diagnostic{Stage: "decode", Code: code, Message: message, Span: span})
	}
	for _, r := range remarks {
		if on := pagesWhere(sheets, r.applies); on != "" {
			say(r.code, fmt.Sprintf(r.message, on), gongshi.Span{})
		}
	}
	main := winner(sheets)
	if on := pagesWhere(sheets, func(s Sheet) bool { return s.state == stateText && s.Engine != main }); on != "" {
		say("second-engine", fmt.Sprintf("page %s: the text of another engine than %s was better", on, main), gongshi.Span{})
	}
	for _, head := range read.Heads {
		say("running-head", fmt.Sprintf("left out: %q, which the pages repeat", head), gongshi.Span{})
	}
	for _, b := range read.Blocks {
		if v := gate.Judge(b.Span.Of(read.Text)); v.Refused() {
			say("garbled-text", v.String(), b.Span)
		}
	}
	return out
}

// pagesWhere lists the numbers of the pages for which something holds: "1, 3".
func pagesWhere(sheets []Sheet, holds func(Sheet) bool) string {
	var numbers []string
	for i, s := range sheets {
		if holds(s) {
			numbers = append(numbers, strconv.Itoa(i+1))
		}
	}
	return strings.Join(numbers, ", ")
}
