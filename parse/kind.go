package parse

import (
	"regexp"
	"slices"
	"strings"

	"gongshi"
)

// evidence is something that shows of what kind a text is. The first piece of
// evidence that is found decides, in the order of the list.
type evidence struct {
	name  string // Notice.KindReason
	kind  gongshi.NoticeKind
	shows func(*reading) bool
}

// evidences lists all evidence, the most telling first. A title says what a text
// is; where it is lost, or its last line is, the opening does: 关于督察反馈意见 /
// 第31项整改完成情况的公示. Then come the sections and the marks of offices.
var evidences = []evidence{
	{"title-plan", gongshi.KindOtherOfficial, (*reading).isPlan},
	{"title-petitions", gongshi.KindOtherOfficial, titled(petitionTitle)},
	{"title-other-business", gongshi.KindOtherOfficial, (*reading).isOtherBusiness},
	{"title-other-rectification", gongshi.KindOtherOfficial, (*reading).isOtherRectification},
	{"title-close-out", gongshi.KindCloseOut, titled(closeOutTitle)},
	{"title-close-out", gongshi.KindCloseOut, (*reading).listsClosed},
	{"news", gongshi.KindNotANotice, (*reading).isNews},
	{"addressee", gongshi.KindOtherOfficial, (*reading).isLetter},
	{"opening-plan", gongshi.KindOtherOfficial, (*reading).publishesPlan},
	{"opening-close-out", gongshi.KindCloseOut, (*reading).publishesResult},
	{"title-office", gongshi.KindOtherOfficial, titled(officeTitle)},
	{"sections-petitions", gongshi.KindOtherOfficial, (*reading).listsPetitions},
	{"sections-and-period", gongshi.KindCloseOut, (*reading).hasSectionsAndPeriod},
	{"sections-result", gongshi.KindCloseOut, (*reading).tellsResult},
	{"sections-plan", gongshi.KindOtherOfficial, (*reading).hasSections},
	{"title", gongshi.KindOtherOfficial, func(r *reading) bool { return r.title != "" }},
	{"document-number", gongshi.KindOtherOfficial, func(r *reading) bool { return len(r.p.n.DocumentNumbers) > 0 }},
	{"publicity", gongshi.KindOtherOfficial, func(r *reading) bool { return r.p.n.Publicity != nil }},
	{"issuer", gongshi.KindOtherOfficial, func(r *reading) bool { return r.p.n.Issuer != "" }},
	{"no-mark-of-an-office", gongshi.KindNotANotice, func(*reading) bool { return true }},
}

// titlePattern is a form of titles. Where it has words, one of them stands in each
// such title, and most titles need not be held against the form.
type titlePattern struct {
	words []string
	form  *regexp.Regexp
}

func (t titlePattern) matches(title string) bool {
	return (t.words == nil || containsAny(title, t.words)) && t.form.MatchString(title)
}

var (
	// What is published is no result: 整改方案的公示, 整改任务清单公示(第一批),
	// 关于印发《…整改方案》的通知
	planTitle = titlePattern{[]string{"方案", "计划", "清单", "名单", "目录"}, regexp.MustCompile(`(?:方案|计划|清单|名单|目录)》?(?:的?(?:公示|公告|通知)(?:表|书)?)?(?:\([^()]*\)|\d+)*$`)}

	// A list of what is closed out is no plan: 整改销号公示清单, 拟销号问题清单公示
	closedListTitle = titlePattern{[]string{"清单", "名单", "目录"}, regexp.MustCompile(`(?:销号|整改完成)(?:的?(?:问题|事项|任务|项目)|情况)*(?:的?公示|的?公开)?(?:清单|名单|目录)(?:的?(?:公示|公告)(?:表|书)?)?(?:\([^()]*\)|\d+)*$`)}

	// 群众信访举报边督边改公开情况(第33批), 交办群众举报问题查处情况公开
	petitionTitle = titlePattern{[]string{"边督边改", "举报"}, regexp.MustCompile(`边督边改|信访举报(?:转办|件?办理|受理|问题查处)|举报件.{0,12}一览表|交办.{0,12}举报`)}

	// 关于开展省级生态环境保护督察的公告
	visitTitle = titlePattern{[]string{"督察公告", "督察的公告"}, regexp.MustCompile(`开展.{0,20}督察的?公告`)}

	// 第11项问题整改销号情况的公示, 整改完成情况一览表, 整改任务的验收销号意见,
	// 信访件办结公示(第二批)
	closeOutTitle = titlePattern{nil, regexp.MustCompile(`(?:整改|销号|整治|办结|交办|转办).*(?:公示|公告|公开)(?:表|书|栏)?(?:\([^()]*\)|\d+)*$` +
		`|(?:验收销号|销号)(?:意见|表|单|验收表)(?:\([^()]*\)|\d+)*$` +
		`|整改(?:完成|落实)情况(?:一览表|情况表|汇总表|表)?(?:\([^()]*\)|\d+)*$`)}

	// 关于印送审计整改函的函, 整改情况的报告, 工作规则
	officeTitle = titlePattern{nil, regexp.MustCompile(`(?:通知|通报|意见|报告|办法|规则|规定|决定|批复|函|细则|条例|要点|请示|答复|纪要|制度|总结|打算|令|公告|通告|说明书|讲话)(?:\([^()]*\)|\d+)*$`)}
)

