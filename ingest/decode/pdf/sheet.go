package pdf

import (
	"fmt"
	"strings"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/gate"
	"gongshi/ingest/decode/layout"
)

// A sheet is the best reading of a page.
type sheet struct {
	page
	engine  string
	verdict gate.Verdict
	state   state
	// recoded tells that Latin letters were bytes of GB18030.
	recoded bool
}

// state is what became of a page.
type state int

const (
	stateText    state = iota // it has text
	stateBlank                // nothing is drawn on it
	stateImage                // something is drawn, with next to no text: an image
	stateGarbled              // its text is garbage
	stateFailed               // the engine could not read it
)

// fewMarks is how much text a scanned page may have without counting as read:
// a page number, the name of the scanning program.
const fewMarks = 30

// newSheet judges what an engine found on a page.
func newSheet(engine string, p page) sheet {
	s := sheet{page: p, engine: engine, verdict: gate.Judge(layout.Text(p.glyphs))}
	if s.verdict.Accented() {
		if glyphs, ok := recode(p.glyphs); ok {
			if v := gate.Judge(layout.Text(glyphs)); !v.Doubted() {
				s.glyphs, s.verdict, s.recoded = glyphs, v, true
			}
		}
	}
	s.state = s.judge()
	return s
}

func (s sheet) judge() state {
	marks := layout.Marks(s.glyphs)
	switch {
	case s.verdict.Refused():
		return stateGarbled
	case s.scanned && marks < fewMarks:
		return stateImage
	case marks > 0:
		return stateText
	case s.trouble != nil:
		return stateFailed
	case !s.drawn:
		return stateBlank
	case len(s.glyphs) > 0: // nothing but controls
		return stateGarbled
	}
	return stateImage
}

// wantOpinion tells whether another engine might read a page better.
func wantOpinion(sheets []sheet) bool {
	for _, s := range sheets {
		if s.trouble != nil || s.verdict.Doubted() || s.state == stateGarbled || len(s.glyphs) == 0 && s.lettered {
			return true
		}
	}
	return false
}

// merge takes for each page the better of what was read before and what
// another engine found, or all from the latter if it has no doubtful page: one
// measure for all pages gives the better paragraphs. Pages do not compare if
// their number differs.
func merge(before []sheet, engine string, pages []page) []sheet {
	after := make([]sheet, len(pages))
	clean := true
	for i, p := range pages {
		after[i] = newSheet(engine, p)
		clean = clean && after[i].clean()
	}
	if before == nil {
		return after
	}
	if len(before) != len(after) {
		return before
	}
	for i := range before {
		clean = clean && 2*len(after[i].glyphs) >= len(before[i].glyphs)
	}
	for i := range before {
		if !clean && !after[i].better(before[i]) {
			after[i] = before[i]
		}
	}
	return after
}

// clean tells of a page that nothing is wrong with it.
func (s sheet) clean() bool {
	return s.trouble == nil && !s.verdict.Doubted() && (s.state == stateText || s.state == stateBlank)
}

// better tells whether s is a better reading of a page than before. Of two
// with text the cleaner one is, unless much is missing in it.
func (s sheet) better(before sheet) bool {
	if s.state != stateText || before.state != stateText {
		return s.state == stateText
	}
	if 2*len(s.glyphs) < len(before.glyphs) {
		return false
	}
	return s.verdict.Badness() < before.verdict.Badness()
}

// winner is the engine that gave most of the text.
func winner(sheets []sheet) string {
	count := map[string]int{}
	best := ""
	for _, s := range sheets {
		if s.state == stateText {
			count[s.engine] += len(s.glyphs)
		}
		if best == "" || count[s.engine] > count[best] {
			best = s.engine
		}
	}
	return best
}

// unreadable is the reason for which a file without any page of text is not a
// document; nil if there is one.
func unreadable(sheets []sheet) error {
	var count [stateFailed + 1]int
	var causes []string
	for _, s := range sheets {
		count[s.state]++
		switch {
		case s.state == stateFailed:
			causes = append(causes, s.trouble.Error())
		case s.state == stateGarbled:
			causes = append(causes, s.verdict.String())
		}
	}
	n := len(sheets)
	switch {
	case count[stateText] > 0:
		return nil
	case count[stateBlank] == n:
		return &decode.Error{Code: decode.CodeEmpty, Detail: fmt.Sprintf("%d pages, nothing on them", n)}
	case count[stateFailed]+count[stateBlank] == n:
		return &decode.Error{Code: decode.CodeDamaged, Detail: fmt.Sprintf("no page of %d can be read (%s)", n, causes[0])}
	}
	detail := fmt.Sprintf("of %d pages %d are drawn without text, as scans are, and %d hold text that no engine can read", n, count[stateImage], count[stateGarbled])
	if len(causes) > 0 {
		detail += " (" + strings.TrimSpace(causes[0]) + ")"
	}
	return &decode.Error{Code: decode.CodeNeedsOCR, Detail: detail}
}
