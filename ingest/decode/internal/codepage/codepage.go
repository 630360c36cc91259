// Package codepage decodes the code pages of Windows, DOS and the Macintosh that
// Office files name by number.
package codepage

import (
	"bytes"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// The code pages that others name.
const (
	GBK     = 936
	Western = 1252
)

// pages are the encodings by number. GBK is read as GB18030, which has more.
var pages = map[int]encoding.Encoding{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 866: charmap.CodePage866, 874: charmap.Windows874,
	932: japanese.ShiftJIS, GBK: simplifiedchinese.GB18030, 949: korean.EUCKR, 950: traditionalchinese.Big5,
	1200: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), 1201: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	1250: charmap.Windows1250, 1251: charmap.Windows1251, Western: charmap.Windows1252, 1253: charmap.Windows1253, 1254: charmap.Windows1254,
	1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257, 1258: charmap.Windows1258,
	10000: charmap.Macintosh, 10002: traditionalchinese.Big5, 10008: simplifiedchinese.GB18030, 20936: simplifiedchinese.GB18030,
	52936: simplifiedchinese.HZGB2312, 54936: simplifiedchinese.GB18030, 65001: encoding.Nop,
}

// Known tells whether there is such a code page.
func Known(page int) bool { return pages[page] != nil }

// Wide tells whether the characters of a code page take two bytes or more.
func Wide(page int) bool {
	switch page {
	case 932, GBK, 949, 950, 1200, 1201, 10002, 10008, 20936, 52936, 54936, 65001:
		return true
	}
	return false
}

// Decode gives the text, without NULs, and how many bytes or units make no
// character; those become U+FFFD. An unknown code page is read as Western.
func Decode(page int, data []byte) (text string, bad int) {
	enc := pages[page]
	if enc == nil {
		enc = charmap.Windows1252
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		out = data
	}
	text = strings.ToValidUTF8(string(out), "\uFFFD")
	return strings.ReplaceAll(text, "\x00", ""), strings.Count(text, "\uFFFD")
}

// Probable is Decode, except for bytes that are said to be Western, or of which
// nothing is said: programs of China also write Chinese that way. Bytes beyond
// ASCII that only come in pairs which make characters are Chinese; in Western
// texts, hardly two stand together.
func Probable(page int, data []byte) (text string, bad int) {
	if (page == Western || !Known(page)) && inPairs(data) {
		if chinese, errors := Decode(GBK, data); errors == 0 {
			return chinese, 0
		}
	}
	return Decode(page, data)
}

// inPairs tells whether there are bytes beyond ASCII, and all in pairs of the
// oldest Chinese standard: both from 0xA1, so that no ASCII is taken for the
// second of them.
func inPairs(data []byte) bool {
	if bytes.IndexFunc(data, func(r rune) bool { return r > 0x7F }) < 0 {
		return false
	}
	for i := 0; i < len(data); i++ {
		if data[i] < 0x80 {
			continue
		}
		if data[i] < 0xA1 || i+1 == len(data) || data[i+1] < 0xA1 {
			return false
		}
		i++
	}
	return true
}
