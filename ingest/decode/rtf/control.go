package rtf

import (
	"strings"

	"gongshi/ingest/decode/internal/codepage"
	"gongshi/ingest/decode/internal/flow"
)

// control obeys a control word or symbol.
func (r *reader) control(t token) {
	starred, first := r.starred, r.fresh
	// A \* within a group says nothing: only at its beginning.
	r.starred, r.fresh = first && t.kind == sign && t.word == "*", false
	if t.word == "bin" {
		r.cut = !r.drop(t.param) || r.cut
		r.pending = max(0, r.pending-1)
		return
	}
	if r.pending > 0 && !r.starred && t.word != "u" && t.word != "uc" {
		r.pending--
		return
	}
	if t.kind == word && (starred || first) && r.destination(t.word, starred) {
		return
	}
	if text, ok := characters[t.word]; ok {
		r.flush()
		r.write(text)
		return
	}
	switch r.to {
	case nowhere:
	case fontTable:
		r.fontWord(t)
	case sheet:
		r.styleWord(t)
	default:
		if !r.documentWord(t) && !r.paragraphWord(t) && !r.tableWord(t) {
			r.characterWord(t)
		}
	}
}

// destination enters the destination that a word begins, if it does.
func (r *reader) destination(name string, starred bool) bool {
	to, known := destinations[name]
	switch {
	case r.to == nowhere && name != "ud":
		return known || starred
	case name == "upr":
		r.redirect(nowhere)
	case name == "ud":
		r.redirect(r.outer)
	case name == "footnote":
		r.notes++
		r.redirect(nowhere)
	case name == "title" && r.to == info:
		r.redirect(title)
	case name == "shptxt", name == "dptxbxtext":
		r.flush()
		r.flow = flow.New()
		r.forget()
	case known:
		r.redirect(to)
	case starred && groups[name]:
	case starred, strings.HasPrefix(name, "m") && strings.HasSuffix(name, "Pr"):
		r.redirect(nowhere)
	default:
		return false
	}
	return true
}

func (r *reader) redirect(to destination) {
	r.flush()
	r.outer, r.to = r.to, to
}

// documentWord obeys words about the file.
func (r *reader) documentWord(t token) bool {
	switch t.word {
	case "ansicpg":
		if codepage.Known(t.param) {
			r.page = t.param
		}
	case "mac":
		r.page = 10000
	case "pc":
		r.page = 437
	case "pca":
		r.page = 850
	case "deff":
		r.first = t.param
		r.plain()
	case "uc":
		r.standIns = min(max(t.param, 0), 16)
	case "u":
		r.character(t.param)
	default:
		return false
	}
	return true
}

// plain gives characters their usual look.
func (r *reader) plain() {
	r.flush()
	r.faces = [classes]int{r.first, -1, -1, -1}
	r.class, r.hidden, r.deleted = anyClass, false, false
}

// isOn tells whether a word that ends in 0 to turn off turns on.
func (t token) isOn() bool { return !t.has || t.param != 0 }

// characterWord obeys words about the look of characters.
func (r *reader) characterWord(t token) {
	switch t.word {
	case "plain":
		r.plain()
	case "f":
		r.faces[anyClass] = t.param
		r.faces[r.class] = t.param
	case "af":
		if r.class != anyClass {
			r.faces[r.class] = t.param
		}
	case "loch":
		r.class = low
	case "hich":
		r.class = high
	case "dbch":
		r.class = double
	case "rtlch", "ltrch":
		r.class = anyClass
	case "v":
		r.hide(&r.hidden, t)
	case "deleted":
		r.hide(&r.deleted, t)
	}
}

func (r *reader) hide(what *bool, t token) {
	r.flush()
	*what = t.isOn()
}

// paragraphWord obeys words about paragraphs.
func (r *reader) paragraphWord(t token) bool {
	switch t.word {
	case "par", "sect":
		r.endParagraph()
	case "pard":
		if r.to == body {
			r.forget()
		}
	case "s":
		r.style = t.param
	case "outlinelevel":
		r.outline = level(t.param)
	case "ls":
		r.list = t.param > 0
	default:
		return false
	}
	return true
}

// forget gives paragraphs their usual make.
func (s *state) forget() { s.inTable, s.nesting, s.style, s.outline, s.list = false, 0, 0, 0, false }

// level is the level of a heading from 1, -1 for an outline level of the text.
func level(outline int) int {
	if outline < 0 || outline > 8 {
		return -1
	}
	return outline + 1
}

// endParagraph ends a paragraph; a deleted end runs on into the next one.
func (r *reader) endParagraph() {
	if r.to != body {
		r.flush()
		r.write(" ")
		return
	}
	r.flush()
	if r.deleted {
		return
	}
	if r.list && !r.itemHas && strings.TrimSpace(r.flow.Line.String()) != "" {
		r.numberless++
	}
	r.itemHas = false
	p := flow.Paragraph{InTable: r.inTable || r.nesting > 0, Level: r.outline}
	if p.Level == 0 {
		p.Level = r.outlines[r.style]
	}
	r.flow.End(p)
}

// tableWord obeys words about tables. The make of nested tables is left out:
// they are flattened into the cell around them.
func (r *reader) tableWord(t token) bool {
	if r.to == rowProps {
		if t.word == "nestrow" {
			r.flow.EndInner(true)
		}
		return true
	}
	switch t.word {
	case "intbl":
		r.inTable = t.isOn()
	case "itap":
		r.nesting = t.param
	case "trowd":
		r.row, r.cell = flow.Row{}, flow.Cell{}
	case "trleft":
		r.row.Left = t.param
	case "clmrg":
		r.cell.Beside = true
	case "clvmrg":
		r.cell.Above = true
	case "cellx":
		r.cell.Right = t.param
		if len(r.row.Cells) < mostCells {
			r.row.Cells = append(r.row.Cells, r.cell)
		}
		r.cell = flow.Cell{}
	case "cell":
		r.flush()
		r.flow.EndCell()
		r.itemHas = false
	case "nestcell":
		r.flush()
		r.flow.EndInner(false)
	case "row":
		r.flush()
		r.flow.EndRow(r.row)
	default:
		return false
	}
	return true
}

// mostCells bounds the cells that a row may claim.
const mostCells = 1000

// fontWord obeys a word in the table of fonts.
func (r *reader) fontWord(t token) {
	switch t.word {
	case "f":
		r.flush()
		r.defined = t.param
		if r.fonts[r.defined] == nil && len(r.fonts) < mostFonts {
			r.fonts[r.defined] = &font{charset: 1}
		}
	case "fcharset":
		if f := r.fonts[r.defined]; f != nil {
			f.charset = t.param
		}
	case "cpg":
		if f := r.fonts[r.defined]; f != nil && codepage.Known(t.param) {
			f.page = t.param
		}
	}
}

const mostFonts = 10_000

// nameFont takes the name of a font, up to its semicolon.
func (r *reader) nameFont(text string) {
	if f := r.fonts[r.defined]; f != nil && len(f.name) < 100 {
		name, _, _ := strings.Cut(text, ";")
		f.name += name
	}
}

// styleWord obeys a word in the table of styles.
func (r *reader) styleWord(t token) {
	switch t.word {
	case "s":
		r.defined = t.param
	case "outlinelevel":
		if len(r.outlines) < mostFonts {
			r.outlines[r.defined] = max(0, level(t.param))
		}
	}
}
