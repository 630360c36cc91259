package parse

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// signature is the end of a notice: who signs, and when.
type signature struct {
	names []line // in form
	date  int    // index into parser.hits; -1 when there is none
}

// findSignature finds the signing date and the names above it, from the end of
// the text up: the last line that is a date with a name over it, else the last
// lines that are names, else the last date alone.
func (p *parser) findSignature() {
	p.signature.date = -1
	lone := -1
	for i := len(p.lines) - 1; i >= p.body && i >= len(p.lines)-300; i-- {
		l := p.lines[i]
		if l.web {
			continue
		}
		s := p.of(l)
		if isDateLine(s) {
			names := p.namesAbove(i)
			if len(names) > 0 {
				p.signature = signature{names, p.hitIn(l)}
				return
			}
			if lone < 0 {
				lone = i
			}
			continue
		}
		if name, h, ok := cutDate(s); ok && isOrganisation(name) {
			p.signature = signature{[]line{{start: l.start, end: l.start + len(name)}}, p.hitIn(line{start: l.start + h.start, end: l.end})}
			return
		} else if ok && p.endOfLineSignature(l, name, h) {
			return
		}
	}
	names := p.loneNames()
	if len(names) == 0 {
		names = p.lastWord()
	}
	if len(names) > 0 {
		p.signature.names = names
	}
	if lone >= 0 {
		p.signature.date = p.hitIn(p.lines[lone])
	} else {
		p.signature.date = p.dateUnderTitle()
	}
}

// dateUnderTitle gives the date in brackets below the title, which stands for
// that of the signature where there is none: -1 without one. The document's
// number may stand between the two.
func (p *parser) dateUnderTitle() int {
	if p.titleAt.end == 0 {
		return -1
	}
	first := p.lineAt(p.titleAt.start)
	for i := first; i < p.body && i < first+8; i++ {
		l := p.lines[i]
		s := p.of(l)
		if l.start < p.titleAt.end || l.web {
			continue
		}
		if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") && isDateLine(s) {
			l.start = skipAny(p.form, l.start, "( ")
			return p.hitIn(l)
		}
		if !isDocNumberLine(strings.Trim(s, "() ")) && !isOrganisation(s) {
			break
		}
	}
	return -1
}

// endOfLineSignature takes the signature of a notice that stands on one line:
// "…联系电话:024-74842367 铁岭市水利局 2021年9月8日".
func (p *parser) endOfLineSignature(l line, before string, h dateHit) bool {
	i := strings.LastIndexAny(before, " |") + 1
	if i == 0 || !isOneOrganisation(before[i:]) || !startsWithPlace(before[i:]) {
		return false
	}
	name := line{start: l.start + i, end: l.start + len(before)}
	p.signature = signature{[]line{name}, p.hitIn(line{start: l.start + h.start, end: l.end})}
	return true
}

// namesAbove collects the lines over a signing date that are names, or parts
// of one name broken over two lines.
func (p *parser) namesAbove(i int) []line {
	var names []line
	for j := i - 1; j >= 0 && j >= i-8; j-- {
		l := p.lines[j]
		s := p.of(l)
		if isDateLine(s) {
			continue
		}
		if l.web || l.start < p.bodyStart() || !isOrganisation(s) {
			break
		}
		names = append([]line{l}, names...)
		if j > 0 && slices.Contains(nameTails, squeeze(s)) && !p.lines[j-1].web && startsWithPlace(p.of(p.lines[j-1])) && isOneOrganisation(p.of(p.lines[j-1])+s) {
			names[0].start = p.lines[j-1].start
			break
		}
		if j > 0 && p.isNameStart(j-1) {
			names[0].start = p.lines[j-1].start
			break
		}
	}
	return names
}

// nameTails are the last words of long names, which stand on a line of their own
// where a name went over two.
var nameTails = []string{"办公室", "领导小组", "领导小组办公室", "工作领导小组办公室", "委员会", "委员会办公室", "指挥部办公室", "工作组办公室"}

// bodyStart is the offset where the body begins.
func (p *parser) bodyStart() int {
	if p.body < len(p.lines) {
		return p.lines[p.body].start
	}
	return len(p.form)
}

