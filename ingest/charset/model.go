package charset

import (
	"math"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// The model gives the natural logarithm of how probable a character is in a
// Chinese document. A reading of bytes is as likely as the product of its
// characters: so readings with different numbers of characters compare, and a
// wrong one, which scatters over rare characters, loses after two or three.
const (
	logASCII       = -4.5  // letters, digits, spaces
	logASCIISign   = -5.5  // punctuation
	logPunctuation = -4.8  // the marks in [frequentMarks]
	logFullWidth   = -8    // other signs of Chinese print
	logLatin       = -9    // é ü · ° × ²
	logSecondary   = -12   // Han of GB2312 or the first level of Big5
	logRare        = -15.5 // other Han
	logForeign     = -13   // other scripts, symbols
	logExotic      = -17   // private use, unassigned
	logBroken      = -20   // controls, U+FFFD
)

// shareCommon is the share of the frequent Han in the characters of a text.
const shareCommon = 0.72

const frequentMarks = "，。、；：（）《》〔〕“”\u3000"

const (
	firstHan = 0x4E00
	lastHan  = 0x9FFF
)

// hanTable holds the logarithms for the Han of the basic block.
var hanTable = sync.OnceValue(func() *[lastHan - firstHan + 1]float32 {
	var table [lastHan - firstHan + 1]float32
	for i := range table {
		table[i] = logRare
	}
	set := func(r rune, log float64) {
		if r >= firstHan && r <= lastHan {
			table[r-firstHan] = max(table[r-firstHan], float32(log))
		}
	}
	for _, r := range everyday() {
		set(r, logSecondary)
	}
	chars := []rune(simplified)
	rank := make(map[rune]float64, len(chars))
	// Frequency falls about as 1/(rank+offset).
	const offset = 30
	scale := shareCommon / math.Log(float64(len(chars)+offset)/offset)
	for i, r := range chars {
		rank[r] = math.Log(scale / float64(i+offset))
		set(r, rank[r])
	}
	pairs := []rune(traditional)
	for i := 0; i+1 < len(pairs); i += 2 {
		if log, ok := rank[pairs[i]]; ok {
			set(pairs[i+1], log)
		}
	}
	return &table
})

// everyday gives the Han of GB2312 and of the first level of Big5: what their
// makers thought enough for daily use.
func everyday() []rune {
	var gb, big5 []byte
	for lead := 0xB0; lead <= 0xF7; lead++ {
		for trail := 0xA1; trail <= 0xFE; trail++ {
			gb = append(gb, byte(lead), byte(trail))
		}
	}
	for lead := 0xA4; lead <= 0xC6; lead++ {
		for trail := 0x40; trail <= 0xFE; trail++ {
			if trail <= 0x7E || trail >= 0xA1 && lead < 0xC6 {
				big5 = append(big5, byte(lead), byte(trail))
			}
		}
	}
	// Decoders of these encodings replace what they do not know and never fail.
	gb, _ = simplifiedchinese.GBK.NewDecoder().Bytes(gb)
	big5, _ = traditionalchinese.Big5.NewDecoder().Bytes(big5)
	return []rune(string(gb) + string(big5))
}

// likelihood is the logarithm of the probability of data under a reading. If
// data was cut from a longer text, a broken character at its end is forgiven.
func (r reading) likelihood(data []byte, cut bool) float64 {
	text, _ := r.decode(data)
	if cut {
		for i := 0; i < 3 && len(text) > 0; i++ {
			last, size := utf8.DecodeLastRuneInString(text)
			if last != utf8.RuneError {
				break
			}
			text = text[:len(text)-size]
		}
	}
	table, sum := hanTable(), 0.0
	for _, c := range text {
		if c >= firstHan && c <= lastHan {
			sum += float64(table[c-firstHan])
			continue
		}
		sum += logOther(c)
	}
	return sum
}

// logOther is the model for everything outside the basic Han block.
func logOther(c rune) float64 {
	switch {
	case c == '\n' || c == '\r' || c == '\t':
		return logASCII
	case c < ' ' || c == utf8.RuneError || c >= 0x7F && c < 0xA0:
		return logBroken
	case c < utf8.RuneSelf:
		if c == ' ' || unicode.IsLetter(c) || unicode.IsDigit(c) {
			return logASCII
		}
		return logASCIISign
	case c < 0x100:
		return logLatin
	case isFrequentMark(c):
		return logPunctuation
	case c >= 0x2010 && c <= 0x2033, c >= 0x3000 && c <= 0x301F, c >= 0x2460 && c <= 0x249B, c >= 0xFF01 && c <= 0xFF5E:
		return logFullWidth
	case unicode.Is(unicode.Han, c):
		return logRare
	case unicode.Is(unicode.Co, c) || !unicode.In(c, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z):
		return logExotic
	}
	return logForeign
}

func isFrequentMark(c rune) bool {
	if c < 0x2018 {
		return false
	}
	for _, m := range frequentMarks {
		if m == c {
			return true
		}
	}
	return false
}
