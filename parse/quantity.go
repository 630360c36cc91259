package parse

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// unit is what a quantity counts or measures.
type unit struct {
	text  string
	name  string  // Quantity.Unit
	times float64 // how many of name one of text is
	whole bool    // counts things: no number with a fraction
}

// units lists the units by kind; of several that fit, the longest does. 万 and 亿
// in front of them belong to the number.
var units = func() map[rune][]unit {
	table := map[rune][]unit{}
	add := func(whole bool, list ...string) {
		for _, text := range list {
			r, _ := utf8.DecodeRuneInString(text)
			table[r] = append(table[r], unit{text: text, name: text, times: 1, whole: whole})
		}
	}
	same := func(name string, texts ...string) {
		for _, text := range texts {
			r, _ := utf8.DecodeRuneInString(text)
			table[r] = append(table[r], unit{text: text, name: name, times: 1})
		}
	}
	add(false, "公里", "米", "毫米", "厘米", "延米")                                                     // 管网5公里
	add(false, "平方公里", "平方米", "亩", "公顷")                                                        // 补植980亩
	add(false, "立方米", "升")                                                                      // 清淤18.3万立方米
	add(false, "吨", "公斤", "千克", "克")                                                            // 转运垃圾1200吨
	add(false, "元")                                                                             // 投入资金1860万元
	add(false, "%", "‰", "个百分点")                                                                // 成活率82%
	add(false, "吨/日", "吨/天", "吨/年", "吨/小时", "立方米/日", "立方米/天", "立方米/小时", "方/天", "方/日")           // 日处理5000吨/日
	add(false, "毫克/升", "微克/立方米", "毫克/立方米", "分贝", "千瓦", "千瓦时", "兆瓦")                             // 总磷0.08毫克/升
	add(true, "处", "家", "户", "座", "台", "套", "辆", "艘", "株", "棵", "栋", "幢", "口", "眼", "台班", "台套") // 取缔7家
	add(true, "人", "人次", "名", "件", "起", "宗", "份", "项", "条", "次", "场次", "家次", "车次", "个", "块", "头", "只", "羽", "尾", "根", "盏", "间", "公示牌", "班次", "批次", "例", "篇", "片", "张", "面", "组", "艘次", "辆次", "户次", "站", "所", "支", "段", "孔")
	same("公里", "千米", "km", "KM")
	same("米", "m")
	same("平方公里", "平方千米", "km2")
	same("平方米", "平米", "平方", "m2")
	same("立方米", "方", "立方", "m3")
	same("%", "个百分比")
	same("毫克/升", "mg/L", "mg/l")
	same("微克/立方米", "μg/m3", "ug/m3")
	same("毫克/立方米", "mg/m3")
	same("分贝", "dB(A)", "dB")
	same("吨/日", "吨每日", "t/d")
	same("立方米/日", "m3/d")
	same("千瓦", "kW", "KW")
	same("吨", "t")
	for _, list := range table {
		slices.SortFunc(list, func(a, b unit) int { return len(b.text) - len(a.text) })
	}
	return table
}()

// notUnitAfter are what behind a unit's character makes it another word: 10个月,
// 3项目, 5人民.
var notUnitAfter = map[string][]string{
	"个": {"月", "工作日", "自然日", "日历天", "小时", "性", "体", "别", "人", "季度"},
	"项": {"目"},
	"人": {"民", "大", "员", "工"},
	"条": {"例", "规", "件"},
	"次": {"日", "生", "数"},
	"方": {"面", "案", "式", "向", "可", "法", "便"},
	"元": {"月", "旦"},
	"站": {"点"},
	"所": {"有", "属", "在", "需"},
	"面": {"积"},
	"段": {"时"},
	"起": {"步", "点", "始"},
	"组": {"织", "成", "建"},
	"支": {"付", "持", "流"},
	"根": {"据", "本", "治"},
	"片": {"区"},
	"间": {"隔"},
	"名": {"单", "录"},
	"家": {"庭", "具", "园"},
	"处": {"理", "置", "罚", "于"},
	"套": {"路"},
	"口": {"径"},
	"头": {"雁"},
}

// approximations stand in front of a number that is more or less so.
var approximations = []string{"约", "近", "超", "逾", "超过", "大约", "共约", "将近"}

// findQuantities finds the quantities in the sections on what was done.
func (p *parser) findQuantities() {
	for i, s := range p.n.Sections {
		if s.Kind == gongshi.SectionImplementation {
			p.quantitiesIn(p.bodies[i], i)
		}
	}
}

// quantitiesIn finds the quantities of a section, number by number. Numbers of
// dates, documents and phones are none, nor are ordinals and the numbers of
// items.
func (p *parser) quantitiesIn(body line, section int) {
	s := p.form[:body.end]
	for i := nextNumber(s, body.start); i < len(s); i = nextNumber(s, i) {
		if end := p.dateEnding(i); end > i {
			i = end
			continue
		}
		a := amountAt(s, i)
		if !a.ok || !p.countsThings(s, i, body.start) {
			i = max(a.end, i+1)
			for i < len(s) && !utf8.RuneStart(s[i]) {
				i++
			}
			continue
		}
		p.addQuantity(a, section)
		i = a.end
	}
}

