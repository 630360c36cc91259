package corpus

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const source = `# 临湘市水利局
# 关于某某问题整改销号的公示
现将有关情况公示如下：

## 一、反馈问题
1. 堤防砂石堆场未清理，涉及〔2022〕4号文件。
| 整改目标 | 全部清理 |
| 完成时限 | 2023年6月 |
> 临湘市水利局
`

func TestRead(t *testing.T) {
	want := []Paragraph{
		{Style: Title, Text: "临湘市水利局"},
		{Style: Title, Text: "关于某某问题整改销号的公示"},
		{Text: "现将有关情况公示如下："},
		{Style: Heading, Text: "一、反馈问题"},
		{Text: "1. 堤防砂石堆场未清理，涉及〔2022〕4号文件。"},
		{Style: Row, Cells: []string{"整改目标", "全部清理"}},
		{Style: Row, Cells: []string{"完成时限", "2023年6月"}},
		{Style: Right, Text: "临湘市水利局"},
	}
	if diff := cmp.Diff(want, Read(source)); diff != "" {
		t.Error(diff)
	}
}

func TestGB18030(t *testing.T) {
	const text = "朱镕基㙍𠮷\n二"
	got, err := simplifiedchinese.GB18030.NewDecoder().Bytes(GB18030(text))
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.ReplaceAll(text, "\n", "\r\n"); string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// contentTable begins a table that is not part of a layout.
var contentTable = regexp.MustCompile(`<table (border|class)=`) // <table border=1>

func TestHTML(t *testing.T) {
	for _, layout := range []string{"trs", "zoom", "cells"} {
		page := Page{Layout: layout, Site: "临湘市人民政府", Headline: "公示<一>", Body: Read(source), Charset: "gb2312"}
		got, err := simplifiedchinese.GB18030.NewDecoder().Bytes(HTML(page))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"gb2312", "公示&lt;一&gt;", "全部清理", "〔2022〕4号"} {
			if !bytes.Contains(got, []byte(want)) {
				t.Errorf("%s lacks %q", layout, want)
			}
		}
		if n := len(contentTable.FindAll(got, -1)); n != 1 {
			t.Errorf("%s: %d tables of content, want 1", layout, n)
		}
	}
}

// docxText is the text of a document's paragraphs and the levels of their
// automatic numbers, read with the standard library only.
func docxText(t *testing.T, file []byte) (texts, levels []string) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		checkXML(t, f)
	}
	f, err := r.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paragraphs []struct {
			Level struct {
				Value string `xml:"val,attr"`
			} `xml:"pPr>numPr>ilvl"`
			Runs []string `xml:"r>t"`
		} `xml:"body>p"`
	}
	if err := xml.NewDecoder(f).Decode(&document); err != nil {
		t.Fatal(err)
	}
	for _, p := range document.Paragraphs {
		texts = append(texts, strings.Join(p.Runs, ""))
		levels = append(levels, p.Level.Value)
	}
	return texts, levels
}

func checkXML(t *testing.T, f *zip.File) {
	t.Helper()
	part, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(part)
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
}

func TestDOCX(t *testing.T) {
	texts, levels := docxText(t, DOCX(Read(source)))
	want := []string{
		"临湘市水利局", "关于某某问题整改销号的公示", "现将有关情况公示如下：", "一、反馈问题",
		"1. 堤防砂石堆场未清理，涉及〔2022〕4号文件。", "临湘市水利局",
	}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(make([]string, len(want)), levels); diff != "" {
		t.Error(diff)
	}
}

func TestNumberedDOCX(t *testing.T) {
	paragraphs := Read("一、甲\n1. 子\n2. 丑\n二、乙\n1. 寅\n3. 卯\n四、丁")
	texts, levels := docxText(t, NumberedDOCX(paragraphs))
	// Numbers out of turn stay in the text: Word would write others.
	if diff := cmp.Diff([]string{"甲", "子", "丑", "乙", "寅", "3. 卯", "四、丁"}, texts); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"0", "1", "1", "0", "1", "", ""}, levels); diff != "" {
		t.Error(diff)
	}
}

func TestHan(t *testing.T) {
	for n, want := range map[int]string{1: "一", 9: "九", 10: "十", 12: "十二", 20: "二十", 35: "三十五", 99: "九十九"} {
		if got := Han(n); got != want {
			t.Errorf("Han(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestZip(t *testing.T) {
	names := []string{"岳阳市/大碶街道.txt", "衆/謀.pdf"}
	data := Zip([]Member{{names[0], []byte("甲")}, {names[1], []byte("乙")}})
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	const utf8Flag = 0x800
	for i, f := range r.File {
		name, err := simplifiedchinese.GBK.NewDecoder().String(f.Name)
		if err != nil || name != names[i] || f.Flags&utf8Flag != 0 {
			t.Errorf("name %q, %v, flags %x; want %q without the flag of UTF-8", name, err, f.Flags, names[i])
		}
		if !strings.Contains(f.Name, `\`) {
			t.Errorf("name %q has no byte 0x5C", f.Name)
		}
	}
	for _, r := range Backslashed {
		if b := encodeGB(string(r)); len(b) != 2 || b[1] != '\\' {
			t.Errorf("%c is % x in GBK", r, b)
		}
	}
}

// hexString finds the text that a PDF of ours draws.
var hexString = regexp.MustCompile(`<([0-9A-F]+)> Tj`) // <B5DA> Tj

// drawn is the text a PDF draws, line by line.
func drawn(t *testing.T, file []byte) []string {
	t.Helper()
	var lines []string
	for _, m := range hexString.FindAllSubmatch(file, -1) {
		code := make([]byte, len(m[1])/2)
		for i := range code {
			code[i] = hexDigit(m[1][2*i])<<4 | hexDigit(m[1][2*i+1])
		}
		line, err := simplifiedchinese.GBK.NewDecoder().Bytes(code)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	return lines
}

func hexDigit(c byte) byte {
	if c >= 'A' {
		return c - 'A' + 10
	}
	return c - '0'
}

func TestPDF(t *testing.T) {
	n := Invent(3, 0, LongNotice)
	file := PDF(Layout{Paragraphs: n.Paragraphs})
	var text strings.Builder
	pages := 0
	for _, line := range drawn(t, file) {
		if strings.HasPrefix(line, "— ") {
			pages++
			continue
		}
		if strings.ContainsAny(line[:1], closers) {
			t.Errorf("line begins with closing punctuation: %q", line)
		}
		if ems(line) > measure/bodySize {
			t.Errorf("line is too long: %q", line)
		}
		text.WriteString(line)
	}
	if pages < 4 {
		t.Errorf("%d pages, want 4 or more", pages)
	}
	squeeze := strings.NewReplacer("\n", "", " ", "")
	if diff := cmp.Diff(squeeze.Replace(n.Text()), squeeze.Replace(text.String())); diff != "" {
		t.Error(diff)
	}
	checkXref(t, file)
}

// xrefEntry is a line of a cross-reference table.
var xrefEntry = regexp.MustCompile(`(\d{10}) 00000 n `) // 0000000015 00000 n

func checkXref(t *testing.T, file []byte) {
	t.Helper()
	entries := xrefEntry.FindAllSubmatch(file, -1)
	if len(entries) < 10 {
		t.Fatalf("%d objects", len(entries))
	}
	for i, m := range entries {
		offset, err := strconv.Atoi(string(m[1]))
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("%d 0 obj\n", i+1); !strings.HasPrefix(string(file[offset:]), want) {
			t.Errorf("object %d does not begin at %d: %q", i+1, offset, file[offset:offset+20])
		}
	}
}
