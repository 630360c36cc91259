// Package charset turns bytes of an unknown encoding into text: those of Chinese
// documents, and those of the names of files in archives.
//
// What an encoding is called is believed only as far as the bytes allow: GB2312
// and GBK are read as GB18030, which contains them, and a declaration that gives
// implausible text loses against a reading that gives Chinese.
package charset

//go:generate go run gen.go

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// sampleSize is how many bytes, from the first one that is not ASCII, the
// readings are compared on.
const sampleSize = 64 << 10

// reading is a way to read bytes. The prior is the logarithm of how often it is
// met before any byte is seen, relative to GB18030.
type reading struct {
	name  string
	enc   encoding.Encoding // nil: UTF-8
	prior float64
}

var (
	readUTF8    = reading{"utf-8", nil, 0}
	readGB18030 = reading{"gb18030", simplifiedchinese.GB18030, 0}
	readBig5    = reading{"big5", traditionalchinese.Big5, -3}
	readUTF16LE = reading{"utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), -6}
	readUTF16BE = reading{"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), -7}
	readCP437   = reading{"cp437", charmap.CodePage437, -2}
)

// marks are the byte order marks; a longer one stands before its own beginning.
var marks = []struct {
	bytes string
	reading
}{
	{"\xEF\xBB\xBF", readUTF8},
	{"\xFF\xFE\x00\x00", reading{"utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), 0}},
	{"\x00\x00\xFE\xFF", reading{"utf-32be", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), 0}},
	{"\xFF\xFE", readUTF16LE},
	{"\xFE\xFF", readUTF16BE},
	{"\x84\x31\x95\x33", readGB18030},
}

// Decode reads data as text. The declared name is what the document or its
// carrier says of itself, or empty; any label that browsers know is understood.
//
// The text is valid UTF-8 without NUL and without byte order mark, its lines end
// in "\n". It is never empty because of an error: what the encoding does not
// know becomes U+FFFD. The name is that of the encoding in lower case: "utf-8",
// "gb18030", "big5", "utf-16le", … Repairs counts the bytes or units that were
// replaced, and the NULs that were dropped.
func Decode(data []byte, declared string) (text, name string, repairs int) {
	r, rest := choose(data, declared)
	decoded, bad := r.decode(rest)
	text, nuls := tidy(decoded)
	return text, r.name, bad + nuls
}

// choose finds the reading for data, and gives data without its mark.
func choose(data []byte, declared string) (reading, []byte) {
	for _, m := range marks {
		if bytes.HasPrefix(data, []byte(m.bytes)) {
			return m.reading, data[len(m.bytes):]
		}
	}
	said, known := lookup(declared)
	if isUTF8(data, said.name) {
		return readUTF8, data
	}
	readings := []reading{readGB18030, readBig5, readUTF8, readUTF16LE, readUTF16BE}
	if known {
		readings = append([]reading{said}, readings...)
	}
	if len(bytes.Trim(data, "\x00")) == 0 {
		return readUTF8, data
	}
	window, cut := sample(data)
	return likeliest(readings, window, cut, known), data
}

// isUTF8 tells whether data is UTF-8 beyond doubt. Few Chinese characters in
// GBK can happen to be valid UTF-8 ("目录" is "Ŀ¼"): then the likelier one wins.
func isUTF8(data []byte, declared string) bool {
	if !utf8.Valid(data) || slices.ContainsFunc(data, isControl) {
		return false
	}
	if declared == readUTF8.name || len(data) > sampleSize {
		return true
	}
	return !looksGBK(data)
}

// isControl tells whether a byte is a character that has no place in a text, and
// neither a blank nor a line end. In one that seems to be UTF-8, it may be half of
// a character of UTF-16.
func isControl(c byte) bool { return c < ' ' && (c < '\t' || c > '\r') }

// looksGBK tells of valid UTF-8 that it is rather GBK: nothing but two-byte
// sequences, at least two different ones, that make clearly better Chinese than
// they make Latin, Greek or Cyrillic.
func looksGBK(data []byte) bool {
	pairs, seen := 0, make(map[rune]bool)
	for _, r := range string(data) {
		switch {
		case r >= 0x800:
			return false
		case r >= utf8.RuneSelf:
			pairs++
			seen[r] = true
		}
	}
	if len(seen) < 2 {
		return false
	}
	const margin = 2
	return readGB18030.likelihood(data, false) > readUTF8.likelihood(data, false)+margin*float64(pairs)
}

// lookup finds a declared encoding.
func lookup(declared string) (reading, bool) {
	label := strings.ToLower(strings.TrimSpace(declared))
	if label == "" {
		return reading{}, false
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return reading{}, false
	}
	name, err := htmlindex.Name(enc)
	if err != nil {
		return reading{}, false
	}
	switch name {
	case "utf-8":
		return readUTF8, true
	case "gbk", "gb18030":
		return readGB18030, true
	case "utf-16le":
		return readUTF16LE, true
	case "utf-16be":
		return readUTF16BE, true
	case "replacement", "x-user-defined":
		return reading{}, false
	}
	return reading{name: name, enc: enc}, true
}

// sample is the piece of data that is compared, and whether it was cut at its end.
// It is where the text is not all ASCII, and starts at an even offset.
func sample(data []byte) (window []byte, cut bool) {
	if len(data) <= sampleSize {
		return data, false
	}
	const before = 1 << 10
	start := bytes.IndexFunc(data, func(r rune) bool { return r == 0 || r >= utf8.RuneSelf })
	// ASCII before it is a character border in every encoding but UTF-16.
	start = max(start-before, 0) &^ 1
	end := min(len(data), start+sampleSize)
	return data[start:end], end < len(data)
}

// likeliest gives the reading under which the window is most probable. The
// first one was declared, if declared is set, and gets the benefit of the doubt.
func likeliest(readings []reading, window []byte, cut, declared bool) reading {
	best, bestScore := readings[0], 0.0
	for i, r := range readings {
		score := r.likelihood(window, cut) + r.prior
		if i == 0 && declared {
			score += 8 + 0.25*float64(len(window))
		}
		if i == 0 || score > bestScore {
			best, bestScore = r, score
		}
	}
	return best
}

// decode gives the text and the number of replacements.
func (r reading) decode(data []byte) (text string, bad int) {
	if r.enc == nil {
		return repair(data)
	}
	out, err := r.enc.NewDecoder().Bytes(data)
	if err != nil {
		return repair(data)
	}
	return string(out), bytes.Count(out, []byte("\uFFFD"))
}

// repair gives data with each byte that is not UTF-8 replaced.
func repair(data []byte) (text string, bad int) {
	if utf8.Valid(data) {
		return string(data), 0
	}
	var b strings.Builder
	b.Grow(len(data))
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			bad++
		}
		b.WriteRune(r)
		data = data[size:]
	}
	return b.String(), bad
}

// tidy drops NULs and byte order marks, which careless programs write twice,
// and makes line ends "\n".
func tidy(text string) (tidied string, nuls int) {
	if nuls = strings.Count(text, "\x00"); nuls > 0 {
		text = strings.ReplaceAll(text, "\x00", "")
	}
	text = strings.TrimLeft(text, "\uFEFF")
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(text, "\r\n", "\n")
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	return text, nuls
}