// isNameStart tells whether line j is the first part of a name that goes on in
// the next line: 渭南市生态环境保护督察巡查 / 工作领导小组办公室.
func (p *parser) isNameStart(j int) bool {
	s, below := p.of(p.lines[j]), p.of(p.lines[j+1])
	n := utf8.RuneCountInString(s)
	if n < 4 || n > 24 || isOrganisation(s) || p.lines[j].web || !isOneOrganisation(s+below) {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return isHan(r) && !strings.ContainsAny(s, ",:;") && startsWithPlace(s) && !startsWithPlace(below)
}

// startsWithPlace tells whether a name says first where it is: 岳阳市…, 省….
func startsWithPlace(s string) bool {
	s = squeeze(s)
	for i, r := range firstRunes(s, 12) {
		if strings.ContainsRune("省市县区州旗盟", r) && i > 0 {
			return true
		}
	}
	return strings.HasPrefix(s, "中共")
}

// loneNames finds names without a date at the end of the notice.
func (p *parser) loneNames() []line {
	for i := len(p.lines) - 1; i > p.body && i >= len(p.lines)-60; i-- {
		l := p.lines[i]
		if l.web || l.end <= p.lastHead() && !p.closesLetter(i) {
			continue
		}
		if s := p.of(l); isSignatureLine(s) && isOrganisation(s) && startsWithPlace(s) {
			return append(p.namesAbove(i), l)
		}
	}
	return nil
}

// lastWord finds the name that ends a notice which stands on one line, without a
// date: "…联系人:赵志军 电话:5732208 西丰县工业和信息化局 上一篇:没有了".
func (p *parser) lastWord() []line {
	if len(p.lines) == 0 || len(p.lines) > 3 || len(p.heads) == 0 {
		return nil
	}
	l := p.lines[len(p.lines)-1]
	end := l.end
	for _, w := range []string{" 上一篇", " 下一篇", " 上一条", " 打印", " 关闭", " 扫一扫", " 责任编辑", " 主办"} {
		if i := strings.Index(p.form[l.start:end], w); i > 0 {
			end = l.start + i
		}
	}
	end = l.start + len(strings.TrimRight(p.form[l.start:end], " |"))
	start := max(l.start, l.start+strings.LastIndexAny(p.form[l.start:end], " |")+1)
	name := p.form[start:end]
	if start <= p.lastHead() || !isOneOrganisation(name) || !startsWithPlace(name) {
		return nil
	}
	return []line{{start: start, end: end}}
}

// closesLetter tells whether line i, a name, ends the notice proper: an
// attachment follows.
func (p *parser) closesLetter(i int) bool {
	return i+1 < len(p.lines) && hasAnyPrefix(p.of(p.lines[i+1]), []string{"附件", "附表", "附:"})
}

// lastHead is where the label of the last section ends.
func (p *parser) lastHead() int {
	if len(p.heads) == 0 {
		return 0
	}
	return max(p.heads[len(p.heads)-1].end, p.heads[len(p.heads)-1].body+1)
}

// hitIn gives the index of the date that begins in l.
func (p *parser) hitIn(l line) int {
	i, _ := slices.BinarySearchFunc(p.hits, l.start, func(h dateHit, at int) int { return h.start - at })
	if i < len(p.hits) && p.hits[i].start < l.end {
		return i
	}
	return -1
}

// findIssuer says who issues the notice. The signature is the act of issuing
// and wins over the head; then come what the page's metadata call the issuing
// organ, the head over the title, the name in front of 关于 in the title, who
// filled in a table, and the page's source.
func (p *parser) findIssuer() {
	var found []string
	for _, l := range p.signature.names {
		for _, name := range names(p.form[l.start:l.end]) {
			found = append(found, p.ownName(l, name))
		}
	}
	for _, other := range []func() []string{
		func() []string { return p.webNames(webIssuers) }, p.headNames, p.reporterNames,
		func() []string { return p.webNames(webSources) },
	} {
		if len(found) == 0 {
			found = other()
		}
	}
	p.n.Issuer = strings.Join(slices.Compact(found), "、")
}

// ownName gives a name as the notice writes it, without blanks and the remark
// about a seal.
func (p *parser) ownName(l line, name string) string {
	at := strings.Index(p.form[l.start:l.end], name)
	if at < 0 {
		return squeeze(name)
	}
	s := squeeze(p.mention(l.start+at, l.start+at+len(name)).Text)
	for _, seal := range []string{"(盖章)", "（盖章）", "(章)", "（章）", "(公章)", "（公章）", "(代章)", "（代章）", "(印章)", "（印章）"} {
		s = strings.TrimSuffix(s, seal)
	}
	return s
}

// headNames finds the issuer over the title or in front of 关于 in it.
func (p *parser) headNames() []string {
	title := p.trim(p.titleAt.start, p.titleAt.end)
	first := firstLine(p.form[title.start:title.end])
	if i := strings.Index(first, "关于"); i > 0 && isOneOrganisation(first[:i]) {
		return []string{p.ownName(title, first[:i])}
	}
	if isOneOrganisation(first) && len(first) < title.end-title.start {
		return []string{p.ownName(title, first)}
	}
	if i := p.lineAt(title.start); title.end > 0 && i > 0 && isOrganisation(p.of(p.lines[i-1])) && !p.lines[i-1].web {
		return []string{p.ownName(p.lines[i-1], strings.TrimSpace(p.of(p.lines[i-1])))}
	}
	if i := p.lineAt(title.end); title.end > 0 && i < p.body && isOrganisation(p.of(p.lines[i])) {
		return []string{p.ownName(p.lines[i], p.of(p.lines[i]))}
	}
	for _, end := range []string{"人民政府办公室", "人民政府办公厅", "人民政府"} {
		if i := strings.Index(first, end); i > 0 && isOneOrganisation(first[:i+len(end)]) && startsWithPlace(first) {
			return []string{p.ownName(title, first[:i+len(end)])}
		}
	}
	return nil
}

func firstLine(s string) string {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		return strings.TrimSpace(s[:i])
	}
	return s
}

