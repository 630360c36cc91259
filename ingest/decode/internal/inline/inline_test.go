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
			if f.Seen(string(c)) {
				b.WriteRune(c)
			}
		}
	}
	if b.String() != "abdefg" {
		t.Errorf("%q", b.String())
	}
}

func TestEquation(t *testing.T) {
	for code, want := range map[string]string{
		`EQ \o\ac(○,12)`: "⑫", ` eq \o\ac(○,监)`: "监", `EQ \o\ac(□,3)`: "3", `EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(xiāo),销)`: "销",
		`EQ \f(1,2)`: "1/2", `EQ \o(a,b(c,d))`: "b(c,d)", `EQ \b(a)`: "", `EQ \o(`: "", `EQ \o()`: "", "PAGE": "", "": "", `HYPERLINK "EQ \o(a,b)"`: "",
	} {
		if got := Equation(code); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
	var f Fields
	f.Begin()
	f.Seen(`EQ \o\ac(○,`)
	f.Begin()
	f.Seen("SEQ x")
	f.Separate()
	f.Seen("3")
	f.End()
	f.Seen(")")
	if got := f.End(); got != "③" {
		t.Errorf("%q", got)
	}
}
