package table

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/traditionalchinese"

	"gongshi/internal/corpus"
)

// A File is a file with known text.
type File struct {
	Name    string // in the table
	Path    string
	Known   string
	Scanned bool // an image: its text has to be recognised
}

// lying is a file of the repository and the one with its known text.
var lying = []struct {
	path, known string
	scanned     bool
}{
	{"ingest/decode/doc/testdata/notice.doc", notice, false},
	{"ingest/decode/rtf/testdata/notice.rtf", notice, false},
	{"ingest/decode/odt/testdata/notice.odt", notice, false},
	{"ingest/decode/xls/testdata/table.xls", workbook, false},
	{"ingest/decode/xlsx/testdata/table.xlsx", workbook, false},
	{"ingest/decode/pdf/testdata/scan.pdf", "ingest/decode/pdf/testdata/scan.txt", true},
	{"ingest/decode/image/testdata/notice.png", "ingest/decode/image/testdata/notice.txt", true},
	{"ingest/decode/image/testdata/two-pages.tif", "ingest/decode/image/testdata/two-pages.txt", true},
	{"internal/accuracy/table/testdata/scan-300.png", "internal/accuracy/table/testdata/scan-300.txt", true},
	{"internal/accuracy/table/testdata/no-tounicode.pdf", "internal/accuracy/table/testdata/no-tounicode.txt", true},
}

const (
	notice   = "ingest/decode/internal/decodetest/testdata/notice.txt"
	workbook = "ingest/decode/internal/decodetest/testdata/table.txt"
)

// Own gives the files of the repository at root, and those that are made by
// program, which it writes to a folder.
func Own(root, folder string) ([]File, error) {
	var out []File
	for _, f := range lying {
		known, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(f.known)))
		if err != nil {
			return nil, err
		}
		path := filepath.Join(root, filepath.FromSlash(f.path))
		out = append(out, File{Name: filepath.Base(f.path), Path: path, Known: string(known), Scanned: f.scanned})
	}
	files, err := made(root)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		path := filepath.Join(folder, f.name)
		if err := os.WriteFile(path, f.data, 0o644); err != nil {
			return nil, err
		}
		out = append(out, File{Name: f.name, Path: path, Known: f.known, Scanned: f.scanned})
	}
	return out, nil
}

// making is a file that is made by program.
type making struct {
	name, known string
	data        []byte
	scanned     bool
}

// made makes files: the same invented notice, of several pages, in many ways.
func made(root string) ([]making, error) {
	n := corpus.Invent(11, 0, 1100)
	text := n.Text()
	page := corpus.Page{Layout: "trs", Site: "人民政府", Column: "公示", Headline: n.Facts.Title, Published: n.Facts.Issued.String(),
		Origin: n.Facts.Issuer, Footer: "主办：人民政府办公室", Body: n.Paragraphs, Charset: "gb2312"}
	gbPage := corpus.HTML(page)
	page.Charset = ""
	utfPage := corpus.HTML(page)
	word, err := os.ReadFile(filepath.Join(root, "ingest/decode/doc/testdata/notice.doc"))
	if err != nil {
		return nil, err
	}
	known, err := os.ReadFile(filepath.Join(root, notice))
	if err != nil {
		return nil, err
	}
	big5, err := traditionalchinese.Big5.NewEncoder().String(traditional)
	if err != nil {
		return nil, err
	}
	files := []making{
		{name: "utf-8.txt", known: text, data: corpus.Text(text)},
		{name: "gb18030.txt", known: text, data: corpus.GB18030(text)},
		{name: "big5.txt", known: traditional, data: []byte(big5)},
		{name: "utf-16.txt", known: text, data: wide(text)},
		{name: "gb2312.html", known: text, data: gbPage},
		{name: "utf-8.html", known: text, data: utfPage},
		{name: "gbk-says-utf-8.html", known: text, data: bytes.Replace(gbPage, []byte("gb2312"), []byte("utf-8"), 1)},
		{name: "utf-8-says-gb2312.html", known: text, data: bytes.Replace(utfPage, []byte("utf-8"), []byte("gb2312"), 1)},
		{name: "typed.docx", known: text, data: corpus.DOCX(n.Paragraphs)},
		{name: "numbered.docx", known: text, data: corpus.NumberedDOCX(n.Paragraphs)},
		{name: "tail-cut.wps", known: string(known), data: word[:len(word)-100]},
		{name: "lines.ofd", known: text, data: ofd(text)},
		{name: "mail.eml", known: text, data: mail("message.eml", "text/plain; charset=gb2312", corpus.GB18030(text))},
		{name: "page.mht", known: text, data: mail("page.mht", "text/html; charset=gb2312", gbPage)},
	}
	for _, e := range []corpus.Encoding{corpus.GBKEUC, corpus.GBEUC, corpus.GBKpEUC, corpus.GBK2K, corpus.UniGBUCS2, corpus.UniGBUTF16, corpus.Glyphs} {
		files = append(files, making{name: string(e) + ".pdf", known: text, data: corpus.PDF(corpus.Layout{Paragraphs: n.Paragraphs, Encoding: e})})
	}
	long := corpus.Invent(11, 1, corpus.LongNotice)
	files = append(files, making{name: "running-head.pdf", known: long.Text(), data: corpus.PDF(corpus.Layout{Paragraphs: long.Paragraphs, Head: "生态环境保护督察整改工作简报"})})
	scan, err := scanned(filepath.Join(root, "internal/accuracy/table/testdata"))
	return append(files, columns(), form(), scan), err
}

