package docx

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/ingest/decode"
)

const levels = 9

// level is how the items of a level of a list are numbered.
type level struct {
	start     int
	format    string // "decimal", "chineseCounting", …
	text      string // "（%2）"
	legal     bool   // all numbers in digits
	noSuffix  bool
	noRestart bool
	style     string // the paragraph style that stands for this level
}

// list is an abstract list: several lists of a document can be one, and count on.
type list struct {
	levels    [levels]level
	styleLink string // the name under which others refer to it
	linked    string // the name of the one that it stands for
	counts    [levels]int
	begun     [levels]bool
}

// instance is a list as paragraphs refer to it.
type instance struct {
	list   *list
	starts map[int]int // levels that begin anew with it
	used   [levels]bool
}

// numbering counts the items of all lists.
type numbering struct {
	styles    styles
	instances map[int]*instance
}

func readNumbering(p *pack, name string, s styles) (*numbering, error) {
	n := &numbering{styles: s, instances: make(map[int]*instance)}
	if !p.has(name) {
		return n, nil
	}
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer r.close()
	lists := make(map[string]*list)
	links := make(map[int]string)
	var element visitor
	element = func(name string, e start) error {
		switch name {
		case "w:abstractNum":
			l, err := r.list()
			lists[attr(e, "abstractNumId")] = l
			return err
		case "w:num":
			id, err := strconv.Atoi(attr(e, "numId"))
			if err != nil {
				return r.skip()
			}
			n.instances[id] = &instance{starts: make(map[int]int)}
			links[id], err = r.instance(n.instances[id])
			return err
		}
		return r.each(element)
	}
	if err := r.each(element); err != nil {
		return nil, err
	}
	for id, in := range n.instances {
		in.list = resolve(lists, links[id])
	}
	return n, nil
}

// resolve finds a list, through the style that it may only stand for.
func resolve(lists map[string]*list, id string) *list {
	l := lists[id]
	if l == nil || l.linked == "" {
		return l
	}
	for _, other := range lists {
		if other.styleLink == l.linked {
			return other
		}
	}
	return l
}

// list reads a w:abstractNum.
func (p *part) list() (*list, error) {
	l := new(list)
	for i := range l.levels {
		l.levels[i].start = 1
	}
	return l, p.each(func(name string, e start) error {
		switch name {
		case "w:styleLink":
			l.styleLink = attr(e, "val")
		case "w:numStyleLink":
			l.linked = attr(e, "val")
		case "w:lvl":
			if i, err := strconv.Atoi(attr(e, "ilvl")); err == nil && i >= 0 && i < levels {
				return p.level(&l.levels[i])
			}
		}
		return p.skip()
	})
}

// level reads a w:lvl.
func (p *part) level(l *level) error {
	return p.each(func(name string, e start) error {
		switch name {
		case "w:start":
			l.start = max(number(e), 0)
		case "w:numFmt":
			l.format = attr(e, "val")
		case "w:lvlText":
			l.text = attr(e, "val")
		case "w:isLgl":
			l.legal = isOn(e)
		case "w:suff":
			l.noSuffix = attr(e, "val") == "nothing"
		case "w:lvlRestart":
			l.noRestart = attr(e, "val") == "0"
		case "w:pStyle":
			l.style = attr(e, "val")
		}
		return p.skip()
	})
}

// instance reads a w:num and gives the id of its list.
func (p *part) instance(in *instance) (link string, err error) {
	return link, p.each(func(name string, e start) error {
		switch name {
		case "w:abstractNumId":
			link = attr(e, "val")
		case "w:lvlOverride":
			i, err := strconv.Atoi(attr(e, "ilvl"))
			if err != nil {
				return p.skip()
			}
			return p.each(func(name string, e start) error {
				if name == "w:startOverride" {
					in.starts[i] = max(number(e), 0)
				}
				return p.skip()
			})
		}
		return p.skip()
	})
}