func (p *parser) addQuantity(a amount, section int) {
	approximate := a.approximate || hasAnySuffix(p.form[:a.start], approximations)
	p.n.Quantities = append(p.n.Quantities, gongshi.Quantity{
		Mention: p.mention(a.start, a.end), Value: a.value, Unit: a.unit.name, Approximate: approximate, Section: section,
	})
	p.because("quantity", a.unit.name, a.unit.text, a.start, a.end)
}

// countsThings tells whether the number at i counts: it is no part of a code, no
// ordinal, and no share of a name.
func (p *parser) countsThings(s string, i, floor int) bool {
	before := s[floor:i]
	if before == "" {
		return true
	}
	if b := before[len(before)-1]; isWordByte(b) || strings.IndexByte("#_.-/+*", b) >= 0 && !strings.HasSuffix(before, "--") || strings.HasSuffix(before, "×") {
		return false
	}
	return !hasAnySuffix(strings.TrimRight(before, " "), []string{"第", "〔", "[", "编号", "编号:", "序号", "号", "PM", "GB", "DN", "K", "≤第"})
}

// amount is a number with its unit.
type amount struct {
	start, end  int
	value       float64
	unit        unit
	approximate bool
	ok          bool
}

// amountAt reads the amount at i: 1,260亩, 18.3万立方米, 三十八处, 50余家. end is
// where to go on when it is none.
func amountAt(s string, i int) amount {
	value, end, han, ok := numeralAt(s, i)
	a := amount{start: i, end: end, value: value}
	if !ok {
		return a
	}
	at := skipSpace(s, end)
	at, a.approximate = skipMore(s, at)
	if times, n := scale(s[at:]); n > 0 {
		a.value *= times
		at += n
		more := false
		at, more = skipMore(s, at)
		a.approximate = a.approximate || more
		at = skipSpace(s, at)
	}
	u, ok := unitAt(s, at)
	if !ok {
		return a
	}
	a.unit, a.end = u, at+len(u.text)
	a.value *= u.times
	if strings.HasPrefix(s[a.end:], "左右") || strings.HasPrefix(s[a.end:], "以上") {
		a.approximate = true
	}
	if han && (a.value < 10 && u.text == "个" || a.value == 1 && u.whole) {
		return a // 六个百分百, 一次性
	}
	a.ok = true
	return a.withoutItem(s)
}

// withoutItem takes the number of an item off an amount that counts things:
// 1.31个 is 31 under item 1.
func (a amount) withoutItem(s string) amount {
	dot := strings.IndexByte(s[a.start:a.end], '.')
	if !a.unit.whole || dot <= 0 || dot > 2 || a.value >= 10000 {
		return a
	}
	from := a.start + dot + 1
	value, err := strconv.ParseFloat(s[from:digitEnd(s, from)], 64)
	a.ok = err == nil && value > 0
	a.start, a.value = from, value
	return a
}

// numeralAt reads a number in ASCII digits, with a fraction or commas between
// thousands, or in Chinese numerals.
func numeralAt(s string, i int) (value float64, end int, han, ok bool) {
	if !isDigit(s[i]) {
		end = numeralEnd(s, i)
		if end == i || end-i > 30 {
			return 0, max(end, i), true, false
		}
		n, ok := number(s[i:end])
		return float64(n), end, true, ok && n > 0
	}
	end = digitEnd(s, i)
	digits := s[i:end]
	if len(digits) <= 3 {
		for end+4 <= len(s) && s[end] == ',' && digitEnd(s, end+1) == end+4 {
			digits += s[end+1 : end+4]
			end += 4
		}
	}
	if end+1 < len(s) && s[end] == '.' && isDigit(s[end+1]) {
		fraction := digitEnd(s, end+1)
		digits += s[end:fraction]
		end = fraction
		if end < len(s) && s[end] == '.' { // 1.2.3
			return 0, end, false, false
		}
	}
	if len(digits) > 18 {
		return 0, end, false, false
	}
	value, err := strconv.ParseFloat(digits, 64)
	return value, end, false, err == nil
}

// skipMore skips 余, 多, 几 behind a number.
func skipMore(s string, i int) (end int, more bool) {
	for _, w := range []string{"余", "多", "几"} {
		if strings.HasPrefix(s[i:], w) {
			return i + len(w), true
		}
	}
	return i, false
}

// scale reads 千, 万, 亿 and what they make together.
func scale(s string) (times float64, n int) {
	for _, w := range []struct {
		text  string
		times float64
	}{{"万亿", 1e12}, {"千万", 1e7}, {"百万", 1e6}, {"亿", 1e8}, {"万", 1e4}, {"千", 1e3}} {
		if strings.HasPrefix(s, w.text) && !hasAnyPrefix(s, []string{"千米", "千克", "千瓦"}) {
			return w.times, len(w.text)
		}
	}
	return 1, 0
}

// unitAt gives the longest unit at i that is no part of another word.
func unitAt(s string, i int) (unit, bool) {
	if i >= len(s) {
		return unit{}, false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	for _, u := range units[r] {
		if !strings.HasPrefix(s[i:], u.text) {
			continue
		}
		end := i + len(u.text)
		if hasAnyPrefix(s[end:], notUnitAfter[u.text]) {
			return unit{}, false
		}
		if isWordByte(u.text[len(u.text)-1]) && end < len(s) && isWordByte(s[end]) {
			continue // mm is not m
		}
		return u, true
	}
	return unit{}, false
}