// isPlan tells whether the title is that of a plan or of a list of what is to be
// done.
func (r *reading) isPlan() bool { return planTitle.matches(r.title) && !r.listsClosed() }

// openWords say that what is listed is still to be closed out: 未销号问题清单.
var openWords = []string{"未完成", "未销号", "未整改", "尚未", "待销号", "待整改", "应销号", "需销号"}

// listsClosed tells whether the title is that of a list of what is closed out.
func (r *reading) listsClosed() bool {
	return closedListTitle.matches(r.title) && !containsAny(r.title, openWords)
}

// businessWords stand in the titles of notices about something else.
var businessWords = []string{ // 建设项目环境影响评价文件批复公示, 水土保持方案审批决定的公告
	"环境影响", "环评", "竣工", "水土保持", "征收", "征地", "招标", "采购", "中标", "成交", "拍卖", "出让", "任前", "录用", "招聘", "评审", "拟表彰", "停水", "停电", "行政许可", "行政处罚",
}

// isOtherBusiness tells whether the title is that of a notice about something
// else, or that an inspection is to come.
func (r *reading) isOtherBusiness() bool {
	return containsAny(r.title, businessWords) || visitTitle.matches(r.title)
}

// newsMarks are words of news; two of them make one. A notice has at most the
// name of who put it up.
var newsMarks = []string{ // 本报讯 近日,记者从市环委办获悉
	"记者", "本报讯", "通讯员", "融媒体", "日报", "晚报", "新闻网", "摄影", "获悉", "据了解", "据悉", "介绍说", "对记者", "采访", "报道",
}

// topicWords say that a text is about a problem being put right.
var topicWords = []string{"整改", "销号", "整治", "办结", "交办", "转办"}

// publishingWords begin a sentence that makes something public now.
var publishingWords = []string{"现将", "现予", "现对", "现按", "现就", "现面向", "现向", "特将", "拟对"}

// planWords name what is published and is no result, in front of 公示.
var planWords = []string{"方案", "计划", "清单", "名单", "办法", "环评文件", "报告书", "报告表", "环境影响"}

// openingRunes is how many characters in front of the first section, or of a
// text without sections, are read to see what a text is.
const openingRunes = 500

// reading is what is looked at to tell the kind of a text.
type reading struct {
	p     *parser
	title string
	open  string // the text's opening
	kinds map[gongshi.SectionKind]bool
}

// findKind says what kind of text the notice is, and why.
func (p *parser) findKind() {
	r := &reading{p: p, title: squeeze(p.folded(p.n.Title)), open: p.opening(), kinds: map[gongshi.SectionKind]bool{}}
	for _, s := range p.n.Sections {
		r.kinds[s.Kind] = true
	}
	for _, e := range evidences {
		if e.shows(r) {
			p.n.Kind, p.n.KindReason = e.kind, e.name
			break
		}
	}
	if slices.Contains(bare, p.n.KindReason) || p.n.KindReason == "addressee" && officeTitle.matches(r.title) {
		p.withhold()
	}
}

// bare is the evidence for texts that close out nothing and plan no
// rectification either: what stands in them like sections, numbers of problems
// or a period is part of what they tell or order.
var bare = []string{"title-other-business", "title-office", "news"}

// withhold takes back what was found in a text that cannot have it.
func (p *parser) withhold() {
	p.n.Sections, p.n.Problems = []gongshi.Section{}, []gongshi.Problem{}
	if p.n.Kind == gongshi.KindNotANotice {
		p.n.Publicity = nil
	}
}

// opening gives the end of what stands before the first section, the beginning
// of a text without sections.
func (p *parser) opening() string {
	if len(p.heads) == 0 {
		return firstRunes(p.form, openingRunes)
	}
	return lastRunes(p.form[:p.heads[0].start], openingRunes)
}

// titled makes evidence of a title.
func titled(pattern titlePattern) func(*reading) bool {
	return func(r *reading) bool { return r.title != "" && pattern.matches(r.title) }
}

