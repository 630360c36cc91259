package doc

import (
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/flow"
)

// deepestBox is how deep text boxes may lie within others. Those further in come
// behind all other text.
const deepestBox = 16

// findBoxes finds the texts of text boxes, and where they hang: a table has the
// shapes by their place in the text, another the texts by their shape.
func (w *walker) findBoxes(h *header) {
	const eachAnchor, eachBox, shape = 26, 22, 14
	anchors := h.part(tableAnchors)
	n := (len(anchors) - 4) / (4 + eachAnchor)
	at := make(map[int]int)
	for i := range max(0, n) {
		at[anchors.I32(4*(n+1)+eachAnchor*i)] = anchors.U32(4 * i)
	}
	boxes := h.part(tableBoxes)
	n = (len(boxes) - 4) / (4 + eachBox)
	start := h.boxStart()
	// What lies before is the text of another: none comes twice.
	free := max(0, start)
	for i := range max(0, n-1) { // the last one is no box
		s := span{max(free, start+boxes.U32(4*i)), start + boxes.U32(4*i+4)}
		if s.from >= s.to || s.to > len(w.text.units) {
			continue
		}
		free = s.to
		place, ok := at[boxes.I32(4*(n+1)+eachBox*i+shape)]
		if _, taken := w.boxes[place]; ok && !taken {
			w.boxes[place] = s
		} else {
			w.loose = append(w.loose, s)
		}
	}
}

// box writes the text box that hangs at a unit, if there is one.
func (p *paragraph) box(at int) error {
	s, ok := p.boxes[at]
	if !ok {
		return nil
	}
	delete(p.boxes, at)
	if p.depth == deepestBox {
		p.loose = append(p.loose, s)
		return nil
	}
	p.depth++
	defer func() { p.depth-- }()
	inner := flow.New()
	if err := p.walk(s, inner); err != nil {
		return err
	}
	p.flow.Boxes = append(p.flow.Boxes, inner.Out.Text())
	return nil
}

// rest writes the text boxes that hang nowhere, or too deep.
func (w *walker) rest(f *flow.Flow) error {
	for i := 0; i < len(w.loose); i++ { // writing one can bring others
		inner := flow.New()
		if err := w.walk(w.loose[i], inner); err != nil {
			return err
		}
		f.Out.Line(inner.Out.Text())
		if f.Out.Len() > decode.MaxText {
			return decode.TextTooLong()
		}
	}
	return nil
}
