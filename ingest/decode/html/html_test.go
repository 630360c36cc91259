package html

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
)

func decodePage(t testing.TB, page string) (*gongshi.Document, error) {
	t.Helper()
	in := decode.Input{Data: []byte(page)}
	f, err := decode.Find([]decode.Format{Format()}, in)
	if err != nil {
		return nil, err
	}
	return decode.Run(t.Context(), f, in)
}

func mustDecode(t testing.TB, page string) *gongshi.Document {
	t.Helper()
	doc, err := decodePage(t, page)
	if err != nil {
		t.Fatalf("%.60q: %v", page, err)
	}
	return doc
}

const filler = "石溪县城区污水处理厂长期超负荷运行，部分生活污水直排入河，群众反映强烈。"

func TestMatch(t *testing.T) {
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("<html><body>公示")
	if err != nil {
		t.Fatal(err)
	}
	for page, want := range map[string]bool{
		"<!DOCTYPE html>":                                        true,
		"\xEF\xBB\xBF\r\n<HTML>":                                 true,
		"<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC":         true,
		"<!-- saved from url=(0042)http://x/ -->\n<div class=a>": true,
		"<p>公示</p>":                                              true,
		"Warning: mysql_connect() in /www/a.php\n<br />\n<html lang=zh>\n<head>": true,
		wide:                         true,
		"":                           false,
		"公示":                         false,
		"<公示>":                       false,
		"<pre-amble>":                false,
		"<?xml version=\"1.0\"?><w>": false,
		"a < b and <p>":              false,
		"%PDF-1.4\n<html><head>"[:8]: false,
	} {
		if got := Format().Match([]byte(page)); got != want {
			t.Errorf("%q: %v", page, got)
		}
	}
}

// A page is known wherever its head is cut, and only what is cut from UTF-8 is left
// out of it.
func TestMatchCut(t *testing.T) {
	long := strings.Repeat("公示，", 1000)
	for shift := range 9 {
		pad := strings.Repeat("a", shift)
		if page := "<html><body>" + pad + long; !Format().Match([]byte(page)) {
			t.Errorf("a page is not known behind %q", pad)
		}
		if text := pad + long; Format().Match([]byte(text)) {
			t.Errorf("a text is taken for a page behind %q", pad)
		}
	}
	for head, want := range map[string]string{
		"":                     "",
		"a":                    "a",
		"公示":                   "公示",
		"公示"[:5]:               "公",
		"公示"[:4]:               "公",
		"公"[:2]:                "",
		"a😀"[:4]:               "a",
		"\x80\x80\x80\x80":     "\x80\x80\x80\x80",
		"\xB9\xAB公"[:4]:        "\xB9\xAB公"[:4], // GBK before it
		"a\xFF":                "a\xFF",
		"\xB9\xAB\xCA\xBE\xB9": "\xB9\xAB\xCA\xBE\xB9",
	} {
		if got := string(wholeUTF8([]byte(head))); got != want {
			t.Errorf("%q is cut to %q, want %q", head, got, want)
		}
	}
}

