package parse

import (
	"strings"

	"gongshi"
)

// findPetitions finds the ids of petitions: D3HB202406060068, X2HN202104240024.
func (p *parser) findPetitions() {
	s := p.form
	for at := 0; at < len(s); {
		if s[at] != 'D' && s[at] != 'X' {
			at += runeLen(s[at])
			continue
		}
		f, ok := petitionAt(s, at)
		if !ok || f.end < len(s) && isWordByte(s[f.end]) {
			for at < len(s) && isWordByte(s[at]) {
				at++
			}
			continue
		}
		p.n.Petitions = append(p.n.Petitions, gongshi.Petition{Mention: p.mention(f.start, f.end), ID: f.number})
		p.because("petition", "", "letters-and-digits", f.start, f.end)
		at = f.end
	}
}

// batchWords stand in the sentence of a batch of petitions or problems; 第二批
// alone may be one of anything.
var batchWords = []string{"转办", "交办", "信访", "举报", "移交", "公示", "公开", "办理情况"}

// findBatch finds the batch that the title, else the lead, names: 第二十九批.
func (p *parser) findBatch() {
	for _, zone := range p.firstZones() {
		for at := zone.start; at < zone.end; {
			i := strings.Index(p.form[at:zone.end], "批")
			if i < 0 {
				break
			}
			end := at + i + len("批")
			at = end
			start, n, ok := batchBack(p.form[:end], zone.start)
			sentence := p.form[max(zone.start, start-150):min(zone.end, end+60)]
			if ok && containsAny(sentence, batchWords) {
				p.n.Batch = &gongshi.Batch{Mention: p.mention(start, end), Number: n}
				p.because("batch", "", "第…批", start, end)
				return
			}
		}
	}
}

// batchBack reads backwards the batch that s ends with.
func batchBack(s string, floor int) (start, number int, ok bool) {
	end := skipSpaceBack(s, len(s)-len("批"))
	from := max(floor, end-24)
	i := strings.LastIndex(s[from:end], "第")
	if i < 0 {
		return 0, 0, false
	}
	start = from + i
	c, ok := componentAt(s, start+len("第"))
	return start, c.value, ok && c.end == end && c.value > 0 && c.width <= 4
}