// reporterLabels stand in front of the name of who filled in a table and makes it
// public.
var reporterLabels = []string{"填报单位", "填报部门", "填表单位", "编制单位", "制表单位", "报送单位", "公示单位", "公示部门", "发布单位"}

// reporterNames finds who filled in the table, in the line above or below it:
// 填报单位:汉中市生态环境局 公示时间:….
func (p *parser) reporterNames() []string {
	for _, l := range p.lines {
		s := p.form[:l.end]
		at := skipAny(s, l.start, "(| ")
		label := anyPrefix(s[at:], reporterLabels)
		if l.web || label == "" {
			continue
		}
		at = skipSpace(s, at+len(label))
		after, seal := strings.CutPrefix(s[at:], "(")
		if end := strings.IndexByte(after, ')'); seal && end >= 0 { // 填报单位(盖章)
			at = len(s) - len(after) + end + 1
		}
		from := skipAny(s, at, ":| ")
		name := s[from:]
		if end := strings.IndexAny(name, " |,;"); end >= 0 {
			name = name[:end]
		}
		if from > at && isOneOrganisation(name) && utf8.RuneCountInString(name) >= 4 {
			return []string{p.ownName(line{start: from, end: l.end}, name)}
		}
	}
	return nil
}

// webIssuers are the labels of a web page that name the issuing organ, and
// webSources those that name who put the page up, the most telling first.
var (
	webIssuers = []string{"发文机关", "颁布单位", "发文单位", "发布机构"}
	webSources = []string{"发布单位", "公开单位", "公开机构", "发布者", "信息来源", "文章来源", "来源"}
)

// mediaEnds end the names of those who publish news.
var mediaEnds = []string{"日报", "晚报", "晨报", "电视台", "广播电台", "新闻网", "融媒", "政府网", "报社", "通讯社"}

// webNames finds the issuer in the lines of the web page.
func (p *parser) webNames(labels []string) []string {
	for _, label := range labels {
		for _, l := range p.lines {
			if !l.web {
				continue
			}
			s := p.of(l)
			i := strings.Index(s, label)
			if i < 0 {
				continue
			}
			at := skipAny(s, i+len(label), " :|")
			name := s[at:]
			for _, stop := range append([]string{" ", "|", "【", "[", "("}, webLabels...) {
				if j := strings.Index(name, stop); j > 0 {
					name = name[:j]
				}
			}
			if isOneOrganisation(name) || hasAnySuffix(name, mediaEnds) {
				return []string{p.ownName(line{start: l.start + at, end: l.end}, name)}
			}
		}
	}
	return nil
}
