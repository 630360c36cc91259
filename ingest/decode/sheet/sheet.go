package sheet

import (
	"fmt"
	"strings"
	"unicode"

	"gongshi/ingest/decode/gate"
	"gongshi/ingest/decode/layout"
)

// A Sheet is the best reading of a page.
type Sheet struct {
	Page
	// Engine is what read it.
	Engine  string
	verdict gate.Verdict
	state   state
	// lost counts the characters of which the file does not say which they are.
	lost int
	// recoded tells that Latin letters were bytes of GB18030.
	recoded bool
	// recognised tells that some of the text was read on the image of the page,
	// and confidence how sure the reader was, from 0 to 1.
	recognised bool
	confidence float64
	// uneven tells that more or fewer characters were recognised than are lost, and
	// cut why a further look at the image failed.
	uneven bool
	cut    error
	// dropped counts the lines of the image that could not be recognised.
	dropped int
	// unread is why the image of a page that needs it was not read, or in vain.
	unread error
}

// state is what became of a page.
type state int

const (
	stateText    state = iota // it has text
	stateBlank                // nothing is drawn on it
	stateImage                // something is drawn, with next to no text: an image
	statePicture              // the same, and no text was recognised on the image
	stateGarbled              // its text is garbage
	stateFailed               // the engine could not read it
)

const (
	// FewMarks is how much text a scanned page may have without counting as
	// read: a page number, the name of the scanning program.
	FewMarks = 30
	// SomeMarks is how much it may have so that its image is looked at as well.
	SomeMarks = 200
	// mostLost is the share of lost characters up to which the rest of the page
	// counts as read.
	mostLost = 0.2
)

// New judges what an engine found on a page.
func New(engine string, p Page) Sheet {
	s := Sheet{Page: p, Engine: engine, verdict: gate.Judge(layout.Text(p.Glyphs))}
	if s.verdict.Accented() {
		if glyphs, ok := recode(p.Glyphs); ok {
			if v := gate.Judge(layout.Text(glyphs)); !v.Doubted() {
				s.Glyphs, s.verdict, s.recoded = glyphs, v, true
			}
		}
	}
	if !s.recoded {
		s.Glyphs, s.lost = lose(s.Glyphs)
	}
	if s.lost > 0 {
		s.verdict = gate.Judge(layout.Text(told(s.Glyphs)))
	}
	s.state = s.judge()
	return s
}

func (s Sheet) judge() state {
	marks := layout.Marks(s.Glyphs)
	switch {
	case s.verdict.Refused(), s.lostShare() > mostLost:
		return stateGarbled
	case s.Scanned && marks < FewMarks:
		return stateImage
	case marks > 0:
		return stateText
	case s.Trouble != nil:
		return stateFailed
	case !s.Drawn:
		return stateBlank
	case strings.TrimSpace(layout.Text(s.Glyphs)) != "": // nothing but controls
		return stateGarbled
	}
	return stateImage
}

// layered tells that the text of a page was recognised when the file was made.
func (s Sheet) layered() bool { return s.state == stateText && s.Hidden && !s.recognised }

// complaint says what is wrong with the characters of a page.
func (s Sheet) complaint() string {
	if s.lost > 0 && !s.verdict.Refused() {
		return fmt.Sprintf("%d of %d characters without a meaning", s.lost, layout.Marks(s.Glyphs))
	}
	return s.verdict.String()
}

// WantOpinion tells whether another engine might read a page better.
func WantOpinion(sheets []Sheet) bool {
	for _, s := range sheets {
		if s.Trouble != nil || s.doubted() || s.state == stateGarbled || len(s.Glyphs) == 0 && s.Lettered {
			return true
		}
	}
	return false
}

// Merge takes for each page the better of what was read before and what
// another engine found, or all from the latter if it has no doubtful page: one
// measure for all pages gives the better paragraphs. Pages do not compare if
// their number differs.
func Merge(before []Sheet, engine string, pages []Page) []Sheet {
	after := make([]Sheet, len(pages))
	clean := true
	for i, p := range pages {
		after[i] = New(engine, p)
		clean = clean && after[i].clean()
	}
	if before == nil {
		return after
	}
	if len(before) != len(after) {
		return before
	}
	for i := range before {
		clean = clean && 2*len(after[i].Glyphs) >= len(before[i].Glyphs)
	}
	for i := range before {
		if !clean && !after[i].better(before[i]) {
			after[i] = before[i]
		}
	}
	return after
}

func (s Sheet) doubted() bool { return s.lost > 0 || s.verdict.Doubted() }

// clean tells of a page that nothing is wrong with it.
func (s Sheet) clean() bool {
	return s.Trouble == nil && !s.doubted() && (s.state == stateText || s.state == stateBlank)
}

// better tells whether s is a better reading of a page than before. Of two
// with text the cleaner one is, unless much is missing in it.
func (s Sheet) better(before Sheet) bool {
	if s.state != stateText || before.state != stateText {
		return s.state == stateText
	}
	if 2*len(s.Glyphs) < len(before.Glyphs) {
		return false
	}
	return s.badness() < before.badness()
}

// badness orders readings, 0 being the best.
func (s Sheet) badness() float64 {
	return s.verdict.Badness() + s.lostShare()/mostLost
}

// lostShare is the share of the letters and numbers that are lost; dots that lead
// to page numbers say nothing.
func (s Sheet) lostShare() float64 {
	said := s.lost
	for _, g := range s.Glyphs {
		if !g.Lost && (unicode.IsLetter(g.R) || unicode.IsNumber(g.R)) {
			said++
		}
	}
	return float64(s.lost) / float64(max(1, said))
}

// winner is the engine that gave most of the text.
func winner(sheets []Sheet) string {
	count := map[string]int{}
	best := ""
	for _, s := range sheets {
		if s.state == stateText {
			count[s.Engine] += len(s.Glyphs)
		}
		if best == "" || count[s.Engine] > count[best] {
			best = s.Engine
		}
	}
	return best
}
