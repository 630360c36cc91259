package main

import (
	"slices"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func TestPasswords(t *testing.T) {
	const list = "Dt2024\r\n密码123\r\n\r\n 环 保\n"
	for name, e := range map[string]encoding.Encoding{
		"UTF-8": unicode.UTF8, "UTF-8 with a mark": unicode.UTF8BOM,
		"GBK": simplifiedchinese.GBK, "UTF-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	} {
		data, err := e.NewEncoder().String(list)
		if err != nil {
			t.Fatal(err)
		}
		got := passwordsIn([]byte(data))
		for _, want := range []string{"Dt2024", "密码123", " 环 保"} {
			if !slices.Contains(got, want) {
				t.Errorf("%s: %q has no %q", name, got, want)
			}
		}
	}
	// What is no text in any encoding is tried as it is.
	if got := passwordsIn([]byte("\xffa\x80\n")); !slices.Contains(got, "\xffa\x80") {
		t.Errorf("%q", got)
	}
	if got := passwordsIn([]byte("a\na\n\nb")); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("%q", got)
	}
}
