package page

import (
	"fmt"
	"strings"
	"unicode"

	"gongshi/ingest/decode/gate"
	"gongshi/ingest/decode/layout"
)

// A Reading is the best reading of a page.
type Reading struct {
	Found
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
func New(engine string, p Found) Reading {
	r := Reading{Found: p, Engine: engine, verdict: gate.Judge(layout.Text(p.Glyphs))}
	if r.verdict.Accented() {
		if glyphs, ok := recode(p.Glyphs); ok {
			if v := gate.Judge(layout.Text(glyphs)); !v.Doubted() {
				r.Glyphs, r.verdict, r.recoded = glyphs, v, true
			}
		}
	}
	if !r.recoded {
		r.Glyphs, r.lost = lose(r.Glyphs)
	}
	if r.lost > 0 {
		r.verdict = gate.Judge(layout.Text(told(r.Glyphs)))
	}
	r.state = r.judge()
	return r
}

func (r Reading) judge() state {
	marks := layout.Marks(r.Glyphs)
	switch {
	case r.verdict.Refused(), r.lostShare() > mostLost:
		return stateGarbled
	case r.Scanned && marks < FewMarks:
		return stateImage
	case marks > 0:
		return stateText
	case r.Trouble != nil:
		return stateFailed
	case !r.Drawn:
		return stateBlank
	case strings.TrimSpace(layout.Text(r.Glyphs)) != "": // nothing but controls
		return stateGarbled
	}
	return stateImage
}

// layered tells that the text of a page was recognised when the file was made.
func (r Reading) layered() bool { return r.state == stateText && r.Hidden && !r.recognised }

// complaint says what is wrong with the characters of a page.
func (r Reading) complaint() string {
	if r.lost > 0 && !r.verdict.Refused() {
		return fmt.Sprintf("%d of %d characters without a meaning", r.lost, layout.Marks(r.Glyphs))
	}
	return r.verdict.String()
}

// WantOpinion tells whether another engine might read a page better.
func WantOpinion(readings []Reading) bool {
	for _, r := range readings {
		if r.Trouble != nil || r.doubted() || r.state == stateGarbled || len(r.Glyphs) == 0 && r.Lettered {
			return true
		}
	}
	return false
}

// Merge takes for each page the better of what was read before and what
// another engine found, or all from the latter if it has no doubtful page: one
// measure for all pages gives the better paragraphs. Pages do not compare if
// their number differs.
func Merge(before []Reading, engine string, pages []Found) []Reading {
	after := make([]Reading, len(pages))
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

func (r Reading) doubted() bool { return r.lost > 0 || r.verdict.Doubted() }

// clean tells of a page that nothing is wrong with it.
func (r Reading) clean() bool {
	return r.Trouble == nil && !r.doubted() && (r.state == stateText || r.state == stateBlank)
}

// better tells whether r is a better reading of a page than before. Of two
// with text the cleaner one is, unless much is missing in it.
func (r Reading) better(before Reading) bool {
	if r.state != stateText || before.state != stateText {
		return r.state == stateText
	}
	if 2*len(r.Glyphs) < len(before.Glyphs) {
		return false
	}
	return r.badness() < before.badness()
}

// badness orders readings, 0 being the best.
func (r Reading) badness() float64 {
	return r.verdict.Badness() + r.lostShare()/mostLost
}

// lostShare is the share of the letters and numbers that are lost; dots that lead
// to page numbers say nothing.
func (r Reading) lostShare() float64 {
	said := r.lost
	for _, g := range r.Glyphs {
		if !g.Lost && (unicode.IsLetter(g.R) || unicode.IsNumber(g.R)) {
			said++
		}
	}
	return float64(r.lost) / float64(max(1, said))
}

// winner is the engine that gave most of the text.
func winner(readings []Reading) string {
	count := map[string]int{}
	best := ""
	for _, r := range readings {
		if r.state == stateText {
			count[r.Engine] += len(r.Glyphs)
		}
		if best == "" || count[r.Engine] > count[best] {
			best = r.Engine
		}
	}
	return best
}