// scanned puts the image of the folder into a PDF, as a scanner does.
func scanned(folder string) (making, error) {
	picture, err := os.ReadFile(filepath.Join(folder, "scan-300.png"))
	if err != nil {
		return making{}, err
	}
	known, err := os.ReadFile(filepath.Join(folder, "scan-300.txt"))
	if err != nil {
		return making{}, err
	}
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return making{}, err
	}
	return making{name: "scan-300.pdf", known: string(known), data: corpus.PDFScan(img, 300), scanned: true}, nil
}

// wide is UTF-16 with a byte order mark, as Notepad saves it.
func wide(text string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// traditional is for Big5, which has no simplified characters.
const traditional = `關於中央生態環境保護督察反饋問題整改銷號情況的公示
根據督察整改工作方案要求，我縣已完成第九項整改任務，現將有關情況公示如下：
一、反饋問題
城區排水管網雨污混接，生活污水溢流進入河流，水質超過標準。
二、整改措施
新建雨污分流管網十二公里，全面排查並修復破損管道。
公示時間：2023年7月3日至2023年7月14日，聯繫電話：0888-6123457。
雲嶺縣人民政府
2023年7月3日
`

// mail is a mail with one part.
func mail(name, kind string, body []byte) []byte {
	packed := base64.StdEncoding.EncodeToString(body)
	var b strings.Builder
	fmt.Fprintf(&b, "From: office@example.gov.cn\r\nTo: reader@example.cn\r\nSubject: %s\r\nDate: Fri, 13 Oct 2023 09:00:00 +0800\r\nMIME-Version: 1.0\r\n", name)
	fmt.Fprintf(&b, "Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\n\r\n", kind)
	for len(packed) > 76 {
		b.WriteString(packed[:76] + "\r\n")
		packed = packed[76:]
	}
	b.WriteString(packed + "\r\n")
	return []byte(b.String())
}

// ofd sets the lines of a text 35 characters wide on pages of 40 lines.
func ofd(text string) []byte {
	const namespace = `xmlns:ofd="http://www.ofdspec.org/2016"`
	const width, height = 35, 40
	var lines []string
	for paragraph := range strings.Lines(text) {
		runes := []rune(strings.TrimSpace(paragraph))
		for len(runes) > width {
			lines, runes = append(lines, string(runes[:width])), runes[width:]
		}
		lines = append(lines, string(runes))
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	add := func(name, body string) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(body))
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
	}
	add("OFD.xml", `<ofd:OFD `+namespace+`><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`)
	list := ""
	for i := 0; i*height < len(lines); i++ {
		content := ""
		for j, l := range lines[i*height : min(len(lines), (i+1)*height)] {
			if l == "" {
				continue
			}
			content += fmt.Sprintf(`<ofd:TextObject ID="%d" Boundary="17 %d 176 5" Font="3" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="g %d 5">%s</ofd:TextCode></ofd:TextObject>`,
				1000*i+j+9, 20+6*j, len([]rune(l))-1, l)
		}
		add(fmt.Sprintf("Doc_0/Page_%d.xml", i), `<ofd:Page `+namespace+`><ofd:Content><ofd:Layer ID="1">`+content+`</ofd:Layer></ofd:Content></ofd:Page>`)
		list += fmt.Sprintf(`<ofd:Page ID="%d" BaseLoc="Page_%d.xml"/>`, 100+i, i)
	}
	add("Doc_0/Document.xml", `<ofd:Document `+namespace+`><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>`+list+`</ofd:Pages></ofd:Document>`)
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// columns is a heading over text in two columns.
func columns() making {
	n := corpus.Invent(11, 2, 600)
	text := []rune(strings.Join(strings.Fields(n.Text()), ""))[:26*14]
	const width, lines = 13, 14
	left, right := string(text[:width*lines]), string(text[width*lines:])
	var pieces []corpus.Piece
	pieces = append(pieces, corpus.Piece{Text: "督察整改简报", X: 250, Y: 780})
	for i := range lines {
		y := 740 - corpus.Leading*float64(i)
		pieces = append(pieces, corpus.Piece{Text: string([]rune(left)[i*width : (i+1)*width]), X: 74, Y: y},
			corpus.Piece{Text: string([]rune(right)[i*width : (i+1)*width]), X: 314, Y: y})
	}
	return making{name: "two-columns.pdf", known: "督察整改简报" + string(text), data: corpus.PDFPieces([][]corpus.Piece{pieces})}
}

// form is a table of labels and what they say, over several lines.
func form() making {
	rows := [][2]string{
		{"问题概述", "城区排水管网雨污混接，生活污水溢流进入青石河，青石桥断面氨氮浓度多次超过地表水四类标准，群众反映强烈。"},
		{"整改目标", "青石桥断面水质稳定达到四类标准。"},
		{"整改措施", "一是全面排查城区排水管网，建立混接点台账；二是新建、改造雨污分流管网，修复破损管道；三是加强监测。"},
		{"完成情况", "共排查管网86公里，整改混接点143处，断面水质达到三类标准。"},
		{"责任单位", "云岭县人民政府"},
	}
	known := "督察反馈问题整改销号公示表\n"
	pieces := []corpus.Piece{{Text: "督察反馈问题整改销号公示表", X: 190, Y: 780}}
	y := 730.0
	for _, row := range rows {
		known += row[0] + "\t" + row[1] + "\n"
		lines := (len([]rune(row[1])) + 20) / 21
		pieces = append(pieces, corpus.Piece{Text: row[0], X: 74, Y: y - corpus.Leading*float64(lines-1)/2}, corpus.Piece{Text: row[1], X: 170, Y: y, W: 21 * 16})
		y -= corpus.Leading*float64(lines) + 10
	}
	return making{name: "table.pdf", known: known, data: corpus.PDFPieces([][]corpus.Piece{pieces})}
}
