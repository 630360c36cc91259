package hostile

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"gongshi/internal/forge"
)

// texts are plain texts, web pages, mails and RTF files. What reads texts runs in
// the process that imports, and so do the patterns that look for facts in them.
var texts = []Case{
	{Name: "txt: 30 MB without an end of line", Aim: Time, Make: func() []byte {
		return []byte(strings.Repeat(line, 30<<20/len(line)))
	}, Codes: []string{"", "limit"}, Slow: true},
	{Name: "txt: 300 MB", Aim: Memory, Write: func(w io.Writer) error {
		block := bytes.Repeat([]byte("整改情况"), 1<<20/12)
		for range 300 {
			if _, err := w.Write(block); err != nil {
				return err
			}
		}
		return nil
	}, Codes: []string{"limit"}},
	{Name: "txt: brackets that do not close", Aim: Time, Make: func() []byte {
		return []byte(line + "\n" + strings.Repeat("（〔【《“[", 100_000))
	}, Codes: []string{""}},
	{Name: "txt: 200,000 dates that are none", Aim: Time, Make: func() []byte {
		return []byte(line + "\n" + strings.Repeat("2023年13月", 100_000) + strings.Repeat("二〇二三年", 100_000))
	}, Codes: []string{""}},
	{Name: "txt: a telephone number of a megabyte", Aim: Time, Make: func() []byte {
		return []byte(line + "\n联系电话：" + strings.Repeat("0730-", 100_000) + strings.Repeat("8", 500_000))
	}, Codes: []string{""}},
	{Name: "txt: a number of a document without an end", Aim: Time, Make: func() []byte {
		return []byte(line + "\n" + strings.Repeat("岳政办发", 50_000) + strings.Repeat("〔2022〕", 50_000) + strings.Repeat("1", 100_000))
	}, Codes: []string{""}},
	{Name: "txt: 50,000 headings", Aim: Time, Make: func() []byte {
		return []byte(line + "\n" + strings.Repeat("一、反馈问题\n（一）整改目标：\n整改措施：\n", 17_000))
	}, Codes: []string{""}},
	{Name: "txt: characters in the wrong order and out of range", Aim: Crash, Make: func() []byte {
		marks := "\u202e\u2066\u2069\ufeff\u0301\U000e0001\u200d\ufffe\uffff\x1b[2J\x07"
		return []byte(line + "\n" + strings.Repeat(marks+"整改", 20_000) + "\xed\xa0\x80\xf4\x90\x80\x80\xc0\xaf")
	}, Codes: []string{"", "unsupported"}},
	{Name: "txt: half of a pair in UTF-16", Aim: Crash, Make: func() []byte {
		data := []byte{0xff, 0xfe}
		for _, r := range line {
			data = append(data, byte(r), byte(r>>8), 0x00, 0xd8)
		}
		return append(data, 0x00)
	}, Codes: []string{"", "unsupported"}},

	{Name: "html: two million divisions in one another", Aim: Loop, Make: func() []byte {
		return []byte("<html><body>" + strings.Repeat("<div>", 2_000_000) + line)
	}, Codes: []string{"", "limit"}},
	{Name: "html: elements that are moved out of tables", Aim: Time, Make: func() []byte {
		return []byte("<html><body>" + strings.Repeat("<table><b><a>", 30_000) + line)
	}, Codes: []string{"", "limit"}},
	{Name: "html: an attribute of 20 MB", Aim: Memory, Make: func() []byte {
		return []byte("<html><body><p title='" + strings.Repeat("&amp;&#x6574;", 20<<20/13) + "'>" + line)
	}, Codes: []string{"", "limit"}},
	{Name: "html: a comment that does not end", Aim: Crash, Make: func() []byte {
		return []byte("<html><body>" + line + strings.Repeat("<!--<![CDATA[<?<script>", 100_000))
	}, Codes: []string{"", "limit", "empty"}},
	{Name: "html: an encoding that changes again and again", Aim: Crash, Make: func() []byte {
		return []byte("<html><head>" + strings.Repeat("<meta charset=utf-16><meta charset=utf-7><meta charset=gbk><meta http-equiv=refresh content='0;url=file:///etc/passwd'>", 500) + "</head><body>" + line)
	}, Codes: []string{"", "suspect"}},

	{Name: "rtf: two billion bytes to pass over", Aim: Memory, Make: func() []byte {
		return []byte(`{\rtf1\ansi ` + rtfLine + `\par\bin2147483647 ` + rtfLine + `\par\bin-2147483648 ` + rtfLine + `}`)
	}, Codes: []string{"", "damaged"}},
	{Name: "rtf: a million groups in one another", Aim: Loop, Make: func() []byte {
		return []byte(`{\rtf1\ansi ` + rtfLine + strings.Repeat(`{\*\shpinst{\shptxt`, 500_000))
	}, Codes: []string{"limit"}},
	{Name: "rtf: a table of two billion columns", Aim: Crash, Make: func() []byte {
		return []byte(`{\rtf1\ansi ` + rtfLine + `\par\trowd\trgaph2147483647` + strings.Repeat(`\clvmgf\clmgf\cellx-2147483648\clvmrg\cellx2147483647`, 2000) + `\pard\intbl\itap2147483647 a\cell\nestcell\row}`)
	}, Codes: []string{"", "limit", "damaged"}},

	{Name: "eml: a thousand parts in one another", Aim: Loop, Make: func() []byte {
		var b strings.Builder
		b.WriteString(mailHead)
		for i := range 1000 {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%[1]d\r\n", i)
		}
		return []byte(b.String() + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + line + "\r\n")
	}, Codes: []string{"", "limit", "empty", "damaged"}},
	{Name: "eml: 40 MB of nothing in base64", Aim: Memory, Make: func() []byte {
		return []byte(mailHead + "Content-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte("<html>"+line)) + strings.Repeat("\r\n=", 40<<20/3))
	}, Codes: []string{"", "limit", "empty", "damaged"}},
	{Name: "eml: a packed bomb enclosed", Aim: Size, Make: func() []byte {
		return []byte(mailHead + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + line +
			"\r\n--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"../../../x.zip\"\r\n\r\n" +
			base64.StdEncoding.EncodeToString(forge.NewZip().Add("x", forge.Blanks(32<<20)).File()) + "\r\n--b--\r\n")
	}, Codes: []string{""}},
	{Name: "mht: a page that is its own picture", Aim: Loop, Make: func() []byte {
		return []byte("From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b; start=\"<a>\"\r\n\r\n--b\r\nContent-ID: <a>\r\nContent-Location: cid:a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><iframe src='cid:a'></iframe><p>" + line + "\r\n--b--\r\n")
	}, Codes: []string{""}},
}

const mailHead = "From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\nDate: Fri, 13 Oct 2023 09:30:00 +0800\r\nMIME-Version: 1.0\r\n"

// rtfLine is the line in RTF.
var rtfLine = func() string {
	var b strings.Builder
	for _, r := range line {
		fmt.Fprintf(&b, `\u%d?`, int16(r))
	}
	return b.String()
}()
