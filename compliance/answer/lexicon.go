package answer

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"gongshi"
	"gongshi/normal"
)

//go:embed lexicon.txt
var lexiconText string

// Weight is how much a word says about what a text is on.
type Weight int

// The weights. A set phrase says nothing.
const (
	Phrase   Weight = iota
	Weak            // 工程, 机制: work that every notice speaks of
	Work            // 执法, 培训: what offices do, whatever the problem is
	Concrete        // 尾矿库, 总磷: what problems are made of
)

// entry is a word of the lexicon, or what the name of something ends in.
type entry struct {
	word    string
	concept int
	weight  Weight
	suffix  bool
}

// lexicon has the words by their first character, longest first.
type lexicon struct {
	// lists gives for each character of the basic plane the place of its words in
	// entries, 0 for none: a text is asked at each of its characters.
	lists    [1 << 16]uint16
	entries  [][]entry
	concepts []concept
}

type concept struct {
	name  string
	words []string
}

var weights = map[string]Weight{"[phrase]": Phrase, "[weak]": Weak, "[work]": Work, "[concrete]": Concrete}

var words = sync.OnceValue(func() *lexicon {
	lex := &lexicon{entries: [][]entry{nil}}
	weight := Phrase
	for line := range strings.Lines(lexiconText) {
		line = strings.TrimSpace(line)
		if w, ok := weights[line]; ok {
			weight = w
			continue
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, list, concrete := strings.Cut(line, " = ")
		if !concrete {
			list = strings.ReplaceAll(line, " ", "")
		}
		c := concept{name, strings.Fields(list)}
		for _, w := range c.words {
			lex.add(entry{w, len(lex.concepts), weight, false})
		}
		lex.concepts = append(lex.concepts, c)
	}
	for _, suffix := range nameSuffixes {
		lex.add(entry{suffix, -1, Concrete, true})
	}
	for _, list := range lex.entries {
		slices.SortStableFunc(list, func(a, b entry) int { return len(b.word) - len(a.word) })
	}
	return lex
})

func (l *lexicon) add(e entry) {
	first, _ := utf8.DecodeRuneInString(e.word)
	if l.lists[first] == 0 {
		l.lists[first] = uint16(len(l.entries))
		l.entries = append(l.entries, nil)
	}
	list := &l.entries[l.lists[first]]
	*list = append(*list, e)
}

// at gives the entries that can stand at a character, longest first.
func (l *lexicon) at(first rune) []entry {
	if first >= 1<<16 {
		return nil
	}
	return l.entries[l.lists[first]]
}

// scan calls f with every word and name of a folded text, from left to right, until f
// says that it has enough. A word is the longest at its place.
func scan(text string, f func(e *entry, start, end int) bool) {
	lex := words()
	for i, step := 0, 0; i < len(text); i += step {
		r := ideograph(text[i:])
		if step = 3; r == 0 {
			r, step = utf8.DecodeRuneInString(text[i:])
		}
		list := lex.at(r)
		word := false // a word begins here; a name can end here all the same: 汨水河流域
		for k := range list {
			e := &list[k]
			if !e.suffix && word || !strings.HasPrefix(text[i:], e.word) {
				continue
			}
			start := i
			if e.suffix {
				var ok bool
				if start, ok = nameAt(text, i, e.word); !ok {
					continue
				}
			} else {
				word, step = true, len(e.word)
			}
			if !f(e, start, i+len(e.word)) {
				return
			}
		}
	}
}

// fold gives the text with simplified for traditional characters, everything at
// the same offset: a character whose simplified form has another length stays.
func fold(s string) string {
	table := simplified()
	for i, size := 0, 0; i < len(s); i += size {
		r := ideograph(s[i:])
		if size = 3; r == 0 {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if r < 1<<16 && table[r] != 0 {
			return strings.Map(func(r rune) rune {
				if r < 1<<16 && table[r] != 0 {
					return rune(table[r])
				}
				return r
			}, s)
		}
	}
	return s
}

// simplified has the simplified form of each traditional character of the basic
// plane, 0 for all others: a text is asked at each of its characters.
var simplified = sync.OnceValue(func() *[1 << 16]uint16 {
	var table [1 << 16]uint16
	for r := rune(0x80); r < 1<<16; r++ {
		if f := normal.Simplified(r); f != r && f < 1<<16 && utf8.RuneLen(f) == utf8.RuneLen(r) {
			table[r] = uint16(f)
		}
	}
	return &table
})

// nameSuffixes end the names of waters, places and enterprises.
var nameSuffixes = []string{"水库", "河", "江", "湖", "溪", "港", "渠", "公司", "镇", "乡", "村", "街道", "社区", "厂"}

// notInNames are characters that stand before a suffix without being part of a
// name: 沿河, 各镇, 该公司.
const notInNames = "的了各该其此本沿支等及和与或在入至到流两一二三四五六七八九十几多个条座家大小中上下内外新旧全部分所有是为对向由从将把被使让治理建设处理污废排江河湖库镇乡村厂农清黑臭城围填施展"

// notBehindNames are characters behind a suffix that is none: 湖南, 江苏, 河长, 港口,
// 厂区, 村民.
const notBehindNames = "南北西苏长道岸口区民级湾门东流湖河"

// nameAt gives the name that ends with the suffix at byte i of s: the two
// characters before it and the suffix. Names of more characters are told apart by
// their last two as well, and those two need no word boundary.
func nameAt(s string, i int, suffix string) (start int, ok bool) {
	behind := s[i+len(suffix):]
	if next, _ := utf8.DecodeRuneInString(behind); strings.ContainsRune(notBehindNames, next) && !strings.HasPrefix(behind, "流域") {
		return 0, false
	}
	start = i
	for range 2 {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		if !unicode.Is(unicode.Han, r) || strings.ContainsRune(notInNames, r) {
			return 0, false
		}
		start -= size
	}
	return start, true
}

// Marks gives the places of the names of waters, places and enterprises in a text, as
// far as they are told apart (the two characters before what they end in, and
// that), and those of set phrases.
func Marks(text string) (names, phrases []gongshi.Span) {
	scan(fold(text), func(e *entry, start, end int) bool {
		if e.suffix {
			names = append(names, gongshi.Span{Start: start, End: end})
		} else if e.weight == Phrase {
			phrases = append(phrases, gongshi.Span{Start: start, End: end})
		}
		return true
	})
	return names, phrases
}

// Terms gives the words and names of a text that are no set phrases.
func Terms(text string) []Term {
	p := Part{Text: text, Span: gongshi.Span{End: len(text)}}
	p.read()
	return p.Terms
}