// otherInspections are inspections whose findings are rectified and made public
// as well, and environmentWords what tells ours from them.
var (
	otherInspections = []string{"审计", "巡视", "巡察", "消防", "食品", "安全生产", "安全隐患", "双随机"} // 审计查出问题整改情况的公告
	environmentWords = []string{"督察", "环境", "环保", "生态", "污染", "信访"}
)

// isOtherRectification tells whether the title speaks of the findings of another
// kind of inspection.
func (r *reading) isOtherRectification() bool {
	return containsAny(r.title, otherInspections) && !containsAny(r.title, environmentWords)
}

// isNews tells whether a text reads as news and has nothing of an office.
func (r *reading) isNews() bool {
	if r.p.n.Publicity != nil && !r.p.n.Publicity.End.IsZero() || len(r.p.signature.names) > 0 && r.p.signature.date >= 0 {
		return false
	}
	seen := 0
	text := firstRunes(r.p.form, 3000)
	for _, mark := range newsMarks {
		if strings.Contains(text, mark) {
			seen++
		}
	}
	return seen >= 2
}

// isLetter tells whether a line above the body names whom the text is for:
// 各县(市、区)人民政府,市直有关单位:
func (r *reading) isLetter() bool {
	p := r.p
	for i, l := range p.lines[:min(len(p.lines), 30)] {
		if len(p.heads) > 0 && l.start >= p.heads[0].start {
			return false
		}
		name, ok := strings.CutSuffix(p.of(l), ":")
		if !ok || l.web || i > p.body {
			continue
		}
		if len(name) < 400 && hasAnySuffix(name, addresseeEnds) && !containsAny(name, publishingWords) && !strings.Contains(name, "公示") {
			return true
		}
	}
	return false
}

// addresseeEnds are the last words of the names of those a letter is for.
var addresseeEnds = []string{"政府", "局", "厅", "委", "办公室", "部门", "单位", "机构", "公司", "委员会", "管委会", "学院", "居民"}

// publishes tells whether a sentence of the opening makes public what is.
func (r *reading) publishes(is func(sentence string) bool) bool {
	for sentence := range strings.SplitSeq(strings.ReplaceAll(r.open, "\n", "。"), "。") {
		at := strings.Index(sentence, "公示")
		if at < 0 {
			if at = strings.Index(sentence, "公告"); at < 0 {
				continue
			}
		}
		says := strings.Contains(sentence, "公示如下") || strings.Contains(sentence, "特此公示")
		if (says || containsAny(sentence[:at], publishingWords)) && is(sentence) {
			return true
		}
	}
	return false
}

// publishesPlan tells whether the opening makes a plan or a project public.
func (r *reading) publishesPlan() bool {
	return r.publishes(func(sentence string) bool {
		for _, word := range planWords {
			if i := strings.LastIndex(sentence, word); i >= 0 {
				rest := strings.TrimLeft(sentence[i+len(word):], "》的内容有关情况主要")
				if hasAnyPrefix(rest, []string{"予以公示", "进行公示", "向社会公示", "公示"}) && !strings.Contains(sentence[i:], "整改") {
					return true
				}
			}
		}
		return false
	})
}

// publishesResult tells whether the opening makes the result of rectification
// public: 现将该问题整改完成情况公示如下.
func (r *reading) publishesResult() bool {
	return containsAny(r.open, topicWords) && r.publishes(func(string) bool { return true })
}

// listsPetitions tells whether the sections are the columns of a list of
// petitions.
func (r *reading) listsPetitions() bool {
	return len(r.p.groups) > 1 && r.kinds[gongshi.SectionOther] && containsAny(firstRunes(r.p.form, 3000), []string{"是否属实", "受理编号"})
}

func (r *reading) hasSectionsAndPeriod() bool { return r.p.n.Publicity != nil && r.mainKinds() >= 2 }

// tellsResult tells whether the sections say what was done about a problem.
func (r *reading) tellsResult() bool {
	return r.kinds[gongshi.SectionImplementation] && r.mainKinds() >= 2 && !r.isReport()
}

// isReport tells whether the text is about many problems without a title of
// its own, as reports are: none of them is closed out by it.
func (r *reading) isReport() bool { return strings.Contains(r.open, "报告如下") }

func (r *reading) hasSections() bool { return r.mainKinds() >= 2 }

// mainKinds counts the kinds that every close-out notice is looked at for.
func (r *reading) mainKinds() int {
	n := 0
	for _, kind := range gongshi.SectionKinds[:4] {
		if r.kinds[kind] {
			n++
		}
	}
	return n
}
