package page

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
	applies       func(Reading) bool
}{
	{"page-image", "page %s: drawn, but without text, as scans are", func(r Reading) bool { return r.state == stateImage }},
	{"page-picture", "page %s: drawn, but without text that could be recognised", func(r Reading) bool { return r.state == statePicture }},
	{"page-garbled", "page %s: left out, its text is garbage in every engine", func(r Reading) bool { return r.state == stateGarbled }},
	{"page-failed", "page %s: could not be read", func(r Reading) bool { return r.state == stateFailed }},
	{"page-partial", "page %s: reading stopped before its end", func(r Reading) bool { return r.state == stateText && r.Trouble != nil }},
	{"page-doubtful", "page %s: parts of the text may be wrong", func(r Reading) bool { return r.state == stateText && r.verdict.Doubted() }},
	{"page-lost", "page %s: some characters are without a meaning in the file, and stand as U+FFFD", func(r Reading) bool { return r.state == stateText && r.lost > 0 }},
	{"gbk-recovered", "page %s: GBK drawn with a Latin font, read as GBK", func(r Reading) bool { return r.state == stateText && r.recoded }},
	{"ocr-layer", "page %s: the text behind an image was recognised by the program that made the file; characters may be wrong", Reading.layered},
	{"ocr-page", "page %s: recognised on the image of the page; characters may be wrong", func(r Reading) bool { return r.recognised && r.Engine == ocr.Engine }},
	{"ocr-part", "page %s: parts were recognised on the image of the page; their characters may be wrong", func(r Reading) bool { return r.recognised && r.Engine != ocr.Engine }},
	{"ocr-doubtful", "page %s: the image is hard to read, many of the recognised characters may be wrong", func(r Reading) bool { return r.recognised && r.confidence < goodConfidence }},
	{"ocr-doubtful", "page %s: more or fewer characters are recognised on the image than are lost in the file", func(r Reading) bool { return r.uneven }},
	{"ocr-cut", "page %s: a further look at the image failed; red letters may be missing, or the page may lie on its side", func(r Reading) bool { return r.recognised && r.cut != nil }},
	{"ocr-line-lost", "page %s: lines of the image could not be recognised and are left out", func(r Reading) bool { return r.dropped > 0 && r.Engine == ocr.Engine }},
}

// goodConfidence is what good scans exceed.
const goodConfidence = 0.8

// diagnose tells what is odd about the pages and their text.
func diagnose(readings []Reading, read layout.Reading) []gongshi.Diagnostic {
	var out []gongshi.Diagnostic
	say := func(code, message string, span gongshi.Span) {
		out = append(out, gongshi.Diagnostic{Stage: "decode", Code: code, Message: message, Span: span})
	}
	for _, r := range remarks {
		if on := pagesWhere(readings, r.applies); on != "" {
			say(r.code, fmt.Sprintf(r.message, on), gongshi.Span{})
		}
	}
	for _, reason := range unreadReasons(readings) {
		on := pagesWhere(readings, func(r Reading) bool { return r.unread != nil && detailOf(r.unread) == reason })
		say(gongshi.DiagnosticUnreadPages, fmt.Sprintf("page %s: not recognised on the image: %s", on, reason), gongshi.Span{})
	}
	main := winner(readings)
	if on := pagesWhere(readings, func(r Reading) bool { return r.state == stateText && r.Engine != main && r.Engine != ocr.Engine }); on != "" && main != ocr.Engine {
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
func unreadReasons(readings []Reading) (reasons []string) {
	for _, r := range readings {
		if r.unread != nil && !slices.Contains(reasons, detailOf(r.unread)) {
			reasons = append(reasons, detailOf(r.unread))
		}
	}
	return reasons
}

// pagesWhere lists the numbers of the pages for which something holds: "1, 3".
func pagesWhere(readings []Reading, holds func(Reading) bool) string {
	var numbers []string
	for i, r := range readings {
		if holds(r) {
			numbers = append(numbers, strconv.Itoa(i+1))
		}
	}
	return strings.Join(numbers, ", ")
}