func TestText(t *testing.T) {
	tests := []struct{ about, body, want string }{
		{"paragraphs", "<p>一</p><p>二</p>三<div>四</div>五", "一\n二\n三\n四\n五\n"},
		{"line breaks", "一<br>二<br/><br>　　三", "一\n二\n三\n"},
		{"inline elements", "<p>岳办发<span>〔<b>2022</b>〕</span>4<i>号</i></p>", "岳办发〔2022〕4号\n"},
		{"layout of the source", "<p>整改\n    情况 公示\n2023\n10 月</p>", "整改情况 公示 2023 10 月\n"},
		{"entities", "<p>&ldquo;A&amp;B&rdquo;&nbsp;&nbsp;&#20844;&#x793A;</p>", "“A&B”  公示\n"},
		{"what is not shown", "<p>一</p><script>document.write('<p>x</p>')</script><style>p{}</style><!-- x --><p style='color:red; Display : none'>x</p><p hidden>x</p><select><option>x</select><nav>x</nav>", "一\n"},
		{"preformatted", "<pre>一\n二</pre>", "一\n二\n"},
		{"numbered list", "<ol start=3><li>甲<li><p>乙</p></ol><ul><li>丙</ul><ol style='list-style: none'><li>丁</ol>", "3.甲\n4.乙\n丙\n丁\n"},
		{"chinese list", "<ol style='list-style-type:cjk-ideographic'><li>甲<li>乙</ol>", "一、甲\n二、乙\n"},
		{"table", "<table><tr><th>序号<th>措施<tr><td>1<td><p>甲</p><p>乙</p></table>", "序号\t措施\n1\t甲 乙\n"},
		{"layout table", "<table><tr><td>首页<td>公开<tr><td><ul><li>甲</ul><td><h1>题</h1>文</table>", "首页\n公开\n甲\n题\n文\n"},
		{"one column", "<table><tr><td>甲<tr><td>乙</table>", "甲\n乙\n"},
		{"invisible characters", "<p>公\u200b示\u00ad\x07</p>", "公示\n"},
	}
	for _, test := range tests {
		doc := mustDecode(t, "<html><body>"+test.body)
		if diff := cmp.Diff(test.want, doc.Text); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

func TestBlocks(t *testing.T) {
	doc := mustDecode(t, `<html><h2>标题</h2><table>
		<tr><td colspan=2>甲<td>乙</tr>
		<tr><td rowspan=2>丙<td>丁<td>戊</tr>
		<tr><td>己<td>庚</tr><tr><td>辛<td><td>壬</table>`)
	var got []string
	for _, b := range doc.Blocks {
		got = append(got, fmt.Sprint(b.Span.Of(doc.Text), b.Kind, b.Level, b.Table, b.Row, b.Column))
	}
	want := []string{
		"标题heading2 0 0 0", "甲cell0 1 0 0", "乙cell0 1 0 2", "丙cell0 1 1 0", "丁cell0 1 1 1", "戊cell0 1 1 2",
		"己cell0 1 2 1", "庚cell0 1 2 2", "辛cell0 1 3 0", "壬cell0 1 3 2",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestContent(t *testing.T) {
	around := func(article string) string {
		return "<html><body><div class=top><a href=/>网站首页</a> <a href=/z>政务公开</a></div>" + article +
			"<div class=bottom>主办：石溪县人民政府办公室　备案序号：湘ICP备05000000号</div></body></html>"
	}
	long := strings.Repeat("<p>"+filler+"</p>", 4)
	want := strings.Repeat(filler+"\n", 4)
	for about, article := range map[string]string{
		"editor":            "<div class=TRS_Editor><div class=TRS_Editor>" + long + "</div></div>",
		"editor, two parts": "<div class=TRS_Editor><p>" + filler + "</p></div><div class=TRS_Editor>" + strings.Repeat("<p>"+filler+"</p>", 3) + "</div>",
		"id":                "<div id=zoom>" + long + "</div>",
		"frame":             "<div class=content><p>短</p></div><div class=content>" + long + "</div>",
		"article":           "<article>" + long + "</article>",
	} {
		if diff := cmp.Diff(want, mustDecode(t, around(article)).Text); diff != "" {
			t.Errorf("%s: %s", about, diff)
		}
	}
	for about, article := range map[string]string{
		"no mark at all":      "<div>" + long + "</div>",
		"an empty editor":     "<div class=TRS_Editor>　</div><div>" + long + "</div>",
		"a frame of a trifle": "<div class=content>最新消息：关于调整办公时间的通知，请各单位遵照执行</div><div>" + long + "</div>",
	} {
		if got := mustDecode(t, around(article)).Text; !strings.Contains(got, want) {
			t.Errorf("%s: the article is not in %q", about, got)
		}
	}
	// A footer inside the editor is the notice's, one outside the page's.
	signed := "<div class=TRS_Editor>" + long + "<footer>石溪县生态环境局</footer></div><footer>版权所有</footer>"
	if got := mustDecode(t, around(signed)).Text; got != want+"石溪县生态环境局\n" {
		t.Errorf("with footers %q", got)
	}
	// Paragraphs that differ are enough for a guess, which keeps the short lines.
	article := "<div><p>石溪县生态环境局</p><p>根据有关规定，现将整改销号情况公示如下，接受社会监督。</p><p>一、反馈问题</p><p>" + filler +
		"</p><p>公示时间：2024年12月2日至2024年12月13日，公示期间如有异议，请向我局反映。</p><p>2024年12月2日</p></div>"
	got := mustDecode(t, around(article)).Text
	if !strings.HasPrefix(got, "石溪县生态环境局\n") || !strings.HasSuffix(got, "\n2024年12月2日\n") {
		t.Errorf("guessed %q", got)
	}
}

func TestAbout(t *testing.T) {
	tests := []struct{ head, title, published string }{
		{"<title> 公示_石溪县\n人民政府 </title>", "公示_石溪县 人民政府", ""},
		{`<title>站</title><meta name="ArticleTitle" content="整改公示"><meta name=PubDate content="2024-07-22 09:30">`, "整改公示", "2024-07-22"},
		{`<meta property="article:published_time" content="2024-07-02T09:30:00+08:00">`, "", "2024-07-02"},
		{`<meta name=publishdate content="2024年7月2日">`, "", "2024-07-02"},
		{`<meta name=publishdate content="20240702">`, "", "2024-07-02"},
		{`<meta name=publishdate content="2024-02-30"><meta name=PubDate content="2024/3/1">`, "", "2024-03-01"},
		{`<meta name=PubDate content="昨天">`, "", ""},
	}
	for _, test := range tests {
		for _, body := range []string{"<p>文", strings.Repeat("<font>", 600) + "文"} {
			doc := mustDecode(t, "<html><head>"+test.head+"</head><body>"+body)
			if doc.Title != test.title || doc.Published.String() != test.published {
				t.Errorf("%s: %q, %s", test.head, doc.Title, doc.Published)
			}
		}
	}
}

func TestCharset(t *testing.T) {
	for _, says := range []string{"gb2312", "utf-8", "", "iso-8859-1"} {
		page := "<html><head><meta http-equiv=Content-Type content='text/html; charset=" + says + "'></head><body>" + filler
		data, err := simplifiedchinese.GB18030.NewEncoder().String(page)
		if err != nil {
			t.Fatal(err)
		}
		if doc := mustDecode(t, data); doc.Text != filler+"\n" || doc.Source.Charset != "gb18030" {
			t.Errorf("a page that says %q: %s %q", says, doc.Source.Charset, doc.Text)
		}
	}
}

// TestDeep reads pages on which the parser gives up.
func TestDeep(t *testing.T) {
	for _, tag := range []string{"font", "div", "table><tr><td", "b"} {
		page := "<html><title>题</title><script>var x = '<p>脚本';</script>" + strings.Repeat("<"+tag+">", 600) + "<p>" + filler + "</p><p>后文</p>"
		doc := mustDecode(t, page)
		if doc.Text != filler+"\n后文\n" || doc.Title != "题" || len(doc.Diagnostics) != 1 {
			t.Errorf("%s: %q, %q, %v", tag, doc.Title, doc.Text, doc.Diagnostics)
		}
	}
}

func TestHostile(t *testing.T) {
	for about, page := range map[string]string{
		"tags":         "<html>" + strings.Repeat("<p>", maxTags+1) + filler,
		"blanks":       "<html>" + strings.Repeat(" ", 8<<20) + filler,
		"items":        "<html><ol>" + strings.Repeat("<li>一", 100_000) + "</ol>",
		"wide cells":   "<html><table>" + strings.Repeat("<tr><td colspan=1000 rowspan=1000>一<td>二", 20_000),
		"attributes":   "<html>" + strings.Repeat("<b a=1><p b=2>", 40) + strings.Repeat("<a href=x><b>一</a>", 20_000),
		"open forms":   "<html>" + strings.Repeat("<table><form>", 200) + filler,
		"cut in a tag": "<html><body>" + filler + "<div class=\"x",
	} {
		t.Run(about, func(t *testing.T) {
			decodetest.Within(t, 5*time.Second, func() {
				doc, err := decodePage(t, page)
				if err != nil || doc.Text == "" {
					t.Error(err)
				}
			})
		})
	}
}

func TestRefused(t *testing.T) {
	for page, want := range map[string]decode.Code{
		"": decode.CodeEmpty,
		"<html><head><title>题</title></head><body> &nbsp; <script>x</script></body></html>": decode.CodeEmpty,
		"<html>" + strings.Repeat("x", decode.MaxInput):                                     decode.CodeLimit,
		"整改销号公示": decode.CodeUnsupported,
	} {
		if _, err := decodePage(t, page); decode.CodeOf(err) != want {
			t.Errorf("%.60q: %v", page, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("<html><title>题</title><body><div class=TRS_Editor><p>" + filler + "</p></div>")
	f.Add("<table><tr><td rowspan=9>甲<td>乙<tr><td colspan=x>丙</table>")
	f.Add("<ol start=-1><li>甲</ol><pre>\n<h1>x<br>y</h1>")
	f.Add(strings.Repeat("<font>", 600) + "<script>x")
	f.Fuzz(func(t *testing.T, page string) {
		doc, err := Format().Decode(t.Context(), decode.Input{Data: []byte(page)})
		if err != nil {
			if decode.CodeOf(err) == "" {
				t.Errorf("an error without a code: %v", err)
			}
			return
		}
		end := 0
		for _, b := range doc.Blocks {
			if b.Span.Start < end || b.Span.End > len(doc.Text) || b.Span.Len() == 0 {
				t.Errorf("block %+v after %d in a text of %d", b, end, len(doc.Text))
			}
			end = b.Span.End
		}
	})
}

// A title that stands above the article alone is the first line of the text, once.
func TestHeadline(t *testing.T) {
	const title = "关于第二轮中央生态环境保护督察反馈第十二项问题整改完成情况的公示"
	head := `<title>` + title + `-石溪县人民政府</title><meta name="ArticleTitle" content="` + title + `">`
	const editor = `<div class="TRS_Editor">`
	body := "<p>按照要求，现将督察反馈问题整改完成情况公示如下。</p><p>" + filler + "</p></div>"
	rest := "按照要求，现将督察反馈问题整改完成情况公示如下。\n" + filler + "\n"
	for _, test := range []struct{ about, page, want string }{
		{"a heading outside the article", head + "<body><h1>" + title + "</h1>" + editor + body, title + "\n" + rest},
		{"a heading over two lines", head + "<body><h1>关于第二轮中央生态环境保护督察反馈<br>第十二项问题整改完成情况的公示</h1>" + editor + body, title + "\n" + rest},
		{"no heading", head + "<body><div>" + title + "</div>" + editor + body, title + "\n" + rest},
		{"only the title of the page", "<title>" + title + "_石溪县</title><body><h2>" + title + "</h2>" + editor + body, title + "\n" + rest},
		{"a heading of a column", "<title>" + title + "_石溪县</title><body><h2>生态环境保护督察整改公开专栏</h2>" + editor + body, rest},
		{"repeated", head + "<body><h1>" + title + "</h1>" + editor + "<p>" + title + "</p>" + body, title + "\n" + rest},
		{"repeated behind a letterhead, over lines", head + "<body><h1>" + title + "</h1>" + editor +
			"<p>石溪县环境保护委员会</p><p>关于第二轮中央生态环境保护督察反馈</p><p>第十二项问题整改完成情况的 公示</p>" + body,
			"石溪县环境保护委员会\n关于第二轮中央生态环境保护督察反馈\n第十二项问题整改完成情况的 公示\n" + rest},
		{"in the article", head + "<body><article><h1>" + title + "</h1>" + body + "</article>", title + "\n" + rest},
		{"hidden", "<title>" + title + "</title><body><h1 hidden>" + title + "</h1>" + editor + body, rest},
		{"too short", `<title>公示</title><meta name="ArticleTitle" content="公示"><body><h1>公示</h1>` + editor + body, rest},
	} {
		doc := mustDecode(t, "<html><head>"+test.page)
		if diff := cmp.Diff(test.want, doc.Text); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
		for _, b := range doc.Blocks {
			if text := doc.Text[b.Span.Start:b.Span.End]; text != title || b.Kind != gongshi.BlockHeading {
				t.Errorf("%s: %+v: %q", test.about, b, text)
			}
		}
	}
}

// Tables behind a headline are where they were.
func TestHeadlineBlocks(t *testing.T) {
	doc := mustDecode(t, `<html><head><meta name="ArticleTitle" content="石溪县环境保护督察整改公示"><body><div class="TRS_Editor"><p>`+filler+"</p><table><tr><th>序号<th>措施<tr><td>1<td>甲</table></div>")
	if diff := cmp.Diff([]string{"heading 1 石溪县环境保护督察整改公示", "cell 1/0/0 序号", "cell 1/0/1 措施", "cell 1/1/0 1", "cell 1/1/1 甲"}, decodetest.Blocks(doc)); diff != "" {
		t.Error(diff)
	}
}
