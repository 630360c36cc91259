package sheet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongshi"
	"gongshi/ingest/decode/gate"
	"gongshi/ingest/decode/layout"
	"gongshi/ingest/decode/ocr"
)

// remarks are what is said of pages, in the order in which it is said. The
// message gets the list of the pages.
var remarks = []struct {
	code, message string
	applies       func(Sheet) bool
}{
	{"page-image", "page %s: drawn, but without text, as scans are", func(s Sheet) bool { return s.state == stateImage }},
	{"page-picture", "page %s: drawn, but without text that could be recognised", func(s Sheet) bool { return s.state == statePicture }},
	{"page-garbled", "page %s: left out, its text is garbage in every engine", func(s Sheet) bool { return s.state == stateGarbled }},
	{"page-failed", "page %s: could not be read", func(s Sheet) bool { return s.state == stateFailed }},
	{"page-partial", "page %s: reading stopped before its end", func(s Sheet) bool { return s.state == stateText && s.Trouble != nil }},
	{"page-doubtful", "page %s: parts of the text may be wrong", func(s Sheet) bool { return s.state == stateText && s.verdict.Doubted() }},
	{"page-lost", "page %s: some characters are without a meaning in the file, and stand as U+FFFD", func(s Sheet) bool { return s.state == stateText && s.lost > 0 }},
	{"gbk-recovered", "page %s: GBK drawn with a Latin font, read as GBK", func(s Sheet) bool { return s.state == stateText && s.recoded }},
	{"ocr-layer", "page %s: the text behind an image was recognised by the program that made the file; characters may be wrong", Sheet.layered},
	{"ocr-page", "page %s: recognised on the image of the page; characters may be wrong", func(s Sheet) bool { return s.recognised && s.Engine == ocr.Engine }},
	{"ocr-part", "page %s: parts were recognised on the image of the page; their characters may be wrong", func(s Sheet) bool { return s.recognised && s.Engine != ocr.Engine }},
	{"ocr-doubtful", "page %s: the image is hard to read, many of the recognised characters may be wrong", func(s Sheet) bool { return s.recognised && s.confidence < goodConfidence }},
	{"ocr-doubtful", "page %s: more or fewer characters are recognised on the image than are lost in the file", func(s Sheet) bool { return s.uneven }},
	{"ocr-cut", "page %s: a further look at the image failed; red letters may be missing, or the page may lie on its side", func(s Sheet) bool { return s.recognised && s.cut != nil }},
	{"ocr-line-lost", "page %s: lines of the image could not be recognised and are left out", func(s Sheet) bool { return s.dropped > 0 && s.Engine == ocr.Engine }},
}

// goodConfidence is what good scans exceed.
const goodConfidence = 0.8

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
	for _, reason := range unreadReasons(sheets) {
		on := pagesWhere(sheets, func(s Sheet) bool { return s.unread != nil && detailOf(s.unread) == reason })
		say("ocr-missing", fmt.Sprintf("page %s: not recognised on the image: %s", on, reason), gongshi.Span{})
	}
	main := winner(sheets)
	if on := pagesWhere(sheets, func(s Sheet) bool { return s.state == stateText && s.Engine != main && s.Engine != ocr.Engine }); on != "" && main != ocr.Engine {
		say("second-engine", fmt.Sprintf("page %s: the text of another engine than %s was better", on, main), gongshi.Span{})
	}
	if len(read.Heads) > 0 {
		say("running-head", "left out, since the pages repeat it: "+quoted(read.Heads), gongshi.Span{})
	}
	if len(read.Numbers) > 0 {
		say("page-number", "left out, taken for numbers of pages: "+quoted(read.Numbers), gongshi.Span{})
	}
	for _, b := range read.Blocks {
		if v := gate.Judge(b.Span.Of(read.Text)); v.Refused() {
			say("garbled-text", v.String(), b.Span)
		}
	}
	return out
}

// quoted lists texts.
func quoted(texts []string) string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = strconv.Quote(text)
	}
	return strings.Join(out, ", ")
}

// unreadReasons are the reasons for which images were not read, each once.
func unreadReasons(sheets []Sheet) (reasons []string) {
	for _, s := range sheets {
		if s.unread != nil && !slices.Contains(reasons, detailOf(s.unread)) {
			reasons = append(reasons, detailOf(s.unread))
		}
	}
	return reasons
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