// next counts a paragraph and gives the number that stands before it, or "".
func (n *numbering) next(p props) string {
	ref := n.find(p)
	in := n.instances[ref.id]
	if ref.id <= 0 || in == nil || in.list == nil {
		return ""
	}
	at := min(max(ref.level, 0), levels-1)
	l := in.list
	if first, ok := in.starts[at]; ok && !in.used[at] {
		l.counts[at], l.begun[at] = first-1, true
	}
	in.used[at] = true
	for i := range at + 1 {
		if !l.begun[i] {
			// A level that was skipped shows the number it would begin with.
			l.counts[i], l.begun[i] = l.levels[i].start, true
			if i == at {
				l.counts[i]--
			}
		}
	}
	l.counts[at]++
	for i := at + 1; i < levels; i++ {
		if !l.levels[i].noRestart {
			l.begun[i] = false
		}
	}
	return l.label(at)
}

// find gives the list and level of a paragraph, its own or that of its style.
func (n *numbering) find(p props) numRef {
	ref := p.num
	n.styles.chain(p.style, func(id string, st style) bool {
		if ref.id < 0 && st.num.id >= 0 {
			ref.id = st.num.id
			if ref.level < 0 {
				ref.level = n.levelOf(ref.id, id)
			}
		}
		if ref.level < 0 {
			ref.level = st.num.level
		}
		return ref.id >= 0 && ref.level >= 0
	})
	return ref
}

// levelOf is the level of a list that a style stands for, -1 if none.
func (n *numbering) levelOf(id int, style string) int {
	if in := n.instances[id]; in != nil && in.list != nil {
		for i, l := range in.list.levels {
			if l.style == style {
				return i
			}
		}
	}
	return -1
}

// label writes the number of the current item of a level.
func (l *list) label(at int) string {
	own := l.levels[at]
	if own.format == "bullet" || own.format == "none" {
		return ""
	}
	label := own.text
	for i := range levels {
		mark := "%" + strconv.Itoa(i+1)
		if strings.Contains(label, mark) {
			format := l.levels[i].format
			if own.legal {
				format = "decimal"
			}
			label = strings.ReplaceAll(label, mark, numeral(format, l.counts[i]))
		}
	}
	// A number that ends in a digit would run into the text.
	if last, _ := utf8.DecodeLastRuneInString(label); !own.noSuffix && last < utf8.RuneSelf && (unicode.IsDigit(last) || unicode.IsLetter(last)) {
		label += " "
	}
	return label
}

// numeral writes a number in a format of ST_NumberFormat.
func numeral(format string, n int) string {
	pick := func(signs string) string {
		if runes := []rune(signs); n >= 1 && n <= len(runes) {
			return string(runes[n-1])
		}
		return strconv.Itoa(n)
	}
	switch format {
	case "none", "bullet":
		return ""
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital":
		return decode.ChineseNumeral(n)
	case "chineseLegalSimplified":
		return strings.NewReplacer("一", "壹", "二", "贰", "三", "叁", "四", "肆", "五", "伍", "六", "陆", "七", "柒", "八", "捌", "九", "玖",
			"十", "拾", "百", "佰", "千", "仟").Replace(decode.ChineseNumeral(n))
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return pick("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
	case "ideographEnclosedCircle":
		return pick("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉")
	case "ideographTraditional":
		return pick("甲乙丙丁戊己庚辛壬癸")
	case "ideographZodiac":
		return pick("子丑寅卯辰巳午未申酉戌亥")
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "decimalFullWidth":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, strconv.Itoa(n))
	case "upperLetter":
		return letters(n, 'A')
	case "lowerLetter":
		return letters(n, 'a')
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	}
	return strconv.Itoa(n)
}

// letters counts a, b, … z, aa, bb, …
func letters(n int, first rune) string {
	const longest = 20
	if n < 1 || n > 26*longest {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(first+rune((n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, sign := range []struct {
		value int
		text  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= sign.value; n -= sign.value {
			b.WriteString(sign.text)
		}
	}
	return b.String()
}
