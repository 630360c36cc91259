package inline

import (
	"strings"
	"testing"
)

func TestPlain(t *testing.T) {
	if got := strings.Map(Plain, "公\u200b示\n\u00a0a\u00ad\tb\x01\ufeff"); got != "公示  a\tb" {
		t.Errorf("%q", got)
	}
}

func TestSymbol(t *testing.T) {
	for _, test := range []struct {
		font string
		code rune
		want string
	}{
		{"Wingdings 2", 0xF052, "☑"}, {"wingdings", 0xFE, "☑"}, {"Wingdings", 0x41, ""}, {"Symbol", 0xF0B3, "≥"}, {"Symbol", 0xF028, "("},
		{"Symbol", 0x41, ""}, {"Webdings", 0xF0B3, ""}, {"", 0x2014, "—"}, {"宋体", 0x516C, "公"}, {"宋体", 7, ""},
	} {
		if got := Symbol(test.font, test.code); got != test.want {
			t.Errorf("%s %X: %q, want %q", test.font, test.code, got, test.want)
		}
	}
}

func TestFields(t *testing.T) {
	var f Fields
	var b strings.Builder
	for _, c := range "a{x{y|z}x|b{c|d}}e}f|g" {
		switch c {
		case '{':
			f.Begin()
		case '|':
			f.Separate()
		case '}':
			f.End()
		default:
			if !f.Code() {
				b.WriteRune(c)
			}
		}
	}
	if b.String() != "abdefg" {
		t.Errorf("%q", b.String())
	}
}
