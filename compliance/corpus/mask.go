package corpus

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi"
	"gongshi/compliance/answer"
	"gongshi/parse/regions"
)

// clause is a masked clause: 40 bits of its hash above the 24 bits of a record's number,
// and below them its length in Han characters.
type clause uint64

func (c clause) hash() uint64 { return uint64(c) &^ (1<<recordBits - 1) }
func (c clause) han() int     { return int(c & 0xFF) }

// minClause is how many Han characters that are not masked a clause has at least:
// shorter ones are everybody's.
const minClause = 7

// maxClauses is how many clauses of an account are kept.
const maxClauses = 400

// accountOf gives where what was done stands, and its clauses, each once.
func accountOf(n *gongshi.Notice) (gongshi.Span, []clause) {
	var place gongshi.Span
	var all []clause
	seen := map[uint64]bool{}
	for _, s := range n.Section(gongshi.SectionImplementation) {
		if place.IsZero() {
			place = cmp.Or(s.LabelSpan, s.Span)
		}
		for _, c := range clausesOf(s.Text) {
			if !seen[c.hash()] && len(all) < maxClauses {
				seen[c.hash()] = true
				all = append(all, c)
			}
		}
	}
	return place, all
}

// clauseEnds part clauses.
const clauseEnds = "，。；：！？、,;:!?\n"

// clausesOf gives the clauses of a text that are long enough.
func clausesOf(text string) []clause {
	var all []clause
	h := fnv.New64a()
	han, length := 0, 0
	end := func() {
		if han >= minClause {
			all = append(all, clause(h.Sum64()&^(1<<recordBits-1)|uint64(min(han, 255))))
		}
		h.Reset()
		han, length = 0, 0
	}
	var buf [utf8.UTFMax]byte
	for _, r := range masked(text) {
		switch {
		case r != '、' && strings.ContainsRune(clauseEnds, r):
			end()
		case unicode.IsLetter(r) || unicode.IsNumber(r) || r == maskName || r == maskNumber:
			if unicode.Is(unicode.Han, r) {
				han++
			}
			length++
			_, _ = h.Write(buf[:utf8.EncodeRune(buf[:], r)]) // a hash takes everything
		}
	}
	end()
	return all
}

// What masked names and numbers become.
const (
	maskName   = '\uE000'
	maskNumber = '\uE001'
)

// hole is a place that is not compared, and what stands for it; 0 for nothing.
type hole struct {
	span gongshi.Span
	mark rune
}

// masked gives the text with one mark for each name and number and nothing for set
// phrases and the numbers of items.
func masked(text string) string {
	names, phrases := answer.Marks(text)
	holes := make([]hole, 0, len(names)+len(phrases))
	for _, span := range names {
		holes = append(holes, hole{span, maskName})
	}
	for _, span := range phrases {
		holes = append(holes, hole{span, 0})
	}
	slices.SortFunc(holes, func(a, b hole) int { return cmp.Compare(a.span.Start, b.span.Start) })
	var b strings.Builder
	last := rune(0)
	put := func(r rune) {
		if (r == maskName || r == maskNumber) && r == last {
			return
		}
		b.WriteRune(r)
		last = r
	}
	for i, k := 0, 0; i < len(text); {
		for k < len(holes) && holes[k].span.Start < i {
			k++
		}
		if k < len(holes) && holes[k].span.Start == i {
			if holes[k].mark != 0 {
				put(holes[k].mark)
			}
			i = holes[k].span.End
			continue
		}
		if end, _, divisions := regions.At(text, i); len(divisions) > 0 {
			put(maskName)
			i = end
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsNumber(r), strings.ContainsRune("一二三四五六七八九十百千万亿两〇余约近", r), r == '.' && last == maskNumber:
			put(maskNumber)
		case unicode.IsSpace(r) && r != '\n':
		default:
			put(r)
		}
		i += size
	}
	return b.String()
}
