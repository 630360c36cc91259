package corpus

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const pageSource = `% html zoom gb2312
% site 临湘市人民政府
% column 信息公开 > 环境保护
% headline 关于某某问题整改销号的公示
% published 2023-10-13 15:20
% origin 临湘市水利局
% footer 主办：临湘市人民政府办公室
现将有关情况公示如下：
> 临湘市水利局
> 2023年10月12日
`

func TestReadSource(t *testing.T) {
	for _, r := range []struct{ source, trouble string }{
		{pageSource, ""},
		{"% txt gb18030\n公示\n", ""},
		{"公示\n", "no rendition"},
		{"% odt\n公示\n", "unknown kind"},
		{"% pdf trs\n公示\n", `unknown word "trs"`},
		{"% html gbk\n公示\n", "no layout"},
		{"% txt numbered\n公示\n", "only pages"},
		{"% docx\n% author 某人\n公示\n", `"author 某人"`},
		{"% docx\n% site\n公示\n", `"site"`},
		{strings.Replace(pageSource, "% origin 临湘市水利局\n", "", 1), `"origin"`},
	} {
		_, err := ReadSource(r.source)
		if r.trouble == "" && err != nil || r.trouble != "" && (err == nil || !strings.Contains(err.Error(), r.trouble)) {
			t.Errorf("%.40q: error %v, want %q", r.source, err, r.trouble)
		}
	}
}

// write gives the file of a source in a rendition.
func write(t *testing.T, source, rendition string) []byte {
	t.Helper()
	s, err := ReadSource(source)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ParseRendition(rendition)
	if err != nil {
		t.Fatal(err)
	}
	return s.Write(r)
}

// A headline that only the page has is the title in every other file.
func TestHeadlineIsTitle(t *testing.T) {
	const title = "关于某某问题整改销号的公示"
	if got := string(write(t, pageSource, "txt")); !strings.HasPrefix(got, title+"\n现将") {
		t.Errorf("txt: %q", got)
	}
	if texts, _ := docxText(t, write(t, pageSource, "docx")); texts[0] != title {
		t.Errorf("docx: %q", texts)
	}
	if lines := drawn(t, write(t, pageSource, "pdf")); lines[0] != title {
		t.Errorf("pdf: %q", lines)
	}
	if page := write(t, pageSource, "html cells"); bytes.Count(page, []byte(title)) != 2 { // <title>, and above the text
		t.Errorf("html: %s", page)
	}
}

// What is no web page gets one with what a publishing system knows.
func TestPageOfAFile(t *testing.T) {
	page := string(write(t, "% docx\n# 临湘市水利局\n# 关于整改的公示\n现公示如下。\n> 临湘市水利局\n> 2023年1月2日\n", "html trs"))
	for _, want := range []string{
		`charset=utf-8`, `"ArticleTitle" content="临湘市水利局关于整改的公示"`, `"PubDate" content="2023-01-02 10:15"`, `"ContentSource" content="临湘市水利局"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %q:\n%s", want, page)
		}
	}
}

func TestCharsets(t *testing.T) {
	for rendition, name := range map[string]string{"html trs gbk": "charset=gbk", "html trs gb2312": "charset=gb2312"} {
		page, err := simplifiedchinese.GBK.NewDecoder().Bytes(write(t, pageSource, rendition))
		if err != nil || !bytes.Contains(page, []byte(name)) || !bytes.Contains(page, []byte("临湘市水利局")) {
			t.Errorf("%s: %v\n%s", rendition, err, page)
		}
	}
}

// Text stays as it was copied; what is set on pages is cut where they end, rows
// of tables excepted.
func TestText(t *testing.T) {
	const copied = "首页\n\n  关于整改的公示\n\n\n现公示如下。\n"
	if got := string(write(t, "% txt gb18030\n"+copied, "txt")); got != copied {
		t.Errorf("copied text became %q", got)
	}
	long := strings.Repeat("持续巩固整改成果防止问题反弹回潮", 60)
	pages := string(write(t, "% txt paged\n"+long+"\n"+long+"\n", "txt paged numbered"))
	if want := 4; strings.Count(pages, "— ") != want || !strings.Contains(pages, "\n\n— 2 —\n\n") {
		t.Errorf("want %d pages:\n%s", want, pages)
	}
	squeeze := strings.NewReplacer("\n", "", "— 1 —", "", "— 2 —", "", "— 3 —", "", "— 4 —", "")
	if diff := cmp.Diff(long+long, squeeze.Replace(pages)); diff != "" {
		t.Error(diff)
	}
	row := "| " + long + " | " + long + " |\n"
	if got := string(write(t, "% txt paged\n"+row+row, "txt paged")); strings.Count(got, "\n\n") != 2 {
		t.Errorf("a row was cut: %q", got)
	}
}
