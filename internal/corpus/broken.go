package corpus

import (
	"bytes"
	"fmt"
)

// EncryptedPassword opens the encrypted PDF among the broken files.
const EncryptedPassword = "gongshi"

// Broken gives files that cannot be read, or not as what their name says. Each
// must become a clear message and leave the rest of an import alone.
func Broken() []Member {
	n := Invent(11, 0, LongNotice)
	pdf := PDF(Layout{Paragraphs: n.Paragraphs})
	archive := Zip([]Member{{"甲.txt", GB18030(n.Text())}, {"乙.pdf", pdf}})
	return []Member{
		{"empty.txt", nil},
		{"truncated.pdf", pdf[:len(pdf)/3]},
		{"encrypted.pdf", PDF(Layout{Paragraphs: n.Paragraphs, Password: EncryptedPassword})},
		{"error-page.pdf", []byte(errorPage)},
		{"half.zip", archive[:len(archive)/2]},
		{"xref-loop.pdf", xrefLoop(pdf)},
		{"truncated.docx", cut(DOCX(n.Paragraphs))},
	}
}

func cut(file []byte) []byte { return file[:len(file)/2] }

// errorPage is what a site sends instead of a file that is gone.
const errorPage = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>404 页面不存在</title></head>
<body><h1>抱歉，您访问的页面不存在或已删除</h1><p><a href="/">返回首页</a></p></body></html>
`

// xrefLoop makes the cross-reference table of a PDF name itself as the one
// before it, and takes the catalog out of it, so that a reader that follows the
// chain to find the catalog never ends.
func xrefLoop(pdf []byte) []byte {
	at := bytes.LastIndex(pdf, []byte("\nxref\n")) + 1
	var b bytes.Buffer
	b.Write(pdf[:at])
	fmt.Fprintf(&b, "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 2 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n", at, at)
	return b.Bytes()
}
