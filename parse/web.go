package parse

import (
	"strings"
	"unicode/utf8"
)

// webStarts are what lines of a web page around a notice begin with.
var webStarts = []string{ // 扫一扫在手机打开当前页
	"扫一扫", "当前位置", "您的位置", "您当前", "您现在", "网站首页", "返回首页", "相关推荐", "相关文章", "相关链接", "相关新闻", "网站支持", "网站地图",
	"网站声明", "今天是", "设为首页", "加入收藏", "欢迎进入", "欢迎访问", "中国政府网", "版权所有", "网站标识码", "A+", "A-", "【字体", "[字体", "【字号",
	"[字号", "【打印", "[打印", "【关闭", "[关闭", "打印本页", "打印页面", "关闭窗口", "关闭本页", "我要纠错", "分享到", "【法宝", "原文链接", "附件预览", "上一篇", "下一篇",
	"上一条", "下一条", "技术支持", "湘公网", "无障碍", "Copyright", "copyright", "©", "背景颜色", "视力保护色", "主办单位:", "承办单位:", "相关阅读", "大 中 小", "大中小", "用手机",
}

// webLabels begin such a line when a sign, a number or nothing follows them.
var webLabels = []string{ // 发布时间: 2022-11-22
	"发布时间", "发布日期", "发布", "标题", "发文日期", "发稿时间", "更新时间", "更新日期", "信息时间", "公开日期", "成文日期", "颁布日期", "失效日期", "发布机构",
	"发布单位", "发布者", "发布人", "颁布单位", "发文机关", "发文单位", "公开单位", "公开机构", "来源", "信息来源", "文章来源", "稿件来源", "作者", "编辑",
	"责任编辑", "责编", "审核", "审稿", "录入", "文章录入", "浏览", "浏览量", "浏览次数", "阅读", "阅读次数", "阅读量", "点击", "点击数", "点击量", "访问量", "字号", "字体", "打印", "分享", "收藏",
	"首页", "主办", "承办", "版权", "隐私", "索引号", "主题分类", "主题词", "文号", "效力级别", "信息名称", "信息分类", "有效性", "生成日期", "微信", "微博",
	"ICP", "备案号", "手机版", "繁体", "登录", "注册", "搜索", "纠错", "保存", "放大", "缩小", "时间", "日期", "发表时间", "发表日期", "名称", "体裁分类", "有效",
}

// webWords make a line navigation when several of them stand in it.
var webWords = newWordSet(
	"首页", "政务公开", "政务服务", "互动交流", "设为首页", "加入收藏", "无障碍", "政府网", "官方网站", "网站", "收藏本站", "信息公开", ">>", " > ", "星期", "登录",
	"新闻中心", "走进", "RSS", "ICP备", "公网安备", "邮箱:", "发布时间", "发布日期", "来源:", "浏览", "阅读次数", "字号", "责任编辑", "打印", "关闭", "作者:", "字体", "编辑:",
	"次数", "分享到", "背景颜色",
)

// What these tables are looked up by, in lines of which most are none.
var (
	webStartsByRune = newWordsByRune(webStarts)
	webLabelsByRune = newWordsByRune(webLabels)
)

// columnNames are the names of a site's columns, which stand alone above a
// title or in front of it.
var columnNames = []string{"通知公告", "公告公示", "公示公告", "通知公示", "信息公开", "政务公开", "公告栏", "公示", "公告", "通知", "环境保护", "专题专栏", "环保督察"}

// IsPageFurniture tells whether a line, in the form of [normal.Pattern], is such
// as web pages put around a notice: the way to it, its date of posting, buttons.
func IsPageFurniture(line string) bool { return isWebLine(line) }

// isWebLine tells whether a line is furniture of a web page.
func isWebLine(s string) bool {
	s = strings.TrimLeft(s, " |•·>*-?")
	if s == "" {
		return true
	}
	if strings.Contains(s, "。") || longerThan(s, 199) {
		return false
	}
	if hasAnyPrefix(s, webStartsByRune.at(s)) || startsWebLabel(s) || startsStamp(s) {
		return true
	}
	if isBreadcrumb(s) {
		return true
	}
	enough := 2
	if strings.IndexByte(s, '|') >= 0 {
		enough--
	}
	return len(webWords.found(s, enough)) >= enough
}

// isBreadcrumb tells whether a line is the way to the page: 专题专栏 / 环保督察 / 整改公示.
func isBreadcrumb(s string) bool {
	for _, sign := range []string{" / ", " > ", ">", "»", "→"} {
		if strings.Count(s, sign) >= 2 {
			longest := 0
			for part := range strings.SplitSeq(s, sign) {
				longest = max(longest, utf8.RuneCountInString(strings.TrimSpace(part)))
			}
			return longest <= 14 && !strings.ContainsAny(s, ",。;")
		}
	}
	return false
}

// startsWebLabel tells whether s is a label of a web page with its value.
func startsWebLabel(s string) bool {
	for _, l := range webLabelsByRune.at(s) {
		end, ok := matchSpaced(s, 0, l)
		if !ok {
			continue
		}
		rest := strings.TrimSpace(s[end:])
		if rest == "" && (l == "时间" || l == "日期" || l == "名称") {
			return false
		}
		if rest == "" || strings.IndexByte(":>|]/(<[T", rest[0]) >= 0 || isDigit(rest[0]) {
			return true
		}
	}
	return false
}

// startsStamp tells whether a line begins with the stamp of a web page, a date
// in digits and a time of day: "2020-01-03 08:47:24 来源:…".
func startsStamp(s string) bool {
	h, ok := dateAt(s, 0)
	if !ok || !h.stamp {
		return false
	}
	rest := strings.TrimSpace(s[h.end:])
	return rest != "" && (digitEnd(rest, 0) > 0 && strings.HasPrefix(rest[digitEnd(rest, 0):], ":") || isWebLine(rest))
}

// isStamp tells whether a line is a date in digits alone: in the head of a page
// its stamp, at the end of a notice the day of signing.
func isStamp(s string) bool {
	h, ok := dateAt(s, 0)
	return ok && h.stamp && h.end == len(s)
}

// markWeb marks the lines of the web page. Inside a notice only what looks like
// the frame of a page counts: the notice's own 联系方式 do not.
func (p *parser) markWeb() {
	for i := range p.lines {
		s := p.of(p.lines[i])
		if i > 400 && i < len(p.lines)-400 {
			continue // no frame is that long
		}
		p.lines[i].web = isWebLine(s) || isColumnName(s) || i < min(12, len(p.lines)/2) && isStamp(s)
	}
}

func isColumnName(s string) bool {
	for _, c := range columnNames {
		if s == c {
			return true
		}
	}
	return false
}
