package eml

import (
	"bytes"
	"encoding/base64"
	"mime/quotedprintable"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/html"
	"gongshi/ingest/decode/internal/decodetest"
	plain "gongshi/ingest/decode/text"
)

// crlf gives a mail the line ends of mails.
func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

func gbk(t testing.TB, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func quoted(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := quotedprintable.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func b64(s string) string {
	packed := base64.StdEncoding.EncodeToString([]byte(s))
	var b strings.Builder
	for len(packed) > 76 {
		b.WriteString(packed[:76] + "\n")
		packed = packed[76:]
	}
	return b.String() + packed
}

const letter = `From: "=?gb2312?B?1fu4xLDs?=" <office@example.gov.cn>
To: reader@example.cn
Subject: =?gb2312?B?udjT2tX7uMTP+rrFtcS5q8q+?=
Date: Fri, 13 Oct 2023 09:00:00 +0800
MIME-Version: 1.0
`

func multi(kind string, parts ...string) string {
	return "Content-Type: multipart/" + kind + "; boundary=\"=_" + kind + "\"\n\nThis is a multi-part message.\n--=_" + kind + "\n" +
		strings.Join(parts, "\n--=_"+kind+"\n") + "\n--=_" + kind + "--\n"
}

func decodeFile(t testing.TB, data string) (*gongshi.Document, error) {
	t.Helper()
	in := decode.Input{Data: []byte(data)}
	f, err := decode.Find([]decode.Format{Format(), html.Format(), plain.Format()}, in)
	if err != nil {
		return nil, err
	}
	if f.Name != "eml" {
		return nil, &decode.Error{Code: decode.CodeUnsupported, Detail: f.Name}
	}
	return decode.Run(t.Context(), f, in)
}

func TestMails(t *testing.T) {
	const text = "整改销号情况公示如下：一、反馈问题。"
	page := "<html><head><meta charset=gb2312></head><body><p>" + text + "</p></body></html>"
	pdf := "Content-Type: application/pdf; name=\"=?utf-8?B?5YWs56S6LnBkZg==?=\"\nContent-Disposition: attachment; filename*=utf-8''%E5%85%AC%E7%A4%BA.pdf\nContent-Transfer-Encoding: base64\n\n" + b64("%PDF-1.4")
	utf8Text := "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + b64(text)
	gbkPage := "Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: quoted-printable\n\n" + quoted(t, gbk(t, page))
	tests := []struct {
		about, mail, want string
		charset           string
		codes             string
	}{
		{"plain, 8 bits, undeclared", letter + "\n" + gbk(t, text), text, "gb18030", ""},
		{"plain, base64", letter + utf8Text, text, "utf-8", ""},
		{"plain, declared wrong", letter + "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 8bit\n\n" + gbk(t, text), text, "gb18030", ""},
		{"page", letter + gbkPage, text, "gb18030", ""},
		{"page that declares another encoding than its mail", letter + "Content-Type: text/html; charset=utf-8\n\n" + page, text, "utf-8", ""},
		{"page that declares its encoding itself", letter + "Content-Type: text/html\n\n" + gbk(t, page), text, "gb18030", ""},
		{"the page rather than the plain form", letter + multi("alternative", "Content-Type: text/plain\n\nplain", gbkPage), text, "gb18030", ""},
		{"the plain form where the page is empty", letter + multi("alternative", utf8Text, "Content-Type: text/html\n\n<html><body></body></html>"), text, "utf-8", ""},
		{"attachment", letter + multi("mixed", multi("alternative", utf8Text, gbkPage), pdf), text, "gb18030", "attachments-left-out"},
		{"two texts", letter + multi("mixed", utf8Text, pdf, "Content-Type: text/plain; charset=utf-8\n\n落款"), text + "\n落款", "utf-8", "attachments-left-out"},
		{"flowed", letter + "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n整改销号 \n情况公示。\n 下一段 \n", "整改销号情况公示。\n下一段", "utf-8", ""},
		{"a mail in a mail without text", letter + multi("mixed", "Content-Type: text/plain\n\n", "Content-Type: message/rfc822\n\n"+letter+utf8Text), text, "utf-8", "attachments-left-out"},
		{"no boundary at the end", letter + strings.TrimSuffix(multi("mixed", utf8Text), "--=_mixed--\n"), text, "utf-8", "mail-partial"},
		{"an unclosed parameter", letter + "Content-Type: text/plain; charset=\"gb2312\n\n" + gbk(t, text), text, "gb18030", ""},
		{"from a mailbox", "From office@example.gov.cn Fri Oct 13 09:00:00 2023\n" + letter + utf8Text, text, "utf-8", ""},
		{"equals signs that are not quoted", letter + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\na=b = c=\n整改=E5=85=AC=", "a=b = c整改公", "utf-8", ""},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			doc, err := decodeFile(t, crlf(test.mail))
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimSpace(doc.Text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			var codes []string
			for _, d := range doc.Diagnostics {
				codes = append(codes, d.Code)
			}
			if got := strings.Join(codes, " "); got != test.codes {
				t.Errorf("diagnostics %+v, want %q", doc.Diagnostics, test.codes)
			}
			if doc.Source.Charset != test.charset || doc.Title != "关于整改销号的公示" || doc.Source.MediaType != "message/rfc822" {
				t.Errorf("%+v, title %q", doc.Source, doc.Title)
			}
		})
	}
}

func TestAttachedNames(t *testing.T) {
	doc, err := decodeFile(t, letter+multi("mixed", "Content-Type: text/plain\n\n整改销号公示",
		"Content-Type: application/msword; name=\"=?gb2312?B?uaTKvi5kb2M=?=\"\n\nx",
		"Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''%E5%85%AC%E7%A4%BA.pdf\n\nx",
		"Content-Type: text/html\nContent-Disposition: attachment; filename=../../a.html\n\nx", "Content-Type: message/rfc822\n\n"+letter+"\nx"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "4 files are not read; attached: 工示.doc, 公示.pdf, a.html, 关于整改销号的公示.eml"; len(doc.Diagnostics) != 1 || doc.Diagnostics[0].Message != want {
		t.Errorf("got %+v, want %q", doc.Diagnostics, want)
	}
}

// A web page saved as one file says the same as the page.
func TestSavedPage(t *testing.T) {
	page, err := os.ReadFile("../../../testdata/renditions/公示.html")
	if err != nil {
		t.Fatal(err)
	}
	want, err := decode.Run(t.Context(), html.Format(), decode.Input{Data: page})
	if err != nil {
		t.Fatal(err)
	}
	saved := func(head, boundary string, parts ...string) string {
		return crlf(head + "MIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"" + boundary + "\"\n\n--" + boundary + "\n" +
			strings.Join(parts, "\n--"+boundary+"\n") + "\n--" + boundary + "--\n")
	}
	image := "Content-Type: image/png\nContent-Location: http://example.cn/a.png\nContent-Transfer-Encoding: base64\n\n" + b64("\x89PNG")
	style := "Content-Type: text/css\nContent-Location: http://example.cn/a.css\n\nbody{}"
	quotedPage := "Content-Type: text/html\nContent-ID: <frame-0>\nContent-Transfer-Encoding: quoted-printable\nContent-Location: http://example.cn/\n\n" + quoted(t, string(page))
	frames := "Content-Type: text/html\nContent-Location: http://example.cn/f\n\n<html><frameset><frame src=1></frameset></html>"
	for about, data := range map[string]string{
		"Chrome":   saved("From: <Saved by Blink>\nSnapshot-Content-Location: http://example.cn/\nSubject: =?utf-8?Q?x?=\nDate: Fri, 13 Oct 2023 01:00:00 -0000\n", "----MultipartBoundary--x----", quotedPage, style, image),
		"Explorer": saved("From: \"Saved by Windows Internet Explorer 8\"\nSubject: x\nDate: Fri, 13 Oct 2023 09:00:00 +0800\n", "----=_NextPart_000", quotedPage, image),
		"Word":     crlf("MIME-Version: 1.0\nX-Document-Type: Workbook\nContent-Type: multipart/related; boundary=\"----=_NextPart_01\"\n\n------=_NextPart_01\n" + quotedPage + "\n------=_NextPart_01--"),
		"frames":   saved("From: <Saved by x>\nSubject: x\n", "b", frames, image, quotedPage),
		"one part": crlf("From: <Saved by x>\nSubject: x\nMIME-Version: 1.0\n" + quotedPage),
	} {
		doc, err := decodeFile(t, data)
		if err != nil {
			t.Errorf("%s: %v", about, err)
			continue
		}
		if doc.Text != want.Text || doc.Title != want.Title || len(doc.Blocks) != len(want.Blocks) || len(doc.Diagnostics) != len(want.Diagnostics) {
			t.Errorf("%s: %q, title %q, %v; want %q, %q", about, doc.Text, doc.Title, doc.Diagnostics, want.Text, want.Title)
		}
	}
}

func TestBadMails(t *testing.T) {
	deep := "Content-Type: text/plain\n\n整改销号公示"
	for i := range 40 {
		deep = multi("mixed"+strconv.Itoa(i), deep)
	}
	tests := []struct {
		about, data string
		code        decode.Code
	}{
		{"no bytes", "", decode.CodeEmpty},
		{"no text", letter + "\n \n", decode.CodeEmpty},
		{"only an attachment", letter + multi("mixed", "Content-Type: application/pdf\n\nx"), decode.CodeEmpty},
		{"header only", letter, decode.CodeEmpty},
		{"cut in the header", letter[:len(letter)-20], decode.CodeEmpty},
		{"cut before the text", letter + "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: te", decode.CodeDamaged},
		{"encrypted", letter + multi("encrypted", "Content-Type: application/pgp-encrypted\n\nVersion: 1"), decode.CodeEncrypted},
		{"encrypted, other way", letter + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx", decode.CodeEncrypted},
		{"too deep", letter + deep, decode.CodeLimit},
		{"a page", "<html><body>整改销号公示", decode.CodeUnsupported},
		{"a text", "整改销号公示：\n一、反馈问题", decode.CodeUnsupported},
		{"a text with a colon", "Subject: 整改\n一、反馈问题", decode.CodeUnsupported},
	}
	for _, test := range tests {
		if doc, err := decodeFile(t, crlf(test.data)); decode.CodeOf(err) != test.code {
			t.Errorf("%s: %v, %v; want %s", test.about, doc, err, test.code)
		}
	}
}

// Mails that are small, and would keep a reader busy.
func TestHostileMails(t *testing.T) {
	wide := strings.Repeat("--b\nContent-Type: text/plain\n\nx\n", 100_000)
	for about, data := range map[string]string{
		"many parts":      letter + "Content-Type: multipart/mixed; boundary=b\n\n" + wide + "--b--",
		"a boundary only": letter + "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n", 1_000_000),
		"a long field":    letter + "Subject: " + strings.Repeat("=?gb2312?B?1fu4xA==?= ", 200_000) + "\n\n整改",
		"many fields":     letter + strings.Repeat("X: y\n", 1_000_000) + "\n整改",
		"a folded field":  letter + "X: y" + strings.Repeat("\n y", 200_000) + "\n\n整改",
		"itself":          letter + strings.Repeat("Content-Type: message/rfc822\n\n", 100_000),
	} {
		t.Run(about, func(t *testing.T) {
			decodetest.Within(t, 10*time.Second, func() {
				_, err := decodeFile(t, data)
				if err != nil && (decode.CodeOf(err) == "" || decode.CodeOf(err) == decode.CodeCrashed) {
					t.Error(err)
				}
			})
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(letter + "\n整改")
	f.Add(letter + multi("mixed", multi("alternative", "Content-Type: text/plain\n\n一", "Content-Type: text/html; charset=gbk\nContent-Transfer-Encoding: base64\n\n"+b64("<p>二")), "Content-Type: message/rfc822\n\n"+letter))
	f.Add("From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b; start=\"<a>\"\n\n--b\nContent-ID: <a>\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n=E5=85=AC=\n--b--")
	f.Fuzz(func(t *testing.T, data string) {
		doc, err := decode.Run(t.Context(), Format(), decode.Input{Data: []byte(data)})
		if err != nil && (decode.CodeOf(err) == "" || decode.CodeOf(err) == decode.CodeCrashed) {
			t.Fatal(err)
		}
		if err == nil && decode.CheckText(doc.Text) != nil {
			t.Errorf("not a text: %q", doc.Text)
		}
		for _, b := range docBlocks(doc) {
			if b.Span.Start < 0 || b.Span.End > len(doc.Text) {
				t.Errorf("block %+v in a text of %d", b, len(doc.Text))
			}
		}
	})
}

func docBlocks(doc *gongshi.Document) []gongshi.Block {
	if doc == nil {
		return nil
	}
	return doc.Blocks
}

// The attached files come with their names, and decoded.
func TestAttached(t *testing.T) {
	data := letter + multi("mixed", "Content-Type: text/plain\n\n整改销号公示",
		"Content-Type: application/msword; name=\"=?gb2312?B?uaTKvi5kb2M=?=\"\nContent-Transfer-Encoding: base64\n\n"+b64("word"),
		"Content-Type: application/pdf\nContent-Disposition: attachment;\n filename*0*=utf-8''%E5%85%AC;\n filename*1*=%E7%A4%BA.pdf\n\npdf",
		"Content-Type: text/plain; name=\""+gbk(t, "公示.txt")+"\"\nContent-Disposition: attachment\nContent-Transfer-Encoding: quoted-printable\n\n"+quoted(t, gbk(t, "公示")),
		"Content-Type: message/rfc822\n\n"+letter+"\nx")
	var got []string
	for name, content := range Attached([]byte(crlf(data))) {
		got = append(got, name+"="+string(content))
	}
	want := []string{"工示.doc=word", "公示.pdf=pdf", "公示.txt=" + gbk(t, "公示"), "关于整改销号的公示.eml=" + crlf(letter+"\nx")}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for range Attached([]byte(letter + "\n整改")) {
		t.Error("a mail without attached files has one")
	}
	for name := range Attached([]byte(data)) {
		if name != "工示.doc" {
			t.Error(name)
		}
		break
	}
}
