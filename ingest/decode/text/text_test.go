package text

import (
	"bytes"
	"math/rand/v2"
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

const notice = "整改销号情况公示\n根据有关规定，现将整改情况公示如下：\n一、反馈问题\n"

func decodeText(t testing.TB, data []byte) (*gongshi.Document, error) {
	t.Helper()
	f, err := decode.Find([]decode.Format{Format()}, decode.Input{Data: data})
	if err != nil {
		return nil, err
	}
	return decode.Run(t.Context(), f, decode.Input{Data: data})
}

func TestDecode(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(notice)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(notice)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ about, data, text, charset string }{
		{"utf-8", notice, notice, "utf-8"},
		{"gb18030", gbk, notice, "gb18030"},
		{"utf-16", wide, notice, "utf-16le"},
		{"dos", strings.ReplaceAll(gbk, "\n", "\r\n") + "\x1A", notice, "gb18030"},
		{"one character", "公", "公", "utf-8"},
		{"odd line ends and controls", notice + "一\u2028二\v三\x07四\u0085五", notice + "一\n二\n三四\n五", "utf-8"},
		{"cut within a character", notice[:len(notice)-2], notice[:len(notice)-4] + "\uFFFD\uFFFD", "utf-8"},
	}
	for _, test := range tests {
		doc, err := decodeText(t, []byte(test.data))
		if err != nil {
			t.Errorf("%s: %v", test.about, err)
			continue
		}
		if doc.Text != test.text || doc.Source.Charset != test.charset {
			t.Errorf("%s: %s %q, want %s %q", test.about, doc.Source.Charset, doc.Text, test.charset, test.text)
		}
		if odd := strings.Contains(test.text, "\uFFFD"); odd != (len(doc.Diagnostics) > 0) {
			t.Errorf("%s: diagnostics %v", test.about, doc.Diagnostics)
		}
	}
}

func TestRefused(t *testing.T) {
	random := make([]byte, 4<<10)
	source := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = byte(source.Uint32())
	}
	tests := []struct {
		about string
		data  []byte
		code  decode.Code
	}{
		{"empty", nil, decode.CodeEmpty},
		{"blanks", []byte(" \r\n\t\u3000\n"), decode.CodeEmpty},
		{"NULs", make([]byte, 1000), decode.CodeEmpty},
		{"a byte order mark", []byte("\xEF\xBB\xBF"), decode.CodeEmpty},
		{"random bytes", random, decode.CodeUnsupported},
		{"a few controls", []byte{1, 2, 3, 4}, decode.CodeUnsupported},
		{"png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06\x00\x00\x00"), decode.CodeUnsupported},
		{"rar", []byte("Rar!\x1A\x07\x01\x00"), decode.CodeUnsupported},
		{"rtf", []byte(`{\rtf1\ansi\ansicpg936 \'b9\'ab}`), decode.CodeUnsupported},
		{"saved mail", []byte("MIME-Version: 1.0\nContent-Type: multipart/related\n"), decode.CodeUnsupported},
	}
	for _, test := range tests {
		if doc, err := decodeText(t, test.data); decode.CodeOf(err) != test.code {
			t.Errorf("%s: %+v, %v", test.about, doc, err)
		}
	}
}

func TestHuge(t *testing.T) {
	for _, b := range []string{"a", "\x00", "\xB9"} {
		data := bytes.Repeat([]byte(b), decode.MaxInput+1)
		decodetest.Within(t, 2*time.Second/3, func() {
			if _, err := decodeText(t, data); decode.CodeOf(err) != decode.CodeLimit && decode.CodeOf(err) != decode.CodeUnsupported {
				t.Errorf("%q: %v", b, err)
			}
		})
	}
}

func TestPages(t *testing.T) {
	doc, err := decodeText(t, []byte("一页\n\f二页\f三页\f"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, page := range doc.Pages {
		got = append(got, page.Of(doc.Text))
	}
	if diff := cmp.Diff([]string{"一页\n", "二页", "三页"}, got); diff != "" || doc.Text != "一页\n二页\n三页" {
		t.Errorf("%q %s", doc.Text, diff)
	}
}
