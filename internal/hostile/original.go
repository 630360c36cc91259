package hostile

import (
	"archive/tar"
	"strings"

	"gongshi/internal/corpus"
	"gongshi/internal/forge"
)

// Originals are good files of the formats that no fixture is kept of, since they
// can be made.
func Originals() []Original {
	n := corpus.Invent(77, 0, corpus.ShortNotice)
	text := n.Text()
	page := "<html><head><meta charset=utf-8></head><body><p>" + strings.ReplaceAll(text, "\n", "</p>\n<p>") + "</p></body></html>"
	warc := append(forge.Gzip(forge.Page("http://a.example/1.html", page)), forge.Gzip(forge.Page("http://a.example/2.html", page, "X: y"))...)
	tarred := forge.Tar(tar.FormatPAX, "岳阳/1.txt", text, "2.html", page)
	coder, packed := forge.LZMA([]byte(text + page))
	mail := mailHead + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text +
		"\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + page + "\r\n--b--\r\n"
	ofdText := ""
	for i := range 20 {
		ofdText += ofdLine(40 + 10*i)
	}
	return []Original{
		{"made.ofd", ofd(ofdText)},
		{"made.eml", []byte(mail)},
		{"made.warc.gz", warc},
		{"made.warc", forge.Page("http://a.example/1.html", page)},
		{"made.tar", tarred},
		{"made.tar.gz", forge.Gzip(tarred)},
		{"made.tar.xz", forge.XZ(tarred)},
		{"made.tar.zst", forge.Zstd(tarred)},
		{"made.zip", forge.Parts("1.txt", text, "2.html", page, "3.zip", string(forge.Parts("4.txt", text)))},
		{"made.7z", forge.SevenZip(forge.Packed7z(coder, packed, map[string]string{"1.txt": text, "2.html": page}, "1.txt", "2.html"))},
		{"made5.rar", forge.NewRAR5().Add("1.txt", text).Add("2.html", page).File()},
		{"made4.rar", forge.NewRAR4().Add("1.txt", text).Add("2.html", page).File()},
		{"made.gb18030.txt", corpus.GB18030(text)},
	}
}
